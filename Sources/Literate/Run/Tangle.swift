/// A chapter as one Swift program, and the way back from its lines to the chapter's.
public struct TangledProgram: Sendable {
  /// The program.
  public var text: String
  /// The chapter's path, which stands in the program's line directives.
  var path: String
  /// The steps that the program runs, in order.
  var steps: [TangledStep]

  /// Lines from here on are none of the chapter's: the rest is the step before.
  static let firstGeneratedLine = 1_000_000

  /// Where a place that the compiler or a backtrace names stands in the chapter.
  ///
  /// - Parameters:
  ///   - line: of the chapter, or a generated one.
  ///   - column: of the tangled line, from 1; 0 if it is not known.
  /// - Returns: the step, the place, and whether it lies within what the doc-runner put in; `nil` if
  ///   the place belongs to no step.
  func locate(line: Int, column: Int) -> (step: Int, location: SourceLocation, isInserted: Bool)? {
    if line >= Self.firstGeneratedLine {
      guard let step = steps.first(where: { $0.index == (line - Self.firstGeneratedLine) / 10 })
      else { return nil }
      return (step.index, step.endLocation, true)
    }
    let candidates = steps.filter { $0.lines.contains(line) }
    var inserted: (Int, SourceLocation, Bool)?
    for step in candidates {
      // Two expressions of one line of prose: padding has put each at its own columns.
      let length = step.tangledLength(line: line)
      guard candidates.count == 1 || column - 1 <= length else { continue }
      let (location, isInserted) = step.chapterLocation(line: line, column: column)
      if !isInserted || candidates.count == 1 { return (step.index, location, isInserted) }
      if inserted == nil { inserted = (step.index, location, isInserted) }
    }
    return inserted
  }
}

/// How a chapter is made into a program.
struct TangleOptions {
  /// Evaluate each statement in a function of its own. The compiler's optimiser takes time with the
  /// square of the main function's size; so large chapters are compiled in linear time.
  var splitsMain = false
  /// Run the steps before this index alone.
  var end = Int.max
  /// Only cells, no expressions and claims.
  var onlyCells = false

  /// The steps of a chapter that take part.
  func includes(_ step: Step) -> Bool {
    guard step.index < end, step.options.runs else { return false }
    if case .compile = step.options.failure { return false }
    return step.kind == .cell || !onlyCells
  }
}

/// Makes a chapter one program: each step under a line directive, its last expression displayed.
///
/// - Parameter chapter: the chapter.
/// - Returns: the program and the way back to the chapter's lines.
public func tangle(_ chapter: Chapter) -> TangledProgram {
  tangle(chapter, TangleOptions())
}

/// Makes a chapter one program.
func tangle(_ chapter: Chapter, _ options: TangleOptions) -> TangledProgram {
  var writer = TangleWriter(path: chapter.path, splitsMain: options.splitsMain)
  for step in chapter.steps where options.includes(step) { writer.write(step) }
  writer.text += "_bookFinish()\n"
  return TangledProgram(text: writer.text, path: chapter.path, steps: writer.steps)
}

/// The program for a cell that the compiler must refuse: the cells before it and then itself.
func tangle(refused step: Step, of chapter: Chapter) -> TangledProgram {
  var writer = TangleWriter(path: chapter.path, splitsMain: false)
  let options = TangleOptions(end: step.index, onlyCells: true)
  for earlier in chapter.steps where options.includes(earlier) && !earlier.options.isLocal {
    if earlier.options.failure == nil { writer.write(earlier) }
  }
  writer.write(step, displays: false)
  return TangledProgram(text: writer.text, path: chapter.path, steps: writer.steps)
}

/// Appends steps to a program.
private struct TangleWriter {
  var path: String
  var splitsMain: Bool
  var text = "import MetaRL\nimport Notebook\n"
  var steps: [TangledStep] = []

  init(path: String, splitsMain: Bool) {
    self.path = path
    self.splitsMain = splitsMain
  }

