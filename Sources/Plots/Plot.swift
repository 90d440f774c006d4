/// A picture of numbers: one value that is text, SVG, a data table and a description.
///
/// ```swift
/// let plot = LinePlot("Learning curve", x: "trial", y: "V", values)
/// print(plot)                       // plain ASCII, 72 columns
/// print(plot.text(style: .color))   // Braille and colour, for a terminal
/// ```
public protocol Plot: Sendable, CustomStringConvertible {
  /// What stands above it; empty for none.
  var title: String { get }

  /// The plot as text: rows joined by newlines, no final newline, every row equally wide.
  ///
  /// - Parameters:
  ///   - width: in display columns. Every row is exactly so wide; less than 32 counts as 32.
  ///   - style: which characters, and whether in colour. Colour codes take no column.
  /// - Returns: the rows.
  func text(width: Int, style: TextStyle) -> String

  /// The plot as one `<svg role="img">` element that needs nothing from outside itself.
  ///
  /// Text and axes are in `currentColor`; series in `var(--series-1, …)` to `var(--series-6, …)`;
  /// shades of a matrix are opacities of the first two; there is no background. Series differ by
  /// marker and dash too. The same value gives the same bytes.
  ///
  /// - Returns: the element.
  func svg() -> String

  /// What it shows, in words: the kind, the axes, each series with its range. For those who cannot
  /// see it, and for those who do not trust their eyes.
  var summary: String { get }

  /// The numbers behind it as text. The first row holds the headings; all rows are equally long.
  var table: [[String]] { get }
}

extension Plot {
  /// The plot as ASCII, 72 columns wide unless told otherwise.
  public func text(width: Int = 72) -> String { text(width: width, style: .ascii) }

  /// The plot in a style, 72 columns wide.
  public func text(style: TextStyle) -> String { text(width: 72, style: style) }

  /// What `print` shows: the plot as ASCII, 72 columns wide.
  public var description: String { text(width: 72, style: .ascii) }
}

/// Which characters a plot as text is made of, and whether it is coloured.
public struct TextStyle: Hashable, Sendable {
  /// The characters of marks and frames. Labels keep their own characters in both.
  public enum Glyphs: String, Sendable {
    /// ASCII alone: safe in every font and every log.
    case ascii
    /// Braille dots, blocks and box lines: finer, for a UTF-8 terminal with a font that has them.
    case unicode
  }

  /// The characters of marks and frames.
  public var glyphs: Glyphs
  /// Whether series are coloured by ANSI codes (the 256-colour palette).
  public var isColored: Bool

  /// A style from its parts.
  ///
  /// - Parameters:
  ///   - glyphs: the characters of marks and frames.
  ///   - isColored: whether series are coloured by ANSI codes.
  public init(glyphs: Glyphs = .ascii, isColored: Bool = false) {
    self.glyphs = glyphs
    self.isColored = isColored
  }

  /// ASCII without colour: for pages and pipes.
  public static let ascii = TextStyle()
  /// Braille and blocks without colour.
  public static let unicode = TextStyle(glyphs: .unicode)
  /// Braille and blocks in colour: for a modern terminal.
  public static let color = TextStyle(glyphs: .unicode, isColored: true)
  /// ASCII in colour: for a terminal that is not UTF-8.
  public static let asciiColor = TextStyle(isColored: true)
}
