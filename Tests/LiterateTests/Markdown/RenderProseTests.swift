import Testing

@testable import Literate

/// Our syntax in prose, as it stands on a page.
@Suite struct RenderProseTests {
  @Test func formulas() throws {
    let html = try rendered(
      "a $x_i$ *$y$*, **b $z$** and $a\n  b$\n\n$$y$$\n\n> $$\n> z\n> - 1\n> $$ {#eq:z}\n\n"
        + "- $$w$$\n\nb\n$$\n\nu\n$$\nc @eq:z\n\n| $a$ | `$b$` |\n|---|---|\n| $c_1$ |\n"
    ).html
    #expect(
      html == """
        <p>a ⟦x_i⟧ <em>⟦y⟧</em>, <strong>b ⟦z⟧</strong> and ⟦a
        b⟧</p>
        <div class="equation"><span class="katex-display">⟦y⟧</span></div>
        <blockquote>
        <div class="equation" id="eq-z"><span class="katex-display">⟦z
        - 1⟧</span><span class="eqno">(1.1)</span></div>
        </blockquote>
        <ul>
        <li>
        <div class="equation"><span class="katex-display">⟦w⟧</span></div>
        </li>
        </ul>
        <p>b</p>
        <div class="equation"><span class="katex-display">⟦u⟧</span></div>
        <p>c <a class="xref" href="#eq-z">Equation 1.1</a></p>
        <table>
        <thead>
        <tr>
        <th>⟦a⟧</th>
        <th><code>$b$</code></th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>⟦c_1⟧</td>
        <td></td>
        </tr>
        </tbody>
        </table>

        """)
  }

  @Test(arguments: [
    ("It costs $10.", "It costs $10."),
    ("$5 and $6", "$5 and $6"),
    ("from $5-$6 to US$7", "from $5-$6 to US$7"),
    ("a $ b $ c", "a $ b $ c"),
    ("$ x$", "$ x$"),
    ("$x $ and $y$", "$x $ and ⟦y⟧"),
    ("$5 or US$7 for $n$", "$5 or US$7 for ⟦n⟧"),
    ("$x$5", "$x$5"),
    ("\\$x$", "$x$"),
    ("\\$x\\$ $y\\$z$", "$x$ ⟦y\\$z⟧"),
    ("`$x$` $`y`$", "<code>$x$</code> $<code>y</code>$"),
    ("$x$, $y$; ($z$)", "⟦x⟧, ⟦y⟧; (⟦z⟧)"),
    ("$a$$b$", "$a$$b$"),
    ("$x", "$x"),
    ("$", "$"),
    ("a $$ b", "a $$ b"),
    ("$\\text{\\$5}$", "⟦\\text{\\$5}⟧"),
    ("[$x$](/u) ![$x$](/u)", "<a href=\"/u\">⟦x⟧</a> <img src=\"/u\" alt=\"$x$\" />"),
    ("*a $b* c$", "*a ⟦b* c⟧"),
    ("$é$ 😀 $\\delta$", "⟦é⟧ 😀 ⟦\\delta⟧"),
  ])
  func moneyAndMath(_ markdown: String, _ html: String) throws {
    #expect(try rendered(markdown).html == "<p>\(html)</p>\n")
  }

  @Test func headingsAreNumberedAndLinked() throws {
    let fragment = try rendered(
      "# Top\n\n### Early\n\n## A *b* [c](d)[^1] {#sec:a}\n\n### Sub\n\n### Sub\n\n#### Deep\n\n"
        + "## Two $x$ & <b>\n\n> ## Quoted\n\n[^1]: n\n", front: "title: T\nminutes:\n  - Sub: 5")
    #expect(
      fragment.html.hasPrefix(
        """
        <h1>Top</h1>
        <h3 id="sec-early"><span class="number">1.0.1</span> Early \
        <a class="anchor" href="#sec-early" aria-label="Link to this section">#</a></h3>
        <h2 id="sec-a"><span class="number">1.1</span> A <em>b</em> <a href="d">c</a>\
        <sup class="footnote-ref"><a href="#fn-1" id="fnref-1" data-footnote-ref>1</a></sup> \
        <a class="anchor" href="#sec-a" aria-label="Link to this section">#</a></h2>
        <h3 id="sec-sub"><span class="number">1.1.1</span> Sub <span class="minutes">5 min</span> \
        <a class="anchor" href="#sec-sub" aria-label="Link to this section">#</a></h3>
        <h3 id="sec-sub-2"><span class="number">1.1.2</span> Sub <span class="minutes">5 min</span> \
        <a class="anchor" href="#sec-sub-2" aria-label="Link to this section">#</a></h3>
        <h4 id="sec-deep">Deep \
        <a class="anchor" href="#sec-deep" aria-label="Link to this section">#</a></h4>
        <h2 id="sec-two-x"><span class="number">1.2</span> Two ⟦x⟧ &amp; <!-- raw HTML omitted --> \
        <a class="anchor" href="#sec-two-x" aria-label="Link to this section">#</a></h2>
        <blockquote>
        <h2>Quoted</h2>
        </blockquote>
        """))
    #expect(
      fragment.contents.map { "\($0.level) \($0.id) \($0.number) \($0.html) / \($0.title)" } == [
        "3 sec-early 1.0.1 Early / Early", "2 sec-a 1.1 A <em>b</em> c / A b c",
        "3 sec-sub 1.1.1 Sub / Sub", "3 sec-sub-2 1.1.2 Sub / Sub", "4 sec-deep  Deep / Deep",
        "2 sec-two-x 1.2 Two ⟦x⟧ &amp; <!-- raw HTML omitted --> / Two x &",
      ])
    #expect(fragment.contents.map(\.minutes) == [nil, nil, 5, 5, nil, nil])
  }

  @Test func anAppendixIsReferredToByItsLetter() throws {
    let appendix = try Chapter.parse(
      path: "chapters/A1-y.md", source: "---\ntitle: T\n---\n## Z {#sec:z}\n")
    #expect(
      try rendered("@ch:y and @sec:z", others: [appendix]).html == """
        <p><a class="xref" href="A1-y.html">Appendix A</a> and \
        <a class="xref" href="A1-y.html#sec-z">Section A.1</a></p>

        """)
  }

  @Test func referencesWithinAndBeyondTheChapter() throws {
    let other = try Chapter.parse(
      path: "chapters/02-y.md", source: "---\ntitle: T\n---\n## Z {#sec:z}\n")
    let preface = try Chapter.parse(
      path: "chapters/preface.md", source: "---\ntitle: The *start*\n---\n## P {#sec:p}\n")
    let html = try rendered(
      "## A {#sec:a}\n\n@sec:a, @fig:i. @tbl:t @ch:x @ch:y, @ch:preface @sec:z @sec:p "
        + "[@fig:i; @sec:z, left] [@sec:a](u)\n\n"
        + "![alt $x$ @y](img/a.png \"A *cap* $x$\"){#fig:i}\n\n"
        + "| a |\n|---|\n| b |\n\n: Table *t* {#tbl:t}\n", others: [other, preface]
    ).html
    #expect(
      html.drop { $0 != "\n" } == """

        <p><a class="xref" href="#sec-a">Section 1.1</a>, <a class="xref" href="#fig-i">Figure 1.1</a>. \
        <a class="xref" href="#tbl-t">Table 1.1</a> <a class="xref" href="01-x.html">Chapter 1</a> \
        <a class="xref" href="02-y.html">Chapter 2</a>, \
        <a class="xref" href="preface.html">The start</a> \
        <a class="xref" href="02-y.html#sec-z">Section 2.1</a> \
        <a class="xref" href="preface.html#sec-p">Section 1</a> \
        <span class="citations">(<a class="xref" href="#fig-i">Figure 1.1</a>; \
        <a class="xref" href="02-y.html#sec-z">Section 2.1</a>, left)</span> <a href="u">@sec:a</a></p>
        <figure class="image" id="fig-i"><img src="img/a.png" alt="alt $x$ @y" />\
        <figcaption><span class="label">Figure 1.1</span> A <em>cap</em> ⟦x⟧</figcaption></figure>
        <figure class="table" id="tbl-t">
        <figcaption><span class="label">Table 1.1</span> Table <em>t</em></figcaption>
        <div class="table-wrap">
        <table>
        <thead>
        <tr>
        <th>a</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>b</td>
        </tr>
        </tbody>
        </table>
        </div>
        </figure>

        """)
  }

  @Test func citations() throws {
    let works = try Bibliography.parse(path: "chapters/references.bib", source: twoWorks)
    let fragment = try rendered(
      "a @schultz1997 and [@sutton, ch. *3*; @schultz1997].\n[@sutton][@sutton]: \\@x me@x.org "
        + "`@x` [@sutton](u) (@sutton's) [see @sutton]\n", bibliography: works)
    let sutton = "<a class=\"citation\" href=\"#ref-sutton\">Sutton &amp; Barto"
    #expect(
      fragment.html == """
        <p>a <a class="citation" href="#ref-schultz1997">Schultz et al. (1997)</a> and \
        <span class="citations">(\(sutton), 2018</a>, ch. 3; \
        <a class="citation" href="#ref-schultz1997">Schultz et al., 1997</a>)</span>.
        <span class="citations">(\(sutton), 2018</a>)</span>\
        <span class="citations">(\(sutton), 2018</a>)</span>: @x \
        <a href="mailto:me@x.org">me@x.org</a> <code>@x</code> <a href="u">@sutton</a> \
        (\(sutton) (2018)</a>'s) [see \(sutton) (2018)</a>]</p>

        """)
    #expect(
      fragment.references == """
        <section class="references" aria-labelledby="references">
        <h2 id="references">References</h2>
        <ol>
        <li id="ref-schultz1997">Schultz, W., Dayan, P., &amp; Montague, P. R. (1997). A neural \
        substrate of prediction and reward. <cite>Science</cite>, 275(5306), 1593–1599. \
        <a href="https://doi.org/10.1126/science.275.5306.1593">doi:10.1126/science.275.5306.1593</a></li>
        <li id="ref-sutton">Sutton, R. S., &amp; Barto, A. G. (2018). \
        <cite>Reinforcement Learning</cite>. 2nd edition. MIT Press.</li>
        </ol>
        </section>

        """)
    #expect(try rendered("none", bibliography: works).references.isEmpty)
  }

  @Test func computedValues() throws {
    let fragment = try rendered(
      "It is `= a` and **`= b`** ![`= c`](d), not `` `= x` ``\n\n| `= e` |\n|---|\n\n## H `= f`\n",
      ["1", "<2>", "3", "4", "5"].map { ran(value: $0) })
    #expect(
      fragment.html == """
        <p>It is <span class="computed">1</span> and <strong><span class="computed">&lt;2&gt;</span>\
        </strong> <img src="d" alt="3" />, not <code>`= x`</code></p>
        <table>
        <thead>
        <tr>
        <th><span class="computed">4</span></th>
        </tr>
        </thead>
        </table>
        <h2 id="sec-h-f"><span class="number">1.1</span> H <span class="computed">5</span> \
        <a class="anchor" href="#sec-h-f" aria-label="Link to this section">#</a></h2>

        """)
    #expect(fragment.contents.first?.html == "H <span class=\"computed\">5</span>")
  }

  @Test func searchFindsProseAndNothingElse() throws {
    let fragment = try rendered(
      "Intro *text*.\n\n## A $x$ {#sec:a}\n\nSee @sec:a, `code`, `= v`\nand $y$.\n\n```swift\nhidden()\n```\n\n"
        + "> [!NOTE] Mind\n> this\n\n- one\n- two[^1]\n\n![alt](i.png){#fig:i}\n\n[^1]: Foot.\n",
      [ran(value: "42"), ran(.printed("no"))])
    #expect(
      fragment.searchText == [
        Fragment.SearchEntry(id: "", title: "T", text: "Intro text."),
        Fragment.SearchEntry(
          id: "sec-a", title: "1.1 A x",
          text: "See Section 1.1, code, 42 and y. Mind this one two alt Foot."),
      ])
    #expect(fragment.images == ["i.png"])
  }
}
