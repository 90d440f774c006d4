/// What stands between the two `---` lines at the top of a chapter, and where the rest begins.
struct ParsedFrontMatter {
  /// What the chapter says of itself.
  var front = FrontMatter()
  /// Where each value stands: `title`, `objectives.0`, `minutes.1`…
  var locations: [String: SourceLocation] = [:]
  /// The line behind the second `---`, from 1.
  var bodyLine = 1
  /// What is wrong with it.
  var problems: [Diagnostic] = []

  /// Where a value stands; the first line if it is not there.
  func location(_ key: String, in text: SourceText) -> SourceLocation {
    locations[key] ?? text.location(line: 1, column: 1)
  }
}

/// Reads the subset of YAML that front matter is written in: `key: value`, and `key:` followed by
/// `- item` lines. Values go on over deeper indented lines and may be quoted.
struct FrontMatterParser {
  private static let scalars = ["title", "question"]
  private static let lists = ["objectives", "prerequisites", "key-points", "minutes", "data"]

  private let text: SourceText
  private var result = ParsedFrontMatter()
  private var seen: Set<String> = []
  private var line = 2

  /// Reads the front matter of a file.
  static func parse(_ text: SourceText) -> ParsedFrontMatter {
    var parser = FrontMatterParser(text: text)
    parser.parse()
    return parser.result
  }

  private init(text: SourceText) {
    self.text = text
  }

  private mutating func parse() {
    var first = text.line(1)
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { first = first.dropFirst(3) }
    guard isFence(first) else {
      fail(
        1, 1, "the chapter has no front matter",
        help: "begin the file with '---', 'title: …' and '---' on three lines")
      return
    }
    guard let end = (2..<max(2, text.lineCount + 1)).first(where: { isFence(text.line($0)) }) else {
      result.bodyLine = text.lineCount + 1
      fail(1, 1, "the front matter is not closed", help: "end it with a line '---'")
      return
    }
    result.bodyLine = end + 1
    while line < end { parseEntry(before: end) }
    if !seen.contains("title") {
      fail(1, 1, "the front matter has no title", help: "add a line 'title: …'")
    }
  }

  private func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy(\.isBlank)
  }

  /// One key with what belongs to it.
  private mutating func parseEntry(before end: Int) {
    let source = text.line(line)
    let start = line
    line += 1
    guard !source.trimmed.isEmpty, source.first != UInt8(ascii: "#") else { return }
    guard indent(of: source) == 0, let colon = source.firstIndex(of: UInt8(ascii: ":")) else {
      fail(
        start, indent(of: source) + 1, "this line of the front matter is not 'key: value'",
        help: indent(of: source) > 0 ? "a key begins in the first column" : "")
      return
    }
    let key = String(decoding: source[..<colon].trimmed, as: UTF8.self)
    let known = Self.scalars + Self.lists
    let isKnown = known.contains(key)
    if !isKnown {
      fail(
        start, 1, "unknown key '\(key)' in the front matter",
        help: didYouMean(key, among: known, kind: "keys"))
    } else if !seen.insert(key).inserted {
      fail(start, 1, "'\(key)' stands twice in the front matter", help: "keep one of the two")
    }
    let value = value(at: start, from: colon - source.startIndex + 1, deeperThan: 0, before: end)
    let items = items(before: end)
    if isKnown { store(key, at: start, value: value, items: items) }
  }

  /// A value that begins on a line at an offset and goes on over deeper indented lines.
  private mutating func value(
    at start: Int, from offset: Int, deeperThan indent: Int, before end: Int
  ) -> (text: String, location: SourceLocation) {
    let source = text.line(start)
    let rest = source.dropFirst(offset)
    let value = rest.trimmed
    var column = (value.isEmpty ? rest.startIndex : value.startIndex) - source.startIndex + 1
    var joined = String(decoding: value, as: UTF8.self)
    while line < end {
      let next = text.line(line)
      let content = next.trimmed
      guard !content.isEmpty, self.indent(of: next) > indent, !isItem(content) else { break }
      joined += (joined.isEmpty ? "" : " ") + String(decoding: content, as: UTF8.self)
      line += 1
    }
    if let first = joined.first, first == "\"" || first == "'" {
      column += 1
      joined = unquoted(joined, quote: first, line: start, column: column)
    }
    return (joined, text.location(line: start, column: column))
  }

  /// The text between quotes; `\"` and `\\` stand for themselves between double ones.
  private mutating func unquoted(
    _ quoted: String, quote: Character, line: Int, column: Int
  ) -> String {
    var result = ""
    var rest = quoted.dropFirst()
    while let character = rest.popFirst() {
      if character == quote {
        if !rest.allSatisfy(\.isWhitespace) {
          fail(line, column - 1, "text stands behind the closing quote", help: "quote it all")
        }
        return result
      }
      if quote == "\"", character == "\\", let next = rest.first, next == "\"" || next == "\\" {
        result.append(next)
        rest.removeFirst()
      } else {
        result.append(character)
      }
    }
    fail(line, column - 1, "the quote is not closed", help: "end the value with \(quote)")
    return result
  }

  /// The `- item` lines from the current line on.
  private mutating func items(before end: Int) -> [(text: String, location: SourceLocation)] {
    var items: [(text: String, location: SourceLocation)] = []
    while line < end {
      let source = text.line(line)
      let content = source.trimmed
      if content.isEmpty {
        line += 1
        continue
      }
      guard isItem(content) else { break }
      let start = line
      line += 1
      let marker = content.startIndex - source.startIndex
      items.append(value(at: start, from: marker + 1, deeperThan: marker, before: end))
    }
    return items
  }

  private func isItem(_ content: ArraySlice<UInt8>) -> Bool {
    content.first == UInt8(ascii: "-") && (content.dropFirst().first?.isBlank ?? true)
  }

  private func indent(of line: ArraySlice<UInt8>) -> Int { line.prefix(while: \.isBlank).count }

  private mutating func fail(_ line: Int, _ column: Int, _ message: String, help: String = "") {
    result.problems.append(
      Diagnostic(at: text.location(line: line, column: column), message, help: help))
  }
}

