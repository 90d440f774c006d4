import Testing

@testable import Literate

/// What is wrong with a chapter, each as `line:column: message; help`.
func problems(_ source: String, bibliography: Bibliography = Bibliography()) -> [String] {
  func lines(_ diagnostics: Diagnostics) -> [String] {
    diagnostics.all.map { problem in
      let place = problem.location.map { "\($0.line):\($0.column): " } ?? ""
      return place + problem.message + (problem.help.isEmpty ? "" : "; \(problem.help)")
    }
  }
  do {
    let chapter = try Chapter.parse(path: "chapters/01-x.md", source: source)
    _ = try renderFragment(
      chapter, run: ChapterRun(results: []), labels: LabelIndex([chapter]),
      bibliography: bibliography, math: MathRenderer())
    return []
  } catch {
    return lines(error)
  }
}

/// The body of a chapter begins in line 4.
func bodyProblems(_ body: String) -> [String] { problems("---\ntitle: T\n---\n" + body) }

@Suite struct ProblemsTests {
  @Test(arguments: WrongMarkdown.fences.indices)
  func fences(_ index: Int) {
    let (body, problems) = WrongMarkdown.fences[index]
    #expect(bodyProblems(body) == problems, "\(body)")
  }

  @Test(arguments: WrongMarkdown.prose.indices)
  func prose(_ index: Int) {
    let (body, problems) = WrongMarkdown.prose[index]
    #expect(bodyProblems(body) == problems, "\(body)")
  }

  @Test func aProblemPrintsWithItsLineAndACaret() throws {
    let source = "---\ntitle: T\n---\n\n- a\n\n\t$\\foo$ b\n"
    let chapter = try Chapter.parse(path: "chapters/01-x.md", source: source)
    let error = #expect(throws: Diagnostics.self) {
      try renderFragment(
        chapter, run: ChapterRun(results: []), labels: LabelIndex([chapter]),
        bibliography: Bibliography(), math: MathRenderer())
    }
    #expect(
      error?.description == """
        chapters/01-x.md:7:3: error: KaTeX: Undefined control sequence: \\foo at position 1: \\foo
          \t$\\foo$ b
          \t ^
        """)
  }

  @Test func labelsOfTwoChaptersClash() throws {
    let source = "---\ntitle: T\n---\n## A {#sec:a}\n"
    let first = try Chapter.parse(path: "chapters/01-x.md", source: source)
    let second = try Chapter.parse(path: "chapters/02-y.md", source: source)
    let error = #expect(throws: Diagnostics.self) { try LabelIndex([first, second]) }
    #expect(
      error?.description == """
        chapters/02-y.md:4:6: error: the label 'sec:a' stands twice in the book
          ## A {#sec:a}
               ^
          help: the first is in chapters/01-x.md:4
        """)
  }

  @Test func aMissingKaTeXIsToldWhereItIsNeeded() throws {
    let math = MathRenderer(katexFolder: "/nowhere")
    let error = #expect(throws: MathRenderer.Failure.self) {
      try math.render("x", isDisplay: false)
    }
    #expect(error?.message == "KaTeX is not installed: there is no /nowhere/katex.min.js")
    #expect(error?.help == "install the Debian package libjs-katex")
  }
}
