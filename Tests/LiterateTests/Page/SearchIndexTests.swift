import Foundation
import Testing

@testable import Literate

@Suite("The search index")
struct SearchIndexTests {
  @Test("is a script of one line an entry")
  func shape() {
    let entries = [
      SearchEntry(href: "a.html", chapter: "1 A", section: "", text: "one"),
      SearchEntry(href: "a.html#b", chapter: "1 A", section: "1.1 B", text: "two"),
    ]
    #expect(
      searchIndex(entries) == """
        window.bookIndex = [
        ["a.html","1 A","","one"],
        ["a.html#b","1 A","1.1 B","two"]
        ];

        """)
    #expect(searchIndex([]) == "window.bookIndex = [\n\n];\n")
  }

  @Test(
    "nothing in a text ends the script or a string, and it reads back as it was",
    arguments: [
      "</script><script>alert(1)</script>", "<!-- a & b -->", "\"quoted\" \\ back", "tab\tline\n",
      "\u{2028}\u{2029}\u{0}\u{1F}", "δ → 🧠 é",
    ])
  func escaping(text: String) throws {
    let literal = scriptString(text)
    for forbidden in ["<", ">", "&", "\n", "\u{2028}", "\u{2029}"] {
      #expect(!literal.contains(forbidden))
    }
    let read = try JSONDecoder().decode([String].self, from: Data("[\(literal)]".utf8))
    #expect(read == [text])
  }

  @Test("text of HTML has no tags, squeezed spaces, and a formula once")
  func textOfHTML() {
    #expect(PageMarkup.text(ofHTML: "a <em>b</em>\n  c") == "a b c")
    #expect(PageMarkup.text(ofHTML: "the \(Specimen.delta) of <b>x</b>") == "the δ of x")
    #expect(PageMarkup.unescaped("&lt;a&gt; &amp;lt; &quot;") == "<a> &lt; \"")
    #expect(PageMarkup.escaped("<a href=\"x\">&") == "&lt;a href=&quot;x&quot;&gt;&amp;")
  }
}
