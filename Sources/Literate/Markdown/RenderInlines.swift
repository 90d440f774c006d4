import CCmarkGFM

// Formulas, citations, references and computed values.

extension Renderer {
  /// Replaces the inlines of ours in a surveyed tree.
  func renderInlines(_ survey: Survey) {
    for node in survey.literals { replace(node, by: Node.text(node.literal)) }
    for formula in survey.formulas {
      let html = render(
        formula.tex, isDisplay: false, in: formula.block, offset: formula.offset)
      formula.node.becomeHTML(html)
    }
    for expression in survey.expressions {
      let result = result(expression.step)
      let isAlternative = survey.alternatives.contains(expression.node)
      if isAlternative {
        replace(expression.node, by: Node.text(result.value))
      } else {
        expression.node.becomeHTML(computed(result))
      }
    }
    for group in survey.mentions { render(group) }
  }

  /// Inline Markdown that stands by itself.
  func inline(_ markdown: String, at location: SourceLocation) -> String {
    let isPlain = !markdown.utf8.contains { "*_`[]()!<>&\\~:@$\"\n\r#".utf8.contains($0) }
    if isPlain { return String(markdown.utf8.trimmed) ?? markdown }
    let document = InlineTree(markdown)
    var origin = location
    origin.path = path
    origin.column -= InlineTree.prefixLength
    let text = SourceText(path: location.path, bytes: document.parsed, origin: origin)
    let survey = Surveyor.survey(document.tree, text: text, document: DocumentName())
    problems += survey.problems
    for step in survey.steps {
      problems.append(
        Diagnostic(
          at: step.location, "an inline expression cannot stand here",
          help: "only the chapter's body has them"))
    }
    renderInlines(survey)
    let html = document.tree.html.utf8
    return String(html.dropFirst("<h1>".utf8.count).dropLast("</h1>\n".utf8.count)) ?? ""
  }

  /// A formula as KaTeX sets it; its source where KaTeX refuses.
  func render(_ tex: String, isDisplay: Bool, in block: BlockText, offset: Int) -> String {
    do {
      return try math.render(tex, isDisplay: isDisplay)
    } catch {
      let place = error.position.map { tex.utf8Offset(ofUTF16: $0) } ?? 0
      problems.append(
        Diagnostic(at: block.location(at: offset + place), error.message, help: error.help))
      return "<code>\(HTML.escape(tex))</code>"
    }
  }

  private func computed(_ result: StepResult) -> String {
    switch result.status {
    case .ran: "<span class=\"computed\">\(HTML.escape(result.value))</span>"
    case .failed:
      "<span class=\"computed failed\" title=\"\(HTML.escape(result.failure?.message ?? ""))\">?</span>"
    case .notRun: "<span class=\"computed not-run\" title=\"not run\">?</span>"
    }
  }

  // MARK: Citations and references

  private func render(_ group: Survey.MentionGroup) {
    guard let first = group.mentions.first?.node else { return }
    guard group.isBracketed else {
      first.becomeHTML(html(group.mentions[0], isBracketed: false))
      return
    }
    if let open = first.previous { open.setLiteral(String(open.literal.dropLast())) }
    if let close = (group.inner.last ?? first).next {
      let literal = close.literal
      if let end = literal.firstIndex(of: "]") {
        close.setLiteral(String(literal[literal.index(after: end)...]))
      }
    }
    let parts = group.mentions.map { html($0, isBracketed: true) }
    for node in group.inner { remove(node) }
    first.becomeHTML("<span class=\"citations\">(\(parts.joined(separator: "; ")))</span>")
  }

  private func html(_ mention: Survey.Mention, isBracketed: Bool) -> String {
    // What separates works is not part of a locator.
    let trims: (Character) -> Bool = { $0.isWhitespace || $0 == ";" || $0 == "," }
    var locator = mention.locator[...]
    while let last = locator.last, trims(last) { locator.removeLast() }
    locator = locator.drop(while: trims)
    let suffix = locator.isEmpty ? "" : ", \(HTML.escape(locator))"
    let kind = mention.name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
    if mention.name.contains(":"), let kind = Label.Kind(rawValue: kind) {
      return reference(mention, kind) + suffix
    }
    guard let work = bibliography[mention.name] else {
      let known = bibliography.keys + labels.ids
      problems.append(
        Diagnostic(
          at: mention.location, "there is no work '\(mention.name)' in the bibliography",
          help: closest(to: mention.name, among: known).map { "did you mean '@\($0)'?" }
            ?? "add it to references.bib, or write \\@ for the character"))
      return HTML.escape("@\(mention.name)")
    }
    cited.insert(work.key)
    let label = bibliography.label(of: work)
    let open = "<a class=\"citation\" href=\"#ref-\(HTML.escape(work.key))\">"
    return isBracketed
      ? "\(open)\(HTML.escape(label.authors)), \(HTML.escape(label.year))</a>\(suffix)"
      : "\(open)\(HTML.escape(label.authors)) (\(HTML.escape(label.year)))</a>"
  }

  private func reference(_ mention: Survey.Mention, _ kind: Label.Kind) -> String {
    guard let label = labels[mention.name] else {
      let same = labels.ids.filter { $0.hasPrefix("\(kind.rawValue):") }
      let near =
        closest(to: mention.name, among: same) ?? closest(to: mention.name, among: labels.ids)
      problems.append(
        Diagnostic(
          at: mention.location, "there is no \(kind.word.lowercased()) '\(mention.name)'",
          help: near.map { "did you mean '@\($0)'?" } ?? definition(of: kind)))
      return HTML.escape("@\(mention.name)")
    }
    let parts = label.href.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let isHere = parts.count == 2 && parts[0] == page
    let href = isHere ? "#\(parts[1])" : label.href
    return "<a class=\"xref\" href=\"\(HTML.escape(href))\">\(HTML.escape(label.referenceText))</a>"
  }

  /// How a label of a kind is defined.
  private func definition(of kind: Label.Kind) -> String {
    switch kind {
    case .chapter: "a chapter's label is its file's name without number: @ch:prediction-errors"
    case .section: "define it: ## Title {#sec:name}"
    case .figure: "define it: ```swift {#name caption=\"…\"}"
    case .table: "define it: ```swift {#name table-caption=\"…\"}"
    case .equation: "define it: $$ … $$ {#eq:name}"
    case .cell: "define it: ```swift {#name}"
    }
  }
}

extension String {
  /// The UTF-8 offset of a UTF-16 offset.
  fileprivate func utf8Offset(ofUTF16 offset: Int) -> Int {
    let index = utf16.index(startIndex, offsetBy: max(0, offset), limitedBy: endIndex) ?? endIndex
    return utf8.distance(from: startIndex, to: index)
  }
}
