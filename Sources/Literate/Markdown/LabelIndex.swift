/// Every label of the book, by its id.
public struct LabelIndex: Sendable {
  private var byID: [String: Label] = [:]
  /// The ids in the order of the chapters.
  public private(set) var ids: [String] = []

  /// No labels.
  public init() {}

  /// Collects the labels of chapters.
  ///
  /// - Throws: `Diagnostics` where two labels have one id.
  public init(_ chapters: [Chapter]) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    for chapter in chapters {
      var clashes: [Diagnostic] = []
      for label in chapter.labels {
        if let first = byID[label.id] {
          clashes.append(
            Diagnostic(
              at: label.location, "the label '\(label.id)' stands twice in the book",
              help: "the first is in \(first.location.path):\(first.location.line)"))
        } else {
          byID[label.id] = label
          ids.append(label.id)
        }
      }
      guard !clashes.isEmpty else { continue }
      let text = SourceText(path: chapter.path, bytes: Array(chapter.source.utf8))
      problems += Diagnostics(clashes).sorted(quoting: text).all
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  /// The label with an id such as `fig:blocking`; `nil` if there is none.
  public subscript(id: String) -> Label? { byID[id] }
}

extension Label.Kind {
  /// What a reference of this kind begins with: `Figure` of "Figure 1.3".
  var word: String {
    switch self {
    case .chapter: "Chapter"
    case .section: "Section"
    case .figure: "Figure"
    case .table: "Table"
    case .equation: "Equation"
    case .cell: "Cell"
    }
  }
}

extension Label {
  /// "Figure 1.3", "Chapter 1", "Appendix A"; the title of a chapter without number.
  var referenceText: String {
    if kind == .chapter && number.isEmpty { return title }
    let chapter = kind == .chapter ? ChapterNumber(written: number) : nil
    return "\(chapter?.word ?? kind.word) \(number)"
  }
}
