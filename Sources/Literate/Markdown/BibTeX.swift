/// Reads BibTeX: entries, `@string`, `@comment`, `@preamble`; values in braces, in quotes, numbers
/// and abbreviations, joined by `#`.
struct BibTeX {
  private let text: SourceText
  private var bytes: [UInt8] { text.bytes }
  private var at = 0
  private var works: [Bibliography.Work] = []
  private var problems: [Diagnostic] = []
  private var strings: [String: String] = [
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
  ]
  private var lines: [String: Int] = [:]

  /// What a file holds and what is wrong with it.
  static func parse(_ text: SourceText) -> (works: [Bibliography.Work], problems: [Diagnostic]) {
    var parser = BibTeX(text: text)
    parser.parseFile()
    return (parser.works, parser.problems)
  }

  private init(text: SourceText) {
    self.text = text
  }

  /// Tells what is wrong; the rest of the entry is passed over.
  private struct Failure: Error {}

  private mutating func parseFile() {
    // What stands between entries is a comment, as in BibTeX itself.
    while let start = bytes[at...].firstIndex(of: UInt8(ascii: "@")) {
      at = start
      do {
        try parseEntry()
      } catch {
        // Go on with the next entry: one that begins a line.
        while at < bytes.count {
          let isStart = bytes[at] == UInt8(ascii: "@") && at > start && bytes[at - 1] == newline
          if isStart { break }
          at += 1
        }
      }
    }
  }

  private mutating func parseEntry() throws(Failure) {
    let start = at
    at += 1
    let type = name().lowercased()
    skipBlanks()
    if type == "comment", current != UInt8(ascii: "{") { return }
    guard !type.isEmpty else {
      throw fail(start, "'@' is not followed by an entry's type", "write for example @article{…}")
    }
    guard current == UInt8(ascii: "{") || current == UInt8(ascii: "(") else {
      throw fail(at, "an entry's type is followed by '{'", "write @\(type){key, …}")
    }
    let close = current == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    if type == "comment" || type == "preamble" {
      _ = try braced(from: start)
      return
    }
    at += 1
    if type == "string" {
      skipBlanks()
      let (name, value) = try parseField(entry: start)
      strings[name] = value
      skipBlanks()
      guard current == close else {
        throw fail(start, "this @string is not closed", "end it with '}'")
      }
      at += 1
      return
    }
    try parseWork(type, start: start, close: close)
  }

  private mutating func parseWork(_ type: String, start: Int, close: UInt8) throws(Failure) {
    skipBlanks()
    let keyStart = at
    let key = name()
    guard !key.isEmpty else {
      throw fail(keyStart, "this entry has no key", "write @\(type){key, …}")
    }
    var fields: [String: String] = [:]
    skipBlanks()
    while current != close {
      guard current == UInt8(ascii: ",") else {
        let message = current == nil ? "this entry is not closed" : "a comma is missing here"
        throw fail(current == nil ? start : at, message, current == nil ? "end it with '}'" : "")
      }
      at += 1
      skipBlanks()
      if current == close { break }
      let (field, value) = try parseField(entry: start)
      fields[field] = value
      skipBlanks()
    }
    at += 1
    let line = location(start).line
    if let first = lines[key] {
      _ = fail(keyStart, "the key '\(key)' stands twice", "the first is in line \(first)")
      return
    }
    lines[key] = line
    let people = fields["author"] ?? fields["editor"] ?? ""
    works.append(
      Bibliography.Work(
        key: key, type: type, fields: fields.mapValues(LaTeXText.plain),
        authors: BibTeXNames.split(people), location: location(keyStart)))
  }

