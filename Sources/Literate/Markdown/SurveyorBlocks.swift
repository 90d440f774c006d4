import CCmarkGFM
import Foundation

// Headings, captions, callouts and equations; the fences are in `SurveyorFences.swift`.

extension Surveyor {
  /// `{#kind:name}` at the end of a block's last text.
  private func trailingLabel(of node: Node) -> String? {
    guard let last = node.lastChild, last.type == CMARK_NODE_TEXT else { return nil }
    let literal = last.literal
    guard literal.hasSuffix("}"), let open = literal.lastIndex(of: "{") else { return nil }
    let inner = literal[literal.index(after: open)...].dropLast()
    guard inner.first == "#", !inner.contains(where: { $0.isWhitespace || $0 == "}" }) else {
      return nil
    }
    return String(inner.dropFirst())
  }

  /// The name in a label of this kind; tells what is wrong with it otherwise.
  private mutating func name(
    _ kind: Label.Kind, in label: String, at location: SourceLocation, _ what: String
  ) -> String? {
    let prefix = kind.rawValue + ":"
    guard label.hasPrefix(prefix) else {
      let bare = label.split(separator: ":").last.map(String.init) ?? "name"
      fail(
        at: location, "the label of \(what) begins with '\(prefix)'",
        help: "write {#\(prefix)\(bare)}")
      return nil
    }
    let name = String(label.dropFirst(prefix.count))
    if let problem = LabelSyntax.problem(ofName: name, example: "{#\(prefix)blocking}") {
      fail(at: location, problem.message, help: problem.help)
      return nil
    }
    return name
  }

  /// Where the last `{#` of a block stands.
  private mutating func labelLocation(in node: Node) -> SourceLocation {
    let source = currentText(node)
    let bytes = source.bytes
    let offset = bytes.indices.dropLast().last { i in
      bytes[i] == UInt8(ascii: "{") && bytes[i + 1] == UInt8(ascii: "#")
    }
    return source.location(at: offset ?? 0)
  }

  mutating func visitHeading(_ node: Node) {
    let level = node.headingLevel
    let isTop = node.parent?.type == CMARK_NODE_DOCUMENT
    let label = trailingLabel(of: node)
    guard isTop, level > 1 else {
      if label != nil {
        fail(
          at: labelLocation(in: node), "this heading cannot have a label",
          help: isTop ? "sections begin with ##" : "only headings outside quotes and lists have one"
        )
      }
      return
    }
    var number = ""
    if level == 2 {
      sectionCounts = [sectionCounts[0] + 1, 0]
      number = document.numbered(sectionCounts[0])
    } else if level == 3 {
      sectionCounts[1] += 1
      number = "\(document.numbered(sectionCounts[0])).\(sectionCounts[1])"
    }
    var title = PlainText.of(node)
    var id = ""
    if let label {
      title = String(title.dropLast(label.count + 3).utf8.trimmed) ?? ""
      let location = labelLocation(in: node)
      if level > 3 {
        fail(
          at: location, "only ## and ### headings can have a label",
          help: "remove {#\(label)} or make it a section of its own")
      } else if let name = name(.section, in: label, at: location, "a section") {
        id = "sec-\(name)"
        addLabel(.section, name: name, number: number, title: title, at: location)
      }
    }
    survey.headings.append(
      Survey.Heading(
        node: node, level: level, number: number, elementID: id,
        title: String(title.utf8.trimmed) ?? title,
        hasLabel: label != nil))
  }

  mutating func visitParagraph(_ node: Node) {
    findBrokenFence(node)
    guard let first = node.firstChild, let label = trailingLabel(of: node) else { return }
    if first.type == CMARK_NODE_IMAGE, let last = first.next, last == node.lastChild,
      String(last.literal.utf8.trimmed) == "{#\(label)}"
    {
      let location = labelLocation(in: node)
      guard let name = name(.figure, in: label, at: location, "an image") else { return }
      let number = count(.figure)
      let title = first.title.isEmpty ? PlainText.of(first) : first.title
      addLabel(.figure, name: name, number: number, title: title, at: location)
      survey.figures.append(
        Survey.Captioned(
          node: node, part: first, label: "fig:\(name)", number: number,
          location: captionLocation(of: first.title, in: node)))
    } else if let table = node.previous, table.isTable, first.type == CMARK_NODE_TEXT,
      first.literal.hasPrefix(": ")
    {
      let location = labelLocation(in: node)
      guard let name = name(.table, in: label, at: location, "a table") else { return }
      let number = count(.table)
      let title = PlainText.of(node).dropFirst(2).dropLast(label.count + 3)
      addLabel(
        .table, name: name, number: number, title: String(title.utf8.trimmed) ?? "", at: location)
      survey.tables.append(
        Survey.Captioned(
          node: table, part: node, label: "tbl:\(name)", number: number,
          location: currentText(node).location(at: 0)))
    }
  }

