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
    /// Whether the result was computed: it prints so, for the terminal alone.
    var trained = false
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
      case .output(_, .printed("training\n")): outcome.trained = true
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
    #expect(first.trained)
    #expect(first.run.results[1].text == shown)
    let value = try String(
      contentsOf: folder(fixture).appendingPathComponent("value.json"), encoding: .utf8)
    #expect(value == "{\"note\":\"π\",\"values\":[2.3333333333333335,\"inf\",-0,1e-300]}\n")

    // Text printed by the computation is no part of a page: the record is used from now on.
    try forget(fixture)
    let second = try run(fixture)
    #expect(second.notices == [])
    #expect(second.progress == [])
    #expect(!second.trained)
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
    #expect(set.trained)
    #expect(set.run.results[1].text == "[3.0, inf, -0.0, 1e-300] π\n")
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
    #expect(damaged.trained)
    #expect(damaged.run.results[1].text == shown)
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
    #expect(retrained.trained)
    #expect(retrained.run.results[1].text == shown)
    #expect(retrained.notices == [])
    let verified = try run(fixture) { $0.verifiesRecords = .allSeeds }
    #expect(verified.run.failures == [])
    #expect(
      verified.notices == [
        "chapters/01-x.md:10:13: note: the result 'curve' is the same, bit for bit"
      ])

    // What the library computes has changed, though no cell has.
    let path = folder(fixture)
    var manifest = try #require(RecordManifest(in: path.path))
    let other = Data("{\"note\":\"π\",\"values\":[1]}\n".utf8)
    manifest.files = ["value.json": SHA256.hex(other)]
    try other.write(to: path.appendingPathComponent("value.json"))
    try manifest.data.write(to: path.appendingPathComponent("manifest.json"))
    let differing = try run(fixture) { $0.verifiesRecords = .allSeeds }
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

  @Test func seedsHaveFilesOfTheirOwn() throws {
    let markdown = """
      ```swift
      var made: [Int] = []
      let curve = recorded("curve", seeds: 0..<3) { seeds in
        print("training")
        return seeds.map { Double($0) / 3 }
      }
      print(curve)
      ```
      """
    let shown = "[0.0, 0.3333333333333333, 0.6666666666666666]\n"
    let fixture = try Fixture()
    let first = try run(fixture, markdown)
    #expect(first.trained)
    #expect(first.run.results[0].text == shown)
    let seed = folder(fixture).appendingPathComponent("seed-1.json")
    #expect(try String(contentsOf: seed, encoding: .utf8) == "0.3333333333333333\n")
    try forget(fixture)
    let second = try run(fixture, markdown)
    #expect(!second.trained)
    #expect(second.run.results[0].text == shown)

    let checked = try run(fixture, markdown) { $0.verifiesRecords = .firstSeed }
    #expect(checked.run.failures == [])
    #expect(checked.run.results[0].text == shown)
    #expect(
      checked.notices == [
        "chapters/01-x.md:3:13: note: the first seed of the result 'curve' is the same, bit for bit"
      ])
    let all = try run(fixture, markdown) { $0.verifiesRecords = .allSeeds }
    #expect(
      all.notices == [
        "chapters/01-x.md:3:13: note: the result 'curve' is the same, bit for bit"
      ])

    // Fewer seeds: what is left of the others goes.
    let fewer = markdown.replacingOccurrences(of: "0..<3", with: "0..<1")
    #expect(try run(fixture, fewer).trained)
    #expect(!FileManager.default.fileExists(atPath: seed.path))
    let none = try run(fixture, markdown.replacingOccurrences(of: "0..<3", with: "0..<0"))
    #expect(
      none.run.failures.map(\.message) == ["'curve' is recorded for no seed"])
    let wrong = try run(fixture, markdown.replacingOccurrences(of: "seeds.map", with: "[1].map"))
    #expect(wrong.run.failures.map(\.message) == ["'curve' has 1 results for 3 seeds"])
  }

  @Test func weightsAreKeptAsTensors() throws {
    let markdown = """
      ```swift
      let runs = try recorded("curve", seeds: 0..<2) { seeds in
        print("training")
        return try trainMetaLearners(
          on: BernoulliBandit(.easy, trialCount: 4),
          A2CSettings {
            $0.layers = [.lstm(3)]
            $0.updateCount = 2
          }, seeds: seeds)
      }
      print(runs.map { $0.parameters.hash }, runs[1].reports.map(\\.update))
      ```
      """
    let fixture = try Fixture()
    let first = try run(fixture, markdown)
    #expect(first.run.failures == [])
    #expect(first.trained)
    let file = folder(fixture).appendingPathComponent("seed-1.safetensors")
    let bytes = try Data(contentsOf: file)
    #expect(String(decoding: bytes, as: UTF8.self).contains("weight_hh_l0"))
    try forget(fixture)
    let second = try run(fixture, markdown)
    #expect(!second.trained)
    #expect(second.run.results[0].text == first.run.results[0].text)
    #expect(second.run.results[0].text.hasSuffix("[1, 2]\n"))

    // A damaged file of weights is found, and made again.
    try (bytes.dropLast() + [1]).write(to: file)
    try forget(fixture)
    #expect(try run(fixture, markdown).trained)
    #expect(try Data(contentsOf: file) == bytes)
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
