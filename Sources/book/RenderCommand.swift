import ArgumentParser
import Literate

/// `book render`.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Write the pages, running the cells that have changed.",
    discussion: """
      A chapter that fails leaves its last good page alone, and the others still finish. \
      Results recorded in chapters/results/ are used while their cells and parameters are the same.

      EXAMPLES
        book render                      the whole book to output/
        book render 1 two-step           two chapters
        book render --explain            and say why each chapter ran or did not
        book render --retrain            train again what is recorded
        book render --output /tmp/draft  somewhere else

      \(exitCodes)
      """)

  @Argument(help: "Chapters: number, name or path. Default: all.", completion: .chapters)
  var chapters: [String] = []
  @OptionGroup var book: BookOptions
  @OptionGroup var work: WorkOptions
  @Option(
    name: .shortAndLong, help: "The folder for the pages. Default: output in the book's folder.",
    completion: .directory)
  var output: String?
  @Flag(help: "Print a line a chapter: why it ran or did not.") var explain = false
  @Flag(help: "Make every recorded result anew.") var retrain = false
  @Flag(help: "Print the report as JSON, one object a chapter.") var json = false

  func run() throws {
    let folder = try book.folder()
    var request = RenderRequest(
      chapters: try chapterPaths(chapters, in: folder),
      output: output.map(absolute) ?? "\(folder.root)/output",
      jobs: work.jobs, settings: RunSettings(folder))
    request.settings.retrains = retrain
    let report = perform(request, in: folder, quiet: work.quiet, isBrief: explain)
    if explain {
      for chapter in report.chapters {
        Terminal.current.write("\(BookFolder.stem(of: chapter.path)): \(chapter.summary)\n")
      }
    }
    try finish(report, json: json, quiet: work.quiet, verb: "rendered")
  }
}

/// `book test`.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the chapters and check every claim and expected output; write no page.",
    discussion: """
      EXAMPLES
        book test                 every chapter; what has not changed is not run
        book test 1 --fresh       run chapter 1 whatever the cache says
        book test --json          one object a chapter

      \(exitCodes)
      """)

  @Argument(help: "Chapters: number, name or path. Default: all.", completion: .chapters)
  var chapters: [String] = []
  @OptionGroup var book: BookOptions
  @OptionGroup var work: WorkOptions
  @Flag(help: "Do not use cached runs.") var fresh = false
  @Flag(help: "Print the report as JSON, one object a chapter.") var json = false

  func run() throws {
    let folder = try book.folder()
    var request = RenderRequest(
      chapters: try chapterPaths(chapters, in: folder), output: nil, jobs: work.jobs,
      settings: RunSettings(folder))
    request.settings.usesCache = !fresh
    let report = perform(request, in: folder, quiet: work.quiet)
    if !json {
      for chapter in report.chapters {
        if work.quiet, chapter.outcome != .failed { continue }
        let verdict = chapter.outcome == .failed ? "FAILED" : "passed"
        Terminal.current.write(
          "\(BookFolder.stem(of: chapter.path)): \(verdict), \(chapter.claims[0]) of \(chapter.claims[1]) claims hold\n"
        )
      }
    }
    try finish(report, json: json, quiet: work.quiet, verb: "tested")
  }
}

/// Renders with progress on stderr.
func perform(
  _ request: RenderRequest, in folder: BookFolder, quiet: Bool, isBrief: Bool = false
) -> BookReport {
  installInterruptHandler()
  let progress = ProgressView(quiet: quiet, isBrief: isBrief)
  let report = renderBook(folder, request) { progress.handle($0) }
  progress.finish()
  return report
}

/// Prints what a report says and ends with 1 if it is not good.
func finish(_ report: BookReport, json: Bool, quiet: Bool, verb: String) throws {
  let diagnostics = report.diagnostics + report.chapters.flatMap(\.diagnostics)
  for diagnostic in diagnostics where !quiet || diagnostic.severity == .error {
    Terminal.current.note("\(diagnostic)")
  }
  if json {
    for chapter in report.chapters { try printJSON(chapter) }
  }
  let failed = report.chapters.count { $0.outcome == .failed }
  let unchanged = report.chapters.count { $0.outcome == .unchanged }
  if !quiet {
    let done = report.chapters.count { $0.outcome == .done }
    let counts = [(done, verb), (unchanged, "unchanged"), (failed, "FAILED")]
    let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let total = report.chapters.count == 1 ? "1 chapter" : "\(report.chapters.count) chapters"
    Terminal.current.note(
      ([total] + words).joined(separator: ", ").replacing("\(total), ", with: "\(total): "))
  }
  if !report.isGood { throw ExitCode(1) }
}
