import SwiftParser
import SwiftSyntax

/// What the parser says of a cell: where the doc-runner has to add something.
struct CellSyntax {
  /// One top-level statement or declaration.
  struct Item {
    /// The bytes it takes, without the space around it.
    var range: Range<Int>
    /// What it is.
    var kind: Kind
    /// Whether it holds an `await` outside functions and closures.
    var awaits: Bool
    /// Whether it holds a `try` or `throw` that may leave it.
    var throwsOut: Bool
  }

  /// What an item is to the doc-runner.
  enum Kind: Equatable {
    /// A variable; whether it can be marked as shared by all threads.
    case variable(isComputed: Bool, isMarkable: Bool)
    /// A function or a type: the same wherever it stands in the module.
    case declaration
    /// An import; an operator, a condition for the compiler.
    case directive(isImport: Bool)
    /// An expression whose value can be shown.
    case value
    /// An assignment or a call of `print`.
    case expression
    /// A statement.
    case statement
    /// A statement that declares names or acts at the end of its scope: `guard`, `defer`.
    case scopedStatement
  }

  /// Whether the parser found an error; then nothing else is to be trusted.
  var isBroken: Bool
  /// The top-level items in order.
  var items: [Item]
  /// Statements, also within loops and branches, that may throw: where each begins, and where its
  /// `try` or `throw` stands.
  var throwing: [(start: Int, place: Int)]

  /// Parses a cell.
  init(_ code: String) {
    let tree = Parser.parse(source: code)
    isBroken = tree.hasError
    items = tree.statements.map(CellSyntax.item)
    throwing = isBroken ? [] : tree.statements.flatMap(CellSyntax.throwing)
  }

  /// The bytes of the expression to display, if the cell ends with one.
  var displayed: Range<Int>? {
    guard !isBroken, let last = items.last, last.kind == .value else { return nil }
    return last.range
  }

  private static func range(_ node: some SyntaxProtocol) -> Range<Int> {
    let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    return start..<max(start, node.endPositionBeforeTrailingTrivia.utf8Offset)
  }

  private static func item(_ node: CodeBlockItemSyntax) -> Item {
    let effects = Effects(of: node.item)
    return Item(
      range: range(node.item), kind: kind(node.item), awaits: effects.awaits,
      throwsOut: effects.place != nil)
  }

  private static func kind(_ item: CodeBlockItemSyntax.Item) -> Kind {
    switch item {
    case .decl(let declaration):
      if let variable = declaration.as(VariableDeclSyntax.self) { return kind(variable) }
      let isNamed = declaration.asProtocol((any NamedDeclSyntax).self) != nil
      let isDirective =
        declaration.is(MacroDeclSyntax.self) || declaration.is(OperatorDeclSyntax.self)
        || declaration.is(PrecedenceGroupDeclSyntax.self)
      let isPlain = isNamed && !isDirective || declaration.is(ExtensionDeclSyntax.self)
      if isPlain { return .declaration }
      return .directive(isImport: declaration.is(ImportDeclSyntax.self))
    case .expr(let expression):
      if expression.is(IfExprSyntax.self) || expression.is(SwitchExprSyntax.self) {
        return .statement
      }
      return isShowable(expression) ? .value : .expression
    case .stmt(let statement):
      let isScoped = statement.is(GuardStmtSyntax.self) || statement.is(DeferStmtSyntax.self)
      return isScoped ? .scopedStatement : .statement
    @unknown default:
      return .statement
    }
  }

  private static func kind(_ variable: VariableDeclSyntax) -> Kind {
    let isComputed = variable.bindings.contains { binding in
      switch binding.accessorBlock?.accessors {
      case .getter: return true
      case .accessors(let list):
        return !list.allSatisfy { ["willSet", "didSet"].contains($0.accessorSpecifier.text) }
      case nil: return false
      @unknown default: return false
      }
    }
    let modifiers = variable.modifiers.map(\.name.text)
    let hasNames = variable.bindings.contains { !$0.pattern.is(WildcardPatternSyntax.self) }
    let isActorBound = variable.attributes.contains { attribute in
      attribute.as(AttributeSyntax.self)?.attributeName.trimmedDescription.hasSuffix("Actor")
        ?? false
    }
    let isMarkable =
      hasNames && !isActorBound
      && !modifiers.contains { ["nonisolated", "async", "lazy"].contains($0) }
    return .variable(isComputed: isComputed, isMarkable: isMarkable)
  }

