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
    /// Whether it holds a loop outside functions and closures.
    var loops: Bool
    /// Whether it is an `if` or `switch` each of whose branches is a value to show.
    var isChoice: Bool
    /// Whether it is a declaration that only its own file sees.
    var isPrivate: Bool
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

  /// The expression to display, if the cell ends with one: its bytes, and whether it is an `if` or
  /// `switch`, which an argument cannot be, so that a closure has to hold it.
  var displayed: (range: Range<Int>, isChoice: Bool)? {
    guard !isBroken, let last = items.last else { return nil }
    if last.kind == .value { return (last.range, false) }
    let isPlain = !last.awaits && !last.throwsOut
    return last.isChoice && isPlain ? (last.range, true) : nil
  }

  /// What is put before and behind the displayed expression to hand it to a function.
  func call(_ function: String, isChoice: Bool) -> (before: String, behind: String) {
    isChoice ? ("\(function)({ ", " }())") : ("\(function)(", ")")
  }

  /// Whether an expression is an `if` with an `else`, or a `switch`, each of whose branches is one value;
  /// a branch that calls a function may be there for what the call does.
  private static func isChoice(_ expression: ExprSyntax) -> Bool {
    if let condition = expression.as(IfExprSyntax.self) {
      guard isValue(condition.body.statements) else { return false }
      switch condition.elseBody {
      case .codeBlock(let block): return isValue(block.statements)
      case .ifExpr(let next): return isChoice(ExprSyntax(next))
      case nil: return false
      @unknown default: return false
      }
    }
    guard let choice = expression.as(SwitchExprSyntax.self) else { return false }
    return choice.cases.allSatisfy { element in
      element.as(SwitchCaseSyntax.self).map { isValue($0.statements) } ?? false
    }
  }

  private static func isValue(_ statements: CodeBlockItemListSyntax) -> Bool {
    guard statements.count == 1, case .expr(let expression) = statements.first?.item else {
      return false
    }
    let isCall = expression.is(FunctionCallExprSyntax.self)
    return !isCall && (isChoice(expression) || isShowable(expression))
  }

  private static func range(_ node: some SyntaxProtocol) -> Range<Int> {
    let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    return start..<max(start, node.endPositionBeforeTrailingTrivia.utf8Offset)
  }

  private static func item(_ node: CodeBlockItemSyntax) -> Item {
    let effects = Effects(of: node.item)
    return Item(
      range: range(node.item), kind: kind(node.item), awaits: effects.awaits,
      throwsOut: effects.place != nil, loops: effects.loops, isChoice: isChoice(node.item),
      isPrivate: isPrivate(node.item))
  }

  private static func isPrivate(_ item: CodeBlockItemSyntax.Item) -> Bool {
    guard case .decl(let declaration) = item else { return false }
    let modifiers = declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers
    return modifiers?.contains { ["private", "fileprivate"].contains($0.name.text) } ?? false
  }

  private static func isChoice(_ item: CodeBlockItemSyntax.Item) -> Bool {
    switch item {
    case .expr(let expression): return isChoice(expression)
    case .stmt(let statement):
      return statement.as(ExpressionStmtSyntax.self).map { isChoice($0.expression) } ?? false
    case .decl: return false
    @unknown default: return false
    }
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
  /// Whether there is a loop.
  var loops = false

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

  override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind {
    loops = true
    return .visitChildren
  }

  override func visit(_ node: RepeatStmtSyntax) -> SyntaxVisitorContinueKind {
    loops = true
    return .visitChildren
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    loops = true
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
