/// A chapter whose expected outputs were rewritten.
public struct ChapterFix: Sendable {
  /// Path from the book's root.
  public var path: String
  /// The text before.
  public var old: String
  /// The text with what the cells print now.
  public var new: String
}

/// Runs chapters and puts what their cells print where their `output` fences say something else.
///
/// - Parameters:
///   - paths: the chapters, from the book's root.
///   - folder: the book.
///   - jobs: chapters at once.
///   - listener: told of every event.
/// - Returns: the chapters that change, and the errors that no rewriting mends. No file is written.
public func fixExpectations(
  of paths: [String], in folder: BookFolder, jobs: Int,
  listener: @escaping @Sendable (BookEvent) -> Void = { _ in }
) -> (chapters: [ChapterFix], diagnostics: [Diagnostic]) {
  let book = LoadedBook.load(folder)
  let chapters = book.chapters.filter { paths.contains($0.path) }
  let settings = RunSettings(folder)
  let runner: ChapterRunner
  do {
    runner = try ChapterRunner.find(for: folder)
  } catch {
    return ([], [error])
  }
  listener(.started(chapters.count))
  let results: [(fix: ChapterFix?, problems: [Diagnostic])] = concurrentMap(chapters, jobs: jobs) {
    chapter in
    do throws(Diagnostic) {
      let run = try runner.run(chapter, settings: settings) { listener(.chapter(chapter.path, $0)) }
      let new = rewriteExpectations(of: chapter, with: run)
      let fix = ChapterFix(path: chapter.path, old: chapter.source, new: new)
      let others = zip(chapter.steps, run.results).compactMap { step, result in
        step.expected.map { isMended(result.failure, by: $0) } == true ? nil : result.failure
      }
      return (new == chapter.source ? nil : fix, others)
    } catch {
      return (nil, [error])
    }
  }
  return (results.compactMap(\.fix), book.diagnostics + results.flatMap(\.problems))
}

/// Whether a failure is nothing but an expectation that does not hold; a cell without one is fine already.
private func isMended(_ failure: Diagnostic?, by expected: ExpectedOutput) -> Bool {
  guard let line = failure?.location?.line else { return failure == nil }
  return (expected.location.line...expected.location.line + expected.lineCount).contains(line)
}

/// A chapter's text with every expectation that does not hold replaced by what the cell printed.
func rewriteExpectations(of chapter: Chapter, with run: ChapterRun) -> String {
  var lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false).map(
    String.init)
  // From the end, so that the lines above keep their numbers.
  for (step, result) in zip(chapter.steps, run.results).reversed() {
    guard let expected = step.expected, isMended(result.failure, by: expected),
      expected.difference(from: result.text) != nil
    else {
      continue
    }
    var printed = result.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    if printed.last?.isEmpty == true { printed.removeLast() }
    let first = expected.location.line - 1
    let fence = lines[first - 1]
    // What stands before every line of a fence in a quote or a list: `> `, or the item's indent.
    let margin = fence.prefix { $0 != "`" && $0 != "~" }
    let prefix = String(margin.map { $0 == ">" || $0 == "\t" ? $0 : " " })
    // A fence must be longer than what looks like one within it.
    let mark = fence.dropFirst(margin.count).first ?? "`"
    let length = fence.dropFirst(margin.count).prefix { $0 == mark }.count
    let inner = printed.map { $0.drop { $0 == " " }.prefix { $0 == mark }.count }.max() ?? 0
    let more = String(repeating: mark, count: inner >= length ? inner + 1 - length : 0)
    let close = first + expected.lineCount
    lines[first - 1] = margin + more + fence.dropFirst(margin.count)
    if close < lines.count, let start = lines[close].firstIndex(of: mark) {
      lines[close].insert(contentsOf: more, at: start)
    }
    let blank = String(prefix.reversed().drop { $0 == " " }.reversed())
    lines.replaceSubrange(
      first..<close, with: printed.map { $0.isEmpty ? blank : prefix + $0 })
  }
  return lines.joined(separator: "\n")
}
