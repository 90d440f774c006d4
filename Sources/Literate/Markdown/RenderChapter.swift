import CCmarkGFM

/// Renders a chapter's body.
///
/// What is not our syntax comes out as `cmark-gfm` writes it. A chapter whose cells have not run, or
/// not all, renders too: the page says so at each. Rendering with an empty run is how citations,
/// references and formulas are checked before anything runs.
///
/// - Parameters:
///   - chapter: the chapter.
///   - run: what came of its steps; steps beyond its results count as not run.
///   - labels: the labels of the whole book.
///   - bibliography: the works that can be cited.
///   - math: the formula renderer.
/// - Returns: The body and what the page around it needs.
/// - Throws: `Diagnostics`: unknown citations and references, formulas that KaTeX refuses.
public func renderFragment(
  _ chapter: Chapter, run: ChapterRun, labels: LabelIndex, bibliography: Bibliography,
  math: MathRenderer
) throws(Diagnostics) -> Fragment {
  let parsed = ParsedChapter(path: chapter.path, source: chapter.source)
  let renderer = Renderer(
    page: parsed.name.page, path: chapter.path, labels: labels, bibliography: bibliography,
    math: math, steps: parsed.survey.steps, results: run.results)
  let fragment = renderer.render(parsed)
  let problems = parsed.problems + renderer.problems
  if !problems.isEmpty { throw Diagnostics(problems).sorted(quoting: parsed.file) }
  return fragment
}

/// Renders inline Markdown that stands by itself, with formulas, citations and references.
///
/// - Parameters:
///   - markdown: the text; line ends count as spaces.
///   - location: where it stands, for diagnostics.
///   - page: the file name of the page that shows it, so that links within it are short.
///   - labels: the labels of the whole book.
///   - bibliography: the works that can be cited.
///   - math: the formula renderer.
/// - Returns: HTML without an element around it.
/// - Throws: `Diagnostics`: unknown citations and references, formulas that KaTeX refuses.
public func inlineHTML(
  _ markdown: String, at location: SourceLocation, page: String, labels: LabelIndex,
  bibliography: Bibliography, math: MathRenderer
) throws(Diagnostics) -> String {
  let renderer = Renderer(
    page: page, path: location.path, labels: labels, bibliography: bibliography, math: math)
  let html = renderer.inline(markdown, at: location)
  if !renderer.problems.isEmpty { throw Diagnostics(renderer.problems) }
  return html
}

/// What rendering gathers on its way through one chapter.
final class Renderer {
  /// The page's file name: links to it need none.
  let page: String
  let path: String
  let labels: LabelIndex
  let bibliography: Bibliography
  let math: MathRenderer
  let steps: [Step]
  let results: [StepResult]
  var problems: [Diagnostic] = []
  /// Keys of the works that are cited.
  var cited: Set<String> = []
  var files: [Fragment.File] = []
  /// Nodes that are no longer in the tree. They are freed at the end: inlines that were moved
  /// elsewhere still point into the text of the block that they come from.
  private var retired: [Node] = []
  /// Counts that make ids unique on the page.
  var viewCount = 0
  var tabsCount = 0

  init(
    page: String, path: String, labels: LabelIndex, bibliography: Bibliography,
    math: MathRenderer, steps: [Step] = [], results: [StepResult] = []
  ) {
    self.page = page
    self.path = path
    self.labels = labels
    self.bibliography = bibliography
    self.math = math
    self.steps = steps
    self.results = results
  }

  deinit {
    for node in retired { cmark_node_free(node.pointer) }
  }

  /// Puts another node in the place of one.
  func replace(_ node: Node, by other: Node?) {
    guard let other else { return remove(node) }
    let isReplaced = cmark_node_replace(node.pointer, other.pointer) != 0
    retired.append(isReplaced ? node : other)
  }

  /// Takes a node out of the tree.
  func remove(_ node: Node) {
    cmark_node_unlink(node.pointer)
    retired.append(node)
  }

  /// What came of a step.
  func result(_ step: Int) -> StepResult {
    step < results.count ? results[step] : StepResult(status: .notRun)
  }

  /// Replaces what is ours in a chapter's tree, and lets cmark write the rest.
  func render(_ parsed: ParsedChapter) -> Fragment {
    var fragment = Fragment()
    fragment.front = front(parsed)
    fragment.images = parsed.survey.images
    fragment.contents = contents(parsed)
    fragment.searchText = searchText(parsed, fragment.contents, title: fragment.front.plainTitle)
    renderInlines(parsed.survey)
    for (index, heading) in parsed.survey.headings.enumerated() {
      fragment.contents[index].html = render(heading, as: fragment.contents[index])
    }
    for equation in parsed.survey.equations { render(equation) }
    for figure in parsed.survey.figures { renderFigure(figure) }
    for table in parsed.survey.tables { renderTable(table) }
    for cell in parsed.survey.cells { render(cell) }
    for output in parsed.survey.outputs { remove(output) }
    for claims in parsed.survey.claims { render(claims) }
    for callout in parsed.survey.callouts { render(callout) }
    fragment.html = parsed.tree.html
    fragment.references = referencesSection()
    fragment.files = files
    return fragment
  }

  /// The front matter's texts.
  private func front(_ parsed: ParsedChapter) -> Fragment.Front {
    let source = parsed.front.front
    func render(_ markdown: String, _ key: String) -> String {
      inline(markdown, at: parsed.front.location(key, in: parsed.file))
    }
    func render(_ items: [String], _ key: String) -> [String] {
      items.enumerated().map { render($1, "\(key).\($0)") }
    }
    var front = Fragment.Front()
    front.title = render(source.title, "title")
    front.plainTitle = PlainText.of(markdown: source.title)
    front.question = render(source.question, "question")
    front.objectives = render(source.objectives, "objectives")
    front.prerequisites = render(source.prerequisites, "prerequisites")
    front.keyPoints = render(source.keyPoints, "key-points")
    return front
  }
}
