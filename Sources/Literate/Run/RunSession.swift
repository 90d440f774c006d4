import Foundation

/// One run of a chapter, from its text to its results.
struct RunSession {
  let runner: ChapterRunner
  let chapter: Chapter
  let settings: RunSettings
  var options: TangleOptions
  let scratch: Scratch
  var records: RecordStore

  init(
    runner: ChapterRunner, chapter: Chapter, settings: RunSettings, options: TangleOptions,
    scratch: Scratch, records: RecordStore
  ) {
    self.runner = runner
    self.chapter = chapter
    self.settings = settings
    self.options = options
    self.scratch = scratch
    self.records = records
  }

  /// Compiles and runs the chapter.
  mutating func run(_ tell: (RunEvent) -> Void) throws(Diagnostic) -> ChapterRun {
    var results = chapter.steps.map { _ in StepResult(status: .notRun) }
    tell(.compiling)
    let included = chapter.steps.filter { options.includes($0) }
    if let broken = try brokenSteps(included) { return fail(results, broken) }
    let misplaced = usesBeforeDeclaration(in: included)
    if !misplaced.isEmpty { return fail(results, misplaced) }

    let (program, outcome) = try compile()
    guard case .library(let library, let warnings) = outcome else {
      guard case .refused(let messages) = outcome else { return ChapterRun(results: results) }
      return fail(results, try explained(program, messages))
    }
    for (step, diagnostic) in program.diagnostics(warnings) {
      results[step].warnings.append(quoted(diagnostic))
    }
    for step in chapter.steps where step.options.runs && step.index < options.end {
      guard case .compile(let part) = step.options.failure else { continue }
      let refused = tangle(refused: step, of: chapter)
      let messages = try compiler.check(
        refused.text, in: scratch.path, name: "refused\(step.index)")
      results[step.index] = MustFail.refused(
        step, part: part, program: refused, messages: messages)
    }
    try copyDataFiles()
    let ending = try start(library, tell)
    if ending.transcript.current == nil, !ending.transcript.isFinished {
      let text = String(decoding: ending.transcript.firstErrors, as: UTF8.self)
      throw Diagnostic(
        .error, at: SourceLocation(path: chapter.path, line: 1),
        "the chapter's process did not start: \(text.split(separator: "\n").first ?? "it says nothing")",
        help: "`swift build` builds the tool anew; `book doctor` checks the toolchain")
    }
    judge(ending, program, &results)
    for step in chapter.steps where results[step.index].status != .notRun {
      if !results[step.index].errorText.isEmpty {
        tell(.errorText(step: step.index, results[step.index].errorText))
      }
    }
    for name in records.differing {
      let location = records.call(name)
      let failure = Diagnostic(
        .error, at: location, "the recorded result '\(name)' is not what the cells compute now",
        help: "`--retrain` records it anew, once it is clear why it changed")
      let step = program.locate(line: location.line, column: location.column)?.step ?? 0
      if results[step].failure == nil {
        results[step].status = .failed
        results[step].failure = failure
      }
    }
    for k in results.indices {
      if let failure = results[k].failure { results[k].failure = quoted(failure) }
      if results[k].status != .notRun { tell(.finished(step: k, results[k])) }
    }
    return ChapterRun(results: results, parameters: ending.transcript.parameters)
  }

  private var compiler: Compiler {
    // The compiler refuses what it made at another path: a folder that was moved gets a new cache.
    let folder = (settings.sharedFolder ?? settings.cacheFolder).path
    return Compiler(
      toolchain: runner.toolchain, build: runner.build,
      moduleCache: "\(folder)/clang-\(SHA256.hex([folder]).prefix(12))")
  }

