@testable import Literate

/// A page with everything that a chapter can hold, as the renderer writes it.
enum Specimen {
  static let links = [
    PageLink(
      href: "01-prediction-errors.html", number: 1, slug: "prediction-errors",
      titleHTML: "Prediction errors"),
    PageLink(href: "02-bandits.html", number: 2, slug: "bandits", titleHTML: "Bandits"),
  ]

  static var page: PageContent {
    var page = PageContent(
      titleHTML: "Prediction errors", number: 1, slug: "prediction-errors",
      bodyHTML: prose + cells + blocks + footnotes)
    page.bookTitle = "A book that runs"
    page.questionHTML = "What does a brain do with the error \(delta)?"
    page.objectivesHTML = ["say what blocking shows", "place the error in time"]
    page.prerequisitesHTML = ["the mean of a random variable"]
    page.keyPointsHTML = ["What is predicted no longer teaches."]
    page.minutes = 80
    page.command = "book run prediction-errors"
    page.contents = [
      ContentsEntry(
        level: 2, id: "sec-blocking", number: "1.1", titleHTML: "Blocking", minutes: 20),
      ContentsEntry(
        level: 3, id: "sec-third", number: "1.1.1", titleHTML: "The <em>third</em> factor"),
    ]
    page.referencesHTML = references
    page.chapters = links
    page.next = links[1]
    return page
  }

  static let delta = """
    <span class="katex"><span class="katex-mathml"><math \
    xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>δ</mi></mrow>\
    <annotation encoding="application/x-tex">\\delta</annotation></semantics></math></span>\
    <span class="katex-html" aria-hidden="true"><span class="base">\
    <span class="strut" style="height:0.6944em;"></span><span class="mord mathnormal" \
    style="margin-right:0.03785em;">δ</span></span></span></span>
    """

  static let prose = """
    <p>Ring a bell, give a dog some food, repeat
    <a class="citation" href="#ref-pavlov1927">(Pavlov, 1927)</a>. The old answer was untenable<sup
    class="footnote-ref"><a href="#fn-kamin" id="fnref-kamin" data-footnote-ref>1</a></sup>; see
    <a class="xref" href="#fig-blocking">Figure 1.1</a>.</p>
    <aside class="margin"><p>Pavlov wanted to study digestion.</p></aside>
    <h2 id="sec-blocking"><span class="number">1.1</span> Blocking <span class="minutes">20 min</span>
    <a class="anchor" href="#sec-blocking" aria-label="Link to this section">#</a></h2>
    <p>The bell predicts <span class="computed">0.995</span> of the food.</p>
    <div class="equation" id="eq-rw"><span class="katex-display">\(delta)</span><span
    class="eqno">(1.1)</span></div>

    """

  static let plot = """
                  Associative strength after 50 + 50 trials
      A alone   |################################################## 0.997
      B blocked |                                                   0.003
      B control |#########################                          0.500
                +---------+---------+---------+---------+---------+
                0        0.2       0.4       0.6       0.8       1.0
    """

  static let cells = """
    <figure class="cell" id="cell-blocking" data-number="1.1">
    <details class="fold"><summary>Code</summary>
    <div class="code"><pre><code class="language-swift"><span class="k">let</span> rate: <span
    class="t">Double</span> <span class="o">=</span> <span class="n">0.1</span> <span
    class="c">// a rate</span>
    <span class="f">print</span>(<span class="s">"a &lt; b"</span>)</code></pre></div>
    </details>
    <div class="output" id="fig-blocking" role="group" aria-label="Output">
    <pre class="printed">trial 10</pre>
    <div class="plot"><div class="views" role="group" aria-label="View of the plot">
    <input type="radio" name="view-1" id="view-1-text" checked><label for="view-1-text">Text</label>
    <input type="radio" name="view-1" id="view-1-svg"><label for="view-1-svg">Picture</label>
    <pre role="img" aria-label="Bar chart, three bars">\(plot)</pre>
    <div class="svg"><svg role="img" viewBox="0 0 640 60" aria-label="Bar chart, three bars"><rect
    x="100" y="10" width="498" height="28" fill="var(--series-1, #0072b2)"/></svg></div></div>
    <details class="data"><summary>Data</summary>
    <div class="table-wrap" role="region" aria-label="Data" tabindex="0"><table class="data n2">
    <thead><tr><th scope="col">bar</th><th scope="col">strength</th></tr></thead>
    <tbody><tr><td>A alone</td><td>0.997</td></tr></tbody></table></div>
    </details></div>
    </div>
    <figcaption><span class="label">Figure 1.1</span> Blocking.</figcaption>
    </figure>
    <div class="cell"><div class="code"><pre><code class="language-swift">let x: Int = "1"</code></pre>
    </div>
    <div class="output" role="group" aria-label="Output"><p class="stream">This cell fails</p>
    <pre class="fails compile">error: cannot convert value of type 'String'</pre></div></div>
    <ul class="claims">
    <li class="holds">Without the first phase it gets half <span
    class="measured">measured 0.5</span></li>
    </ul>

    """

  static let blocks = """
    <h3 id="sec-third"><span class="number">1.1.1</span> The <em>third</em> factor
    <a class="anchor" href="#sec-third" aria-label="Link to this section">#</a></h3>
    <aside class="callout misconception" role="note"><p class="callout-title"><span
    class="kind">Misconception</span> What fires together wires together</p><p>No.</p></aside>
    <div class="tabs" role="group" aria-label="Variants"><input type="radio" name="tabs-1"
    id="tabs-1-1" checked><label for="tabs-1-1">Words</label><div class="panel"><p>Do more of it.</p>
    </div><input type="radio" name="tabs-1" id="tabs-1-2"><label for="tabs-1-2">Swift</label>
    <div class="panel"><pre><code class="language-swift">w += rate * error</code></pre></div></div>
    <table><thead><tr><th>pre</th><th align="right">\(delta)</th></tr></thead>
    <tbody><tr><td>active</td><td align="right">&gt; 0</td></tr></tbody></table>

    """

  static let footnotes = """
    <section class="footnotes" data-footnotes>
    <ol><li id="fn-kamin"><p>Printed in 1969. <a href="#fnref-kamin" class="footnote-backref"
    data-footnote-backref aria-label="Back to reference 1">↩</a></p></li></ol>
    </section>

    """

  static let references = """
    <section class="references" aria-labelledby="references">
    <h2 id="references">References</h2>
    <ol><li id="ref-pavlov1927">Pavlov, I. P. (1927). <em>Conditioned Reflexes.</em>
    <a href="https://doi.org/10.1000/182">doi:10.1000/182</a></li></ol>
    </section>

    """

  static var index: IndexContent {
    var index = IndexContent(title: "A book that runs")
    index.subtitleHTML = "Learning to learn"
    index.introductionHTML = "<p>Every chapter asks one question.</p>\n"
    index.chapters = [
      IndexChapter(
        link: links[0], questionHTML: page.questionHTML, minutes: 80,
        keyPointsHTML: page.keyPointsHTML, contents: page.contents),
      IndexChapter(link: links[1], isInPreparation: true),
    ]
    return index
  }
}