  /// Where an image's title stands in its paragraph.
  private mutating func captionLocation(of title: String, in node: Node) -> SourceLocation {
    let source = currentText(node)
    let wanted = Array(title.utf8)
    let start = source.bytes.indices.last { source.bytes[$0...].starts(with: wanted) }
    return source.location(at: start ?? 0)
  }

  /// Markdown takes a line of backticks for a fence only if no other backtick follows on it.
  private mutating func findBrokenFence(_ node: Node) {
    guard let content = cmark_node_get_string_content(node.pointer), strstr(content, "```") != nil
    else { return }
    let source = currentText(node)
    for line in source.bytes.split(separator: newline) where line.starts(with: "```".utf8) {
      let info = line.drop { $0 == backtick }.drop(while: \.isBlank)
      let word = info.prefix { $0.isAlphanumeric }
      guard ["swift", "output", "claim"].contains(where: { word.elementsEqual($0.utf8) }),
        let other = info.firstIndex(of: backtick)
      else { continue }
      fail(
        at: source.location(at: other), "the line of a ``` fence cannot hold a backtick",
        help: "begin and end the fence with ~~~")
    }
  }

  mutating func visitQuote(_ node: Node) {
    guard let paragraph = node.firstChild, paragraph.type == CMARK_NODE_PARAGRAPH,
      let first = paragraph.firstChild, first.type == CMARK_NODE_TEXT
    else { return }
    let literal = first.literal
    guard literal.hasPrefix("[!"), let end = literal.firstIndex(of: "]") else { return }
    let word = literal[..<end].dropFirst(2)
    guard !word.isEmpty, word.utf8.allSatisfy({ $0.isAlphanumeric }) else { return }
    let location = BlockText(paragraph, in: text).location(at: 2)
    guard let kind = CalloutKind(rawValue: word.lowercased()) else {
      fail(
        at: location, "there is no callout '\(word)'",
        help: didYouMean(String(word), among: CalloutKind.words, kind: "callouts"))
      return
    }
    if kind == .tabs, !isTabList(paragraph.next) {
      fail(
        at: location, "tabs are one list behind '[!TABS]'",
        help: "each item's first paragraph is a tab's label, the rest its panel")
      return
    }
    survey.callouts.append(
      Survey.Callout(
        node: node, paragraph: paragraph, kind: kind,
        markerLength: literal[...end].utf8.count, location: location))
  }

  /// Whether a node is the list of tabs: nothing behind it, and every item begins with a paragraph.
  private func isTabList(_ list: Node?) -> Bool {
    guard let list, list.type == CMARK_NODE_LIST, list.next == nil else { return false }
    return list.children.allSatisfy { $0.firstChild?.type == CMARK_NODE_PARAGRAPH }
  }

  mutating func visitEquation(_ node: Node) {
    let bytes = Array(node.literal.utf8)
    let block = BlockText(bytes, firstLine: node.startLine, startColumn: 1, in: text)
    let open = bytes.firstIndex(of: dollar) ?? 0
    guard let close = closingDollars(bytes, from: open + 2), node.mark != nil else {
      fail(
        at: block.location(at: open), "the display math is not closed",
        help: "end it with a line '$$'")
      return
    }
    let inner = bytes[min(open + 2, close)..<close]
    let start = inner.trimmed.startIndex
    let tex = String(decoding: inner.trimmed, as: UTF8.self)
    if inner.trimmed.starts(with: "{#".utf8) {
      fail(
        at: block.location(at: start), "an equation's label stands behind its closing $$",
        help: "move it to the end")
      return
    }
    if tex.isEmpty { fail(at: block.location(at: open), "the formula is empty") }
    var equation = Survey.Equation(node: node, tex: tex, block: block, offset: start)
    let rest = bytes[min(close + 2, bytes.count)...].trimmed
    if rest.starts(with: "{#".utf8), rest.last == UInt8(ascii: "}") {
      let location = block.location(at: rest.startIndex)
      let label = String(decoding: rest.dropFirst(2).dropLast(), as: UTF8.self)
      if let name = name(.equation, in: label, at: location, "an equation") {
        equation.label = "eq:\(name)"
        equation.number = count(.equation)
        addLabel(.equation, name: name, number: equation.number, title: "", at: location)
      }
    } else if !rest.isEmpty {
      fail(
        at: block.location(at: rest.startIndex), "only a label stands behind the closing $$",
        help: "write $$ {#eq:name}, or begin a new line")
    }
    survey.equations.append(equation)
  }

  /// Offset of the next `$$` that no backslash escapes.
  private func closingDollars(_ bytes: [UInt8], from start: Int) -> Int? {
    var at = start
    while at + 1 < bytes.count {
      if bytes[at] == dollar, bytes[at + 1] == dollar { return at }
      at += bytes[at] == backslash ? 2 : 1
    }
    return nil
  }
}
