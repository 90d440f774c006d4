import Foundation

@testable import Literate

/// Formulas are set by one KaTeX for all tests.
let sharedMath = MathRenderer()

/// A chapter's body with results, rendered; every formula as `⟦tex⟧`.
func rendered(
  _ body: String, _ results: [StepResult] = [], front: String = "title: T",
  others: [Chapter] = [], bibliography: Bibliography = Bibliography()
) throws -> Fragment {
  let chapter = try Chapter.parse(path: "chapters/01-x.md", source: "---\n\(front)\n---\n" + body)
  var fragment = try renderFragment(
    chapter, run: ChapterRun(results: results), labels: LabelIndex([chapter] + others),
    bibliography: bibliography, math: sharedMath)
  fragment.html = withoutKaTeX(fragment.html)
  fragment.front.question = withoutKaTeX(fragment.front.question)
  for i in fragment.contents.indices {
    fragment.contents[i].html = withoutKaTeX(fragment.contents[i].html)
  }
  return fragment
}

/// Every formula of KaTeX as `⟦tex⟧`.
func withoutKaTeX(_ html: String) -> String {
  var result = ""
  var rest = html[...]
  while let start = rest.range(of: "<span class=\"katex\">") {
    result += rest[..<start.lowerBound]
    rest = rest[start.upperBound...]
    let open = rest.range(of: "x-tex\">"), close = rest.range(of: "</annotation>")
    if let open, let close { result += "⟦\(rest[open.upperBound..<close.lowerBound])⟧" }
    var depth = 1
    while depth > 0, let tag = rest.range(of: "span") {
      let isClosing = rest[..<tag.lowerBound].hasSuffix("</")
      let isOpening = rest[..<tag.lowerBound].hasSuffix("<")
      depth += isClosing ? -1 : isOpening ? 1 : 0
      rest = rest[tag.upperBound...]
    }
    rest = rest.dropFirst()
  }
  return result + rest
}

/// A step that ran.
func ran(_ outputs: CellOutput..., value: String = "") -> StepResult {
  StepResult(status: .ran, outputs: outputs, value: value)
}

/// A step that failed.
func failed(_ message: String, value: String = "") -> StepResult {
  StepResult(
    status: .failed, value: value,
    failure: Diagnostic(
      at: SourceLocation(path: "chapters/01-x.md", line: 5, column: 2), message, help: "mend it"))
}

/// Two works.
let twoWorks = """
  @article{schultz1997, author = {Schultz, Wolfram and Dayan, Peter and Montague, P. Read},
    title = {A neural substrate of prediction and reward}, journal = {Science}, year = 1997,
    volume = 275, number = 5306, pages = {1593--1599}, doi = {10.1126/science.275.5306.1593}}
  @book{sutton, author = {Sutton, R. S. and Barto, A. G.}, title = {Reinforcement Learning},
    year = 2018, publisher = {MIT Press}, edition = 2}
  """
