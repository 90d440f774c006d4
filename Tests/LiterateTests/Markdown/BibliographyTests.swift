import Testing

@testable import Literate

@Suite struct BibliographyTests {
  private func parse(_ source: String) throws -> Bibliography {
    try Bibliography.parse(path: "chapters/references.bib", source: source)
  }

  @Test func entriesInEveryForm() throws {
    let works = try parse(
      """
      Anything between entries is a comment.
      @comment{@article{no, title = {No}}}
      @preamble{"\\newcommand"}
      @string{ nn = "Nature " # {Neuroscience} }
      @ARTICLE{wang2018,
        author = "Wang, Jane X. and Kurth-Nelson, Zeb and {Deep Mind, Ltd.} and others",
        Title  = {Prefrontal {Cortex} as a
                  {Meta}-Reinforcement},
        journal = nn, year = 2018, month = jan # "~4", pages = "1--{2}",
      }
      @book(gold, author = {Ludwig van Beethoven and Sebastian L{\\"u}ders and Erd\\H{o}s, Jr., P{\\'a}l},
        title = {{\\O}re \\& \\'{E}t\\'e -- na\\"{\\i}ve ``so''}, year = {1999})
      @misc{x:y-1, title = {}}
      """)
    #expect(works.keys == ["wang2018", "gold", "x:y-1"])
    let wang = try #require(works["wang2018"])
    #expect(wang.type == "article")
    #expect(wang.fields["title"] == "Prefrontal Cortex as a Meta-Reinforcement")
    #expect(wang.fields["journal"] == "Nature Neuroscience")
    #expect(wang.fields["month"] == "January\u{A0}4")
    #expect(wang.fields["pages"] == "1–2")
    #expect(
      wang.authors == [
        .init(given: "Jane X.", family: "Wang"), .init(given: "Zeb", family: "Kurth-Nelson"),
        .init(given: "", family: "Deep Mind, Ltd."), .init(given: "", family: "others"),
      ])
    #expect(wang.shortAuthors == "Wang et al.")
    #expect(wang.fullAuthors == "Wang, J. X., Kurth-Nelson, Z., Deep Mind, Ltd., et al.")
    #expect(wang.location == SourceLocation(path: "chapters/references.bib", line: 5, column: 10))
    let gold = try #require(works["gold"])
    #expect(
      gold.authors == [
        .init(given: "Ludwig", family: "van Beethoven"),
        .init(given: "Sebastian", family: "Lüders"),
        .init(given: "Pál", family: "Erdős Jr."),
      ])
    #expect(gold.fields["title"] == "Øre & Été – naïve “so”")
    #expect(works["nothing"] == nil)
  }

  @Test func worksOfOneYearGetLetters() throws {
    let works = try parse(
      """
      @misc{b, author = {Daw, N. and Niv, Y.}, title = {Z}, year = 2005}
      @misc{a, author = {Daw, Nathaniel and Niv, Yael}, title = {A}, year = 2005}
      @misc{c, author = {Daw, N.}, title = {A}, year = 2005}
      @misc{d, title = {Untitled}}
      """)
    let labels = works.keys.compactMap { works[$0] }.map { work -> String in
      let label = works.label(of: work)
      return "\(label.authors), \(label.year)"
    }
    #expect(labels == ["Daw & Niv, 2005b", "Daw & Niv, 2005a", "Daw, 2005", "Untitled, n.d."])
  }

  @Test(arguments: [
    ("@article{a, title = {b}", "1:1: this entry is not closed; end it with '}'"),
    ("@article{a, title = {b", "1:21: this brace is not closed; end the value with '}'"),
    ("@article{a, title = \"b {\" }", "1:21: this quote is not closed; end the value with '\"'"),
    ("x\n @article a", "2:11: an entry's type is followed by '{'; write @article{key, …}"),
    ("@ {a}", "1:1: '@' is not followed by an entry's type; write for example @article{…}"),
    ("@book{, title = {a}}", "1:7: this entry has no key; write @book{key, …}"),
    ("@book{a,\n  title {b}}", "2:3: a field is 'name = {value}'"),
    ("@book{a,\n  title = {b}\n  year = 1}", "3:3: a comma is missing here"),
    ("@book{a, journal = science}", "1:20: there is no @string 'science'; put the value in braces"),
    (
      "@string{nature = {N}}\n@book{a, journal = natur}",
      "2:20: there is no @string 'natur'; did you mean 'nature'?"
    ),
    ("@book{a, title = }", "1:18: a value stands here in braces or quotes"),
    ("@book{a}\n@misc{b}\n@book{a}", "3:7: the key 'a' stands twice; the first is in line 1"),
    ("@string{a = {b}", "1:1: this @string is not closed; end it with '}'"),
  ])
  func problemsOf(_ source: String, _ expected: String) {
    let error = #expect(throws: Diagnostics.self) { try parse(source) }
    let lines = (error?.all ?? []).map { problem in
      let place = problem.location.map { "\($0.line):\($0.column): " } ?? ""
      return place + problem.message + (problem.help.isEmpty ? "" : "; \(problem.help)")
    }
    #expect(lines == [expected], "\(source)")
  }

  @Test func theRestOfTheFileIsReadBehindAProblem() throws {
    let error = #expect(throws: Diagnostics.self) {
      try parse("@book{a b}\n@misc{c, title = {d}}\n@misc{e title}\n")
    }
    #expect(error?.all.map(\.location?.line) == [1, 3])
  }
}
