import ArgumentParser
import Literate

/// `book fix`.
struct FixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Rewrite expected outputs that no longer match, as a diff to review.",
    discussion: """
      Only the text inside `output` fences changes, and only where the cell printed something else. \
      The diff goes to stdout; --dry-run leaves the files alone.

      EXAMPLES
        book fix --dry-run               what would change
        book fix prediction-errors       change it
        book fix | git apply --check -R  the diff is what git understands

      \(exitCodes)
      """)

  @Argument(help: "Chapters: number, name or path. Default: all.", completion: .chapters)
  var chapters: [String] = []
  @OptionGroup var book: BookOptions
  @OptionGroup var work: WorkOptions
  @Flag(name: [.long, .customShort("n")], help: "Show the diff and change nothing.") var dryRun =
    false

  func run() throws {
    let folder = try book.folder()
    let paths = try chapterPaths(chapters, in: folder)
    installInterruptHandler()
    let progress = ProgressView(quiet: work.quiet)
    let fixes = fixExpectations(of: paths, in: folder, jobs: work.jobs) { progress.handle($0) }
    progress.finish()
    for diagnostic in fixes.diagnostics { Terminal.current.note("\(diagnostic)") }
    for fix in fixes.chapters {
      Terminal.current.write(unifiedDiff(from: fix.old, to: fix.new, path: fix.path))
      if !dryRun {
        _ = try orFail { try Files.write(Array(fix.new.utf8), to: "\(folder.root)/\(fix.path)") }
      }
    }
    if !work.quiet {
      let verb = dryRun ? "would change" : "changed"
      Terminal.current.note("\(fixes.chapters.count) of \(paths.count) chapters \(verb)")
    }
    if fixes.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
  }
}
