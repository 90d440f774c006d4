import SwiftParser
import SwiftSyntax

/// A chapter as a program of its own: the `main.swift` of an executable that depends on the library.
///
/// Cells stand in order under comments that name their lines; what they display is printed; a claim
/// that does not hold ends the program with exit status 1. Cells that do not run, or that must fail,
/// are comments.
///
/// - Parameter chapter: the chapter.
/// - Returns: the program.
public func exportProgram(_ chapter: Chapter) -> String {
  let shared = namesInFunctions(chapter)
  var text = """
    // The code of \(chapter.path): \(chapter.front.title.isEmpty ? chapter.slug : chapter.front.title)
    //
    // To run it, make it the main.swift of an executable target that depends on the product MetaRL.

    import MetaRL

    """
  for step in chapter.steps {
    text += "\n// \(step.location.path):\(step.location.line)\n"
    switch (step.kind, step.options.failure) {
    case (.claim, _): text += "claim(\(step.code), at: \(literal(place(step))))\n"
    case (.expression, _): text += "print(\(step.code))\n"
    case (.cell, .compile(let part)?): text += comment(step, "does not compile: \(part)")
    case (.cell, .trap(let part)?): text += comment(step, "traps: \(part)")
    case (.cell, nil) where !step.options.runs: text += comment(step, "does not run")
    case (.cell, nil): text += exported(step, shared)
    }
  }
  return text
}

private func place(_ step: Step) -> String { "\(step.location.path):\(step.location.line)" }

private func comment(_ step: Step, _ why: String) -> String {
  let lines = step.code.split(separator: "\n", omittingEmptySubsequences: false)
  return "// This cell \(why)\n" + lines.map { $0.isEmpty ? "//\n" : "// \($0)\n" }.joined()
}

private func exported(_ step: Step, _ shared: Set<String>) -> String {
  let syntax = CellSyntax(step.code)
  var additions: [(offset: Int, text: String)] = []
  for item in syntax.items {
    if case .variable(let isComputed, true) = item.kind, !step.options.isLocal {
      let declaration = Array(step.code.utf8)[item.range]
      let names = declaredNames(String(decoding: declaration, as: UTF8.self))
      if !names.isDisjoint(with: shared) {
        let mark = isComputed ? "nonisolated " : "nonisolated(unsafe) "
        additions.append((item.range.lowerBound, mark))
      }
    }
    if let shown = syntax.displayed, shown.range == item.range {
      let call = syntax.call("display", isChoice: shown.isChoice)
      additions.append((item.range.lowerBound, call.before))
      additions.append((item.range.upperBound, call.behind))
    }
  }
  let code = TangledStep(step, additions: additions).text
  guard step.options.isLocal else { return code + "\n" }
  let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
  return "do {\n" + lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined() + "}\n"
}

/// The names that functions, types and closures of a chapter use: variables of these names must be
/// marked, or the compiler takes them for the main actor's own.
private func namesInFunctions(_ chapter: Chapter) -> Set<String> {
  let finder = InnerNames(viewMode: .sourceAccurate)
  for step in chapter.steps where step.kind == .cell && step.options.runs {
    finder.walk(Parser.parse(source: step.code))
  }
  return finder.names
}

private final class InnerNames: SyntaxVisitor {
  var names: Set<String> = []
  private var depth = 0

  override func visit(_ node: CodeBlockSyntax) -> SyntaxVisitorContinueKind { enter() }
  override func visitPost(_ node: CodeBlockSyntax) { depth -= 1 }
  override func visit(_ node: MemberBlockSyntax) -> SyntaxVisitorContinueKind { enter() }
  override func visitPost(_ node: MemberBlockSyntax) { depth -= 1 }
  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { enter() }
  override func visitPost(_ node: ClosureExprSyntax) { depth -= 1 }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { enter() }
  override func visitPost(_ node: AccessorBlockSyntax) { depth -= 1 }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    if depth > 0 { names.insert(node.baseName.text) }
    return .visitChildren
  }

  private func enter() -> SyntaxVisitorContinueKind {
    depth += 1
    return .visitChildren
  }
}
