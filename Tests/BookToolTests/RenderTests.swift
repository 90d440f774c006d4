import Foundation
import Testing

/// Whole books rendered by the tool, as a person would.
@Suite struct RenderTests {
  private func twoChapters() throws -> TinyBook {
    try TinyBook([
      "chapters/index.md": chapter("Tiny", "About tiny things."),
      "chapters/01-one.md": chapter(
        "One", "Prose.\n\n" + cell("let x = 1 + 1\nprint(\"x is\", x)") + "\nIt is `= x`.\n"),
      "chapters/02-two.md": chapter("Two", cell("\"two\"") + "\nSee @ch:one.\n"),
    ])
  }

  @Test func aBookBecomesPages() throws {
    let tiny = try twoChapters()
    let render = try tiny.book("render", "--explain")
    #expect(render.status == 0, "\(render.errors)")
    #expect(
      render.output == "01-one: done; cells ran: first run\n02-two: done; cells ran: first run\n")
    let one = try tiny.text("output/01-one.html")
    #expect(one.contains("x is 2"))
    #expect(one.contains("<span class=\"computed\">2</span>"))
    let two = try tiny.text("output/02-two.html")
    #expect(two.contains("href=\"01-one.html\""))
    let index = try tiny.text("output/index.html")
    #expect(index.contains("About tiny things."))
    #expect(index.contains("href=\"02-two.html\""))
    for name in [
      "assets/book.css", "assets/book.js", "assets/search-index.js", "assets/LICENSES.txt",
      ".versions",
    ] {
      #expect(tiny.exists("output/\(name)"), "\(name)")
    }
  }

  @Test func anAppendixComesLastUnderItsLetter() throws {
    let tiny = try twoChapters()
    try tiny.write(
      chapter("More", "## Z {#sec:z}\n\n" + cell("print(3)")), to: "chapters/A1-more.md")
    #expect(try tiny.book("render", "--quiet").status == 0)
    let appendix = try tiny.text("output/A1-more.html")
    #expect(appendix.contains("<p class=\"chapter-number\">Appendix A</p>"))
    #expect(appendix.contains("<span class=\"number\">A.1</span> Z"))
    #expect(try tiny.text("output/02-two.html").contains("rel=\"next\" href=\"A1-more.html\""))
    let list = try tiny.book("list").output.split(separator: "\n")
    #expect(list.last?.hasPrefix("  A  more") == true)
    #expect(try tiny.book("run", "A").output.contains("3"))
  }

  @Test func nothingIsDoneTwice() throws {
    let tiny = try twoChapters()
    _ = try tiny.book("render", "--quiet")
    let before = try tiny.files(below: "output")
    let again = try tiny.book("render", "--explain")
    #expect(
      again.output
        == "01-one: page unchanged; cells not run: nothing changed\n02-two: page unchanged; cells not run: nothing changed\n"
    )
    #expect(try tiny.files(below: "output") == before)
  }

  @Test func prosePagesAreWrittenWithoutRunning() throws {
    let tiny = try twoChapters()
    _ = try tiny.book("render", "--quiet")
    // Lines before the cell: its place moves, its result does not.
    try tiny.write(
      try tiny.text("chapters/01-one.md").replacing("Prose.", with: "Other\n\nprose."),
      to: "chapters/01-one.md")
    let render = try tiny.book("render", "--explain")
    #expect(
      render.output
        == "01-one: done; cells not run: nothing changed\n02-two: page unchanged; cells not run: nothing changed\n"
    )
    #expect(try tiny.text("output/01-one.html").contains("<p>Other</p>"))
  }

  @Test func anEditedBibliographyReachesThePageAndRunsNothing() throws {
    let tiny = try twoChapters()
    let entry =
      "@book{key, author = {Ada Author}, title = {Old Title}, year = {1999}, publisher = {P}}\n"
    try tiny.write(entry, to: "chapters/references.bib")
    try tiny.write(
      try tiny.text("chapters/02-two.md") + "\nAs she says [@key].\n", to: "chapters/02-two.md")
    _ = try tiny.book("render", "--quiet")
    #expect(try tiny.text("output/02-two.html").contains("Old Title"))
    try tiny.write(entry.replacing("Old", with: "New"), to: "chapters/references.bib")
    let render = try tiny.book("render", "2", "--explain")
    #expect(render.output == "02-two: done; cells not run: nothing changed\n")
    #expect(try tiny.text("output/02-two.html").contains("New Title"))
  }

  @Test func aPageThatWasChangedByHandIsWrittenAgain() throws {
    let tiny = try twoChapters()
    _ = try tiny.book("render", "--quiet")
    let page = try tiny.text("output/01-one.html")
    try tiny.write("mine", to: "output/01-one.html")
    #expect(try tiny.book("render").status == 0)
    #expect(try tiny.text("output/01-one.html") == page)
  }

  @Test func aChapterThatIsGoneTakesItsPageAlong() throws {
    let tiny = try twoChapters()
    _ = try tiny.book("render", "--quiet")
    try tiny.write("<p>a page of somebody else</p>", to: "output/notes.html")
    try tiny.write("a table of an older chapter", to: "output/assets/02-two/1.csv")
    try tiny.write("a picture", to: "output/assets/screenshot.png")
    try FileManager.default.removeItem(atPath: "\(tiny.root)/chapters/02-two.md")
    #expect(try tiny.book("render").status == 0)
    #expect(!tiny.exists("output/02-two.html"))
    #expect(tiny.exists("output/notes.html"))
    #expect(!tiny.exists("output/assets/02-two"))
    #expect(tiny.exists("output/assets/screenshot.png"))
    #expect(try tiny.book("verify", "--quiet").status == 0)
    #expect(!(try tiny.text("output/index.html").contains("02-two")))
  }

  @Test func placeAndJobsChangeNoByte() throws {
    let a = try twoChapters()
    let b = try twoChapters()
    #expect(try a.book("render", "--jobs", "1").status == 0)
    #expect(try b.book("render", "--jobs", "2").status == 0)
    #expect(try a.files(below: "output") == b.files(below: "output"))
  }

  @Test func twoRendersAtOnceAreOneRender() throws {
    let tiny = try twoChapters()
    let calls = try (1...4).map { _ in try ToolCall(["render", "--quiet"], in: tiny.root) }
    for call in calls { #expect(call.finish().status == 0) }
    let other = try twoChapters()
    _ = try other.book("render", "--quiet")
    #expect(try tiny.files(below: "output") == other.files(below: "output"))
  }

  @Test func verifyComparesEveryByte() throws {
    let tiny = try twoChapters()
    _ = try tiny.book("render", "--quiet")
    let good = try tiny.book("verify")
    #expect(good.status == 0, "\(good.errors)")
    try tiny.write(
      try tiny.text("output/02-two.html").replacing("Two", with: "Twoo"), to: "output/02-two.html")
    let bad = try tiny.book("verify", "--quiet")
    #expect(bad.status == 1)
    #expect(bad.errors.hasPrefix("error: 02-two.html: the output folder and a fresh render: line "))
  }
}
