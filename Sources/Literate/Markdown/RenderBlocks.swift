import CCmarkGFM

// Headings, equations, captions, callouts and claims.

extension Renderer {
  /// The headings with ids that are unique on the page; labels come first.
  func contents(_ parsed: ParsedChapter) -> [Fragment.Heading] {
    var taken = Set(parsed.survey.headings.map(\.elementID))
    var repeats: [String: Int] = [:]
    var minutes: [String: Int] = [:]
    for entry in parsed.front.front.minutes {
      minutes[PlainText.of(markdown: entry.section)] = entry.minutes
    }
    return parsed.survey.headings.map { heading in
      var id = heading.elementID
      if id.isEmpty {
        let stem = "sec-\(slug(heading.title))"
        id = stem
        while !taken.insert(id).inserted {
          repeats[stem, default: 1] += 1
          id = "\(stem)-\(repeats[stem, default: 1])"
        }
      }
      return Fragment.Heading(
        level: heading.level, id: id, number: heading.number, html: "", title: heading.title,
        minutes: minutes[heading.title])
    }
  }

  /// Letters and digits in lower case, blanks and hyphens as one hyphen.
  private func slug(_ title: String) -> String {
    var result = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber {
        result.append(character)
      } else if character.isWhitespace || character == "-", !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "section" : result
  }

  /// Gives a heading its id, number, minutes and link; returns the title's HTML.
  func render(_ heading: Survey.Heading, as entry: Fragment.Heading) -> String {
    if heading.hasLabel, let last = heading.node.lastChild {
      let literal = last.literal
      let end = literal.lastIndex(of: "{") ?? literal.endIndex
      last.setLiteral(literal[..<end].trimmingTrailingBlanks)
    }
    let id = HTML.escape(entry.id)
    var open = "<h\(entry.level) id=\"\(id)\">"
    if !entry.number.isEmpty { open += "<span class=\"number\">\(entry.number)</span> " }
    var close = entry.minutes.map { " <span class=\"minutes\">\($0) min</span>" } ?? ""
    close +=
      " <a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a></h\(entry.level)>"
    guard let block = Node.block(""), let inline = Node.inline(open, close) else { return "" }
    for child in heading.node.children { inline.append(child) }
    let html = MarkdownTree.html(of: inline).utf8
    let title = String(html.dropFirst(open.utf8.count).dropLast(close.utf8.count)) ?? ""
    replace(heading.node, by: block)
    block.append(inline)
    return title.contains("<a ") ? withoutLinks(title) : title
  }

