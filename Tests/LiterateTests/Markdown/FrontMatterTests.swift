import Testing

@testable import Literate

@Suite struct FrontMatterTests {
  @Test func everyKey() throws {
    let chapter = try Chapter.parse(
      path: "chapters/01-x.md",
      source: """
        ---
        # a comment
        title: "A *b*: \\"c\\" \\\\"
        question: Why is $x$
          so long
        objectives:
          - do
            this
          - "and: that"

        prerequisites:
        - 'it''s'
        key-points: \("")
          -   k: v
        minutes:
          - Two: parts: 5
          - One: 10
        data:
          - a.csv
        ---
        ## One

        ## Two: *parts*
        """.replacing("'it''s'", with: "'its'"))
    var front = FrontMatter()
    front.title = #"A *b*: "c" \"#
    front.question = "Why is $x$ so long"
    front.objectives = ["do this", "and: that"]
    front.prerequisites = ["its"]
    front.keyPoints = ["k: v"]
    front.minutes = [.init(section: "Two: parts", minutes: 5), .init(section: "One", minutes: 10)]
    front.data = ["a.csv"]
    #expect(chapter.front == front)
  }

  @Test func theTextsAreRenderedAsInlineMarkdown() throws {
    let works = try Bibliography.parse(path: "chapters/references.bib", source: twoWorks)
    let fragment = try rendered(
      "Text.",
      front: """
        title: "A *b*: 1. c #"
        question: Why $x$ & <b>?
        objectives:
          - cite [@sutton]
        key-points:
          - "# k"
        """, bibliography: works)
    #expect(fragment.front.title == "A <em>b</em>: 1. c #")
    #expect(fragment.front.plainTitle == "A b: 1. c #")
    #expect(fragment.front.question == "Why ⟦x⟧ &amp; <!-- raw HTML omitted -->?")
    #expect(fragment.front.keyPoints == ["# k"])
    #expect(
      fragment.front.objectives == [
        """
        cite <span class="citations">(<a class="citation" href="#ref-sutton">Sutton &amp; Barto, \
        2018</a>)</span>
        """
      ])
    #expect(fragment.references.contains("<li id=\"ref-sutton\">"))
  }

  @Test(arguments: [
    (
      "",
      [
        "1:1: the chapter has no front matter; begin the file with '---', 'title: …' and '---' on three lines"
      ]
    ),
    (
      "# T\n",
      [
        "1:1: the chapter has no front matter; begin the file with '---', 'title: …' and '---' on three lines"
      ]
    ),
    ("---\ntitle: T\n", ["1:1: the front matter is not closed; end it with a line '---'"]),
    ("---\n---\n", ["1:1: the front matter has no title; add a line 'title: …'"]),
    ("---\ntitle:\n---\n", ["2:1: 'title' is empty; write 'title: …'"]),
    (
      "---\ntitle: T\nobjectivs:\n  - a\n---\n",
      ["3:1: unknown key 'objectivs' in the front matter; did you mean 'objectives'?"]
    ),
    (
      "---\ntitle: T\ntitle: U\n  v\n---\n",
      ["3:1: 'title' stands twice in the front matter; keep one of the two"]
    ),
    (
      "---\ntitle: T\nobjectives: a\ndata: [b]\n---\n",
      [
        "3:13: 'objectives' is a list; put each on a line of its own: '  - a'",
        "4:7: 'data' is a list; put each on a line of its own: '  - [b]'",
      ]
    ),
    (
      "---\ntitle:\n  - a\n---\n",
      ["2:1: 'title' is one text, not a list; write 'title: …' on one line"]
    ),
    (
      "---\ntitle: \"T\nquestion: 'a' b\nprerequisites:\n  -\n---\n",
      [
        "2:8: the quote is not closed; end the value with \"",
        "3:11: text stands behind the closing quote; quote it all",
        "5:4: an item of 'prerequisites' is empty",
      ]
    ),
    (
      "---\ntitle: T\n  \n  x\nword\n---\n",
      [
        "4:3: this line of the front matter is not 'key: value'; a key begins in the first column",
        "5:1: this line of the front matter is not 'key: value'",
      ]
    ),
    (
      "---\ntitle: T\nminutes:\n  - A\n  - B: x\n  - C: 0\n  - Onee: 5\n---\n## One\n",
      [
        "4:5: 'A' is not a section and its minutes; write '- Section title: 10'",
        "5:5: 'B: x' is not a section and its minutes; write '- Section title: 10'",
        "6:5: 'C: 0' is not a section and its minutes; write '- Section title: 10'",
        "7:5: the chapter has no section 'Onee'; did you mean 'One'?",
      ]
    ),
    (
      "---\ntitle: T $\\foo$\nobjectives:\n  - \"a @b\"\n---\n",
      [
        "2:11: KaTeX: Undefined control sequence: \\foo at position 1: \\foo",
        "4:8: there is no work 'b' in the bibliography; add it to references.bib, or write \\@ for the character",
      ]
    ),
  ])
  func problemsOf(_ source: String, _ expected: [String]) {
    #expect(problems(source) == expected, "\(source)")
  }
}
