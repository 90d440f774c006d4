/// A step made ready for a program: its code with what is put in, and what goes around it.
struct StepCode {
  /// The code.
  var tangled: TangledStep
  /// Lines before it.
  var before = ""
  /// Lines after it.
  var after = ""
  /// What the parser says of it.
  var syntax: CellSyntax

  /// Makes a step ready.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - displays: whether a cell's last expression is displayed.
  init(_ step: Step, displays: Bool = true) {
    syntax = CellSyntax(step.code)
    switch step.kind {
    case .cell:
      let isTrap = if case .trap = step.options.failure { true } else { false }
      let isTopLevel = !step.options.isLocal && !isTrap
      tangled = TangledStep(
        step,
        additions: StepCode.additions(
          step, syntax, isTopLevel: isTopLevel, displays: displays))
      if step.options.isLocal { (before, after) = ("do {\n", "}\n") }
      if isTrap {
        (before, after) = ("if _bookTrap(\(step.index)) {\n", "_bookSurvived()\n}\n")
      }
    case .expression, .claim:
      tangled = TangledStep(
        step, additions: StepCode.additions(ofText: step, syntax),
        padding: step.location.column - 1)
    }
  }

  /// Whether it waits for something asynchronous.
  var awaits: Bool { syntax.items.contains(where: \.awaits) }

  /// What is put into a cell's code.
  private static func additions(
    _ step: Step, _ syntax: CellSyntax, isTopLevel: Bool, displays: Bool
  ) -> [(offset: Int, text: String)] {
    guard !syntax.isBroken else { return [] }
    var additions: [(offset: Int, text: String)] = []
    let places = TangledStep(step, additions: [])
    for mark in syntax.throwing {
      let place = places.chapterPlace(offset: mark.place)
      additions.append((mark.start, "_bookAt(\(place.line), \(place.column)); "))
    }
    for item in syntax.items {
      if case .variable(let isComputed, let isMarkable) = item.kind, isTopLevel, isMarkable {
        // Functions and tasks of the chapter may use what its cells declare.
        let mark = isComputed ? "nonisolated " : "nonisolated(unsafe) "
        additions.append((item.range.lowerBound, mark))
      }
      if displays, let shown = syntax.displayed, shown.range == item.range {
        let call = syntax.call("_bookShow", isChoice: shown.isChoice)
        additions.append((item.range.lowerBound, call.before))
        additions.append((item.range.upperBound, call.behind))
      }
    }
    return additions
  }

  /// What is put around an expression or a claim.
  private static func additions(
    ofText step: Step, _ syntax: CellSyntax
  ) -> [(offset: Int, text: String)] {
    let call = step.kind == .claim ? "_bookClaim" : "_bookValue"
    var additions: [(offset: Int, text: String)] = []
    if syntax.items.first?.throwsOut == true, !syntax.isBroken {
      additions.append((0, "_bookAt(\(step.location.line), \(step.location.column)); "))
    }
    additions.append((0, "\(call)(\(step.index), "))
    if step.kind == .claim, let measured = ClaimSyntax(step.code).measured {
      additions.append((measured.lowerBound, "_bookMeasure("))
      additions.append((measured.upperBound, ")"))
    }
    additions.append((step.code.utf8.count, ")"))
    return additions
  }
}
