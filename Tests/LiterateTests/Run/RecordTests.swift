import Foundation
import Testing

@testable import Literate

/// Recorded results: a small training cell, and all that can happen to its record.
@Suite struct RecordTests {
  let markdown = """
    ```swift
    let seed = parameter("seed", 7, in: 0...99)
    struct Curve: Codable, Sendable {
      var values: [Double]
      var note: String
    }
    ```

    ```swift
    let curve = recorded("curve") {
      print("training")
      report(progress: 1, "done")
      return Curve(values: [Double(seed) / 3, .infinity, -0.0, 1e-300], note: "π")
    }
    print(curve.values, curve.note)
    ```

    ```swift
    print("after")
    ```
    """
  let shown = "[2.3333333333333335, inf, -0.0, 1e-300] π\n"

  struct Outcome {
    var run: ChapterRun
    var notices: [String] = []
    var progress: [String] = []
    var isCached = false
  }

  func run(
    _ fixture: Fixture, _ markdown: String? = nil, _ change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Outcome {
    var settings = fixture.settings
    change(&settings)
    var outcome = Outcome(run: ChapterRun(results: []))
    outcome.run = try fixture.run(markdown ?? self.markdown, settings: settings) { event in
      switch event {
      case .notice(let notice): outcome.notices.append(notice.description)
      case .progress(let fraction, let note): outcome.progress.append("\(fraction) \(note)")
      case .decided(let isCached, _): outcome.isCached = isCached
      default: break
      }
    }
    return outcome
  }

  func folder(_ fixture: Fixture) -> URL {
    fixture.root.appendingPathComponent("chapters/results/curve")
  }

  /// A checkout without its cache: what a reader has.
  func forget(_ fixture: Fixture) throws {
    try FileManager.default.removeItem(at: fixture.root.appendingPathComponent(".build"))
  }

  @Test func recordedAndUsed() throws {
    let fixture = try Fixture()
    let first = try run(fixture)
    #expect(
      first.notices == [
        """
        chapters/01-x.md:10:13: warning: the result 'curve' is not recorded yet
          help: it is computed now and recorded in chapters/results/curve
        """
      ])
    #expect(first.progress == ["1.0 done"])
    #expect(first.run.results[1].text == "training\n" + shown)
    let value = try String(
      contentsOf: folder(fixture).appendingPathComponent("value.json"), encoding: .utf8)
    #expect(value == "{\"note\":\"π\",\"values\":[2.3333333333333335,\"inf\",-0,1e-300]}\n")

    // Text printed by the computation is no part of a page: the record is used from now on.
    try forget(fixture)
    let second = try run(fixture)
    #expect(second.notices == [])
    #expect(second.progress == [])
    #expect(second.run.results[1].text == shown)
    #expect(try run(fixture).isCached)
  }

