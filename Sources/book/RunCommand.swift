import ArgumentParser
import Foundation
import Literate

/// `book run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run one chapter's cells in the terminal, plots included.",
    discussion: """
      A cell is named by its id or by the number that `book list --cells` shows. Cells before it run
      too, since it may need what they declare.

      EXAMPLES
        book run 1                                    the whole chapter
        book run prediction-errors --upto blocking    up to one cell
        book run 1 --only blocking --show-code        one cell's code and output
        book run 1 --set trials=500 --set learning-rate=0.2
        book run 1 --export chapter.swift             the chapter as one program

      An exported program is the main.swift of an executable target that depends on this package's
      library product MetaRL.

      \(exitCodes)
      """)

  @Argument(help: "The chapter: number, name or path.", completion: .chapters) var chapter: String
  @OptionGroup var book: BookOptions
  @Option(help: "Stop after this cell.") var upto: String?
  @Option(help: "Show this cell's output alone.") var only: String?
  @Flag(help: "Show each cell's code before its output.") var showCode = false
  @Option(name: .customLong("set"), help: ArgumentHelp("Give a declared parameter another value; may be repeated.", valueName: "name=value"))
  var overrides: [String] = []
  @Option(help: "Write the chapter as one Swift program and run nothing; - for stdout.", completion: .file(extensions: ["swift"]))
  var export: String?
  @Flag(help: "Make recorded results of this chapter anew.") var retrain = false
  @Flag(name: .shortAndLong, help: "No progress on stderr.") var quiet = false
  @Flag(help: "Print one JSON object a step: its kind, outputs and diagnostics.") var json = false

  func validate() throws {
    if upto != nil, only != nil { throw ValidationError("--upto and --only exclude each other") }
    for override in overrides where override.firstIndex(of: "=") == nil || override.hasPrefix("=") {
      throw ValidationError("--set takes name=value, and '\(override)' is not that")
    }
  }

  func run() throws {
    let folder = try book.folder()
    let chapter = try orFail {
      let path = try folder.chapterPath(named: chapter)
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
    let last = try orFail { try (upto ?? only).map { try step(named: $0, of: chapter) } }
    settings.upTo = last
    let terminal = Terminal.current
    settings.terminal = TerminalForm(
      width: min(terminal.width, 100), isUnicode: terminal.isOutput && terminal.isUnicode,
      hasColor: terminal.hasColor)
    installInterruptHandler()

    let shown = only == nil ? nil : last
    let printer = CellPrinter(chapter: chapter, showsCode: showCode, only: shown, isJSON: json)
    let progress = ProgressView(quiet: quiet || terminal.isOutput)
    progress.handle(.started(1))
    let outcome = try orFail {
      try ChapterRunner(settings: settings).run(chapter) { event in
        printer.handle(event)
        progress.handle(.chapter(chapter.path, event))
      }
    }
    progress.finish()
    try printer.finish(outcome.run)
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    for diagnostic in outcome.notes + outcome.run.failures { terminal.note("\(diagnostic.quoting(lines))") }
    if (outcome.notes + outcome.run.failures).contains(where: { $0.severity == .error }) { throw ExitCode(1) }
  }

  private func write(_ chapter: Chapter, to path: String) throws {
    let program = exportedProgram(chapter)
    if path == "-" { return Terminal.current.write(program) }
    try orFail { try Files.write(Array(program.utf8), to: absolute(path)) }
  }

  /// The index of the step that a person means: a cell's id, or its number in the chapter.
  private func step(named name: String, of chapter: Chapter) throws(Diagnostic) -> Int {
    let cells = chapter.steps.filter { $0.kind == .cell }
    if let step = cells.first(where: { $0.id == name }) { return step.index }
    if let number = Int(name), let step = cells.first(where: { $0.index + 1 == number }) { return step.index }
    let near = closest(to: name, among: cells.map(\.id).filter { !$0.isEmpty })
    throw Diagnostic(
      "\(chapter.path) has no cell '\(name)'",
      help: near.map { "did you mean '\($0)'? " } ?? "" + "`book list --cells` shows every cell")
  }
}
