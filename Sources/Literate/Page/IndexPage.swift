/// The whole HTML file of the book's first page, `index.html`.
public func indexPage(_ content: IndexContent) -> String {
  let about = PageMarkup.text(
    ofHTML: content.subtitleHTML.isEmpty ? content.introductionHTML : content.subtitleHTML)
  let frame = PageFrame(
    windowTitle: content.title, description: PageMarkup.unescaped(about),
    bookTitle: content.title, kind: "index", hasMath: content.hasMath,
    chapters: content.chapters.map(\.link), current: "")
  return frame.page(
    """
    <main id="main" tabindex="-1">
    \(content.masthead)\(content.introduction)\(content.chapterList)</main>

    """)
}

extension IndexContent {
  fileprivate var masthead: String {
    let subtitle = subtitleHTML.isEmpty ? "" : "<p class=\"subtitle\">\(subtitleHTML)</p>\n"
    let begin =
      chapters.first.map {
        "<p class=\"begin\"><a href=\"\(PageMarkup.escaped($0.link.href))\">Begin with "
          + "\($0.link.titleHTML)</a></p>\n"
      } ?? ""
    return """
      <header class="masthead">
      <div class="words">
      <h1>\(PageMarkup.escaped(title))</h1>
      \(subtitle)\(begin)</div>
      \(Masthead.figure)</header>

      """
  }

  fileprivate var introduction: String {
    introductionHTML.isEmpty ? "" : "<div class=\"introduction\">\n\(introductionHTML)</div>\n"
  }

  fileprivate var chapterList: String {
    if chapters.isEmpty { return "" }
    return """
      <section class="chapters" aria-labelledby="chapters">
      <h2 id="chapters">Chapters</h2>
      <ol>
      \(chapters.map(\.item).joined())</ol>
      </section>

      """
  }
}

extension IndexChapter {
  fileprivate var item: String {
    let number = link.number.map { "<span class=\"number\" aria-hidden=\"true\">\($0)</span>\n" }
    let question = questionHTML.isEmpty ? "" : "<p class=\"question\">\(questionHTML)</p>\n"
    return """
      <li>
      \(number ?? "")<div class="about">
      <h3><a href="\(PageMarkup.escaped(link.href))">\(link.titleHTML)</a></h3>
      \(question)\(facts)\(sections)\(keyPoints)</div>
      </li>

      """
  }

  private var facts: String {
    var facts: [String] = []
    if minutes > 0 {
      facts.append("<span class=\"time\">about \(PageMarkup.duration(minutes))</span>")
    }
    if isInPreparation { facts.append("<span class=\"preparation\">in preparation</span>") }
    return facts.isEmpty ? "" : "<p class=\"facts\">\(facts.joined(separator: "\n"))</p>\n"
  }

  private var sections: String {
    let items = contents.filter { $0.level == 2 }.map {
      "<a href=\"\(PageMarkup.escaped(link.href))#\(PageMarkup.escaped($0.id))\">"
        + "\($0.titleHTML)</a>"
    }
    return PageMarkup.list(items, style: "sections")
  }

  private var keyPoints: String {
    if keyPointsHTML.isEmpty { return "" }
    return """
      <details class="key-facts">
      <summary>Key points</summary>
      \(PageMarkup.list(keyPointsHTML))</details>

      """
  }
}
