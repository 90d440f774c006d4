/// What the search finds on a chapter's page: one entry a section, one for what stands before the
/// first section.
///
/// Code, output, drawings and data tables are left out: a search is for what the book says. Of a formula
/// its symbols are found.
///
/// - Parameters:
///   - page: the page with its finished text.
///   - href: where the page is: `01-prediction-errors.html`.
/// - Returns: the entries in the order of the page.
public func searchEntries(_ page: PageContent, href: String) -> [SearchEntry] {
  let title = PageMarkup.text(ofHTML: page.titleHTML)
  let chapter = PageMarkup.unescaped(page.number.map { "\($0) \(title)" } ?? title)
  var headings: [(id: String, title: String)] = [("", "")]
  for entry in page.contents {
    let title = PageMarkup.text(ofHTML: entry.titleHTML)
    headings.append(
      (entry.id, PageMarkup.unescaped(entry.number.isEmpty ? title : "\(entry.number) \(title)")))
  }

  var entries: [SearchEntry] = []
  // Footnotes stand at the end of the page and belong to no section.
  var (rest, notes) = page.bodyAndFootnotes
  for (index, heading) in headings.enumerated() {
    var own = rest
    // A section goes to the next heading that is in the table of contents.
    for next in headings[(index + 1)...] {
      guard let start = rest.firstRange(of: " id=\"\(next.id)\"") else { continue }
      let tag = rest[..<start.lowerBound].lastIndex(of: "<") ?? start.lowerBound
      own = rest[..<tag]
      rest = rest[tag...]
      break
    }
    var text = PageMarkup.prose(ofHTML: own)
    if heading.id.isEmpty {
      let question = PageMarkup.unescaped(PageMarkup.text(ofHTML: page.questionHTML))
      let footnotes = PageMarkup.prose(ofHTML: notes).replacing("↩", with: "")
      text = [question, text, footnotes].filter { !$0.isEmpty }.joined(separator: " ")
    }
    if heading.id.isEmpty && text.isEmpty && headings.count > 1 { continue }
    entries.append(
      SearchEntry(
        href: heading.id.isEmpty ? href : "\(href)#\(heading.id)", chapter: chapter,
        section: heading.title, text: text))
  }
  return entries
}

extension PageMarkup {
  /// Elements whose content is not prose.
  private static let silent: Set<Substring> = ["pre", "svg", "table", "label", "sup", "h2", "h3"]

  /// What a piece of a page says in prose, as plain text.
  static func prose(ofHTML html: Substring) -> String {
    var kept = ""
    var rest = html
    while let open = rest.firstIndex(of: "<") {
      kept += rest[..<open]
      let tag = rest[open...]
      let name = tag.dropFirst().prefix { $0.isLetter || $0.isNumber }
      let close = tag.firstIndex(of: ">") ?? tag.endIndex
      let afterTag = close == tag.endIndex ? close : tag.index(after: close)
      if silent.contains(name), let end = tag.firstRange(of: "</\(name)>") {
        rest = rest[end.upperBound...]
        kept += " "
      } else {
        // Blocks are words apart; inline elements are not.
        kept += rest[open..<afterTag]
        if ["p", "li", "div", "aside", "figcaption", "summary"].contains(name) { kept += " " }
        rest = rest[afterTag...]
      }
    }
    kept += rest
    return unescaped(text(ofHTML: kept))
  }
}
