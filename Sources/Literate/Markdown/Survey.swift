import CCmarkGFM

/// Everything of ours in a parsed document, with its numbers and places; the tree is unchanged.
///
/// `Chapter.parse` takes steps and labels from it, `renderFragment` the nodes to replace: what is
/// found is decided once.
struct Survey {
  /// A `swift` fence.
  struct Cell {
    var node: Node
    var step: Int
    /// `1.3` among the chapter's cells.
    var number: String
    /// The number of its figure or table; empty without a caption.
    var captionNumber = ""
    var captionLocation: SourceLocation
  }

  /// A `claim` fence.
  struct Claims {
    var node: Node
    var lines: [(statement: String, location: SourceLocation, step: Int)] = []
  }

  /// `` `= expression` ``.
  struct Expression {
    var node: Node
    var step: Int
  }

  /// `$…$` in prose.
  struct Formula {
    var node: Node
    var tex: String
    var block: BlockText
    /// Where `tex` begins in the block's content.
    var offset: Int
  }

  /// Display math.
  struct Equation {
    var node: Node
    var tex: String
    var block: BlockText
    var offset: Int
    /// Empty if it has none, and then no number.
    var label = ""
    var number = ""
  }

  /// A heading at the top level of the chapter.
  struct Heading {
    var node: Node
    var level: Int
    /// Of `##` and `###`; empty for others.
    var number: String
    var elementID: String
    var title: String
    var hasLabel: Bool
  }

  /// An image with a label that stands alone in its paragraph, or a table with a caption.
  struct Captioned {
    var node: Node
    /// The image itself, or the paragraph with the caption.
    var part: Node
    var label: String
    var number: String
  }

  /// A block quote that begins with `[!WORD]`.
  struct Callout {
    var node: Node
    var paragraph: Node
    var kind: CalloutKind
    /// Bytes of the paragraph's first text that are the marker.
    var markerLength: Int
    var location: SourceLocation
  }

  /// One `@name`.
  struct Mention {
    var node: Node
    /// Without `@`.
    var name: String
    var location: SourceLocation
    /// The text between this one and the next, or the end of the group.
    var locator = ""
  }

  /// `@name`, or `[@name; @name]`.
  struct MentionGroup {
    var mentions: [Mention]
    var isBracketed: Bool
    /// Nodes between the first mention and the text that closes the group.
    var inner: [Node] = []
  }

  var steps: [Step] = []
  var labels: [Label] = []
  var problems: [Diagnostic] = []
  var cells: [Cell] = []
  var outputs: [Node] = []
  var claims: [Claims] = []
  var expressions: [Expression] = []
  var formulas: [Formula] = []
  var equations: [Equation] = []
  var headings: [Heading] = []
  var figures: [Captioned] = []
  var tables: [Captioned] = []
  var callouts: [Callout] = []
  var mentions: [MentionGroup] = []
  /// Our inlines where they are not ours: within links and images.
  var literals: [Node] = []
  /// Our inlines within images' alternative texts, which hold no HTML.
  var alternatives: Set<Node> = []
  var images: [String] = []
}

/// The kinds of `> [!WORD]`.
enum CalloutKind: String, CaseIterable {
  case note, warning, misconception, biology, history, margin, tabs

  /// The words that authors write.
  static let words = allCases.map { $0.rawValue.uppercased() }

  /// The title of a callout that has none of its own.
  var standardTitle: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// Where a document's numbers and links come from.
struct DocumentName {
  /// The chapter's number; `nil`: bare counts.
  var number: Int?
  /// The page's file name: `01-prediction-errors.html`.
  var page = ""

