import Plots
import Testing

@testable import Notebook

/// What cells display.
@Suite struct DisplayTests {
  @Test func table() {
    let table = Table(["cue", "strength"], [["A", "0.991"], ["long name", "-12.5"], ["", "–"]])
    #expect(
      table.description == """
        cue        strength
        ---------  --------
        A             0.991
        long name     -12.5
                          –
        """)
    #expect(table.rendition.table.count == 4)
    #expect(table.rendition.kind == .table)
    #expect(
      table
        == Table(columns: ["cue": ["A", "long name", ""], "strength": ["0.991", "-12.5", "–"]]))
    let rule = String(repeating: "-", count: displayWidth("漢字"))
    #expect(Table(["α", "漢字"], [["1", "x"]]).description == "α  漢字\n-  \(rule)\n1  x")
    #expect(Table(["only", "headings"], []).description == "only  headings\n----  --------")
  }

  @Test func tableWithRowsOfOtherLengths() async {
    await #expect(processExitsWith: .failure) { _ = Table(["a"], [["1", "2"]]) }
    await #expect(processExitsWith: .failure) { _ = Table(columns: ["a": ["1"], "b": []]) }
  }

  @Test func pictures() {
    let picture = Picture(png: [1, 2, 3], description: "a dot")
    #expect(picture.rendition.text == "[picture: a dot]")
    #expect(picture.rendition.png == [1, 2, 3])
    #expect(Picture(svg: "<svg/>", description: "nothing").rendition.svg == "<svg/>")
  }

  @Test func anything() {
    struct Point { var x = 1 }
    #expect(Rendition(of: [1, 2]).text == "[1, 2]")
    #expect(Rendition(of: "words").text == "words")
    #expect(Rendition(of: 0.1).text == "0.1")
    #expect(Rendition(of: Point()).text == "Point(x: 1)")
    let plot = LinePlot("rising", x: "x", y: "y", [1, 2, 3])
    let rendition = Rendition(of: plot)
    #expect(rendition.kind == .plot)
    #expect(rendition.text == plot.text(width: 72, style: .ascii))
    #expect(rendition.svg == plot.svg())
    #expect(rendition.description == plot.summary)
    #expect(rendition.table == plot.table)
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64OfRFC4648(text: String, encoded: String) {
    #expect(Notebook.base64(Array(text.utf8)) == encoded)
  }

  /// Without the doc-runner, an exported program prints.
  @Test func standalone() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(1),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      display(Table(["a"], [["1"]]))
      display("words")
      print(parameter("n", 3, in: 0...9), recorded("x") { 4 })
      report(progress: 0.5, "half")
      claim(true, at: "here")
      claim(1 > 2, at: "chapters/01-x.md:7")
    }
    #expect(
      String(decoding: result.standardOutputContent, as: UTF8.self).hasSuffix(
        "a\n-\n1\nwords\n3 4\n"))
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).hasSuffix(
        "chapters/01-x.md:7: error: the claim does not hold\n"))
  }
}