  @Test func changedCellReplacesTheRecord() throws {
    let fixture = try Fixture()
    _ = try run(fixture)
    let before = try Data(contentsOf: folder(fixture).appendingPathComponent("value.json"))
    // A later cell does not matter, an earlier one does.
    let later = markdown.replacingOccurrences(of: "after", with: "afterwards")
    #expect(try run(fixture, later).notices == [])
    let edited = markdown.replacingOccurrences(of: "/ 3", with: "/ 4")
    #expect(
      try run(fixture, edited).notices == [
        """
        chapters/01-x.md:10:13: warning: the cells before the result 'curve' have changed
          help: it is computed now and recorded again
        """
      ])
    let after = try Data(contentsOf: folder(fixture).appendingPathComponent("value.json"))
    #expect(before != after)
    try forget(fixture)
    #expect(try run(fixture, edited).notices == [])
  }

  @Test func otherParametersHaveTheirOwn() throws {
    let fixture = try Fixture()
    _ = try run(fixture)
    let manifest = try Data(contentsOf: folder(fixture).appendingPathComponent("manifest.json"))
    let set = try run(fixture) { $0.overrides = ["seed": "9"] }
    #expect(
      set.notices == [
        """
        chapters/01-x.md:10:13: warning: the result 'curve' was recorded with other parameters
          help: it is computed now; the book keeps its own
        """
      ])
    #expect(set.run.results[1].text == "training\n[3.0, inf, -0.0, 1e-300] π\n")
    #expect(
      try Data(contentsOf: folder(fixture).appendingPathComponent("manifest.json")) == manifest)
    // A second time it is there, though the cache is not used.
    let again = try run(fixture) { settings in
      settings.overrides = ["seed": "9"]
      settings.usesCache = false
    }
    #expect(again.notices == [])
    #expect(again.run.results[1].text == "[3.0, inf, -0.0, 1e-300] π\n")
    #expect(try run(fixture) { $0.usesCache = false }.run.results[1].text == shown)
  }

  @Test func damagedOrMissingRecord() throws {
    let fixture = try Fixture()
    _ = try run(fixture)
    _ = try run(fixture)
    let value = folder(fixture).appendingPathComponent("value.json")
    try Data("{\"note\":\"x\",\"values\":[]}\n".utf8).write(to: value)
    let damaged = try run(fixture)
    #expect(
      damaged.notices == [
        """
        chapters/01-x.md:10:13: warning: the record of the result 'curve' is damaged
          help: it is computed now and recorded again
        """
      ])
    #expect(damaged.run.results[1].text == "training\n" + shown)
    try FileManager.default.removeItem(at: folder(fixture))
    let missing = try run(fixture)
    #expect(!missing.isCached)
    #expect(missing.notices.count == 1)
    #expect(FileManager.default.fileExists(atPath: value.path))
  }

  @Test func retrainAndVerify() throws {
    let fixture = try Fixture()
    _ = try run(fixture)
    let retrained = try run(fixture) { $0.retrains = true }
    #expect(retrained.run.results[1].text == "training\n" + shown)
    #expect(retrained.notices == [])
    let verified = try run(fixture) { $0.verifiesRecords = true }
    #expect(verified.run.failures == [])
    #expect(
      verified.notices == [
        "chapters/01-x.md:10:13: note: the result 'curve' is the same, bit for bit"
      ])

    // What the library computes has changed, though no cell has.
    let path = folder(fixture)
    var manifest = try #require(RecordManifest(in: path.path))
    let other = Data("{\"note\":\"π\",\"values\":[1]}\n".utf8)
    manifest.bits = SHA256.hex(other)
    try other.write(to: path.appendingPathComponent("value.json"))
    try manifest.data.write(to: path.appendingPathComponent("manifest.json"))
    let differing = try run(fixture) { $0.verifiesRecords = true }
    #expect(
      differing.run.failures.map(\.description) == [
        """
        chapters/01-x.md:10:13: error: the recorded result 'curve' is not what the cells compute now
          let curve = recorded("curve") {
                      ^
          help: `--retrain` records it anew, once it is clear why it changed
        """
      ])
    // Comparing changes no record.
    #expect(try Data(contentsOf: path.appendingPathComponent("value.json")) == other)
  }

  @Test func theLibraryHasMovedOn() throws {
    let fixture = try Fixture()
    _ = try run(fixture)
    var manifest = try #require(RecordManifest(in: folder(fixture).path))
    #expect(manifest.sources.count == 64)
    manifest.sources = String(repeating: "0", count: 64)
    try manifest.data.write(to: folder(fixture).appendingPathComponent("manifest.json"))
    let notice = """
      chapters/01-x.md:10:13: note: the library has changed since the result 'curve' was recorded
        help: `--retrain` computes it again; `book verify --results` compares
      """
    let run1 = try run(fixture)
    #expect(run1.notices == [notice])
    let cached = try run(fixture)
    #expect(cached.isCached)
    #expect(cached.notices == [notice])
  }

  @Test func names() throws {
    let twice = chapter(
      "```swift\nlet a = recorded(\"x\") { 1 }\n```\n\n```swift\nlet b = recorded(\"x\") { 2 }\n```",
      path: "chapters/02-y.md")
    let once = chapter("```swift\nlet a = recorded(\"x\") { 1 }\n```")
    #expect(
      duplicateRecords(in: [once, twice]).map(\.description) == [
        """
        chapters/02-y.md:2:9: error: two recorded results are called 'x'
          help: the other one is at chapters/01-x.md:2; give each its own name
        """,
        """
        chapters/02-y.md:6:9: error: two recorded results are called 'x'
          help: the other one is at chapters/01-x.md:2; give each its own name
        """,
      ])
    #expect(
      try Fixture().failure("```swift\nfor k in 0..<2 { print(recorded(\"x\") { k }) }\n```") == """
        chapters/01-x.md:2:24: error: two recorded results are called 'x'
          for k in 0..<2 { print(recorded("x") { k }) }
                                 ^
          help: give each its own name
        """)
    #expect(
      try Fixture().failure("```swift\nlet a = recorded(\"../x\") { 1 }\n```") == """
        chapters/01-x.md:2:9: error: '../x' cannot name a recorded result
          let a = recorded("../x") { 1 }
                  ^
          help: use letters, digits, '-', '_' and '.'
        """)
  }
}