  /// A title for the contents, where it is a link itself: no links and footnote marks within.
  private func withoutLinks(_ html: String) -> String {
    var result: [UInt8] = []
    var rest = html.utf8[...]
    func startsWith(_ text: String) -> Bool { rest.starts(with: text.utf8) }
    while let first = rest.first {
      if startsWith("<sup class=\"footnote-ref\"") {
        while !rest.isEmpty, !startsWith("</sup>") { rest = rest.dropFirst() }
        rest = rest.dropFirst("</sup>".utf8.count)
      } else if startsWith("<a ") || startsWith("</a>") {
        rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  func render(_ equation: Survey.Equation) {
    let html = render(
      equation.tex, isDisplay: true, in: equation.block, offset: equation.offset)
    var open = "<div class=\"equation\""
    if !equation.label.isEmpty { open += " id=\"\(LabelSyntax.elementID(equation.label))\"" }
    let number =
      equation.number.isEmpty ? "" : "<span class=\"eqno\">(\(equation.number))</span>"
    replace(equation.node, by: Node.block("\(open)>\(html)\(number)</div>"))
  }

  /// An image with its caption.
  func renderFigure(_ figure: Survey.Captioned) {
    let caption = figure.part.title
    cmark_node_set_title(figure.part.pointer, "")
    let id = LabelSyntax.elementID(figure.label)
    let text = inline(caption, at: figure.location)
    let close =
      "<figcaption><span class=\"label\">Figure \(figure.number)</span> \(text)</figcaption></figure>"
    guard let block = Node.block(""),
      let inline = Node.inline("<figure class=\"image\" id=\"\(id)\">", close)
    else { return }
    inline.append(figure.part)
    block.append(inline)
    replace(figure.node, by: block)
  }

  /// A Markdown table with its caption.
  func renderTable(_ table: Survey.Captioned) {
    let id = LabelSyntax.elementID(table.label)
    guard let block = Node.block("<figure class=\"table\" id=\"\(id)\">", "</figure>"),
      let wrap = Node.block("<div class=\"table-wrap\">", "</div>"), let holder = Node.block(""),
      let caption = Node.inline(
        "<figcaption><span class=\"label\">Table \(table.number)</span> ", "</figcaption>")
    else { return }
    for child in table.part.children { caption.append(child) }
    if let first = caption.firstChild, first.type == CMARK_NODE_TEXT {
      first.setLiteral(String(first.literal.dropFirst(2)))
    }
    if let last = caption.lastChild, last.type == CMARK_NODE_TEXT {
      let literal = last.literal
      last.setLiteral(
        literal[..<(literal.lastIndex(of: "{") ?? literal.endIndex)].trimmingTrailingBlanks)
    }
    holder.append(caption)
    replace(table.part, by: block)
    block.append(holder)
    block.append(wrap)
    wrap.append(table.node)
  }

  // MARK: Callouts

  func render(_ callout: Survey.Callout) {
    dropMarker(of: callout)
    switch callout.kind {
    case .tabs: renderTabs(callout)
    case .margin:
      if callout.paragraph.firstChild == nil { remove(callout.paragraph) }
      finish(callout, as: Node.block("<aside class=\"margin\">", "</aside>"))
    default:
      let kind = callout.kind
      let block = Node.block("<aside class=\"callout \(kind.rawValue)\" role=\"note\">", "</aside>")
      let holder = Node.block("")
      let title = Node.inline(
        "<p class=\"callout-title\"><span class=\"kind\">\(kind.standardTitle)</span>", "</p>")
      if let title { moveTitle(of: callout, to: title) }
      holder?.append(title)
      block?.append(holder)
      finish(callout, as: block)
    }
  }

  /// Moves a quote's blocks to their new place.
  private func finish(_ callout: Survey.Callout, as block: Node?) {
    for child in callout.node.children { block?.append(child) }
    replace(callout.node, by: block)
  }

  /// Takes `[!WORD]` out of a callout's first paragraph.
  private func dropMarker(of callout: Survey.Callout) {
    guard let first = callout.paragraph.firstChild else { return }
    let rest = first.literal.utf8.dropFirst(callout.markerLength).drop(while: \.isBlank)
    first.setLiteral(String(rest) ?? "")
    guard rest.isEmpty else { return }
    if let next = first.next, next.type == CMARK_NODE_SOFTBREAK, callout.kind == .margin {
      remove(next)
    }
    remove(first)
  }

  /// Moves the rest of the marker's line to the title; the paragraph goes if nothing is left.
  private func moveTitle(of callout: Survey.Callout, to title: Node) {
    var isFirst = true
    for child in callout.paragraph.children {
      if child.type == CMARK_NODE_SOFTBREAK || child.type == CMARK_NODE_LINEBREAK {
        remove(child)
        break
      }
      if isFirst { title.append(Node.text(" ")) }
      isFirst = false
      title.append(child)
    }
    if callout.paragraph.firstChild == nil { remove(callout.paragraph) }
  }

  /// A list as tabs: radio buttons with labels, and a panel behind each.
  private func renderTabs(_ callout: Survey.Callout) {
    guard let list = callout.node.lastChild, list.type == CMARK_NODE_LIST else { return }
    tabsCount += 1
    let group = "tabs-\(tabsCount)"
    let name = PlainText.of(callout.paragraph)
    let label = HTML.escape(name.isEmpty ? "Variants" : name)
    guard
      let block = Node.block(
        "<div class=\"tabs\" role=\"group\" aria-label=\"\(label)\">", "</div>")
    else { return }
    for (index, item) in list.children.enumerated() {
      let id = "\(group)-\(index + 1)"
      let checked = index == 0 ? " checked" : ""
      guard let paragraph = item.firstChild, let holder = Node.block(""),
        let line = Node.inline(
          "<input type=\"radio\" name=\"\(group)\" id=\"\(id)\"\(checked)><label for=\"\(id)\">",
          "</label>"), let panel = Node.block("<div class=\"panel\">", "</div>")
      else { continue }
      for child in paragraph.children { line.append(child) }
      for child in item.children.dropFirst() { panel.append(child) }
      holder.append(line)
      block.append(holder)
      block.append(panel)
    }
    replace(callout.node, by: block)
  }

  // MARK: Claims

  func render(_ claims: Survey.Claims) {
    var html = "<ul class=\"claims\">"
    for line in claims.lines {
      let result = result(line.step)
      let state =
        switch result.status {
        case .ran: "holds"
        case .failed: "fails"
        case .notRun: "not-run"
        }
      html += "\n<li class=\"\(state)\">\(inline(line.statement, at: line.location))"
      if !result.value.isEmpty {
        html += " <span class=\"measured\">measured \(HTML.escape(result.value))</span>"
      } else if result.status == .notRun {
        html += " <span class=\"measured\">not run</span>"
      }
      if let failure = result.failure {
        html += "<pre class=\"failure\">\(HTML.preformatted(failure.description))</pre>"
      }
      html += "</li>"
    }
    replace(claims.node, by: Node.block(html + "\n</ul>"))
  }
}

extension Substring {
  /// Without blanks at the end.
  var trimmingTrailingBlanks: String {
    var part = utf8
    while let last = part.last, last.isBlank { part.removeLast() }
    return String(part) ?? ""
  }
}
