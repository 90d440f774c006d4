/// What came out of running a chapter: one result a step. It is what the cache keeps.
public struct ChapterRun: Hashable, Codable, Sendable {
  /// `results[i]` belongs to `chapter.steps[i]`.
  public var results: [StepResult]
  /// The parameters that the cells declared, in order.
  public var parameters: [DeclaredParameter]

  /// A run from its parts.
  public init(results: [StepResult], parameters: [DeclaredParameter] = []) {
    self.results = results
    self.parameters = parameters
  }

  /// Every error of the run, in document order.
  public var failures: [Diagnostic] { results.compactMap(\.failure) }
}

/// What came out of one step.
public struct StepResult: Hashable, Codable, Sendable {
  /// How far it came.
  public enum Status: String, Codable, Sendable {
    /// It ran to its end (or failed as it was meant to).
    case ran
    /// It failed: `failure` says how.
    case failed
    /// An earlier step of the chapter failed, or the cell is marked `no-run`.
    case notRun
  }

  /// How far it came.
  public var status: Status
  /// What it printed and displayed, in order.
  public var outputs: [CellOutput]
  /// What it wrote to stderr (for a cell that must fail: the message it failed with).
  public var errorText: String
  /// What the compiler warned of in it.
  public var warnings: [Diagnostic]
  /// An expression's text; a claim's measured value, empty if it has none.
  public var value: String
  /// Why it failed.
  public var failure: Diagnostic?

  /// A result from its parts.
  public init(
    status: Status, outputs: [CellOutput] = [], errorText: String = "",
    warnings: [Diagnostic] = [], value: String = "", failure: Diagnostic? = nil
  ) {
    self.status = status
    self.outputs = outputs
    self.errorText = errorText
    self.warnings = warnings
    self.value = value
    self.failure = failure
  }

  /// The plain text of all outputs: what an `output` fence is compared with.
  public var text: String {
    outputs.map { output -> String in
      switch output {
      case .printed(let text): return text
      case .displayed(let value): return value.text.hasSuffix("\n") ? value.text : value.text + "\n"
      }
    }.joined()
  }
}

/// A piece of a cell's output.
public enum CellOutput: Hashable, Codable, Sendable {
  /// What it printed.
  case printed(String)
  /// A value that it displayed.
  case displayed(DisplayedValue)

  private enum CodingKeys: String, CodingKey {
    case printed, displayed
  }

  /// Reads `{"printed": "…"}` or `{"displayed": {…}}`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let text = try values.decodeIfPresent(String.self, forKey: .printed) {
      self = .printed(text)
    } else {
      self = .displayed(try values.decode(DisplayedValue.self, forKey: .displayed))
    }
  }

  /// Writes `{"printed": "…"}` or `{"displayed": {…}}`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .printed(let text): try values.encode(text, forKey: .printed)
    case .displayed(let value): try values.encode(value, forKey: .displayed)
    }
  }
}

/// A displayed value in all the forms that a page needs; made by the cell's process.
public struct DisplayedValue: Hashable, Codable, Sendable {
  /// What kind of thing it is.
  public enum Kind: String, Codable, Sendable {
    case text, plot, table, image
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// Plain ASCII, all rows equally wide for a plot.
  public var text: String
  /// One `<svg>` element (a plot, or an image given as SVG); empty if there is none.
  public var svg: String
  /// What a plot or picture shows, in one or two sentences.
  public var description: String
  /// The data table behind a plot, or the table itself: the first row holds the headings.
  public var table: [[String]]
  /// A PNG picture's bytes in base64; empty if there is none.
  public var png: String

  /// A displayed value from its parts.
  public init(
    kind: Kind, text: String, svg: String = "", description: String = "", table: [[String]] = [],
    png: String = ""
  ) {
    self.kind = kind
    self.text = text
    self.svg = svg
    self.description = description
    self.table = table
    self.png = png
  }
}

/// A number or word that the reader may change: `let trials = parameter("trials", 200, in: 1...10_000)`.
public struct DeclaredParameter: Hashable, Codable, Sendable {
  /// Its name.
  public var name: String
  /// The value the run used.
  public var value: String
  /// The value in the chapter.
  public var standard: String
  /// What values it may have, in words: `1…10000`.
  public var range: String

  /// A parameter from its parts.
  public init(name: String, value: String, standard: String, range: String) {
    self.name = name
    self.value = value
    self.standard = standard
    self.range = range
  }
}
