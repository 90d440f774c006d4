import Testing

@testable import Literate

/// What is not our syntax comes out as the `cmark-gfm` program writes it, byte for byte, but for
/// what we add to headings.
@Suite struct DifferentialTests {
  static let missing: Comment = "cmark-gfm is not installed (Debian: apt-get install cmark-gfm)"

  @Test(.enabled(if: CmarkProgram.path != nil, missing))
  func everyConstructOfGFM() throws {
    let expected = try CmarkProgram.render(PlainMarkdown.fixtures)
    for (document, html) in zip(PlainMarkdown.fixtures, expected) {
      let ours = renderPlain(document)
      #expect(ours == html, "\(document)")
    }
  }

  @Test(.enabled(if: CmarkProgram.path != nil, missing))
  func tenThousandGeneratedDocuments() throws {
    let documents = (0..<10_000).map { seed -> String in
      var generator = MarkdownGenerator(seed: seed)
      return generator.document()
    }
    var ours: [String] = []
    let expected = try CmarkProgram.render(documents) {
      ours = documents.map(renderPlain)
    }
    let different = documents.indices.filter { ours[$0] != expected[$0] }
    #expect(different.isEmpty, "\(different.count) documents come out differently")
    for index in different.prefix(3) {
      Issue.record(
        "seed \(index):\n\(documents[index])\n--- ours\n\(ours[index])\n--- cmark-gfm\n\(expected[index])"
      )
    }
  }

  /// A test of the test: a difference would be seen.
  @Test func normalisingRemovesOnlyWhatWeAdd() {
    let html = renderPlain("## A *b*\n\ntext `<h2 id=\"a\">`\n\n#### C\n")
    #expect(
      html == """
        <h2>A <em>b</em></h2>
        <p>text <code>&lt;h2 id=&quot;a&quot;&gt;</code></p>
        <h4>C</h4>

        """)
  }
}
