/// A strict reading of a page: what a browser would repair silently is an error here.
struct HTMLCheck {
  /// An element's start tag.
  struct Tag {
    var name: String
    var attributes: [(name: String, value: String)]

    func value(_ name: String) -> String? {
      attributes.first { $0.name == name }?.value
    }
  }

  /// All start tags, in order.
  private(set) var tags: [Tag] = []
  /// What is wrong with the page.
  private(set) var problems: [String] = []

  private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta"]

  init(_ html: String) {
    var open: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      if rest[..<start].contains(">") && open.last != "script" {
        problems.append("a bare > before \(rest[start...].prefix(30))")
      }
      rest = rest[start...]
      if rest.hasPrefix("<!DOCTYPE html>") {
        rest = rest.dropFirst("<!DOCTYPE html>".count)
        continue
      }
      guard let end = Self.endOfTag(rest) else {
        problems.append("a tag without end: \(rest.prefix(40))")
        break
      }
      let text = rest[..<end].dropFirst()
      rest = rest[end...].dropFirst()
      if text.hasPrefix("/") {
        let name = String(text.dropFirst())
        if open.last == name {
          open.removeLast()
        } else {
          problems.append("</\(name)> closes <\(open.last ?? "nothing")>")
        }
        continue
      }
      let tag = Self.tag(text)
      tags.append(tag)
      for (index, attribute) in tag.attributes.enumerated()
      where tag.attributes[..<index].contains(where: { $0.name == attribute.name }) {
        problems.append("<\(tag.name)> has \(attribute.name) twice")
      }
      if !Self.void.contains(tag.name) && !text.hasSuffix("/") { open.append(tag.name) }
      if tag.name == "script", let close = rest.firstRange(of: "</script>") {
        rest = rest[close.lowerBound...]
      }
    }
    if !open.isEmpty { problems.append("never closed: \(open.joined(separator: " "))") }
    let ids = all("id")
    for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
      problems.append("the id \(id) is there twice")
    }
    for reference in all("for") + all("aria-labelledby") where !ids.contains(reference) {
      problems.append("nothing has the id \(reference)")
    }
    for link in all("href") where link.hasPrefix("#") && !ids.contains(String(link.dropFirst())) {
      problems.append("nothing to go to: \(link)")
    }
  }

  /// The values of an attribute, wherever it is.
  func all(_ attribute: String) -> [String] {
    tags.compactMap { $0.value(attribute) }
  }

  /// How often an element is there.
  func count(_ name: String) -> Int {
    tags.filter { $0.name == name }.count
  }

  /// A `>` within an attribute's quotes does not end a tag.
  private static func endOfTag(_ text: Substring) -> Substring.Index? {
    var isQuoted = false
    for index in text.indices {
      switch text[index] {
      case "\"": isQuoted.toggle()
      case ">" where !isQuoted: return index
      default: break
      }
    }
    return nil
  }

  private static func tag(_ text: Substring) -> Tag {
    let name = text.prefix { !$0.isWhitespace && $0 != "/" }
    var tag = Tag(name: name.lowercased(), attributes: [])
    var rest = text[name.endIndex...].drop { $0.isWhitespace || $0 == "/" }
    while !rest.isEmpty {
      let name = rest.prefix { $0 != "=" && $0 != "/" && !$0.isWhitespace }
      rest = rest[name.endIndex...]
      var value = ""
      if rest.hasPrefix("=\"") {
        let quoted = rest.dropFirst(2).prefix { $0 != "\"" }
        value = String(quoted)
        rest = rest[quoted.endIndex...].dropFirst()
      }
      tag.attributes.append((String(name), value))
      rest = rest.drop { $0.isWhitespace || $0 == "/" }
      if name.isEmpty { break }
    }
    return tag
  }
}
