import Foundation
import Testing

@testable import Literate

@Suite struct HighlightTests {
  /// The text of HTML.
  private func text(_ html: String) -> String {
    html.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }

  @Test func everyClass() {
    #expect(
      highlight(
        swift: """
          // a <comment>
          @MainActor func f(_ x: Int = 1) -> String { "a\\(x)b" + g(0x1F).count.h() }
          let y: [Double] = Values(2.5).map { $0 * 2 } // é
          """) == """
          <span class="c">// a &lt;comment&gt;</span>
          <span class="a">@MainActor</span> <span class="k">func</span> <span class="f">f</span>\
          (_ x: <span class="t">Int</span> = <span class="n">1</span>) -&gt; \
          <span class="t">String</span> { <span class="s">&quot;a</span>\\(x)<span class="s">b&quot;</span> \
          <span class="o">+</span> <span class="f">g</span>(<span class="n">0x1F</span>).count.\
          <span class="f">h</span>() }
          <span class="k">let</span> y: [<span class="t">Double</span>] = <span class="t">Values</span>(<span class="n">2.5</span>).\
          <span class="f">map</span> { $0 <span class="o">*</span> <span class="n">2</span> } \
          <span class="c">// é</span>
          """)
  }

  @Test(arguments: [
    "", " ", "\n\n", "let x = ", "\"open", "/* open", "}}}", "é 😀 \u{0} \u{7F}", "#if A\nx\n#endif",
    "\"\"\"\n a \\(b) \n \"\"\"", "let r = /a<b/", "@", "func", "x<y>(z)&&w", "`class`.self",
    "a\u{301} b", "# 1", "let 日本 = \"語\"",
  ])
  func theTextIsTheCode(_ code: String) {
    let controls: (Character) -> Character = { $0 == "\0" || $0 == "\u{7F}" ? "\u{FFFD}" : $0 }
    #expect(text(highlight(swift: code)) == String(code.map(controls)))
  }

  @Test func theTextOfThisRepositorysOwnCodeIsUnchanged() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "swift" {
      let code = try String(contentsOf: file, encoding: .utf8)
      let html = highlight(swift: code)
      #expect(text(html).utf8.elementsEqual(code.utf8), "\(file.lastPathComponent)")
    }
  }
}
