import CCmarkGFM

extension Renderer {
  /// The prose of each section, for the search: no markup, no code, no output.
  func searchText(
    _ parsed: ParsedChapter, _ headings: [Fragment.Heading], title: String
  ) -> [Fragment.SearchEntry] {
    var texts: [Node: String] = [:]
    for expression in parsed.survey.expressions {
      texts[expression.node] = result(expression.step).value
    }
    for formula in parsed.survey.formulas { texts[formula.node] = formula.tex }
    for mention in parsed.survey.mentions.flatMap(\.mentions) {
      let authors = bibliography[mention.name].map { bibliography.label(of: $0).authors }
      texts[mention.node] = labels[mention.name]?.referenceText ?? authors ?? mention.name
    }
    for callout in parsed.survey.callouts {
      guard let first = callout.paragraph.firstChild else { continue }
      texts[first] = String(first.literal.utf8.dropFirst(callout.markerLength))
    }
    for figure in parsed.survey.figures {
      if let label = figure.node.lastChild { texts[label] = "" }
    }
    for caption in parsed.survey.tables {
      guard let first = caption.part.firstChild, let last = caption.part.lastChild else { continue }
      texts[last] = String(last.literal.prefix { $0 != "{" })
      texts[first] = String((texts[first] ?? first.literal).dropFirst(2))
    }
    var sections: [Node: Int] = [:]
    for (index, heading) in parsed.survey.headings.enumerated() { sections[heading.node] = index }
    var entries = [Fragment.SearchEntry(id: "", title: title, text: "")]
    var isInHeading = false
    var words = ""
    func flush() {
      entries[entries.count - 1].text = words.split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      words = ""
    }
    parsed.tree.walk { node, entering in
      if let index = sections[node] {
        isInHeading = entering
        guard entering else { return }
        flush()
        let heading = headings[index]
        let number = heading.number.isEmpty ? "" : heading.number + " "
        entries.append(
          Fragment.SearchEntry(id: heading.id, title: number + heading.title, text: ""))
        return
      }
      guard !isInHeading else { return }
      if node.isBlock { words += " " }
      guard entering else { return }
      switch node.type {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: words += texts[node] ?? node.literal
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: words += " "
      default: break
      }
    }
    flush()
    return entries.filter { !$0.id.isEmpty || !$0.text.isEmpty }
  }
}
