extension Chapter {
  /// Parses one file of the book.
  ///
  /// What needs other files is checked when the chapter is rendered: citations, references to other
  /// chapters, formulas.
  ///
  /// - Parameters:
  ///   - path: the file's path from the book's root: `chapters/01-prediction-errors.md`.
  ///   - source: the whole file.
  /// - Returns: The chapter with its steps and labels.
  /// - Throws: `Diagnostics` with everything that is wrong with the file, each with line and column.
  public static func parse(path: String, source: String) throws(Diagnostics) -> Chapter {
    let parsed = ParsedChapter(path: path, source: source)
    if !parsed.problems.isEmpty {
      throw Diagnostics(parsed.problems).sorted(quoting: parsed.file)
    }
    return Chapter(
      path: path, number: parsed.name.number, slug: parsed.name.slug, source: source,
      front: parsed.front.front, steps: parsed.survey.steps, labels: parsed.labels)
  }
}

/// A chapter's file, parsed with its tree; what `Chapter.parse` and `renderFragment` share.
struct ParsedChapter {
  let file: SourceText
  let body: SourceText
  let front: ParsedFrontMatter
  let tree: MarkdownTree
  let survey: Survey
  let name: (number: ChapterNumber?, slug: String, page: String)
  let labels: [Label]
  let problems: [Diagnostic]

  /// Parses a file; never fails: what is wrong is in `problems`.
  init(path: String, source: String) {
    file = SourceText(path: path, bytes: Array(source.utf8))
    front = FrontMatterParser.parse(file)
    name = Self.name(path)
    let start = file.start(ofLine: front.bodyLine)
    body = SourceText(
      path: path, bytes: Array(file.bytes[start...]),
      origin: SourceLocation(path: path, line: front.bodyLine))
    tree = MarkdownTree(body.bytes)
    survey = Surveyor.survey(
      tree, text: body, document: DocumentName(number: name.number, page: name.page))
    labels = [Self.label(name, front.front.title, path)] + survey.labels
    problems =
      front.problems + survey.problems + Self.duplicates(labels)
      + Self.unknownSections(front, survey, file)
  }

  /// `chapters/01-x.md` → 1, `x` and `01-x.html`.
  private static func name(
    _ path: String
  ) -> (number: ChapterNumber?, slug: String, page: String) {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    guard let number = ChapterNumber(ofName: stem), let dash = stem.firstIndex(of: "-"),
      stem[dash...].count > 1
    else { return (nil, stem, "\(stem).html") }
    return (number, String(stem[stem.index(after: dash)...]), "\(stem).html")
  }

  private static func label(
    _ name: (number: ChapterNumber?, slug: String, page: String), _ title: String, _ path: String
  ) -> Label {
    Label(
      kind: .chapter, id: "ch:\(name.slug)", number: name.number.map(\.description) ?? "",
      title: PlainText.of(markdown: title), href: name.page,
      location: SourceLocation(path: path, line: 1))
  }

  private static func duplicates(_ labels: [Label]) -> [Diagnostic] {
    var first: [String: SourceLocation] = [:]
    var problems: [Diagnostic] = []
    var told: Set<SourceLocation> = []
    for label in labels {
      if let before = first[label.id] {
        // A cell with a caption has two labels in one place.
        guard told.insert(label.location).inserted else { continue }
        problems.append(
          Diagnostic(
            at: label.location, "the label '\(label.id)' stands twice",
            help: "the first is in line \(before.line)"))
      } else {
        first[label.id] = label.location
      }
    }
    return problems
  }

  /// Minutes for sections that don't exist.
  private static func unknownSections(
    _ front: ParsedFrontMatter, _ survey: Survey, _ file: SourceText
  ) -> [Diagnostic] {
    let titles = survey.headings.map(\.title)
    let known = Set(titles)
    return front.front.minutes.enumerated().compactMap { index, entry in
      guard !known.contains(PlainText.of(markdown: entry.section)) else { return nil }
      return Diagnostic(
        at: front.location("minutes.\(index)", in: file),
        "the chapter has no section '\(entry.section)'",
        help: didYouMean(entry.section, among: titles, kind: "sections"))
    }
  }
}
