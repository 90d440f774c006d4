/// What all pages of the book share: the head, the bar at the top, the footer.
struct PageFrame {
  /// The window's title, plain text.
  var windowTitle: String
  /// What a search engine or a bookmark says of the page, plain text.
  var description: String
  /// The book's title, plain text.
  var bookTitle: String
  /// The class of `body`: `chapter` or `index`.
  var kind: String
  /// Whether formulas need their stylesheet and fonts.
  var hasMath: Bool
  /// All chapters.
  var chapters: [PageLink]
  /// The `slug` of the chapter that this page is; empty on the index page.
  var current: String

  /// The whole file around `content`.
  func page(_ content: String) -> String {
    head + "<body class=\"\(kind)\">\n"
      + "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n"
      + bar + content + footer + "</body>\n</html>\n"
  }

  /// From the document type to the end of `head`.
  ///
  /// The script in it is here and not in a file because it must run before the first paint: a page
  /// that is read dark must not flash white.
  var head: String {
    let about =
      description.isEmpty
      ? "" : "<meta name=\"description\" content=\"\(Self.attribute(description))\">\n"
    let math =
      hasMath ? "<link rel=\"stylesheet\" href=\"assets/katex/katex.min.css\">\n" : ""
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="book">
      <title>\(Self.attribute(windowTitle))</title>
      \(about)<link rel="icon" href="assets/mark.svg" type="image/svg+xml">
      \(math)<link rel="stylesheet" href="assets/book.css">
      <script>
      try { document.documentElement.dataset.theme = localStorage.getItem("theme") || "" } catch {}
      </script>
      <script src="assets/book.js" defer></script>
      </head>

      """
  }

  /// The bar: the way home, all chapters, search and the switch of colours. The last two need the
  /// script, which takes their `hidden` away.
  private var bar: String {
    let title = Self.attribute(bookTitle)
    let home = kind == "index" ? " aria-current=\"page\"" : ""
    return """
      <header class="bar">
      <a class="home" href="index.html"\(home)>\(Masthead.mark)<span>\(title)</span></a>
      \(chapterMenu)<button type="button" class="open-search" aria-keyshortcuts="/" hidden>\
      <span class="glyph" aria-hidden="true"></span><span class="word">Search</span>\
      <kbd aria-hidden="true">/</kbd></button>
      <button type="button" class="theme" aria-label="Dark colours" aria-pressed="false" hidden>\
      <span class="glyph" aria-hidden="true"></span></button>
      </header>

      """
  }

  private var chapterMenu: String {
    if chapters.isEmpty { return "" }
    let items = chapters.map { chapter -> String in
      let mark = chapter.slug == current ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(Self.attribute(chapter.href))\"\(mark)>"
        + Self.number(chapter.number) + "<span>\(chapter.titleHTML)</span></a></li>\n"
    }
    return """
      <details class="menu">
      <summary>Chapters</summary>
      <nav aria-label="Chapters of the book">
      <ol>
      \(items.joined())</ol>
      </nav>
      </details>

      """
  }

  private var footer: String {
    """
    <footer class="colophon">
    <p><a href="index.html">\(Self.attribute(bookTitle))</a></p>
    <p class="keys" hidden><kbd>/</kbd> search \
    <kbd>←</kbd> <kbd>→</kbd> previous and next chapter</p>
    <p><a href="assets/LICENSES.txt">Licences of fonts and scripts</a></p>
    </footer>

    """
  }

  /// A chapter's number as the page shows it; empty if it has none.
  static func number(_ number: ChapterNumber?) -> String {
    number.map { "<span class=\"number\">\($0)</span> " } ?? ""
  }

  /// Plain text, escaped.
  static func attribute(_ text: String) -> String { PageMarkup.escaped(text) }
}
