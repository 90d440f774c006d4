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
          report.diagnostics.append(try prepare(chapter, run, output: output))
        } else {
          report.outcome = try write(chapter, run, to: output, &report.diagnostics)
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

  /// Writes the page of a failing chapter beside the caches, so that the last good one stays; where there
  /// is no good one yet, it goes to the output folder too, so that no link to it is dead.
  private func prepare(_ chapter: Chapter, _ run: ChapterRun, output: String) throws -> Diagnostic {
    let name = LoadedBook.pageName(of: chapter.path)
    let html = Array(try page(of: chapter, run, isInPreparation: true).0.utf8)
    // Beside the caches it borrows the stylesheet of the output folder.
    let apart = String(decoding: html, as: UTF8.self)
      .replacing("=\"assets/", with: "=\"\(PageMarkup.escaped(output))/assets/")
    try Files.write(Array(apart.utf8), to: "\(book.folder.cacheFolder)/preparation/\(name)")
    let old = try? Files.text("\(output)/\(name)")
    if old?.contains(pageInPreparation) ?? true { try Files.write(html, to: "\(output)/\(name)") }
    return Diagnostic(
      .note, "the page in preparation, with what fails marked: .build/book/preparation/\(name)")
  }

  private func write(
    _ chapter: Chapter, _ run: ChapterRun, to output: String, _ diagnostics: inout [Diagnostic]
  ) throws -> ChapterReport.Outcome {
    let store = PageStore(cacheFolder: book.folder.cacheFolder, output: output)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let results = SHA256.hex([UInt8](try encoder.encode(run)))
    let key = SHA256.hex([sharedKey, results, chapter.source])
    if !request.rewritesPages, store.fresh(chapter.path, key: key, in: book.folder) != nil {
      return .unchanged
    }

    let (html, fragment) = try page(of: chapter, run, isInPreparation: false)
    diagnostics += distantImages(in: fragment.html, of: chapter)
    try checkLinks(in: fragment, of: html, chapter)
    var files = [LoadedBook.pageName(of: chapter.path): Array(html.utf8)]
    for file in fragment.files { files[file.name] = [UInt8](file.contents) }
    var sources: [String: String] = [:]
    for image in fragment.images {
      let bytes = try bytes(of: image, in: chapter)
      files[image] = bytes
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

  private func bytes(of image: String, in chapter: Chapter) throws -> [UInt8] {
    guard !image.split(separator: "/").contains("..") else {
      throw Diagnostic(
        at: place(of: image, in: chapter), "the picture \(image) is not in the chapters' folder",
        help: "put it below chapters/: the page takes it along")
    }
    do {
      return try Files.read("\(book.folder.root)/chapters/\(image)")
    } catch {
      throw Diagnostic(
        at: place(of: image, in: chapter), "there is no picture chapters/\(image)",
        help: "put it there, or mend its path")
    }
  }

  /// Pictures that a page would load from elsewhere: it is meant to be read without a network.
  private func distantImages(in html: String, of chapter: Chapter) -> [Diagnostic] {
    html.matches(of: /<img src="([a-z]+:[^"]*|\/[^"]*)"/).compactMap { match in
      let url = String(match.1)
      guard !url.hasPrefix("data:") else { return nil }
      return Diagnostic(
        .warning, at: place(of: url, in: chapter),
        "the page would load a picture from elsewhere: \(url)",
        help: "put the picture below chapters/ and give its path from there")
    }
  }

  private func checkLinks(in fragment: Fragment, of page: String, _ chapter: Chapter) throws {
    let pages = book.folder.chapterPaths.map(LoadedBook.pageName) + ["index.html"]
    let dead = deadLinks(
      in: fragment.html, of: page, pages: Set(pages),
      files: Set(fragment.images + fragment.files.map(\.name)))
    if dead.isEmpty { return }
    throw Diagnostics(
      dead.map { target, help in
        Diagnostic(
          at: place(of: target, in: chapter), "the link to \(target) leads nowhere", help: help)
      })
  }

  /// Where the target of a picture or a link is written.
  private func place(of target: String, in chapter: Chapter) -> SourceLocation {
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.firstIndex { $0.contains("](\(target)") } ?? 0
    let column = lines[line].firstRange(of: "](\(target)").map {
      lines[line][..<$0.lowerBound].utf8.count + 3
    }
    return SourceLocation(path: chapter.path, line: line + 1, column: column ?? 1)
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
