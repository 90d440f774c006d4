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
  let names = Names(tree)
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
    let name = token.kind == .identifier ? names.marks[start] : nil
    append(start..<stop, name ?? mark(of: token.kind))
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

/// What the parser's classes do not tell: names of functions in declarations and calls, and types in
/// expressions, which begin with a capital letter.
private final class Names: SyntaxVisitor {
  /// Classes by the UTF-8 offset of the name.
  private(set) var marks: [Int: String] = [:]

  init(_ tree: SourceFileSyntax) {
    super.init(viewMode: .sourceAccurate)
    walk(tree)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    mark(node.name, "f")
    return .visitChildren
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    if node.baseName.text.first?.isUppercase == true { mark(node.baseName, "t") }
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    var called = node.calledExpression
    if let generic = called.as(GenericSpecializationExprSyntax.self) { called = generic.expression }
    if let name = called.as(DeclReferenceExprSyntax.self) {
      mark(name.baseName, "f")
    } else if let member = called.as(MemberAccessExprSyntax.self) {
      mark(member.declName.baseName, "f")
    }
    return .visitChildren
  }

  private func mark(_ name: TokenSyntax, _ mark: String) {
    marks[name.positionAfterSkippingLeadingTrivia.utf8Offset] = mark
  }
}
