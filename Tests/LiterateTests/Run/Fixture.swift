import Foundation
import Testing

@testable import Literate

/// A small book in a temporary folder, and what it takes to run its chapters.
final class Fixture: Sendable {
  let root: URL

  /// Everything that is needed but once.
  static let runner = Result<ChapterRunner, any Error> {
    try ChapterRunner(toolchain: .find(), build: .find())
  }

  private static let sharedFolder: URL = {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: "/tmp/x")
    let folder = program.deletingLastPathComponent().appendingPathComponent("shared-by-tests")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }()

  init() throws {
    let folder = FileManager.default.temporaryDirectory
    root = folder.appendingPathComponent("book-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("chapters"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// Settings for this book.
  var settings: RunSettings {
    var settings = RunSettings(root: root)
    // The same for all tests: it would take seconds each.
    settings.sharedFolder = Fixture.sharedFolder
    return settings
  }

  /// Runs a chapter that is written as Markdown.
  func run(
    _ markdown: String, path: String = "chapters/01-x.md", settings: RunSettings? = nil,
    tell: (RunEvent) -> Void = { _ in }
  ) throws -> ChapterRun {
    let runner = try Fixture.runner.get()
    return try runner.run(
      chapter(markdown, path: path), settings: settings ?? self.settings, tell: tell)
  }

  /// The first failure of a chapter, as a compiler would print it.
  func failure(_ markdown: String, settings: RunSettings? = nil) throws -> String {
    let run = try run(markdown, settings: settings)
    return try #require(run.failures.first).description
  }
}

/// Reads the cells of a chapter: a stand-in for the real parser that knows nothing but fences and
/// `` `= ` `` spans. Attributes: `#id local no-run time=1 memory=64 fails-to-compile=word traps=word`.
func chapter(_ markdown: String, path: String = "chapters/01-x.md") -> Chapter {
  var steps: [Step] = []
  var fence: (info: String, line: Int, indent: Int, lines: [String])?
  var front = FrontMatter()
  for (k, text) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    let line = String(text)
    let indent = line.prefix { $0 == " " }.count
    if let open = fence {
      if line.trimmingCharacters(in: .whitespaces) == "```" {
        close(open, &steps, path)
        fence = nil
      } else {
        fence?.lines.append(String(line.dropFirst(min(open.indent, indent))))
      }
    } else if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
      let info = String(line.trimmingCharacters(in: .whitespaces).dropFirst(3))
      fence = (info, k + 2, indent, [])
    } else if line.hasPrefix("data: ") {
      front.data = line.dropFirst(6).split(separator: " ").map(String.init)
    } else {
      for match in line.matches(of: /`= ([^`]*)`/) {
        let column = line.utf8.distance(from: line.startIndex, to: match.1.startIndex) + 1
        steps.append(
          Step(
            index: steps.count, kind: .expression, code: String(match.1),
            location: SourceLocation(path: path, line: k + 1, column: column)))
      }
    }
  }
  return Chapter(
    path: path, number: 1, slug: "x", source: markdown, front: front, steps: steps, labels: [])
}

private func close(
  _ fence: (info: String, line: Int, indent: Int, lines: [String]), _ steps: inout [Step],
  _ path: String
) {
  let words = fence.info.split(separator: " ").map(String.init)
  let location = SourceLocation(path: path, line: fence.line, column: fence.indent + 1)
  switch words.first {
  case "swift":
    var step = Step(
      index: steps.count, kind: .cell, code: fence.lines.joined(separator: "\n"),
      location: location, indent: fence.indent)
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count > 1 ? parts[1] : ""
      switch parts[0] {
      case "local": step.options.isLocal = true
      case "no-run": step.options.runs = false
      case "time": step.options.timeLimit = Double(value)
      case "memory": step.options.memoryLimit = Int(value)
      case "fails-to-compile":
        step.options.failure = .compile(
          containing: value.replacingOccurrences(of: "_", with: " "))
      case "traps":
        step.options.failure = .trap(containing: value.replacingOccurrences(of: "_", with: " "))
      default: step.id = word.hasPrefix("#") ? String(word.dropFirst()) : word
      }
    }
    steps.append(step)
  case "claim":
    for (k, line) in fence.lines.enumerated() {
      guard let range = line.range(of: " :: ", options: .backwards) else { continue }
      let column = line.utf8.distance(from: line.startIndex, to: range.upperBound) + 1
      steps.append(
        Step(
          index: steps.count, kind: .claim, code: String(line[range.upperBound...]),
          location: SourceLocation(
            path: path, line: fence.line + k, column: fence.indent + column)))
    }
  case "output":
    let tolerance = words.dropFirst().first.flatMap { Double($0.dropFirst("tolerance=".count)) }
    steps[steps.count - 1].expected = ExpectedOutput(
      text: fence.lines.joined(separator: "\n"), tolerance: tolerance ?? 0, location: location,
      lineCount: fence.lines.count)
  default: break
  }
}
