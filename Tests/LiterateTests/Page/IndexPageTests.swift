import Testing

@testable import Literate

@Suite("The index page")
struct IndexPageTests {
  let html = indexPage(Specimen.index)

  @Test("is well formed and has one main heading and landmarks")
  func wellFormed() {
    let check = HTMLCheck(html)
    #expect(check.problems.isEmpty)
    #expect(check.count("h1") == 1)
    #expect(check.count("main") == 1)
    #expect(html.contains("href=\"index.html\" aria-current=\"page\""))
  }

  @Test("lists each chapter with question, time, sections and key points")
  func chapters() {
    #expect(html.contains("<h3><a href=\"01-prediction-errors.html\">Prediction errors</a></h3>"))
    #expect(html.contains("about 1 h 20 min"))
    #expect(html.contains("<a href=\"01-prediction-errors.html#sec-blocking\">Blocking</a>"))
    #expect(!html.contains("#sec-third"))
    #expect(html.contains("<li>What is predicted no longer teaches.</li>"))
    #expect(html.contains("<span class=\"preparation\">in preparation</span>"))
  }

  @Test("a book without chapters has a page too")
  func empty() {
    let html = indexPage(IndexContent(title: "A & B"))
    #expect(HTMLCheck(html).problems.isEmpty)
    #expect(html.contains("<title>A &amp; B</title>"))
    #expect(html.contains("<h1>A &amp; B</h1>"))
    #expect(!html.contains("katex"))
  }

  @Test("the picture is what the model does")
  func picture() throws {
    let svg = Masthead.figure
    let paths = svg.split(separator: "\n").filter { $0.hasPrefix("<path") }
    #expect(paths.count == 34)
    // The first trial: flat but for the reward at step 15, one unit of 84 above its line at 88.
    let first = try #require(paths.first)
    #expect(first.contains("C288.8 88 288.8 4 298.5 4C308.3 4 308.3 88 318 88"))
    // The last: a peak at the cue, a dip where the reward is missing.
    let last = try #require(paths.last)
    #expect(last.hasPrefix("<path class=\"last\" d=\"M6 358.6"))
    #expect(last.contains(" 298.5 409"))
  }

  @Test("times are written in hours and minutes")
  func durations() {
    #expect(PageMarkup.duration(5) == "5 min")
    #expect(PageMarkup.duration(60) == "1 h")
    #expect(PageMarkup.duration(135) == "2 h 15 min")
  }
}
