/// A chapter as one Swift program, and the way back from its lines to the chapter's.
public struct TangledProgram: Sendable {
  /// The program.
  public var text: String
  /// Its second file: what the main function calls; empty if all is in one.
  var secondText = ""
  /// Whether its main function has loops of its own.
  var mainLoops = true
  /// The chapter's path, which stands in the program's line directives.
  var path: String
  /// The steps that the program runs, in order.
  var steps: [TangledStep]

  /// Lines from here on are none of the chapter's: the rest is the step before.
  static let firstGeneratedLine = 1_000_000

  /// The line that generated text behind a step is given.
  static func generatedLine(after step: Step) -> Int { firstGeneratedLine + 10 * step.index }

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
  var text = programHead
  var steps: [TangledStep] = []
  for step in chapter.steps where options.includes(step) {
    let code = StepCode(step)
    steps.append(code.tangled)
    text += "_bookBegin(\(step.index))\n" + code.before
    text += lineDirective(chapter.path, step.location.line) + code.tangled.text + "\n"
    text += lineDirective(chapter.path, TangledProgram.generatedLine(after: step))
    text += code.after + "_bookEnd(\(step.index))\n"
  }
  return TangledProgram(text: text + "_bookFinish()\n", path: chapter.path, steps: steps)
}

/// The program for a cell that the compiler must refuse: the cells before it and then itself.
func tangle(refused step: Step, of chapter: Chapter) -> TangledProgram {
  var text = programHead
  var steps: [TangledStep] = []
  let options = TangleOptions(end: step.index, onlyCells: true)
  let earlier = chapter.steps.filter {
    options.includes($0) && !$0.options.isLocal && $0.options.failure == nil
  }
  for step in earlier + [step] {
    let code = StepCode(step, displays: false)
    steps.append(code.tangled)
    text += lineDirective(chapter.path, step.location.line) + code.tangled.text + "\n"
  }
  return TangledProgram(text: text, path: chapter.path, steps: steps)
}

/// What every program begins with.
let programHead = "import MetaRL\nimport Notebook\n"

/// A line that tells the compiler where the next one stands.
func lineDirective(_ path: String, _ line: Int) -> String {
  "#sourceLocation(file: \(literal(path)), line: \(line))\n"
}

/// A path as a string literal of Swift.
func literal(_ text: String) -> String {
  let escaped = text.map { character -> String in
    character == "\\" || character == "\"" ? "\\\(character)" : String(character)
  }.joined()
  return "\"\(escaped)\""
}
