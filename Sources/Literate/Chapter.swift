/// A chapter, parsed: what it says of itself and what it asks to be run.
///
/// The prose stays Markdown in `source`; `steps` are the runnable parts in document order.
public struct Chapter: Sendable {
  /// Path from the book's root: `chapters/01-prediction-errors.md`.
  public var path: String
  /// The number in the file's name, 1 for `01-prediction-errors.md` and A for `A1-backpropagation.md`;
  /// `nil` for a name without one.
  public var number: ChapterNumber?
  /// The name without number and extension: `prediction-errors`.
  public var slug: String
  /// The whole file.
  public var source: String
  /// What stands between the two `---` lines at the top.
  public var front: FrontMatter
  /// Cells, inline expressions and claims, in document order; `steps[i].index == i`.
  public var steps: [Step]
  /// Everything of this chapter that can be referred to.
  public var labels: [Label]

  /// A chapter from its parts.
  public init(
    path: String, number: ChapterNumber?, slug: String, source: String, front: FrontMatter,
    steps: [Step], labels: [Label]
  ) {
    self.path = path
    self.number = number
    self.slug = slug
    self.source = source
    self.front = front
    self.steps = steps
    self.labels = labels
  }
}

/// The front matter of a chapter. Strings are inline Markdown.
public struct FrontMatter: Hashable, Codable, Sendable {
  /// The chapter's title; required.
  public var title = ""
  /// The question that the chapter answers.
  public var question = ""
  /// What a reader can do afterwards.
  public var objectives: [String] = []
  /// What a reader should know before.
  public var prerequisites: [String] = []
  /// Key points, shown at the end.
  public var keyPoints: [String] = []
  /// Minutes of reading and doing, by section title, in order.
  public var minutes: [SectionMinutes] = []
  /// Data files that the cells read, as paths from the chapter's folder. No others are there when it runs.
  public var data: [String] = []

  /// Empty front matter.
  public init() {}

  /// How long one section takes.
  public struct SectionMinutes: Hashable, Codable, Sendable {
    /// The section's title.
    public var section: String
    /// Minutes, at least 1.
    public var minutes: Int

    /// A section and its minutes.
    public init(section: String, minutes: Int) {
      self.section = section
      self.minutes = minutes
    }
  }
}

/// One runnable part of a chapter.
public struct Step: Hashable, Codable, Sendable {
  /// What kind of part it is.
  public enum Kind: String, Codable, Sendable {
    /// A fence of Swift.
    case cell
    /// `` `= expression` `` in prose.
    case expression
    /// One line of a `claim` fence.
    case claim
  }

  /// Position among the chapter's steps, from 0.
  public var index: Int
  /// What kind of part it is.
  public var kind: Kind
  /// The name that references and `--only` use; empty if it has none.
  public var id: String
  /// Swift: a cell's lines, an expression, or a claim's condition.
  public var code: String
  /// Where the first character of `code` stands.
  public var location: SourceLocation
  /// Columns that the Markdown removed before every line of the code (a cell in a list item).
  public var indent: Int
  /// What the fence's attributes say; the defaults for expressions and claims.
  public var options: CellOptions
  /// What the next fence says the cell prints, if there is one.
  public var expected: ExpectedOutput?

  /// A step from its parts.
  public init(
    index: Int, kind: Kind, id: String = "", code: String, location: SourceLocation,
    indent: Int = 0, options: CellOptions = CellOptions(), expected: ExpectedOutput? = nil
  ) {
    self.index = index
    self.kind = kind
    self.id = id
    self.code = code
    self.location = location
    self.indent = indent
    self.options = options
    self.expected = expected
  }
}

/// The attributes of a cell's fence.
public struct CellOptions: Hashable, Codable, Sendable {
  /// How a cell is meant to fail.
  public enum Failure: Hashable, Codable, Sendable {
    /// The compiler refuses it, and its message holds this text.
    case compile(containing: String)
    /// It traps, and what it writes to stderr holds this text.
    case trap(containing: String)
  }

  /// Runs, but neither code nor output is shown.
  public var isHidden = false
  /// The code is behind a disclosure.
  public var isFolded = false
  /// `false`: shown, not compiled, not run.
  public var runs = true
  /// What it declares is not seen by later cells.
  public var isLocal = false
  /// The failure that the cell shows, if it is one that must fail.
  public var failure: Failure?
  /// Seconds that the cell may take; `nil`: the book's default.
  public var timeLimit: Double?
  /// MiB that the chapter's child may hold; `nil`: the book's default.
  public var memoryLimit: Int?
  /// Caption of the figure or table that it shows, as inline Markdown; empty: neither is numbered.
  public var caption = ""
  /// Whether `caption` numbers a table (`table-caption="…"`) and not a figure (`caption="…"`).
  public var captionsTable = false
  /// A description for readers who cannot see the picture; empty: the generated one.
  public var description = ""

  /// The defaults.
  public init() {}
}

/// What a cell must print: the fence `output` behind it.
public struct ExpectedOutput: Hashable, Codable, Sendable {
  /// The expected text; `…` alone on a line stands for any lines, within a line for any text.
  public var text: String
  /// Numbers may differ by this much; 0: the text must be the same.
  public var tolerance: Double
  /// Where the text's first line stands.
  public var location: SourceLocation
  /// Lines of the fence's content, from `location.line`.
  public var lineCount: Int

  /// An expectation from its parts.
  public init(text: String, tolerance: Double, location: SourceLocation, lineCount: Int) {
    self.text = text
    self.tolerance = tolerance
    self.location = location
    self.lineCount = lineCount
  }
}

/// Something that a reference `@kind:name` can name.
public struct Label: Hashable, Codable, Sendable {
  /// What it is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case chapter = "ch"
    case section = "sec"
    case figure = "fig"
    case table = "tbl"
    case equation = "eq"
    case cell
  }

  /// What it is.
  public var kind: Kind
  /// The whole label as references write it: `fig:blocking`.
  public var id: String
  /// `1.3`: the chapter's number and the count within it.
  public var number: String
  /// The plain text of the title or caption.
  public var title: String
  /// Where to link: `01-prediction-errors.html#fig-blocking`.
  public var href: String
  /// Where it is defined.
  public var location: SourceLocation

  /// A label from its parts.
  public init(
    kind: Kind, id: String, number: String, title: String, href: String, location: SourceLocation
  ) {
    self.kind = kind
    self.id = id
    self.number = number
    self.title = title
    self.href = href
    self.location = location
  }
}
