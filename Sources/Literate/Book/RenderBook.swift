import Foundation
import Synchronization

/// Runs the chapters of a request and writes their pages.
///
/// A chapter that fails leaves its last good page alone; what its page would be now, with the failing cell
/// marked, goes to `.build/book/preparation/`. The others still finish.
///
/// - Parameters:
///   - folder: the book.
///   - request: which chapters, where to and how.
///   - listener: told of every event, from several threads.
/// - Returns: how each chapter came out. Nothing is thrown: every error is in the report.
public func renderBook(
  _ folder: BookFolder, _ request: RenderRequest,
  listener: @escaping @Sendable (BookEvent) -> Void = { _ in }
) -> BookReport {
  let book = LoadedBook.load(folder)
  let asked = Set(request.chapters)
  // A chapter that does not parse, or one with an error of the whole book, such as another's label.
  let faulty = Set(book.diagnostics.filter { $0.severity == .error }.compactMap(\.location?.path))
  let broken = asked.subtracting(book.chapters.map(\.path)).union(asked.intersection(faulty))
  let chapters = book.chapters.filter { asked.contains($0.path) && !broken.contains($0.path) }
  listener(.started(asked.count))

  let runner: ChapterRunner
  do {
    runner = try ChapterRunner.find(for: folder)
  } catch {
    return BookReport(chapters: [], diagnostics: book.diagnostics + [error])
  }
  // Formulas that another build of this tool has set are not known to be what this one would.
  let hashes = FileHashes.remembered(in: request.settings.cacheFolder)
  let tool = runner.build.identity(hashes)
  let math = MathRenderer(
    cacheFolder: "\(request.settings.cacheFolder.path)/math/\(tool.prefix(16))",
    katexFolder: KaTeXFolders.scripts)
  let worker = ChapterWorker(book: book, request: request, runner: runner, math: math, tool: tool)
  let reports = concurrentMap(longestFirst(chapters), jobs: request.jobs) { chapter in
    let report = worker.work(on: chapter) { listener(.chapter(chapter.path, $0)) }
    listener(.finished(report))
    return report
  }

  let unread = request.chapters.filter(broken.contains).map { path in
    ChapterReport(
      path: path, outcome: .failed, reason: "the file has errors", ran: false, claims: [0, 0],
      diagnostics: [])
  }
  for chapter in unread { listener(.finished(chapter)) }
  let order = Dictionary(uniqueKeysWithValues: zip(request.chapters, 0...))
  var report = BookReport(
    chapters: (reports + unread).sorted { order[$0.path, default: 0] < order[$1.path, default: 0] },
    diagnostics: book.diagnostics)
  guard let output = request.output else { return report }
  do {
    try book.writeSharedFiles(to: output, math: math, versions: Versions.current(runner.toolchain))
    if report.isGood, asked.count == folder.chapterPaths.count {
      book.removeStaleFiles(from: output)
    }
  } catch let problem as Diagnostic {
    report.diagnostics.append(problem)
  } catch let problems as Diagnostics {
    report.diagnostics += problems.all
  } catch {
    report.diagnostics.append(Diagnostic("\(output): \(error)"))
  }
  return report
}

/// Chapters by the length of their code, a guess at what they take to compile and run: what is long begins
/// first, so that at the end no core idles while another has a long chapter to itself.
func longestFirst(_ chapters: [Chapter]) -> [Chapter] {
  let lengths = chapters.map { $0.steps.reduce(0) { $0 + $1.code.utf8.count } }
  return chapters.indices.sorted { (-lengths[$0], $0) < (-lengths[$1], $1) }.map { chapters[$0] }
}

/// `transform` of every element, several at once; the results stand in the elements' order.
func concurrentMap<Element: Sendable, Result: Sendable>(
  _ elements: [Element], jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
) -> [Result] {
  let next = Atomic<Int>(0)
  let results = Mutex<[Int: Result]>([:])
  DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, elements.count))) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < elements.count else { return }
      let result = transform(elements[index])
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { found in elements.indices.compactMap { found[$0] } }
}
