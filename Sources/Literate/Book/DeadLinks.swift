/// Links written in a chapter that lead nowhere in the book. Links to other sites are not followed; those that
/// the tool itself makes are never dead.
///
/// - Parameters:
///   - body: the chapter's body as HTML, where what was written as `[text](target)` is `<a href="target">`.
///   - page: the whole page that holds it, with the ids of all its elements.
///   - pages: the file names of the book's pages.
///   - files: the files that come along with the page.
/// - Returns: the target of each as it was written, and what to do.
func deadLinks(
  in body: String, of page: String, pages: Set<String>, files: Set<String>
) -> [(target: String, help: String)] {
  let written = attributes(after: "<a href=\"", in: body)
  if written.isEmpty { return [] }
  let ids = Set(attributes(after: " id=\"", in: page))
  return written.compactMap { target in
    if target.hasPrefix("#") {
      let id = String(target.dropFirst())
      if id.isEmpty || ids.contains(percentDecoded(id)) { return nil }
      let near = closest(to: id, among: ids.sorted()).map { "did you mean '#\($0)'?" }
      return (target, near ?? "give a section a label, ## Title {#sec:name}, and write @sec:name")
    }
    // A scheme, as in https: or mailto:, or another host.
    if target.prefix(while: { $0 != "/" }).contains(":") || target.hasPrefix("//") { return nil }
    let file = percentDecoded(String(target.prefix { $0 != "#" && $0 != "?" }))
    if pages.contains(file) || files.contains(file) { return nil }
    if file.hasSuffix(".md"), pages.contains(file.dropLast(3) + ".html") {
      return (target, "refer to a chapter as @ch:name, its file's name without number")
    }
    let near = closest(to: file, among: pages.sorted()).map { "did you mean '\($0)'?" }
    return (target, near ?? "link to a page of the book, or to an address that begins with https:")
  }
}

/// The values of an attribute, wherever it stands, with HTML's escapes undone.
private func attributes(after opening: String, in html: String) -> [String] {
  let (text, opening) = (Array(html.utf8), Array(opening.utf8))
  var values: [String] = []
  var at = 0
  while at + opening.count <= text.count {
    guard text[at] == opening[0], text[at..<at + opening.count].elementsEqual(opening) else {
      at += 1
      continue
    }
    let start = at + opening.count
    let end = text[start...].firstIndex(of: UInt8(ascii: "\"")) ?? text.count
    let value = String(decoding: text[start..<end], as: UTF8.self)
    values.append(
      value.replacing("&quot;", with: "\"").replacing("&#x27;", with: "'")
        .replacing("&amp;", with: "&"))
    at = end
  }
  return values
}

/// A target with `%C3%A9` and the like undone, which cmark writes for what is not ASCII.
private func percentDecoded(_ text: String) -> String {
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let first = rest.popFirst() {
    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
    if first == UInt8(ascii: "%"), digits.count == 2, let byte = UInt8(digits, radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(first)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