  /// Compiles the chapter. A large one is split first; if the compiler refuses that, the messages are
  /// those for the program as it is.
  private func compile() throws(Diagnostic) -> (TangledProgram, Compiler.Outcome) {
    if chapter.steps.count >= settings.splitsFrom, let program = tangleSplit(chapter, options) {
      let outcome = try compiler.compile(program, in: scratch.path)
      if case .library = outcome { return (program, outcome) }
    }
    let program = tangle(chapter, options)
    return (program, try compiler.compile(program, in: scratch.path))
  }

  /// Errors of grammar: a cell that has one is checked alone, so that it does not upset those after it.
  private func brokenSteps(
    _ steps: [Step]
  ) throws(Diagnostic) -> [(step: Int, diagnostic: Diagnostic)]? {
    var found: [(step: Int, diagnostic: Diagnostic)] = []
    for step in steps where CellSyntax(step.code).isBroken {
      let alone = TangledStep(
        step, additions: [], padding: step.kind == .cell ? 0 : step.location.column - 1)
      let program = TangledProgram(
        text: "#sourceLocation(file: \(literal(chapter.path)), line: \(step.location.line))\n"
          + alone.text + "\n", path: chapter.path, steps: [alone])
      let messages = try compiler.check(
        program.text, in: scratch.path, name: "broken\(step.index)", parsesOnly: true)
      let lines = alone.lines
      for message in messages {
        // The compiler looks for what is missing behind the last line.
        var message = message
        if message.line >= lines.upperBound {
          (message.line, message.column) = (lines.upperBound - 1, .max)
        }
        found += program.diagnostics([message])
      }
    }
    return found.isEmpty ? nil : found
  }

  /// The compiler's errors as diagnostics of steps.
  private func explained(
    _ program: TangledProgram, _ messages: [CompilerMessage]
  ) throws(Diagnostic) -> [(step: Int, diagnostic: Diagnostic)] {
    let diagnostics = program.diagnostics(messages)
    guard diagnostics.isEmpty else {
      return diagnostics.map { (step: $0.step, diagnostic: helped($0.diagnostic)) }
    }
    throw Diagnostic(
      .error, at: SourceLocation(path: chapter.path, line: 1),
      "the compiler refuses the chapter: \(messages.first?.text ?? "it does not say why")",
      help: messages.first?.notes.first?.text ?? "`book doctor` checks the toolchain")
  }

