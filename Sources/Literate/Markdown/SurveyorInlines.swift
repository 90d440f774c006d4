import CCmarkGFM

// Computed values, formulas, citations and references.

extension Surveyor {
  mutating func visitCode(_ node: Node) {
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

  mutating func visitInline(_ node: Node) {
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
        node: node, tex: String(source.utf8.dropFirst().dropLast()) ?? "",
        block: currentText(block),
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

  /// The group that `[` opens before a mention, if `]` closes it behind text and mentions only.
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
      } else if [CMARK_NODE_EMPH, CMARK_NODE_STRONG].contains(node.type) {
        between += PlainText.of(node)
        group.inner.append(node)
      } else {
        return nil
      }
    }
    return nil
  }
}