  mutating func write(_ step: Step, displays: Bool = true) {
    let tangled: TangledStep
    var before = ""
    var after = ""
    switch step.kind {
    case .cell:
      tangled = TangledStep(step, additions: additions(step, displays: displays))
      if step.options.isLocal { (before, after) = ("do {\n", "}\n") }
      if case .trap = step.options.failure {
        (before, after) = ("if _bookTrap(\(step.index)) {\n", "_bookSurvived()\n}\n")
      }
    case .expression, .claim:
      tangled = TangledStep(
        step, additions: additions(ofText: step), padding: step.location.column - 1)
    }
    steps.append(tangled)
    text += "_bookBegin(\(step.index))\n" + before
    text += "#sourceLocation(file: \(literal(path)), line: \(step.location.line))\n"
    text += tangled.text + "\n"
    let line = TangledProgram.firstGeneratedLine + 10 * step.index
    text += "#sourceLocation(file: \(literal(path)), line: \(line))\n"
    text += after + "_bookEnd(\(step.index))\n"
  }

  /// What is put into a cell's code.
  private func additions(_ step: Step, displays: Bool) -> [(offset: Int, text: String)] {
    let syntax = CellSyntax(step.code)
    guard !syntax.isBroken else { return [] }
    var additions: [(offset: Int, text: String)] = []
    let places = TangledStep(step, additions: [])
    for mark in syntax.throwing {
      let place = places.chapterPlace(offset: mark.place)
      additions.append((mark.start, "_bookAt(\(place.line), \(place.column)); "))
    }
    let isTopLevel = !step.options.isLocal && step.options.failure.map(isTrap) != true
    for item in syntax.items {
      let effect = item.throwsOut ? "try " : ""
      if case .variable(let isComputed, let isMarkable, _) = item.kind, isTopLevel, isMarkable {
        let mark = isComputed ? "nonisolated " : "nonisolated(unsafe) "
        additions.append((item.range.lowerBound, mark))
      }
      if displays, item.range == syntax.displayed {
        let opening = "_bookShow(" + (splitsMain && !item.awaits ? "\(effect)_bookOnce(" : "")
        additions.append((item.range.lowerBound, opening))
        additions.append((item.range.upperBound, splitsMain && !item.awaits ? "))" : ")"))
        continue
      }
      guard splitsMain, isTopLevel, !item.awaits else { continue }
      switch item.kind {
      case .variable(_, _, let values):
        for value in values {
          additions.append((value.lowerBound, "\(effect)_bookOnce("))
          additions.append((value.upperBound, ")"))
        }
      case .value, .expression, .statement:
        additions.append((item.range.lowerBound, "\(effect)_bookRun { "))
        additions.append((item.range.upperBound, " }"))
      case .declaration, .scopedStatement:
        break
      }
    }
    return additions
  }

  /// What is put around an expression or a claim.
  private func additions(ofText step: Step) -> [(offset: Int, text: String)] {
    let end = step.code.utf8.count
    let call = step.kind == .claim ? "_bookClaim" : "_bookValue"
    let syntax = CellSyntax(step.code)
    guard !syntax.isBroken, let item = syntax.items.first, syntax.items.count == 1 else {
      return [(0, "\(call)(\(step.index), "), (end, ")")]
    }
    var additions: [(offset: Int, text: String)] = []
    if item.throwsOut {
      additions.append((0, "_bookAt(\(step.location.line), \(step.location.column)); "))
    }
    let splits = splitsMain && !item.awaits
    let once = splits ? (item.throwsOut ? "try _bookOnce(" : "_bookOnce(") : ""
    additions.append((0, "\(call)(\(step.index), \(once)"))
    if step.kind == .claim, let measured = ClaimSyntax(step.code).measured {
      additions.append((measured.lowerBound, "_bookMeasure("))
      additions.append((measured.upperBound, ")"))
    }
    additions.append((end, splits ? "))" : ")"))
    return additions
  }

  private func isTrap(_ failure: CellOptions.Failure) -> Bool {
    if case .trap = failure { return true }
    return false
  }
}

/// A path as a string literal of Swift.
func literal(_ text: String) -> String {
  let escaped = text.map { character -> String in
    character == "\\" || character == "\"" ? "\\\(character)" : String(character)
  }.joined()
  return "\"\(escaped)\""
}
