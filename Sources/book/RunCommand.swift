import ArgumentParser
import Foundation
import Literate

/// `book run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run one chapter's cells in the terminal, plots included.",
    discussion: """
      A cell is named by its id or by the number that `book list --cells` shows. Cells before it run \
      too, since it may need what they declare.

      EXAMPLES
        book run 1                                    the whole chapter
        book run prediction-errors --upto blocking    up to one cell
        book run 1 --only blocking --show-code        one cell's code and output
        book run 1 --set trials=500 --set learningRate=0.2
        book run 1 --export chapter.swift             the chapter as one program

      An exported program is the main.swift of an executable target that depends on this package's \
      library product MetaRL.

      \(exitCodes)
      """)

  @Argument(help: "The chapter: number, name or path.", completion: .chapters) var chapter: String
  @OptionGroup var book: BookOptions
  @Option(help: "Stop after this cell.") var upto: String?
  @Option(help: "Show this cell's output alone.") var only: String?
  @Flag(help: "Show each cell's code before its output.") var showCode = false
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Give a declared parameter another value; may be repeated.", valueName: "name=value"))
  var overrides: [String] = []
  @Option(
    help: "Write the chapter as one Swift program and run nothing; - for stdout.",
    completion: .file(extensions: ["swift"]))
  var export: String?
  @Flag(help: "Make recorded results of this chapter anew.") var retrain = false
  @Flag(name: .shortAndLong, help: "No progress on stderr.") var quiet = false
  @Flag(help: "Print one JSON object a step: its kind, outputs and diagnostics.") var json = false

  func validate() throws {
    if upto != nil, only != nil { throw ValidationError("--upto and --only exclude each other") }
    if export != nil, upto != nil || only != nil {
      throw ValidationError("--export writes the whole chapter: leave out --upto and --only")
    }
    for override in overrides where override.firstIndex(of: "=") == nil || override.hasPrefix("=") {
      throw ValidationError("--set takes name=value, and '\(override)' is not that")
    }
  }

  func run() throws {
    let folder = try book.folder()
    let chapter = try orFail {
      let path = try folder.chapterPath(named: self.chapter)
      return try Chapter.parse(path: path, source: try Files.text("\(folder.root)/\(path)"))
    }
    if let export { return try write(chapter, to: export) }

    var settings = RunSettings(folder)
    settings.usesCache = false
    settings.retrains = retrain
    for override in overrides {
      let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      settings.overrides[String(parts[0])] = String(parts[1])
    }
    settings.upTo = upto
    settings.only = only
    let terminal = Terminal.current
    settings.terminal = RunSettings.Terminal(
      width: min(terminal.width, 100), isUnicode: terminal.isOutput && terminal.isUnicode,
      isColored: terminal.hasColor)
    installInterruptHandler()

    let printer = CellPrinter(
      chapter: chapter, showsCode: showCode, only: only, isJSON: json,
      hasOverrides: !overrides.isEmpty)
    let progress = ProgressView(quiet: quiet || terminal.isOutput)
    progress.handle(.started(1))
    let run = try orFail {
      try ChapterRunner.find(for: folder).run(chapter, settings: settings) {
        [path = chapter.path] event in
        printer.handle(event)
        progress.handle(.chapter(path, event))
      }
    }
    progress.finish()
    try printer.finish(run)
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    // Claims and expected outputs speak of the chapter's own numbers: with others they may differ, and
    // to see them differ is what changing a number is for.
    let failures = zip(chapter.steps, run.results).compactMap { step, result in
      overrides.isEmpty || !result.isDifference(at: step) ? result.failure : nil
    }
    for diagnostic in failures { terminal.note("\(diagnostic.quoting(lines))") }
    if !overrides.isEmpty, failures.count < run.failures.count {
      let count = run.failures.count - failures.count
      terminal.note(
        "\(count) of the chapter's claims and expected outputs \(count == 1 ? "is" : "are") not so with these numbers"
      )
    }
    if !failures.isEmpty { throw ExitCode(1) }
  }

  private func write(_ chapter: Chapter, to path: String) throws {
    let program = exportProgram(chapter)
    if path == "-" { return Terminal.current.write(program) }
    _ = try orFail { try Files.write(Array(program.utf8), to: absolute(path)) }
  }
}

extension StepResult {
  /// Whether it failed only by what it found: a claim that does not hold, an output that is another.
  func isDifference(at step: Step) -> Bool {
    guard let failure else { return false }
    let isClaim = step.kind == .claim && failure.message.hasPrefix("the claim does not hold")
    let expected = step.expected.map { $0.location.line...$0.location.line + $0.lineCount }
    return isClaim || (failure.location.flatMap { expected?.contains($0.line) } ?? false)
  }
}
