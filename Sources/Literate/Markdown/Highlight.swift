import SwiftIDEUtils
import SwiftParser
import SwiftSyntax

/// Swift code as HTML with its tokens marked.
///
/// The classes are `k` keyword, `s` string, `c` comment, `n` number, `t` type, `f` function or call,
/// `o` operator, `a` attribute. The text without the marks is the code itself; code that does not
/// parse is marked as far as it does.
///
/// - Parameter code: Swift.
/// - Returns: HTML for the content of a `<code>` element.
public func highlight(swift code: String) -> String {
  let tree = Parser.parse(source: code)
  let functions = FunctionNames(tree).offsets
  let bytes = Array(code.utf8)
  var html = ""
  html.reserveCapacity(bytes.count * 2)
  var end = 0
  /// The marked text that is being gathered: neighbours of one class share an element.
  var open = ""
  var text: [UInt8] = []
  func flush() {
    guard !text.isEmpty else { return }
    let escaped = HTML.escape(String(decoding: text, as: UTF8.self))
    html += open.isEmpty ? escaped : "<span class=\"\(open)\">\(escaped)</span>"
    text.removeAll(keepingCapacity: true)
  }
  func append(_ range: Range<Int>, _ mark: String) {
    guard !range.isEmpty else { return }
    if mark != open { flush() }
    open = mark
    text += bytes[range]
  }
  for token in tree.classifications {
    let start = max(end, min(token.range.lowerBound.utf8Offset, bytes.count))
    let stop = max(start, min(token.range.upperBound.utf8Offset, bytes.count))
    append(end..<start, "")
    let isFunction = token.kind == .identifier && functions.contains(start)
    append(start..<stop, isFunction ? "f" : mark(of: token.kind))
    end = stop
  }
  append(end..<bytes.count, "")
  flush()
  return html
}

/// The class of a kind of token; empty for plain text.
private func mark(of kind: SyntaxClassification) -> String {
  switch kind {
  case .keyword, .ifConfigDirective: "k"
  case .stringLiteral, .regexLiteral: "s"
  case .lineComment, .blockComment, .docLineComment, .docBlockComment: "c"
  case .integerLiteral, .floatLiteral: "n"
  case .type: "t"
  case .operator: "o"
  case .attribute: "a"
  default: ""
  }
}

/// Where the names of functions stand, in declarations and calls.
private final class FunctionNames: SyntaxVisitor {
  /// UTF-8 offsets of the names.
  private(set) var offsets: Set<Int> = []

  init(_ tree: SourceFileSyntax) {
    super.init(viewMode: .sourceAccurate)
    walk(tree)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node.name)
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    var called = node.calledExpression
    if let generic = called.as(GenericSpecializationExprSyntax.self) { called = generic.expression }
    if let name = called.as(DeclReferenceExprSyntax.self) {
      note(name.baseName)
    } else if let member = called.as(MemberAccessExprSyntax.self) {
      note(member.declName.baseName)
    }
    return .visitChildren
  }

  /// Names that begin with a capital letter are types being made.
  private func note(_ name: TokenSyntax) {
    guard name.text.first?.isUppercase != true else { return }
    offsets.insert(name.positionAfterSkippingLeadingTrivia.utf8Offset)
  }
}
