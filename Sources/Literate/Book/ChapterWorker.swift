import Foundation
import Synchronization

/// Takes one chapter from its parsed form to its page.
struct ChapterWorker: Sendable {
  let book: LoadedBook
  let request: RenderRequest
  let runner: ChapterRunner
  let math: MathRenderer
  /// Hash of what every page depends on: this tool, the versions, the bibliography, the labels and titles.
  let sharedKey: String

  init(
    book: LoadedBook, request: RenderRequest, runner: ChapterRunner, math: MathRenderer,
    tool: String
  ) {
    self.book = book
    self.request = request
    self.runner = runner
    self.math = math
    let titles = book.allPages.map { "\($0.path)\t\($0.front.title)" }
    let labels = book.allPages.flatMap(\.labels).map {
      "\($0.id)\t\($0.number)\t\($0.title)\t\($0.href)"
    }
    sharedKey = SHA256.hex(
      [tool, Versions.current(runner.toolchain).text, book.bibliographySource] + titles + labels)
  }

  /// Runs a chapter, checks it and writes its page if there is one to write.
  func work(on chapter: Chapter, progress: @escaping @Sendable (RunEvent) -> Void) -> ChapterReport
  {
    var report = ChapterReport(
      path: chapter.path, outcome: .failed, reason: "could not run", ran: false, claims: [0, 0],
      diagnostics: [])
    do {
      let told = Mutex((ran: false, reason: "", notices: [Diagnostic]()))
      let run = try runner.run(chapter, settings: request.settings) { event in
        switch event {
        case .decided(let isCached, let reason):
          told.withLock { ($0.ran, $0.reason) = (!isCached, reason) }
        case .notice(let notice): told.withLock { $0.notices.append(notice) }
        default: break
        }
        progress(event)
      }
      let notices = told.withLock { told in
        (report.ran, report.reason) = (told.ran, told.reason)
        return told.notices
      }
      let claims = zip(chapter.steps, run.results).filter { $0.0.kind == .claim }
      report.claims = [claims.count { $0.1.status == .ran }, claims.count]
      report.diagnostics =
        notices + run.results.flatMap { $0.warnings + [$0.failure].compactMap(\.self) }
      let hasFailed = report.diagnostics.contains { $0.severity == .error }
      if let output = request.output {
        if hasFailed {
          report.diagnostics.append(try prepare(chapter, run))
        } else {
          report.outcome = try write(chapter, run, to: output)
        }
      } else if !hasFailed {
        report.outcome = .done
      }
    } catch let problem as Diagnostic {
      report.diagnostics.append(problem)
    } catch let problems as Diagnostics {
      report.diagnostics += problems.all
    } catch {
      report.diagnostics.append(Diagnostic("\(chapter.path): \(error)"))
    }
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    report.diagnostics = report.diagnostics.map { $0.quoting(lines) }
    return report
  }

  /// Writes the page of a failing chapter beside the caches, so that the last good one stays.
  private func prepare(_ chapter: Chapter, _ run: ChapterRun) throws -> Diagnostic {
    let name = "preparation/\(LoadedBook.pageName(of: chapter.path))"
    let (html, _) = try page(of: chapter, run, isInPreparation: true)
    try Files.write(Array(html.utf8), to: "\(book.folder.cacheFolder)/\(name)")
    return Diagnostic(
      .note, "the page in preparation, with the failing cell marked: .build/book/\(name)")
  }

  private func write(_ chapter: Chapter, _ run: ChapterRun, to output: String) throws
    -> ChapterReport.Outcome
  {
    let store = PageStore(cacheFolder: book.folder.cacheFolder, output: output)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let results = SHA256.hex([UInt8](try encoder.encode(run)))
    let key = SHA256.hex([sharedKey, results, chapter.source])
    if !request.rewritesPages, store.fresh(chapter.path, key: key, in: book.folder) != nil {
      return .unchanged
    }

    let (html, fragment) = try page(of: chapter, run, isInPreparation: false)
    var files = [LoadedBook.pageName(of: chapter.path): Array(html.utf8)]
    for file in fragment.files { files[file.name] = [UInt8](file.contents) }
    var sources: [String: String] = [:]
    for image in fragment.images {
      let bytes = try Files.read("\(book.folder.root)/chapters/\(image)")
      files["assets/images/\(image)"] = bytes
      sources["chapters/\(image)"] = SHA256.hex(bytes)
    }
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      try Files.write(bytes, to: "\(output)/\(name)")
    }
    let content = pageContent(of: chapter, fragment, isInPreparation: false)
    store.remember(
      PageStore.Entry(
        key: key, files: files.mapValues { SHA256.hex($0) }, sources: sources,
        search: fragment.searchText.map { entry in
          SearchEntry(
            href: LoadedBook.pageName(of: chapter.path) + (entry.id.isEmpty ? "" : "#\(entry.id)"),
            chapter: (chapter.number.map { "\($0) " } ?? "") + fragment.front.plainTitle,
            section: entry.title, text: entry.text)
        },
        listing: PageStore.Listing(content)),
      for: chapter.path)
    return .done
  }

  private func page(of chapter: Chapter, _ run: ChapterRun, isInPreparation: Bool) throws -> (
    String, Fragment
  ) {
    let fragment = try renderFragment(
      chapter, run: run, labels: book.labels, bibliography: book.bibliography, math: math)
    return (
      chapterPage(pageContent(of: chapter, fragment, isInPreparation: isInPreparation)), fragment
    )
  }

  private func pageContent(of chapter: Chapter, _ fragment: Fragment, isInPreparation: Bool)
    -> PageContent
  {
    var content = PageContent(
      titleHTML: fragment.front.title, number: chapter.number, slug: chapter.slug,
      bodyHTML: fragment.html)
    content.bookTitle = book.title
    content.questionHTML = fragment.front.question
    content.objectivesHTML = fragment.front.objectives
    content.prerequisitesHTML = fragment.front.prerequisites
    content.keyPointsHTML = fragment.front.keyPoints
    content.minutes = chapter.front.minutes.map(\.minutes).reduce(0, +)
    content.command = "book run \(chapter.slug)"
    content.contents = fragment.contents.map {
      ContentsEntry(
        level: $0.level, id: $0.id, number: $0.number, titleHTML: $0.html, minutes: $0.minutes ?? 0)
    }
    content.referencesHTML = fragment.references
    content.chapters = book.chapters.map { book.link(to: $0) }
    if let index = book.chapters.firstIndex(where: { $0.path == chapter.path }) {
      content.previous = index > 0 ? book.link(to: book.chapters[index - 1]) : nil
      content.next = index + 1 < book.chapters.count ? book.link(to: book.chapters[index + 1]) : nil
    }
    content.isInPreparation = isInPreparation
    return content
  }
}