  /// `1.3` in chapter 1, `3` in a chapter without number.
  func numbered(_ count: Int) -> String { number.map { "\($0).\(count)" } ?? "\(count)" }
}

/// Walks a tree and notes what is ours.
struct Surveyor {
  let text: SourceText
  let document: DocumentName
  var survey = Survey()
  var counts: [Label.Kind: Int] = [:]
  var sectionCounts = [0, 0]
  /// The block whose inlines are being visited, its text, and its code spans, made when needed.
  private var block: Node?
  private var blockText: BlockText?
  private var codeSpans: BlockText.CodeSpans?
  private var linkDepth = 0
  private var imageDepth = 0
  private var grouped: Set<Node> = []

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

// MARK: - Inlines

extension Surveyor {
  private mutating func visitCode(_ node: Node) {
    let literal = node.literal
    guard literal.hasPrefix("= "), let block else { return }
    let source = currentText(block)
    var spans = codeSpans ?? BlockText.CodeSpans(source.bytes)
    let offset = spans.offset(ofNext: literal)
    codeSpans = spans
    let blanks = literal.utf8.dropFirst(2).prefix(while: \.isBlank).count
    let code = String(literal.utf8.dropFirst(2).trimmed) ?? ""
    let location = source.location(at: (offset ?? 0) + 2 + blanks)
    guard !code.isEmpty else {
      fail(at: location, "the inline expression is empty", help: "write `= expression`")
      return
    }
    let step = addStep(Step(index: 0, kind: .expression, code: code, location: location))
    survey.expressions.append(Survey.Expression(node: node, step: step))
    if imageDepth > 0 { survey.alternatives.insert(node) }
  }

  private mutating func visitInline(_ node: Node) {
    guard let offset = node.mark, let block else { return }
    let source = node.literal
    if imageDepth > 0 { survey.alternatives.insert(node) }
    if source.hasPrefix("@") {
      visitReference(node, name: String(source.dropFirst()), offset: offset, block: block)
      return
    }
    let location = { (surveyor: inout Surveyor) in
      surveyor.currentText(block).location(at: offset)
    }
    if source.hasPrefix("$$") {
      fail(
        at: location(&self), "display math stands on lines of its own",
        help: "begin a line with $$, or write $…$ within a sentence")
      survey.literals.append(node)
      return
    }
    guard imageDepth == 0 else {
      survey.literals.append(node)
      return
    }
    survey.formulas.append(
      Survey.Formula(
        node: node, tex: String(source.dropFirst().dropLast()), block: currentText(block),
        offset: offset + 1))
  }

  private mutating func visitReference(_ node: Node, name: String, offset: Int, block: Node) {
    guard linkDepth == 0, imageDepth == 0 else {
      survey.literals.append(node)
      return
    }
    guard !grouped.contains(node) else { return }
    let source = currentText(block)
    let location = source.location(at: offset)
    var group = Survey.MentionGroup(
      mentions: [Survey.Mention(node: node, name: name, location: location)], isBracketed: false)
    if let previous = node.previous, previous.type == CMARK_NODE_TEXT,
      previous.literal.hasSuffix("["), let bracketed = bracketedGroup(from: group, source)
    {
      group = bracketed
    }
    grouped.formUnion(group.mentions.map(\.node))
    survey.mentions.append(group)
  }

  /// The group that `[` opens before a mention, if `]` closes it after text and mentions only.
  private func bracketedGroup(
    from group: Survey.MentionGroup, _ source: BlockText
  ) -> Survey.MentionGroup? {
    var group = group
    group.isBracketed = true
    var between = ""
    var next = group.mentions[0].node.next
    while let node = next {
      next = node.next
      let last = group.mentions.count - 1
      if node.type == CMARK_NODE_SOFTBREAK {
        between += " "
        group.inner.append(node)
      } else if node.type == CMARK_NODE_TEXT {
        let literal = node.literal
        if let end = literal.firstIndex(of: "]") {
          group.mentions[last].locator = between + literal[..<end]
          return group
        }
        between += literal
        group.inner.append(node)
      } else if node.isOurInline, let mark = node.mark, node.literal.hasPrefix("@") {
        group.mentions[last].locator = between
        between = ""
        group.mentions.append(
          Survey.Mention(
            node: node, name: String(node.literal.dropFirst()),
            location: source.location(at: mark)))
        group.inner.append(node)
      } else {
        return nil
      }
    }
    return nil
  }
}
