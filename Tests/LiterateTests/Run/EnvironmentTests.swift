import Foundation
import Testing

@testable import Literate

/// What cells see of the machine, and what is told while they run.
@Suite struct EnvironmentTests {
  @Test func theSameInEveryCheckout() throws {
    let markdown = """
      ```swift
      import Glibc
      print(#file, #fileID, #filePath, #line)
      print(Set((0..<20).map { "\\($0)" }), [3: "a", 1: "b", 2: "c"])
      for name in ["TZ", "LANG", "USER", "EDITOR"] {
        print(name, getenv(name).map { String(cString: $0) } ?? "none")
      }
      print(getenv("HOME").map { String(cString: $0) } == getcwd(nil, 0).map { String(cString: $0) })
      let stream = opendir(".")!
      var entries = 0
      while readdir(stream) != nil { entries += 1 }
      print(entries)
      func stop() { fatalError("here") }
      ```

      ```swift traps=here
      stop()
      ```

      ```swift fails-to-compile=no_exact
      let wrong: Int = "a".missing
      let again: Int = 3.5.rounded(9, to: 3)
      ```
      """
    let part = markdown.replacingOccurrences(of: "no_exact", with: "has_no_member")
    let runs = try (0..<2).map { _ in try Fixture().run(part) }
    #expect(runs[0].failures == [])
    #expect(runs[0] == runs[1])
    let lines = runs[0].results[0].text.split(separator: "\n")
    #expect(lines.first == "chapter/01-x.md chapter/01-x.md chapters/01-x.md 3")
    #expect(lines.suffix(6) == ["TZ UTC", "LANG C.UTF-8", "USER none", "EDITOR none", "true", "2"])
    let text = "\(runs[0])"
    #expect(!text.contains(NSTemporaryDirectory()) && !text.contains("main.swift"))
  }

  @Test func stderrStandsWithItsCell() throws {
    let run = try Fixture().run(
      """
      ```swift
      import Glibc
      func complain(_ text: String) { _ = text.withCString { write(2, $0, strlen($0)) } }
      complain("one\\n")
      print("printed")
      ```

      ```swift
      print("quiet")
      ```

      ```swift
      complain("three")
      ```
      """)
    #expect(run.results.map(\.errorText) == ["one\n", "", "three\n"])
    #expect(run.results.map(\.text) == ["printed\n", "quiet\n", ""])
  }

  @Test func plotsForAPageAndForATerminal() throws {
    let fixture = try Fixture()
    var settings = fixture.settings
    settings.terminal = .init(width: 60, isUnicode: true, isColored: true)
    let markdown = """
      ```swift
      struct Bars: Plot {
        var title: String { "bars" }
        func text(width: Int, style: TextStyle) -> String { "\\(width) \\(style.glyphs) \\(style.isColored)" }
        func svg() -> String { "<svg></svg>" }
        var summary: String { "three bars" }
        var table: [[String]] { [["bar"], ["1"]] }
      }
      print("before")
      display(Table(["a"], [["1"]]))
      print("between")
      Bars()
      ```
      """
    var live: [CellOutput] = []
    let run = try fixture.run(markdown, settings: settings) { event in
      if case .output(0, let output) = event { live.append(output) }
    }
    #expect(run.failures == [])
    let outputs = run.results[0].outputs
    #expect(outputs.count == 4)
    guard case .displayed(let plot) = outputs[3], case .displayed(let drawn) = live[3],
      case .displayed(let table) = outputs[1]
    else {
      Issue.record("\(outputs)")
      return
    }
    #expect(table.table == [["a"], ["1"]])
    #expect(
      plot
        == DisplayedValue(
          kind: .plot, text: "72 ascii false", svg: "<svg></svg>", description: "three bars",
          table: [["bar"], ["1"]]))
    #expect(drawn.text == "60 unicode true")
    #expect(drawn.svg == plot.svg)
    #expect(live[0] == .printed("before\n") && live[2] == .printed("between\n"))
  }

  @Test func programThatDoesNotEndAfterItsLastCell() throws {
    let run = try Fixture().run(
      """
      ```swift
      import Glibc
      @_silgen_name("__cxa_atexit")
      func atEnd(_ body: @convention(c) (OpaquePointer?) -> Void, _ a: Int, _ b: Int) -> Int32
      _ = atEnd({ _ in while true { sleep(1) } }, 0, 0)
      print("done")
      ```
      """)
    #expect(run.failures == [])
    #expect(run.results[0].text == "done\n")
  }

  @Test func nothingToRun() throws {
    let fixture = try Fixture()
    let run = try fixture.run("# Only prose\n\n```swift no-run\nbroken(\n```\n")
    #expect(run.results.map(\.status) == [.notRun])
    #expect(
      !FileManager.default.fileExists(
        atPath: fixture.root.appendingPathComponent(".build/book/scratch").path))
  }

  @Test func dataFilesAreTheChaptersOwn() throws {
    let failure = #expect(throws: Diagnostic.self) {
      try Fixture().run("data: ../secret.txt\n```swift\nprint(1)\n```\n")
    }
    #expect(
      failure?.description == """
        chapters/01-x.md:1:1: error: the data file '../secret.txt' is not in the chapter's folder
          help: copy it there: a book brings all its data
        """)
  }

  @Test func muchOutputIsReadFast() throws {
    let start = Clock.now
    let run = try Fixture().run("```swift\nfor k in 0..<300_000 { print(k, \"words\") }\n```")
    #expect(run.failures == [])
    #expect(run.results[0].text.utf8.count == 3_788_890)
    #expect(Clock.now - start < 60)
  }
}