  /// A name that cannot be found may be declared where it is not seen.
  private func helped(_ diagnostic: Diagnostic) -> Diagnostic {
    let pattern = /^cannot find (?:type )?'([^']+)' in scope$/
    guard diagnostic.help.isEmpty, let match = try? pattern.wholeMatch(in: diagnostic.message)
    else { return diagnostic }
    var copy = diagnostic
    let name = String(match.1)
    let near = closest(to: name, among: chapter.steps.flatMap { declaredNames($0.code) }.sorted())
    copy.help = near.map { "did you mean '\($0)'?" } ?? "declare it in a cell before this one"
    for step in chapter.steps where step.kind == .cell {
      let options = step.options
      guard options.isLocal || !options.runs || options.failure != nil,
        declaredNames(step.code).contains(name)
      else { continue }
      let why = !options.runs ? "does not run" : options.isLocal ? "is local" : "must fail"
      copy.help = "the cell at line \(step.location.line) declares it, but that cell \(why)"
    }
    return copy
  }

  private func fail(
    _ results: [StepResult], _ diagnostics: [(step: Int, diagnostic: Diagnostic)]
  ) -> ChapterRun {
    var results = results
    for (step, diagnostic) in diagnostics where results[step].failure == nil {
      results[step].status = .failed
      results[step].failure = quoted(diagnostic)
    }
    return ChapterRun(results: results)
  }

  private func quoted(_ diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.quoting(chapter.source.split(separator: "\n", omittingEmptySubsequences: false))
  }

  /// Gives the chapter the data files that it declares.
  private func copyDataFiles() throws(Diagnostic) {
    let folder = settings.root.appendingPathComponent(chapter.path).deletingLastPathComponent()
    for name in chapter.front.data {
      let source = folder.appendingPathComponent(name)
      guard let data = try? Data(contentsOf: source) else {
        throw Diagnostic(
          .error, at: SourceLocation(path: chapter.path, line: 1),
          "cannot read the data file '\(name)'",
          help: "put it beside the chapter, or take it out of 'data:'")
      }
      let path = "\(scratch.work)/\(name)"
      try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
      try writeFile(data, to: path)
    }
  }

  /// Runs the compiled chapter.
  private mutating func start(
    _ library: String, _ tell: (RunEvent) -> Void
  ) throws(Diagnostic) -> ChapterProcess.Ending {
    var random = SystemRandomNumberGenerator()
    let nonce = (0..<2).map { _ in String(random.next(), radix: 16) }.joined()
    let child = ChildSettings(
      library: library, folder: scratch.work, nonce: nonce, parent: getpid(),
      overrides: settings.overrides, data: chapter.front.data, place: scratch.path + "/place",
      terminal: settings.terminal, records: records.childSettings)
    try writeFile((try? JSONEncoder().encode(child)) ?? Data(), to: scratch.path + "/child.json")
    var limits: [Int: ChapterProcess.Limits] = [:]
    for step in chapter.steps
    where step.options.timeLimit != nil || step.options.memoryLimit != nil {
      limits[step.index] = ChapterProcess.Limits(
        seconds: step.options.timeLimit ?? settings.timeLimit,
        mebibytes: step.options.memoryLimit ?? settings.memoryLimit)
    }
    let process = ChapterProcess(
      executable: runner.build.executable,
      arguments: ["__chapter", scratch.path + "/child.json"], environment: environment,
      nonce: nonce, placeFile: child.place, limits: limits,
      standardLimits: .init(seconds: settings.timeLimit, mebibytes: settings.memoryLimit),
      outputLimit: settings.outputLimit)
    var heard = records
    let ending = try process.run(tell: tell) { heard.hear($0, tell: tell) }
    records = heard
    return ending
  }

  /// The same for every author: nothing of theirs may change what cells print.
  private var environment: [String: String] {
    var environment = Tool.environment
    environment["HOME"] = scratch.work
    environment["TMPDIR"] = scratch.work
    // Sets and dictionaries keep their order from run to run.
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    environment["SWIFT_BACKTRACE"] =
      "enable=yes,color=no,interactive=no,threads=crashed,format=json,output-to=\(scratch.crashes)/"
    return environment
  }

  /// Fills in what became of the steps.
  private func judge(
    _ ending: ChapterProcess.Ending, _ program: TangledProgram, _ results: inout [StepResult]
  ) {
    let verdict = Verdict(
      chapter: chapter, program: program, scratch: scratch, ending: ending,
      symbolizer: runner.toolchain.symbolizer)
    for (index, entry) in ending.transcript.entries where results.indices.contains(index) {
      let step = chapter.steps[index]
      results[index].status = .ran
      results[index].outputs = entry.allOutputs
      results[index].value = entry.value
      results[index].errorText = ErrorText(String(decoding: entry.errorBytes, as: UTF8.self)).text
      if case .trap(let part) = step.options.failure, let trap = entry.trap {
        let text = verdict.trapText(of: step, process: trap.process)
        results[index].errorText = text
        results[index].failure = MustFail.trapped(step, part: part, end: trap.end, text: text)
      } else if entry.claimHolds == false {
        results[index].failure = Diagnostic(
          .error, at: step.location,
          entry.value.isEmpty
            ? "the claim does not hold" : "the claim does not hold: measured \(entry.value)",
          help: "mend the statement, or what the cells before it compute")
      }
      if results[index].failure != nil { results[index].status = .failed }
    }
    guard !(ending.transcript.isFinished && ending.end == .exit(0)) else { return }
    guard let index = ending.transcript.current, results.indices.contains(index) else { return }
    results[index].failure = verdict.failure(of: chapter.steps[index])
    results[index].status = .failed
  }
}
