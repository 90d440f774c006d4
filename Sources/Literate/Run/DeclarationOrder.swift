import SwiftParser
import SwiftSyntax

// Swift reads a global variable as zero where top-level code uses it before the line that sets it. In a
// book that is a cell in the wrong place, so it is looked for before compiling.

/// Uses of top-level variables in statements that run before their declaration.
///
/// - Parameter steps: the steps that run, in order.
/// - Returns: an error for each, with the step that it is in.
func usesBeforeDeclaration(in steps: [Step]) -> [(step: Int, diagnostic: Diagnostic)] {
  var declared: [String: (step: Int, offset: Int, line: Int)] = [:]
  var trees: [(step: Step, tree: SourceFileSyntax)] = []
  for step in steps {
    let tree = Parser.parse(source: step.code)
    trees.append((step, tree))
    guard step.kind == .cell, !step.options.isLocal, step.options.failure == nil else { continue }
    let places = TangledStep(step, additions: [])
    for (name, offset) in variables(of: tree) where declared[name] == nil {
      declared[name] = (step.index, offset, places.chapterPlace(offset: offset).line)
    }
  }
  var found: [(step: Int, diagnostic: Diagnostic)] = []
  for (step, tree) in trees {
    let places = TangledStep(step, additions: [])
    let isApart = step.options.isLocal || step.options.failure != nil
    let own = isApart ? Set(variables(of: tree).map(\.name)) : []
    for item in tree.statements {
      let uses = NameUses(item)
      for (name, offset) in uses.names where !uses.bound.contains(name) && !own.contains(name) {
        guard let place = declared[name],
          (step.index, offset) < (place.step, place.offset)
        else { continue }
        found.append(
          (
            step.index,
            Diagnostic(
              .error, at: places.chapterPlace(offset: offset),
              "'\(name)' is used before it is declared",
              help: "line \(place.line) declares it: move one of them")
          ))
      }
    }
  }
  return found
}

/// The names that a cell declares at its top level.
func declaredNames(_ code: String) -> Set<String> {
  let tree = Parser.parse(source: code)
  var names = Set(variables(of: tree).map(\.name))
  for item in tree.statements {
    if let named = item.item.asProtocol((any NamedDeclSyntax).self) {
      names.insert(named.name.text)
    }
  }
  return names
}

/// The variables that are declared at the top level, and where each is set: at its declaration's end.
private func variables(of tree: SourceFileSyntax) -> [(name: String, offset: Int)] {
  tree.statements.flatMap { item -> [(name: String, offset: Int)] in
    guard let variable = item.item.as(VariableDeclSyntax.self) else { return [] }
    return variable.bindings.flatMap { binding -> [(name: String, offset: Int)] in
      if case .getter? = binding.accessorBlock?.accessors { return [] }
      return names(in: binding.pattern).map {
        ($0, binding.positionAfterSkippingLeadingTrivia.utf8Offset)
      }
    }
  }
}

/// The names that a pattern binds.
private func names(in pattern: PatternSyntax) -> [String] {
  if let name = pattern.as(IdentifierPatternSyntax.self) { return [name.identifier.text] }
  if let tuple = pattern.as(TuplePatternSyntax.self) {
    return tuple.elements.flatMap { names(in: $0.pattern) }
  }
  return []
}

/// The names that a statement uses when it runs, and those that it binds itself.
private final class NameUses: SyntaxVisitor {
  var names: [(String, Int)] = []
  var bound: Set<String> = []
  private let isVariable: Bool

  init(_ item: CodeBlockItemSyntax) {
    isVariable = item.item.is(VariableDeclSyntax.self)
    super.init(viewMode: .sourceAccurate)
    walk(item)
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    names.append((node.baseName.text, node.positionAfterSkippingLeadingTrivia.utf8Offset))
    return .skipChildren
  }

  override func visit(_ node: MemberAccessExprSyntax) -> SyntaxVisitorContinueKind {
    if let base = node.base { walk(base) }
    return .skipChildren
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    // A top-level declaration binds what it declares: that is no name of its own.
    if !isVariable { bound.insert(node.identifier.text) }
    return .visitChildren
  }

  override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert(node.name.text)
    return .skipChildren
  }

  override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert((node.secondName ?? node.firstName).text)
    return .skipChildren
  }

  override func visit(_ node: KeyPathExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
