import Testing

@testable import Literate

@Suite("A chapter's page")
struct ChapterPageTests {
  let html = chapterPage(Specimen.page)

  @Test("is well formed: tags balance, ids are unique, links lead somewhere")
  func wellFormed() {
    #expect(HTMLCheck(html).problems.isEmpty)
  }

  @Test("the check finds what it is for")
  func checkFails() {
    #expect(HTMLCheck("<p><em>a</p></em>").problems.count == 2)
    #expect(HTMLCheck("<p id=\"a\"></p><p id=\"a\"></p>").problems == ["the id a is there twice"])
    #expect(HTMLCheck("<a href=\"#x\">a</a>").problems == ["nothing to go to: #x"])
    #expect(HTMLCheck("<div>").problems == ["never closed: div"])
  }

  @Test("has landmarks, each with a name where there are several, and a way to skip to the text")
  func landmarks() {
    let check = HTMLCheck(html)
    #expect(check.count("main") == 1)
    #expect(check.count("h1") == 1)
    #expect(check.count("footer") == 1)
    let names = check.tags.filter { $0.name == "nav" }.map { $0.value("aria-label") }
    #expect(
      names == [
        "Chapters of the book", "Contents of this chapter", "Sections of this chapter",
        "Previous and next chapter",
      ])
    let body = check.tags.drop { $0.name != "body" }.dropFirst()
    #expect(body.first?.value("class") == "skip")
    #expect(body.first?.value("href") == "#main")
    #expect(check.tags.first?.value("lang") == "en")
  }

  @Test("loads nothing from anywhere else")
  func noExternalURL() {
    for tag in HTMLCheck(html).tags where ["link", "script", "img", "source"].contains(tag.name) {
      for name in ["src", "href", "srcset"] {
        let value = tag.value(name) ?? ""
        #expect(!value.contains("//"), "<\(tag.name) \(name)=\"\(value)\">")
      }
    }
  }

  @Test("asks for the formulas' stylesheet only where there are formulas")
  func formulas() {
    var page = Specimen.page
    #expect(chapterPage(page).contains("katex.min.css"))
    page.bodyHTML = "<p>words</p>"
    #expect(chapterPage(page).contains("katex.min.css"))
    page.questionHTML = ""
    #expect(!chapterPage(page).contains("katex.min.css"))
  }

  @Test("key points stand between the text and the footnotes, references at the end")
  func order() throws {
    let places = try [
      "id=\"cell-blocking\"", "id=\"key-points\"", "id=\"fn-kamin\"", "id=\"references\"",
      "</article>",
    ].map { try #require(html.firstRange(of: $0)?.lowerBound) }
    #expect(places == places.sorted())
  }

  @Test("a title's markup stays on the page and is plain text in the window's title")
  func titles() {
    var page = PageContent(
      titleHTML: "<em>A</em> &amp; &lt;B&gt; \(Specimen.delta)", number: 3, slug: "a", bodyHTML: "")
    page.bookTitle = "Cats & \"dogs\""
    page.questionHTML = "Is \"a\" &lt; <code>b</code>?"
    let html = chapterPage(page)
    #expect(
      html.contains("<title>3 A &amp; &lt;B&gt; δ – Cats &amp; &quot;dogs&quot;</title>"))
    #expect(html.contains("<h1><em>A</em> &amp; &lt;B&gt; <span class=\"katex\">"))
    #expect(html.contains("content=\"Is &quot;a&quot; &lt; b?\""))
    #expect(HTMLCheck(html).problems.isEmpty)
  }

  @Test("says that it is in preparation only if it is")
  func preparation() {
    var page = Specimen.page
    #expect(!html.contains("In preparation"))
    page.isInPreparation = true
    #expect(chapterPage(page).contains("<strong>In preparation.</strong>"))
  }

  @Test("the same content gives the same bytes")
  func repeatable() {
    #expect(chapterPage(Specimen.page) == html)
  }

  @Test("head and navigation of a small page, as written")
  func golden() throws {
    var page = PageContent(titleHTML: "Bandits", number: 2, slug: "bandits", bodyHTML: "<p>x</p>\n")
    page.bookTitle = "A book that runs"
    page.previous = Specimen.links[0]
    page.chapters = Specimen.links
    page.contents = [ContentsEntry(level: 2, id: "sec-a", number: "2.1", titleHTML: "Arms")]
    let html = chapterPage(page)
    let end = try #require(html.firstRange(of: "<main")?.lowerBound)
    #expect(html[..<end] == Golden.opening)
    let tail = try #require(html.firstRange(of: "</article>")?.upperBound)
    #expect(html[tail...] == Golden.closing)
  }
}
