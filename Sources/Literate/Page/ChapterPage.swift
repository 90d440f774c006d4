/// The whole HTML file of one chapter.
public func chapterPage(_ content: PageContent) -> String {
  let title = PageMarkup.text(ofHTML: content.titleHTML)
  let numbered = content.number.map { "\($0) \(title)" } ?? title
  // Text of HTML is escaped already; the frame escapes what it is given, so it gets plain text.
  let plain = PageMarkup.unescaped(numbered)
  let frame = PageFrame(
    windowTitle: content.bookTitle.isEmpty ? plain : "\(plain) – \(content.bookTitle)",
    description: PageMarkup.unescaped(PageMarkup.text(ofHTML: content.questionHTML)),
    bookTitle: content.bookTitle, kind: "chapter", hasMath: content.hasMath,
    chapters: content.chapters, current: content.slug)
  return frame.page(
    """
    <div class="page">
    \(content.sidebar)<main id="main" tabindex="-1">
    <article>
    \(content.header)\(content.text)</article>
    </main>
    \(content.turn)</div>

    """)
}

extension PageContent {
  /// The table of contents beside the text, on wide screens.
  fileprivate var sidebar: String {
    if contents.isEmpty { return "" }
    return """
      <nav class="sidebar" aria-label="Contents of this chapter">
      <p><a href="#main">\(PageFrame.number(number))<span>\(titleHTML)</span></a></p>
      \(contentsList)</nav>

      """
  }

  /// What stands before the text: title, question, what to expect; on narrow screens the contents.
  fileprivate var header: String {
    var result = "<header class=\"opening\">\n"
    if let number {
      result += "<p class=\"chapter-number\">\(number.word) \(number)</p>\n"
    }
    result += "<h1>\(titleHTML)</h1>\n"
    if !questionHTML.isEmpty { result += "<p class=\"question\">\(questionHTML)</p>\n" }
    if isInPreparation {
      result += """
        <p class="preparation" role="note"><strong>In preparation.</strong> Something on this \
        page fails: it is marked where it stands. A cell that has not run says so.</p>

        """
    }
    result += facts + goals + "</header>\n"
    if !contents.isEmpty {
      result += """
        <details class="contents">
        <summary>In this chapter</summary>
        <nav aria-label="Sections of this chapter">
        \(contentsList)</nav>
        </details>

        """
    }
    return result
  }

  private var facts: String {
    var facts: [String] = []
    if minutes > 0 {
      facts.append("<span class=\"time\">about \(PageMarkup.duration(minutes))</span>")
    }
    if !command.isEmpty {
      let text = PageMarkup.escaped(command)
      facts.append("<span class=\"command\">run it: <code>\(text)</code></span>")
    }
    return facts.isEmpty ? "" : "<p class=\"facts\">" + facts.joined(separator: "\n") + "</p>\n"
  }

  private var goals: String {
    let groups = [
      ("You will be able to", "objectives", objectivesHTML),
      ("You should know", "prerequisites", prerequisitesHTML),
    ].filter { !$0.2.isEmpty }
    if groups.isEmpty { return "" }
    let columns = groups.map {
      "<div class=\"\($0.1)\">\n<h2>\($0.0)</h2>\n" + PageMarkup.list($0.2) + "</div>\n"
    }
    return "<div class=\"goals\">\n" + columns.joined() + "</div>\n"
  }

  private var contentsList: String {
    let items = contents.map { entry -> String in
      let number = entry.number.isEmpty ? "" : "<span class=\"number\">\(entry.number)</span> "
      let time =
        entry.minutes > 0
        ? " <span class=\"minutes\">\(PageMarkup.duration(entry.minutes))</span>" : ""
      return "<li class=\"level-\(entry.level)\"><a href=\"#\(PageMarkup.escaped(entry.id))\">"
        + "\(number)<span class=\"title\">\(entry.titleHTML)</span>\(time)</a></li>\n"
    }
    return "<ol>\n" + items.joined() + "</ol>\n"
  }

  /// The text, the key points, the footnotes and the references, in this order.
  fileprivate var text: String {
    if keyPointsHTML.isEmpty { return bodyHTML + referencesHTML }
    let (body, notes) = bodyAndFootnotes
    return body + """
      <section class="key-points" aria-labelledby="key-points">
      <h2 id="key-points">Key points</h2>
      \(PageMarkup.list(keyPointsHTML))</section>

      """ + notes + referencesHTML
  }

  /// The text, and the section of footnotes that cmark-gfm writes behind it.
  var bodyAndFootnotes: (body: Substring, footnotes: Substring) {
    let notes = bodyHTML.ranges(of: "<section class=\"footnotes\"").last?.lowerBound
    let end = notes ?? bodyHTML.endIndex
    return (bodyHTML[..<end], bodyHTML[end...])
  }

  /// The way to the chapters before and after.
  fileprivate var turn: String {
    if previous == nil && next == nil { return "" }
    let links = [("previous", "prev", "Previous", previous), ("next", "next", "Next", next)]
    let items = links.compactMap { name, relation, word, link -> String? in
      guard let link else { return nil }
      return """
        <a class="\(name)" rel="\(relation)" href="\(PageMarkup.escaped(link.href))">\
        <span class="way">\(word)</span> \
        <span class="title">\(PageFrame.number(link.number))\(link.titleHTML)</span></a>

        """
    }
    return "<nav class=\"turn\" aria-label=\"Previous and next chapter\">\n" + items.joined()
      + "</nav>\n"
  }
}