// MARK: - Values

extension FrontMatterParser {
  private mutating func store(
    _ key: String, at line: Int, value: (text: String, location: SourceLocation),
    items: [(text: String, location: SourceLocation)]
  ) {
    if Self.scalars.contains(key) {
      if !items.isEmpty {
        fail(line, 1, "'\(key)' is one text, not a list", help: "write '\(key): …' on one line")
      } else if value.text.isEmpty {
        fail(line, 1, "'\(key)' is empty", help: "write '\(key): …'")
      }
      result.locations[key] = value.location
      if key == "title" {
        result.front.title = value.text
      } else {
        result.front.question = value.text
      }
      return
    }
    if !value.text.isEmpty {
      let place = value.location
      result.problems.append(
        Diagnostic(
          at: place, "'\(key)' is a list",
          help: "put each on a line of its own: '  - \(value.text)'"))
      return
    }
    for (index, item) in items.enumerated() {
      result.locations["\(key).\(index)"] = item.location
      if item.text.isEmpty {
        result.problems.append(Diagnostic(at: item.location, "an item of '\(key)' is empty"))
      }
    }
    switch key {
    case "objectives": result.front.objectives = items.map(\.text)
    case "prerequisites": result.front.prerequisites = items.map(\.text)
    case "key-points": result.front.keyPoints = items.map(\.text)
    case "data": result.front.data = items.map(\.text)
    default:
      for item in items {
        guard let entry = minutes(item.text, at: item.location) else { continue }
        result.locations["minutes.\(result.front.minutes.count)"] = item.location
        result.front.minutes.append(entry)
      }
    }
  }

  /// `Section title: 10`.
  private mutating func minutes(
    _ text: String, at location: SourceLocation
  ) -> FrontMatter.SectionMinutes? {
    let colon = text.lastIndex(of: ":")
    let count = colon.flatMap { Int(String(text[text.index(after: $0)...].utf8.trimmed) ?? "") }
    guard let colon, let count, count >= 1 else {
      result.problems.append(
        Diagnostic(
          at: location, "'\(text)' is not a section and its minutes",
          help: "write '- Section title: 10'"))
      return nil
    }
    let title = String(text[..<colon].utf8.trimmed) ?? ""
    return FrontMatter.SectionMinutes(section: title, minutes: count)
  }
}
