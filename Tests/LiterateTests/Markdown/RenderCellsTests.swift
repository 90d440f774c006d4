import Testing

@testable import Literate

/// Cells and their outputs, as they stand on a page.
@Suite struct RenderCellsTests {
  static let plot = DisplayedValue(
    kind: .plot, text: "ab\ncd", svg: "<svg role=\"img\"><g id=\"a\"/><use href=\"#a\"/></svg>",
    description: "a line & <more>", table: [["t", "name"], ["1", "0.5"], ["2", "x"]])

  @Test func aPlotIsTextWithItsPictureAndItsDataBehindSwitches() throws {
    let html = try rendered(
      "```swift {#a caption=\"A *b* $x$\"}\nlet x = 1 < 2\n```", [ran(.displayed(Self.plot))]
    ).html
    #expect(
      html == """
        <figure class="cell" id="cell-a" data-number="1.1">
        <div class="code"><pre><code class="language-swift"><span class="k">let</span> x = \
        <span class="n">1</span> <span class="o">&lt;</span> <span class="n">2</span>\
        </code></pre></div>
        <div class="output" id="fig-a" role="group" aria-label="Output">
        <div class="plot"><div class="views" role="group" aria-label="View of the plot">\
        <input type="radio" name="view-1" id="view-1-text" checked>\
        <label for="view-1-text">Text</label>\
        <input type="radio" name="view-1" id="view-1-svg"><label for="view-1-svg">Picture</label>
        <pre role="img" aria-label="a line &amp; &lt;more&gt;">ab
        cd</pre>
        <div class="svg"><svg role="img"><g id="view-1-a"/><use href="#view-1-a"/></svg></div></div>
        <details class="data"><summary>Data</summary>
        <div class="table-wrap" role="region" aria-label="Data" tabindex="0">\
        <table class="data n1">
        <thead><tr><th scope="col">t<th scope="col">name
        <tbody><tr><td>1<td>0.5
        <tr><td>2<td>x
        </table></div>
        </details>
        </div>
        </div>
        <figcaption><span class="label">Figure 1.1</span> A <em>b</em> ⟦x⟧</figcaption>
        </figure>

        """)
  }

  @Test func aDescriptionOfTheCellReplacesTheGeneratedOne() throws {
    let html = try rendered(
      "```swift {description=\"mine\"}\nf()\n```", [ran(.displayed(Self.plot))]
    ).html
    #expect(html.contains("<pre role=\"img\" aria-label=\"mine\">"))
  }

  @Test func outputsAreEscapedAndStreamsStandApart() throws {
    let warning = Diagnostic(
      .warning, at: SourceLocation(path: "chapters/01-x.md", line: 5, column: 3), "unused")
    let result = StepResult(
      status: .ran,
      outputs: [
        .printed("\n<b>\u{1B}[1m\n"), .displayed(DisplayedValue(kind: .text, text: "4 & 5")),
      ], errorText: "oh <no>\n", warnings: [warning])
    let html = try rendered("```swift {fold}\nf()\n```\n\n```output\n…\n```", [result]).html
    #expect(
      html == """
        <div class="cell" data-number="1.1">
        <details class="fold"><summary>Code</summary>
        <div class="code"><pre><code class="language-swift"><span class="f">f</span>()</code></pre></div>
        </details>
        <div class="output" role="group" aria-label="Output">
        <pre class="printed">

        &lt;b&gt;\u{FFFD}[1m
        </pre>
        <pre class="printed value">4 &amp; 5</pre>
        <p class="stream">Written to stderr</p>
        <pre class="stderr">oh &lt;no&gt;
        </pre>
        <p class="stream">Compiler warnings</p>
        <pre class="warnings">chapters/01-x.md:5:3: warning: unused</pre>
        </div>
        </div>

        """)
  }

  @Test func aTableIsATableWithItsOwnNumber() throws {
    let value = DisplayedValue(
      kind: .table, text: "…", table: [["a", "b"], ["<x>", "1"], ["y", "−2.5"]])
    let html = try rendered(
      "```swift {#t table-caption=\"T\"}\nf()\n```\n\n@tbl:t @cell:t", [ran(.displayed(value))]
    ).html
    #expect(
      html == """
        <figure class="cell" id="cell-t" data-number="1.1">
        <div class="code"><pre><code class="language-swift"><span class="f">f</span>()</code></pre></div>
        <div class="output" id="tbl-t" role="group" aria-label="Output">
        <div class="table-wrap" role="region" aria-label="Data" tabindex="0">\
        <table class="data n2">
        <thead><tr><th scope="col">a<th scope="col">b
        <tbody><tr><td>&lt;x&gt;<td>1
        <tr><td>y<td>−2.5
        </table></div>
        </div>
        <figcaption><span class="label">Table 1.1</span> T</figcaption>
        </figure>
        <p><a class="xref" href="#tbl-t">Table 1.1</a> <a class="xref" href="#cell-t">Cell 1.1</a></p>

        """)
  }

  @Test func rowsBeyondFortyAreInAFile() throws {
    let rows = [["i", "text"]] + (1...41).map { ["\($0)", "a, \"\($0)\""] }
    let value = DisplayedValue(kind: .table, text: "", table: rows)
    let fragment = try rendered("```swift\nf()\n```", [ran(.displayed(value))])
    #expect(fragment.html.contains("<tr><td>40<td>"))
    #expect(!fragment.html.contains("<tr><td>41<td>"))
    #expect(
      fragment.html.contains(
        """
        <p class="more">The first 40 of 41 rows; <a href="assets/01-x/1.csv" download>all as CSV</a></p>
        """))
    #expect(fragment.files.map(\.name) == ["assets/01-x/1.csv"])
    let text = fragment.files.first.map { String(decoding: $0.contents, as: UTF8.self) } ?? ""
    #expect(text.hasPrefix("i,text\n1,\"a, \"\"1\"\"\"\n"))
    #expect(text.split(separator: "\n").count == 42)
  }

  @Test func picturesStandOnThePageOrInAFile() throws {
    let small = DisplayedValue(kind: .image, text: "", description: "\"s\"", png: "iVBORw0K")
    let drawn = DisplayedValue(kind: .image, text: "drawn", svg: "<svg onload=\"x\"/>")
    let large = DisplayedValue(
      kind: .image, text: "", description: "l", png: String(repeating: "AAAA", count: 20_000))
    let fragment = try rendered(
      "```swift {hide}\nf()\n```\n\n```swift\ng()\n```",
      [ran(.displayed(small)), ran(.displayed(small), .displayed(drawn), .displayed(large))])
    #expect(
      fragment.html == """
        <div class="cell" data-number="1.1">
        <div class="code"><pre><code class="language-swift"><span class="f">g</span>()</code></pre></div>
        <div class="output" role="group" aria-label="Output">
        <img class="picture" src="data:image/png;base64,iVBORw0K" alt="&quot;s&quot;">
        <img class="picture" src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IngiLz4=" alt="drawn">
        <img class="picture" src="assets/01-x/1.png" alt="l">
        </div>
        </div>

        """)
    #expect(fragment.files.first?.contents.count == 60_000)
  }

  @Test func cellsThatMustFailShowHow() throws {
    let html = try rendered(
      "```swift {traps=\"x\"}\nf()\n```\n\n```swift {fails-to-compile=\"y\"}\ng()\n```\n\n"
        + "```swift {no-run}\nh()\n```",
      [
        StepResult(status: .ran, errorText: "Fatal error: x"),
        StepResult(status: .ran, errorText: "error: y"), StepResult(status: .notRun),
      ]
    ).html
    #expect(
      html == """
        <div class="cell" data-number="1.1">
        <div class="code"><pre><code class="language-swift"><span class="f">f</span>()</code></pre></div>
        <div class="output" role="group" aria-label="Output">
        <p class="stream">This cell fails</p>
        <pre class="fails trap">Fatal error: x</pre>
        </div>
        </div>
        <div class="cell" data-number="1.2">
        <div class="code"><pre><code class="language-swift"><span class="f">g</span>()</code></pre></div>
        <div class="output" role="group" aria-label="Output">
        <p class="stream">This cell fails</p>
        <pre class="fails compile">error: y</pre>
        </div>
        </div>
        <div class="cell no-run" data-number="1.3">
        <div class="code"><pre><code class="language-swift"><span class="f">h</span>()</code></pre></div>
        </div>

        """)
  }

  @Test func aPageInPreparationSaysWhatFailedAndWhatDidNotRun() throws {
    let html = try rendered(
      "```swift {#a caption=\"b\"}\nx\n```\n\n```swift {hide}\ny\n```\n\n`= x` `= y` `= z`\n\n"
        + "```claim\nA *b* :: x < 1\nc :: d\ne :: f\n```\n",
      [
        failed("boom <1>"), failed("hidden boom"), failed("bad \"x\""), ran(value: "0.5"),
        StepResult(status: .notRun), ran(value: "0.549"), failed("it is not so", value: "3"),
      ]
    ).html
    #expect(
      html == """
        <figure class="cell failed" id="cell-a" data-number="1.1">
        <div class="code"><pre><code class="language-swift">x</code></pre></div>
        <div class="output" id="fig-a" role="group" aria-label="Output">
        <pre class="failure">chapters/01-x.md:5:2: error: boom &lt;1&gt;
          help: mend it</pre>
        </div>
        <figcaption><span class="label">Figure 1.1</span> b</figcaption>
        </figure>
        <div class="cell failed">
        <div class="output" role="group" aria-label="Output">
        <pre class="failure">chapters/01-x.md:5:2: error: hidden boom
          help: mend it</pre>
        </div>
        </div>
        <p><span class="computed failed" title="bad &quot;x&quot;">?</span> \
        <span class="computed">0.5</span> <span class="computed not-run" title="not run">?</span></p>
        <ul class="claims">
        <li class="holds">A <em>b</em> <span class="measured">measured 0.549</span></li>
        <li class="fails">c <span class="measured">measured 3</span>\
        <pre class="failure">chapters/01-x.md:5:2: error: it is not so
          help: mend it</pre></li>
        <li class="not-run">e <span class="measured">not run</span></li>
        </ul>

        """)
  }

  @Test func aCellThatDidNotRunSaysSo() throws {
    #expect(
      try rendered("- ```swift\n  y\n  ```").html == """
        <ul>
        <li>
        <div class="cell not-run" data-number="1.1">
        <div class="code"><pre><code class="language-swift">y</code></pre></div>
        <p class="state">not run</p>
        </div>
        </li>
        </ul>

        """)
  }
}