  private static func isShowable(_ expression: ExprSyntax) -> Bool {
    if expression.is(ClosureExprSyntax.self) || expression.is(MacroExpansionExprSyntax.self) {
      return false
    }
    if let wrapped = expression.as(TryExprSyntax.self) { return isShowable(wrapped.expression) }
    if let wrapped = expression.as(AwaitExprSyntax.self) { return isShowable(wrapped.expression) }
    if let call = expression.as(FunctionCallExprSyntax.self),
      let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
    {
      return !["print", "debugPrint", "dump", "display", "report", "fatalError"].contains(name)
    }
    guard let sequence = expression.as(SequenceExprSyntax.self) else { return true }
    return !sequence.elements.contains { element in
      if element.is(AssignmentExprSyntax.self) { return true }
      guard let name = element.as(BinaryOperatorExprSyntax.self)?.operator.text else {
        return false
      }
      let comparisons = ["==", "!=", "<=", ">=", "===", "!==", "~="]
      return name.hasSuffix("=") && !comparisons.contains(name) && !name.hasPrefix(".")
    }
  }

  /// The statements to mark in an item: itself, and those in the loops and branches it consists of.
  private static func throwing(_ node: CodeBlockItemSyntax) -> [(start: Int, place: Int)] {
    guard let place = Effects(of: node.item).place else { return [] }
    var marks = [(range(node.item).lowerBound, place)]
    for block in bodies(of: node.item) { marks += block.statements.flatMap(throwing) }
    return marks
  }

  private static func bodies(of item: CodeBlockItemSyntax.Item) -> [CodeBlockSyntax] {
    guard case .stmt(let statement) = item else { return [] }
    if let loop = statement.as(ForStmtSyntax.self) { return [loop.body] }
    if let loop = statement.as(WhileStmtSyntax.self) { return [loop.body] }
    if let loop = statement.as(RepeatStmtSyntax.self) { return [loop.body] }
    if let block = statement.as(DoStmtSyntax.self) { return [block.body] }
    if let wrapped = statement.as(ExpressionStmtSyntax.self) {
      return branches(wrapped.expression.as(IfExprSyntax.self))
    }
    return []
  }

  private static func branches(_ branch: IfExprSyntax?) -> [CodeBlockSyntax] {
    guard let branch else { return [] }
    switch branch.elseBody {
    case .codeBlock(let block): return [branch.body, block]
    case .ifExpr(let next): return [branch.body] + branches(next)
    case nil: return [branch.body]
    @unknown default: return [branch.body]
    }
  }
}

/// The `try`, `throw` and `await` of a piece of code, without the functions and closures within it.
private final class Effects: SyntaxVisitor {
  /// Where the first `try` or `throw` stands, from which an error may leave.
  var place: Int?
  /// Whether there is an `await`.
  var awaits = false

  init(of item: CodeBlockItemSyntax.Item) {
    super.init(viewMode: .sourceAccurate)
    walk(Syntax(item))
  }

  override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
    if node.questionOrExclamationMark == nil { note(node) }
    return .visitChildren
  }

  override func visit(_ node: ThrowStmtSyntax) -> SyntaxVisitorContinueKind {
    note(node)
    return .visitChildren
  }

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    awaits = true
    return .visitChildren
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    if node.awaitKeyword != nil { awaits = true }
    if let keyword = node.tryKeyword { note(keyword) }
    return .visitChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.modifiers.contains(where: { $0.name.text == "async" }) { awaits = true }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  private func note(_ node: some SyntaxProtocol) {
    if place == nil { place = node.positionAfterSkippingLeadingTrivia.utf8Offset }
  }
}
