/// The attributes in braces behind a fence's language: `{#id word key=value key="text"}`.
struct FenceAttributes {
  /// One attribute.
  struct Attribute {
    /// Its name; empty for `#id`.
    var name: String
    /// What stands behind `=`, or the id; `nil` for a bare word.
    var value: String?
    /// Where the attribute begins, from 0, in the bytes that were parsed.
    var offset: Int
    /// Where its value begins.
    var valueOffset: Int
  }

  /// The attributes in order.
  var attributes: [Attribute] = []
  /// What is wrong, and where.
  var problem: (offset: Int, message: String, help: String)?

  private let bytes: [UInt8]
  private var at = 0

  /// Reads what stands behind a language; nothing but blanks is no attributes.
  init(_ info: some Sequence<UInt8>) {
    bytes = Array(info)
    skipBlanks()
    guard at < bytes.count else { return }
    guard bytes[at] == UInt8(ascii: "{") else {
      problem = (at, "a fence's attributes stand in braces", "write {…} behind the language")
      return
    }
    let open = at
    at += 1
    while problem == nil {
      skipBlanks()
      guard at < bytes.count else {
        problem = (open, "the attributes' brace is not closed", "end the line with }")
        return
      }
      if bytes[at] == UInt8(ascii: "}") { break }
      parseAttribute()
    }
    guard problem == nil else { return }
    at += 1
    skipBlanks()
    if at < bytes.count { problem = (at, "text stands behind the attributes", "remove it") }
  }

  private mutating func parseAttribute() {
    let start = at
    if bytes[at] == UInt8(ascii: "#") {
      at += 1
      let id = word()
      attributes.append(Attribute(name: "", value: id, offset: start, valueOffset: start + 1))
      return
    }
    let name = word()
    guard !name.isEmpty else {
      let character = String(decoding: bytes[at...], as: UTF8.self).first.map(String.init) ?? ""
      problem = (
        at, "'\(character)' does not begin an attribute", "write #id, word or key=\"value\""
      )
      return
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
      attributes.append(Attribute(name: name, value: nil, offset: start, valueOffset: start))
      return
    }
    at += 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      let quote = at
      guard let value = quoted() else {
        problem = (quote, "the quote of '\(name)' is not closed", "end it with \" before the brace")
        return
      }
      attributes.append(
        Attribute(name: name, value: value, offset: start, valueOffset: quote + 1))
    } else {
      let valueStart = at
      attributes.append(
        Attribute(name: name, value: word(), offset: start, valueOffset: valueStart))
    }
  }

  /// Everything up to a blank, a brace, a quote or `=`.
  private mutating func word() -> String {
    let start = at
    while at < bytes.count, !bytes[at].isBlank, !"{}\"=".utf8.contains(bytes[at]) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  /// A string in double quotes, in which `\"` and `\\` stand for themselves.
  private mutating func quoted() -> String? {
    var text: [UInt8] = []
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] == backslash, at + 1 < bytes.count,
        bytes[at + 1] == backslash || bytes[at + 1] == UInt8(ascii: "\"")
      {
        at += 1
      }
      text.append(bytes[at])
      at += 1
    }
    guard at < bytes.count else { return nil }
    at += 1
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while at < bytes.count, bytes[at].isBlank { at += 1 }
  }
}
