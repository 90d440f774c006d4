import CCmarkGFM

/// Walks a tree and notes what is ours.
struct Surveyor {
  let text: SourceText
  let document: DocumentName
  var survey = Survey()
  var counts: [Label.Kind: Int] = [:]
  var sectionCounts = [0, 0]
  /// The block whose inlines are being visited, its text, and its code spans, made when needed.
  private(set) var block: Node?
  private var blockText: BlockText?
  var codeSpans: BlockText.CodeSpans?
  private(set) var linkDepth = 0
  private(set) var imageDepth = 0
  var grouped: Set<Node> = []

  init(text: SourceText, document: DocumentName) {
    self.text = text
    self.document = document
  }

  /// Everything of ours in a tree.
  static func survey(_ tree: MarkdownTree, text: SourceText, document: DocumentName) -> Survey {
    var surveyor = Surveyor(text: text, document: document)
    tree.walk { node, entering in surveyor.visit(node, entering: entering) }
    surveyor.finish()
    return surveyor.survey
  }

  private mutating func visit(_ node: Node, entering: Bool) {
    let type = node.type
    if type == CMARK_NODE_LINK { linkDepth += entering ? 1 : -1 }
    if type == CMARK_NODE_IMAGE {
      imageDepth += entering ? 1 : -1
      if entering { noteImage(node.url) }
    }
    guard entering else { return }
    if node.isBlock {
      block = node
      blockText = nil
      codeSpans = nil
    }
    switch type {
    case CMARK_NODE_CODE_BLOCK: visitCodeBlock(node)
    case CMARK_NODE_HEADING: visitHeading(node)
    case CMARK_NODE_PARAGRAPH: visitParagraph(node)
    case CMARK_NODE_BLOCK_QUOTE: visitQuote(node)
    case CMARK_NODE_CODE: if node.isOurInline { visitInline(node) } else { visitCode(node) }
    default: break
    }
  }

  private mutating func noteImage(_ url: String) {
    let isElsewhere = url.hasPrefix("/") || url.hasPrefix("#") || url.prefix(12).contains(":")
    if !url.isEmpty, !isElsewhere, !survey.images.contains(url) { survey.images.append(url) }
  }

  /// The text of the block that is being visited.
  mutating func currentText(_ node: Node) -> BlockText {
    if block != node {
      block = node
      blockText = nil
      codeSpans = nil
    }
    let current = blockText ?? BlockText(node, in: text)
    blockText = current
    return current
  }

  /// Puts the steps in the order of the source: a footnote's stand where it is written.
  private mutating func finish() {
    let order = survey.steps.indices.sorted { a, b in
      let (left, right) = (survey.steps[a].location, survey.steps[b].location)
      return (left.line, left.column, a) < (right.line, right.column, b)
    }
    var position = [Int](repeating: 0, count: order.count)
    for (index, old) in order.enumerated() { position[old] = index }
    survey.steps = order.enumerated().map { index, old in
      var step = survey.steps[old]
      step.index = index
      return step
    }
    for i in survey.cells.indices { survey.cells[i].step = position[survey.cells[i].step] }
    for i in survey.expressions.indices {
      survey.expressions[i].step = position[survey.expressions[i].step]
    }
    for i in survey.claims.indices {
      for j in survey.claims[i].lines.indices {
        survey.claims[i].lines[j].step = position[survey.claims[i].lines[j].step]
      }
    }
  }

  mutating func fail(at location: SourceLocation, _ message: String, help: String = "") {
    survey.problems.append(Diagnostic(at: location, message, help: help))
  }

  mutating func addStep(_ step: Step) -> Int {
    survey.steps.append(step)
    return survey.steps.count - 1
  }

  /// The next number of a kind.
  mutating func count(_ kind: Label.Kind) -> String {
    counts[kind, default: 0] += 1
    return document.numbered(counts[kind, default: 0])
  }

  /// Makes a label known, unless it is misspelt.
  mutating func addLabel(
    _ kind: Label.Kind, name: String, number: String, title: String, at location: SourceLocation
  ) {
    let id = "\(kind.rawValue):\(name)"
    let href = "\(document.page)#\(LabelSyntax.elementID(id))"
    survey.labels.append(
      Label(kind: kind, id: id, number: number, title: title, href: href, location: location))
  }
}
