import Foundation
import Testing

@testable import Literate

/// What runs again and what does not: the cases that make notebooks go stale.
@Suite struct CacheTests {
  /// Runs a chapter and says whether it came from the cache, and why not.
  func decide(
    _ fixture: Fixture, _ markdown: String, settings: RunSettings? = nil
  ) throws -> (run: ChapterRun, reason: String) {
    var reason = ""
    let run = try fixture.run(markdown, settings: settings) { event in
      if case .decided(let isCached, let words) = event {
        reason = (isCached ? "cached: " : "runs: ") + words
      }
    }
    return (run, reason)
  }

  @Test func proseDoesNotRunCode() throws {
    let fixture = try Fixture()
    let chapter = """
      # Title

      ```swift
      print("a", 3)
      _ = [1].map { unused in 3 }
      let box = [1, 2]
      func f() { let never = 3 }
      ```

      It is `= box.count`.
      """
    let first = try decide(fixture, chapter)
    #expect(first.reason == "runs: first run")
    #expect(first.run.results[0].warnings.map(\.location?.line) == [7])
    #expect(try decide(fixture, chapter).reason == "cached: nothing changed")
    let moved = try decide(fixture, "One more\nor two lines.\n\n" + chapter)
    #expect(moved.reason == "cached: nothing changed")
    #expect(moved.run.results[0].warnings.map(\.location?.line) == [10])
    #expect(moved.run.results.map(\.text) == first.run.results.map(\.text))
    #expect(moved.run.results[1].value == "2")
  }

  @Test func aChangedCellIsNamed() throws {
    let fixture = try Fixture()
    let chapter = """
      ```swift
      let x = 1
      ```

      ```swift #second
      print(x)
      ```

      ```swift
      print(2 * x)
      ```
      """
    _ = try decide(fixture, chapter)
    let edited = chapter.replacingOccurrences(of: "print(x)", with: "print(x + 1)")
    #expect(try decide(fixture, edited).reason == "runs: cell 'second' changed")
    let longer = edited + "\n```swift\nprint(7)\n```\n"
    #expect(try decide(fixture, longer).reason == "runs: cell 4 is new")
    #expect(try decide(fixture, edited).reason == "cached: nothing changed")
    let third = longer.replacingOccurrences(of: "2 * x", with: "3 * x")
    #expect(try decide(fixture, third).reason == "runs: cell 3 changed")
  }

  @Test func anObjectThatAnEarlierCellChanges() throws {
    // Guessing by names, a tool takes the third cell for unchanged: it names `shared` alone.
    let fixture = try Fixture()
    func chapter(_ value: Int) -> String {
      """
      ```swift
      final class Box { var value = 1 }
      let box = Box()
      let shared = box
      ```

      ```swift
      box.value = \(value)
      ```

      ```swift
      print(shared.value)
      ```
      """
    }
    #expect(try decide(fixture, chapter(2)).run.results[2].text == "2\n")
    #expect(try decide(fixture, chapter(3)).run.results[2].text == "3\n")
    #expect(try decide(fixture, chapter(2)).run.results[2].text == "2\n")
  }

  @Test func anEditedDataFile() throws {
    let fixture = try Fixture()
    let file = fixture.root.appendingPathComponent("chapters/numbers.txt")
    let chapter = "data: numbers.txt\n```swift\nprint(try dataFile(\"numbers.txt\"))\n```\n"
    try Data("one".utf8).write(to: file)
    #expect(try decide(fixture, chapter).run.results[0].text == "one\n")
    try Data("two".utf8).write(to: file)
    let second = try decide(fixture, chapter)
    #expect(second.reason == "runs: data file numbers.txt changed")
    #expect(second.run.results[0].text == "two\n")
    #expect(
      try fixture.failure("```swift\nprint(try dataFile(\"numbers.txt\"))\n```\n") == """
        chapters/01-x.md:2:7: error: the cell threw an error: the data file 'numbers.txt' is not declared
          print(try dataFile("numbers.txt"))
                ^
          help: add '  - numbers.txt' under 'data:' in the chapter's front matter
        """)
    #expect(throws: Diagnostic.self) { try fixture.run("data: gone.txt\n```swift\n3\n```\n") }
  }

  @Test func aRebuiltLibraryOrToolchain() throws {
    let fixture = try Fixture()
    let runner = try Fixture.runner.get()
    // A copy of the build whose program changes, as a build after an edit changes it.
    let copy = fixture.root.appendingPathComponent("build")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: runner.build.executable, toPath: copy.appendingPathComponent("book").path)
    var edited = runner
    edited.build.executable = copy.appendingPathComponent("book").path
    func reason(_ runner: ChapterRunner) throws -> String {
      var reason = ""
      _ = try runner.run(
        parsedChapter("```swift\nprint(1)\n```"), settings: fixture.settings
      ) { event in
        if case .decided(_, let words) = event { reason = words }
      }
      return reason
    }
    #expect(try reason(edited) == "first run")
    #expect(try reason(edited) == "nothing changed")
    let file = try FileHandle(forWritingTo: copy.appendingPathComponent("book"))
    try file.seekToEnd()
    try file.write(contentsOf: Data("more".utf8))
    try file.close()
    #expect(try reason(edited) == "the library was rebuilt")
    edited.toolchain.version += " (edited)"
    #expect(try reason(edited) == "toolchain changed")
  }

  @Test func onlySuccessIsKeptAndDamageIsSeen() throws {
    let fixture = try Fixture()
    let failing = "```swift\nlet x = [1]\nprint(x[x.count])\n```"
    _ = try decide(fixture, failing)
    #expect(try decide(fixture, failing).reason == "runs: the last run failed")

    let good = "```swift\nprint(1)\n```"
    _ = try decide(fixture, good)
    #expect(try decide(fixture, good).reason == "cached: nothing changed")
    let folder = fixture.root.appendingPathComponent(".build/book/runs/chapters_01-x_md")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasSuffix(".json") {
      let file = folder.appendingPathComponent(name)
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacingOccurrences(of: "1\\n", with: "2\\n").utf8).write(to: file)
    }
    let again = try decide(fixture, good)
    #expect(again.reason == "runs: its kept run is gone, or a record changed")
    #expect(again.run.results[0].text == "1\n")
  }

  @Test func twoRunsAtOnce() async throws {
    let fixture = try Fixture()
    let markdown = "```swift\nfor k in 0..<100 { print(k) }\n```"
    let texts = await withTaskGroup(of: String.self) { group in
      for _ in 0..<6 {
        group.addTask { (try? fixture.run(markdown).results[0].text) ?? "failed" }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(texts) == [(0..<100).map { "\($0)\n" }.joined()])
    let left = try FileManager.default.contentsOfDirectory(
      atPath: fixture.root.appendingPathComponent(".build/book/scratch").path)
    #expect(left == [])
  }
}

/// The stand-in parser by a name that no test's own function hides.
private func parsedChapter(_ markdown: String) -> Chapter { chapter(markdown) }
