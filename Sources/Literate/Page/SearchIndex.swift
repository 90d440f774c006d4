/// One section of the book as the search sees it. Everything is plain text.
public struct SearchEntry: Hashable, Codable, Sendable {
  /// Where it is: `01-prediction-errors.html#sec-blocking`.
  public var href: String
  /// The chapter with its number: `1 Prediction errors`.
  public var chapter: String
  /// The section with its number; empty for what stands before a chapter's first section.
  public var section: String
  /// The section's text, without code and without formulas' layout.
  public var text: String

  /// An entry from its parts.
  public init(href: String, chapter: String, section: String, text: String) {
    self.href = href
    self.chapter = chapter
    self.section = section
    self.text = text
  }
}

/// The search index as a script, `assets/search-index.js`: a page opened from disk may load a
/// script, but not a JSON file.
///
/// One entry a line. Nothing in it can end a script element or a string.
public func searchIndex(_ entries: [SearchEntry]) -> String {
  let lines = entries.map { entry in
    let fields = [entry.href, entry.chapter, entry.section, entry.text]
    return "[" + fields.map(scriptString).joined(separator: ",") + "]"
  }
  return "window.bookIndex = [\n" + lines.joined(separator: ",\n") + "\n];\n"
}

/// A string literal that is at once JSON and JavaScript and harmless inside HTML.
func scriptString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "<": result += "\\u003c"
    case ">": result += "\\u003e"
    case "&": result += "\\u0026"
    case "\u{2028}": result += "\\u2028"
    case "\u{2029}": result += "\\u2029"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
