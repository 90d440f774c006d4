import SwiftParser
import SwiftSyntax

/// A call with a name in its first argument: `parameter("trials", …)`, `recorded("agent") { … }`.
struct NamedCall: Hashable {
  /// The first argument; `nil` if it is not a plain string.
  var name: String?
  /// Where the call begins.
  var location: SourceLocation
}

/// The calls of a function in a chapter's cells.
///
/// - Parameters:
///   - function: `parameter` or `recorded`.
///   - chapter: the chapter.
/// - Returns: the calls, in order.
func calls(of function: String, in chapter: Chapter) -> [NamedCall] {
  var calls: [NamedCall] = []
  for step in chapter.steps where step.options.runs && step.code.contains(function) {
    let finder = CallFinder(function)
    finder.walk(Parser.parse(source: step.code))
    let places = TangledStep(step, additions: [])
    calls += finder.found.map { found in
      NamedCall(name: found.name, location: places.chapterPlace(offset: found.offset))
    }
  }
  return calls
}

/// Recorded results whose name another one has, in any chapter of the book.
///
/// - Parameter chapters: the book's chapters.
/// - Returns: an error for each but the first.
public func duplicateRecords(in chapters: [Chapter]) -> [Diagnostic] {
  var first: [String: SourceLocation] = [:]
  var diagnostics: [Diagnostic] = []
  for chapter in chapters {
    for call in calls(of: "recorded", in: chapter) {
      guard let name = call.name else { continue }
      if let other = first[name] {
        diagnostics.append(
          Diagnostic(
            .error, at: call.location, "two recorded results are called '\(name)'",
            help: "the other one is at \(other.path):\(other.line); give each its own name"))
      } else {
        first[name] = call.location
      }
    }
  }
  return diagnostics
}

private final class CallFinder: SyntaxVisitor {
  let function: String
  var found: [(name: String?, offset: Int)] = []

  init(_ function: String) {
    self.function = function
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if let called = node.calledExpression.as(DeclReferenceExprSyntax.self),
      called.baseName.text == function
    {
      let argument = node.arguments.first?.expression.as(StringLiteralExprSyntax.self)
      found.append(
        (argument?.representedLiteralValue, node.positionAfterSkippingLeadingTrivia.utf8Offset))
    }
    return .visitChildren
  }
}
