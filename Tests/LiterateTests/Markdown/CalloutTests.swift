import Testing

@testable import Literate

/// Callouts, margin notes and tabs.
@Suite struct CalloutTests {
  @Test func callouts() throws {
    let html = try rendered(
      "> [!NOTE]\n> a\n> b\n\n> [!WARNING] Watch *out*, $x$ or `y`\n\n> [!misconception] T\n>\n> a\n>\n"
        + "> > [!HISTORY]\n> > - b\n\n> [!BIOLOGY] *Em*\n> ```\n> c\n> ```\n"
    ).html
    #expect(
      html == """
        <aside class="callout note" role="note">
        <p class="callout-title"><span class="kind">Note</span></p>
        <p>a
        b</p>
        </aside>
        <aside class="callout warning" role="note">
        <p class="callout-title"><span class="kind">Warning</span> Watch <em>out</em>, ⟦x⟧ or \
        <code>y</code></p>
        </aside>
        <aside class="callout misconception" role="note">
        <p class="callout-title"><span class="kind">Misconception</span> T</p>
        <p>a</p>
        <aside class="callout history" role="note">
        <p class="callout-title"><span class="kind">History</span></p>
        <ul>
        <li>b</li>
        </ul>
        </aside>
        </aside>
        <aside class="callout biology" role="note">
        <p class="callout-title"><span class="kind">Biology</span> <em>Em</em></p>
        <pre><code>c
        </code></pre>
        </aside>

        """)
  }

  @Test func marginNotes() throws {
    #expect(
      try rendered("> [!MARGIN]\n> note *m*\n> n\n\n> [!MARGIN] note\n\n> [!MARGIN]\n>\n> p\n").html
        == """
        <aside class="margin">
        <p>note <em>m</em>
        n</p>
        </aside>
        <aside class="margin">
        <p>note</p>
        </aside>
        <aside class="margin">
        <p>p</p>
        </aside>

        """)
  }

  @Test func tabs() throws {
    let html = try rendered(
      "> [!TABS] Learners\n> - *One*\n>\n>   a $x$\n>\n>   ```swift\n>   f()\n>   ```\n> - Two\n>\n>   b\n\n"
        + "> [!TABS]\n> - Only\n", [ran(.printed("1\n"))]
    ).html
    #expect(
      html == """
        <div class="tabs" role="group" aria-label="Learners">
        <input type="radio" name="tabs-1" id="tabs-1-1" checked><label for="tabs-1-1"><em>One</em></label>
        <div class="panel">
        <p>a ⟦x⟧</p>
        <div class="cell" data-number="1.1">
        <div class="code"><pre><code class="language-swift"><span class="f">f</span>()</code></pre></div>
        <div class="output" role="group" aria-label="Output">
        <pre class="printed">1
        </pre>
        </div>
        </div>
        </div>
        <input type="radio" name="tabs-1" id="tabs-1-2"><label for="tabs-1-2">Two</label>
        <div class="panel">
        <p>b</p>
        </div>
        </div>
        <div class="tabs" role="group" aria-label="Variants">
        <input type="radio" name="tabs-2" id="tabs-2-1" checked><label for="tabs-2-1">Only</label>
        <div class="panel">
        </div>
        </div>

        """)
  }
}
