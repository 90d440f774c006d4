/// Small pieces of HTML that the pages are made of.
enum PageMarkup {
  /// Plain text as the text of an element or the value of an attribute in double quotes.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// The text of a piece of HTML: no tags, spaces squeezed, still escaped.
  static func text(ofHTML html: String) -> String {
    var rest = html[...]
    var text = ""
    // KaTeX writes a formula three times: as MathML, as its source and as boxes. The first is text.
    while let start = rest.firstRange(of: "<span class=\"katex\">") {
      text += withoutTags(rest[..<start.lowerBound])
      let formula = rest[start.lowerBound...]
      if let symbols = between(formula, "<semantics>", "<annotation") {
        text += withoutTags(symbols)
      }
      rest = rest[endOfElement(in: rest, from: start.lowerBound)...]
    }
    text += withoutTags(rest)
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Escaped text as plain text: the four characters that `escaped(_:)` and cmark-gfm write.
  static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }

  /// Minutes in words: `1 h 20 min`.
  static func duration(_ minutes: Int) -> String {
    switch (minutes / 60, minutes % 60) {
    case (0, let rest): return "\(rest) min"
    case (let hours, 0): return "\(hours) h"
    case (let hours, let rest): return "\(hours) h \(rest) min"
    }
  }

  /// A list of finished items; empty if there are none.
  static func list(_ items: [String], style: String = "") -> String {
    if items.isEmpty { return "" }
    let attribute = style.isEmpty ? "" : " class=\"\(style)\""
    return "<ul\(attribute)>\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</ul>\n"
  }

  /// Where the `span` that starts at `start` ends, counting the spans inside it.
  private static func endOfElement(in html: Substring, from start: Substring.Index)
    -> Substring.Index
  {
    var depth = 0
    var index = start
    while let open = html[index...].firstIndex(of: "<") {
      let tag = html[open...]
      if tag.hasPrefix("</span") { depth -= 1 } else if tag.hasPrefix("<span") { depth += 1 }
      guard let close = tag.firstIndex(of: ">") else { return html.endIndex }
      index = html.index(after: close)
      if depth == 0 { return index }
    }
    return html.endIndex
  }

  private static func withoutTags(_ html: Substring) -> String {
    var isInTag = false
    var text = ""
    for character in html {
      switch character {
      case "<": isInTag = true
      case ">" where isInTag: isInTag = false
      default: if !isInTag { text.append(character) }
      }
    }
    return text
  }

  private static func between(_ text: Substring, _ start: String, _ end: String) -> Substring? {
    guard let opening = text.firstRange(of: start) else { return nil }
    let rest = text[opening.upperBound...]
    guard let closing = rest.firstRange(of: end) else { return nil }
    return rest[..<closing.lowerBound]
  }
}
