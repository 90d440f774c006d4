// The compiler takes time with the square of the number of statements at the top level of a program:
// each opens a scope that the next ones are within, and the optimiser goes over all of main at once. So
// what declares no variable goes to a second file: functions and types as they are, statements in
// functions that main calls. What is left of main are the variables. Then a chapter of 600 steps
// compiles in twice the time of one of 300.
//
// Most statements at the top level show or check something once: optimising them would be most of what
// the compiler does, and save nothing. Those without loops are left as they are; functions, closures
// and the values of variables are always optimised. But main, which has these values and no loop, calls
// `map` and `sorted` as they stand in the library: making its own of each for every type of element was
// a fifth of what the compiler did.

/// Makes a chapter a program of two files.
///
/// - Parameters:
///   - chapter: the chapter.
///   - options: which steps take part.
/// - Returns: the program; `nil` if some of its declarations can only be seen within one file.
func tangleSplit(_ chapter: Chapter, _ options: TangleOptions) -> TangledProgram? {
  var writer = SplitWriter(path: chapter.path)
  for step in chapter.steps where options.includes(step) {
    if !writer.write(step) { return nil }
  }
  writer.add("_bookFinish()\n")
  writer.flush()
  return TangledProgram(
    text: writer.main, secondText: writer.second, mainLoops: writer.mainLoops, path: chapter.path,
    steps: writer.steps)
}

private struct SplitWriter {
  var path: String
  var main = programHead
  var second = programHead
  var steps: [TangledStep] = []
  /// Whether main has loops of its own.
  var mainLoops = false
  /// Statements that the next function of the second file runs, and whether one of them is worth
  /// optimising.
  private var statements = ""
  private var isHot: Bool?
  private var count = 0

  init(path: String) {
    self.path = path
  }

  /// Adds statements.
  ///
  /// - Parameters:
  ///   - text: the statements.
  ///   - hot: whether they are worth optimising; `nil`: as those around them.
  mutating func add(_ text: String, hot: Bool? = nil) {
    if let hot {
      if let isHot, isHot != hot { flush() }
      isHot = hot
    }
    statements += text
  }

  /// Ends a function of the second file and has main call it.
  mutating func flush() {
    guard !statements.isEmpty else { return }
    let attribute = isHot == true ? "" : "@_optimize(none) "
    second += "\(attribute)@MainActor func _bookPart\(count)() throws {\n\(statements)}\n"
    main += "try _bookPart\(count)()\n"
    statements = ""
    isHot = nil
    count += 1
  }

  /// Adds a step, unless it declares what only its own file sees: what `guard` binds, what is private.
  mutating func write(_ step: Step) -> Bool {
    let code = StepCode(step)
    guard !code.syntax.items.contains(where: { $0.kind == .scopedStatement || $0.isPrivate })
    else { return false }
    steps.append(code.tangled)
    add("_bookBegin(\(step.index))\n")
    let isWhole = step.kind != .cell || !code.before.isEmpty
    if isWhole || code.syntax.isBroken {
      writeWhole(step, code)
    } else {
      writeItems(step, code)
    }
    add("_bookEnd(\(step.index))\n")
    return true
  }

  /// A step that declares nothing for others.
  private mutating func writeWhole(_ step: Step, _ code: StepCode) {
    let text =
      code.before + lineDirective(path, step.location.line) + code.tangled.text + "\n"
      + lineDirective(path, TangledProgram.generatedLine(after: step)) + code.after
    if code.awaits || code.syntax.isBroken {
      flush()
      main += text
      mainLoops = mainLoops || code.syntax.items.contains(where: \.loops)
    } else {
      add(text, hot: code.syntax.items.contains(where: \.loops))
    }
  }

  /// A cell, item by item: each run of lines goes where its items belong.
  private mutating func writeItems(_ step: Step, _ code: StepCode) {
    let lines = code.tangled.text.split(separator: "\n", omittingEmptySubsequences: false)
    let generated = lineDirective(path, TangledProgram.generatedLine(after: step))
    for run in runs(step, code) {
      let text =
        lineDirective(path, step.location.line + run.lines.lowerBound)
        + lines[run.lines].joined(separator: "\n") + "\n" + generated
      switch run.place {
      case .statements(let hot): add(text, hot: hot)
      case .second: second += text
      case .both:
        second += text
        main += text
      case .main:
        flush()
        main += text
        mainLoops = mainLoops || run.loops
      }
    }
  }

  private enum Place: Equatable {
    case main, second, both
    case statements(hot: Bool)
  }

  /// The lines of a cell, where they go, and whether they loop.
  private func runs(
    _ step: Step, _ code: StepCode
  ) -> [(lines: Range<Int>, place: Place, loops: Bool)] {
    var starts = [0]
    for (offset, byte) in step.code.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    func line(_ offset: Int) -> Int { (starts.firstIndex { $0 > offset } ?? starts.count) - 1 }
    var runs: [(lines: Range<Int>, place: Place, loops: Bool)] = []
    for item in code.syntax.items {
      let lines =
        line(item.range.lowerBound)..<line(max(item.range.lowerBound, item.range.upperBound - 1))
        + 1
      var place = place(item)
      if let last = runs.last, last.lines.upperBound > lines.lowerBound {
        // Two items on one line stay together, as they are.
        if last.place != place { place = .main }
        runs[runs.count - 1] = (
          last.lines.lowerBound..<lines.upperBound, place, last.loops || item.loops
        )
      } else {
        runs.append((lines, place, item.loops))
      }
    }
    return runs
  }

  private func place(_ item: CellSyntax.Item) -> Place {
    if item.awaits { return .main }
    switch item.kind {
    case .variable, .scopedStatement: return .main
    case .value, .expression, .statement: return .statements(hot: item.loops)
    case .declaration: return .second
    case .directive(let isImport): return isImport ? .both : .main
    }
  }
}