  /// `name = value # value`.
  private mutating func parseField(
    entry: Int
  ) throws(Failure) -> (name: String, value: String) {
    let start = at
    let field = name().lowercased()
    skipBlanks()
    guard !field.isEmpty, current == UInt8(ascii: "=") else {
      if current == nil { throw fail(entry, "this entry is not closed", "end it with '}'") }
      throw fail(start, "a field is 'name = {value}'", "")
    }
    at += 1
    var value = try parseValue(entry: entry)
    skipBlanks()
    while current == UInt8(ascii: "#") {
      at += 1
      value += try parseValue(entry: entry)
      skipBlanks()
    }
    return (field, value.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  private mutating func parseValue(entry: Int) throws(Failure) -> String {
    skipBlanks()
    let start = at
    guard let first = current else {
      throw fail(entry, "this entry is not closed", "end it with '}'")
    }
    if first == UInt8(ascii: "{") { return try braced(from: start) }
    if first == UInt8(ascii: "\"") { return try quoted() }
    let word = name()
    if !word.isEmpty, word.utf8.allSatisfy(\.isDigit) { return word }
    if let value = strings[word.lowercased()] { return value }
    guard !word.isEmpty else {
      throw fail(start, "a value stands here in braces or quotes", "")
    }
    let near = closest(to: word, among: strings.keys.sorted())
    throw fail(
      start, "there is no @string '\(word)'",
      near.map { "did you mean '\($0)'?" } ?? "put the value in braces")
  }

  /// The text between braces that match.
  private mutating func braced(from start: Int) throws(Failure) -> String {
    let open = at
    var depth = 0
    while let byte = current {
      if byte == UInt8(ascii: "{") || (byte == UInt8(ascii: "(") && at == open) { depth += 1 }
      if byte == UInt8(ascii: "}")
        || (byte == UInt8(ascii: ")") && bytes[open] == UInt8(ascii: "("))
      {
        depth -= 1
      }
      at += byte == backslash && at + 1 < bytes.count ? 2 : 1
      if depth == 0 { return String(decoding: bytes[(open + 1)..<(at - 1)], as: UTF8.self) }
    }
    throw fail(open, "this brace is not closed", "end the value with '}'")
  }

  /// The text between quotes; a quote within braces does not end it.
  private mutating func quoted() throws(Failure) -> String {
    let open = at
    var depth = 0
    at += 1
    while let byte = current {
      if byte == UInt8(ascii: "\""), depth == 0 {
        at += 1
        return String(decoding: bytes[(open + 1)..<(at - 1)], as: UTF8.self)
      }
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      at += byte == backslash && at + 1 < bytes.count ? 2 : 1
    }
    throw fail(open, "this quote is not closed", "end the value with '\"'")
  }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while at < bytes.count, bytes[at].isBlank { at += 1 }
  }

  /// A key, type or field name.
  private mutating func name() -> String {
    let start = at
    while let byte = current, !byte.isBlank, !"{}()=,#\"%".utf8.contains(byte) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private func location(_ offset: Int) -> SourceLocation { text.location(offset: offset) }

  private mutating func fail(_ offset: Int, _ message: String, _ help: String) -> Failure {
    problems.append(Diagnostic(at: location(offset), message, help: help))
    return Failure()
  }
}

/// Names as BibTeX writes them: `Last, First and Last, Jr, First and First von Last`.
enum BibTeXNames {
  /// The people of an author field; braces keep a body's name together.
  static func split(_ field: String) -> [Bibliography.Name] {
    var names: [[String]] = [[]]
    for word in words(field) {
      if word == "and" { names.append([]) } else { names[names.count - 1].append(word) }
    }
    return names.filter { !$0.isEmpty }.map { name($0) }
  }

  private static func name(_ words: [String]) -> Bibliography.Name {
    let plain = { (words: [String]) in LaTeXText.plain(words.joined(separator: " ")) }
    var parts: [[String]] = [[]]
    for word in words {
      let endsPart = word.hasSuffix(",")
      let bare = endsPart ? String(word.dropLast()) : word
      if !bare.isEmpty { parts[parts.count - 1].append(bare) }
      if endsPart { parts.append([]) }
    }
    if parts.count == 2 {
      return Bibliography.Name(given: plain(parts[1]), family: plain(parts[0]))
    }
    if parts.count > 2 {
      return Bibliography.Name(given: plain(parts[2]), family: plain(parts[0] + parts[1]))
    }
    // First von Last: "von" begins with a small letter.
    let all = parts[0]
    let von = all.dropLast().firstIndex { $0.first?.isLowercase == true }
    let split = von ?? max(0, all.count - 1)
    return Bibliography.Name(
      given: plain(Array(all[..<split])), family: plain(Array(all[split...])))
  }

  /// Words, with what stands in braces as part of one.
  private static func words(_ field: String) -> [String] {
    var words: [String] = []
    var word = ""
    var depth = 0
    for character in field {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if character.isWhitespace, depth == 0 {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
        if character == ",", depth == 0 {
          words.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
