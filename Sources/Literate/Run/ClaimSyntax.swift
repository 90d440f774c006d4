import SwiftParser
import SwiftSyntax

/// The comparison that a claim makes: `lhs < rhs` and its kin.
struct ClaimSyntax {
  /// The bytes of the left side, if the condition is one comparison.
  var measured: Range<Int>?
  /// Whether the parser found an error.
  var isBroken: Bool

  /// Parses a condition.
  init(_ code: String) {
    let tree = Parser.parse(source: code)
    isBroken = tree.hasError
    guard !isBroken, tree.statements.count == 1,
      case .expr(var expression)? = tree.statements.first?.item
    else { return }
    // `try f() < 3` is `try (f() < 3)`: the comparison is within.
    while true {
      if let wrapped = expression.as(TryExprSyntax.self) {
        expression = wrapped.expression
      } else if let wrapped = expression.as(AwaitExprSyntax.self) {
        expression = wrapped.expression
      } else {
        break
      }
    }
    guard let elements = expression.as(SequenceExprSyntax.self).map({ Array($0.elements) }) else {
      return
    }
    let comparisons = ["<", "<=", ">", ">=", "==", "!=", "≈"]
    let weaker = ["&&", "||"]
    var position: Int?
    for (k, element) in elements.enumerated() {
      if element.is(UnresolvedTernaryExprSyntax.self) || element.is(AssignmentExprSyntax.self) {
        return
      }
      guard let name = element.as(BinaryOperatorExprSyntax.self)?.operator.text else { continue }
      if weaker.contains(name) { return }
      if comparisons.contains(name) {
        guard position == nil else { return }
        position = k
      }
    }
    guard let position, position > 0, let first = elements.first else { return }
    let start = first.positionAfterSkippingLeadingTrivia.utf8Offset
    measured = start..<elements[position - 1].endPositionBeforeTrailingTrivia.utf8Offset
  }
}
