/// Everything of ours in a parsed document, with its numbers and places; the tree is unchanged.
///
/// `Chapter.parse` takes steps and labels from it, `renderFragment` the nodes to replace: what is
/// found is decided once.
struct Survey {
  /// A `swift` fence.
  struct Cell {
    var node: Node
    var step: Int
    /// `1.3` among the chapter's cells.
    var number: String
    /// The number of its figure or table; empty without a caption.
    var captionNumber = ""
    var captionLocation: SourceLocation
  }

  /// A `claim` fence.
  struct Claims {
    var node: Node
    var lines: [(statement: String, location: SourceLocation, step: Int)] = []
  }

  /// `` `= expression` ``.
  struct Expression {
    var node: Node
    var step: Int
  }

  /// `$…$` in prose.
  struct Formula {
    var node: Node
    var tex: String
    var block: BlockText
    /// Where `tex` begins in the block's content.
    var offset: Int
  }

  /// Display math.
  struct Equation {
    var node: Node
    var tex: String
    var block: BlockText
    var offset: Int
    /// Empty if it has none, and then no number.
    var label = ""
    var number = ""
  }

  /// A heading at the top level of the chapter.
  struct Heading {
    var node: Node
    var level: Int
    /// Of `##` and `###`; empty for others.
    var number: String
    var elementID: String
    var title: String
    var hasLabel: Bool
  }

  /// An image with a label that stands alone in its paragraph, or a table with a caption.
  struct Captioned {
    var node: Node
    /// The image itself, or the paragraph with the caption.
    var part: Node
    var label: String
    var number: String
    /// Where the caption stands.
    var location: SourceLocation
  }

  /// A block quote that begins with `[!WORD]`.
  struct Callout {
    var node: Node
    var paragraph: Node
    var kind: CalloutKind
    /// Bytes of the paragraph's first text that are the marker.
    var markerLength: Int
    var location: SourceLocation
  }

  /// One `@name`.
  struct Mention {
    var node: Node
    /// Without `@`.
    var name: String
    var location: SourceLocation
    /// The text between this one and the next, or the end of the group.
    var locator = ""
  }

  /// `@name`, or `[@name; @name]`.
  struct MentionGroup {
    var mentions: [Mention]
    var isBracketed: Bool
    /// Nodes between the first mention and the text that closes the group.
    var inner: [Node] = []
  }

  var steps: [Step] = []
  var labels: [Label] = []
  var problems: [Diagnostic] = []
  var cells: [Cell] = []
  var outputs: [Node] = []
  var claims: [Claims] = []
  var expressions: [Expression] = []
  var formulas: [Formula] = []
  var equations: [Equation] = []
  var headings: [Heading] = []
  var figures: [Captioned] = []
  var tables: [Captioned] = []
  var callouts: [Callout] = []
  var mentions: [MentionGroup] = []
  /// Our inlines where they are not ours: within links and images.
  var literals: [Node] = []
  /// Our inlines within images' alternative texts, which hold no HTML.
  var alternatives: Set<Node> = []
  var images: [String] = []
}

/// The kinds of `> [!WORD]`.
enum CalloutKind: String, CaseIterable {
  case note, warning, misconception, biology, history, margin, tabs

  /// The words that authors write.
  static let words = allCases.map { $0.rawValue.uppercased() }

  /// The title of a callout that has none of its own.
  var standardTitle: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// Where a document's numbers and links come from.
struct DocumentName {
  /// The chapter's number; `nil`: bare counts.
  var number: ChapterNumber?
  /// The page's file name: `01-prediction-errors.html`.
  var page = ""

  /// `1.3` in chapter 1, `3` in a chapter without number.
  func numbered(_ count: Int) -> String { number.map { "\($0).\(count)" } ?? "\(count)" }
}
