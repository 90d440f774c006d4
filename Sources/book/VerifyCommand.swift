import ArgumentParser
import Literate

/// `book verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Prove that caches and records change nothing: render incrementally and cold, compare every byte.",
    discussion: """
      Both renders go to a temporary folder and are held against each other and against output/. \
      With versions other than those in output/.versions only the pages' text is compared, and the \
      difference is named. With --results every recorded result is made again and its bits compared; \
      with --first-seed as well, only the first seed of those that have several.

      EXAMPLES
        book verify
        book verify --results
        book verify --results --first-seed

      \(exitCodes)
      """)

  @OptionGroup var book: BookOptions
  @OptionGroup var work: WorkOptions
  @Option(
    name: .shortAndLong, help: "The rendered book. Default: output in the book's folder.",
    completion: .directory)
  var output: String?
  @Flag(help: "Make every recorded result again and compare its bits.") var results = false
  @Flag(help: "With --results: only the first seed of results that have several.")
  var firstSeed = false

  func validate() throws {
    if firstSeed && !results { throw ValidationError("--first-seed belongs to --results") }
  }

  func run() throws {
    let folder = try book.folder()
    let output = output.map(absolute) ?? "\(folder.root)/output"
    installInterruptHandler()
    let progress = ProgressView(quiet: work.quiet)
    if results {
      var request = RenderRequest(
        chapters: folder.chapterPaths, output: nil, jobs: work.jobs, settings: RunSettings(folder))
      request.settings.usesCache = false
      request.settings.verifiesRecords = firstSeed ? .firstSeed : .allSeeds
      let report = renderBook(folder, request) { progress.handle($0) }
      progress.finish()
      return try finish(report, json: false, quiet: work.quiet, verb: "made again")
    }
    let request = RenderRequest(
      chapters: [], output: nil, jobs: work.jobs, settings: RunSettings(folder))
    let (reports, differences, versions) = try orFail {
      try verifyBook(folder, output: output, request: request) { progress.handle($0) }
    }
    progress.finish()
    if !versions.isEmpty {
      Terminal.current.note(
        "note: output/ was rendered with other versions, so only its text is compared: "
          + versions.joined(separator: ", "))
    }
    for difference in differences { Terminal.current.note("error: \(difference.text)") }
    if let bad = reports.first(where: { !$0.isGood }) {
      try finish(bad, json: false, quiet: work.quiet, verb: "rendered")
    }
    if !differences.isEmpty { throw ExitCode(1) }
    if !work.quiet {
      Terminal.current.write("the incremental render, the cold one and \(output) are the same\n")
    }
  }
}
