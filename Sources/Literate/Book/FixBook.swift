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
    let indent = String(repeating: " ", count: expected.location.column - 1)
    let first = expected.location.line - 1
    lines.replaceSubrange(
      first..<first + expected.lineCount, with: printed.map { $0.isEmpty ? "" : indent + $0 })
  }
  return lines.joined(separator: "\n")
}
