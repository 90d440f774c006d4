import Plots

/// A value in all the forms that a page or a terminal shows it in.
public struct Rendition: Hashable, Sendable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable {
    case text, plot, table, image
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// Plain ASCII where the value allows it; no final newline.
  public var text: String
  /// One `<svg>` element; empty if there is none.
  public var svg: String
  /// What a plot or picture shows, in one or two sentences.
  public var description: String
  /// The data behind a plot, or the table itself: the first row holds the headings.
  public var table: [[String]]
  /// A PNG picture's bytes; empty if there is none.
  public var png: [UInt8]

  /// A rendition from its parts.
  public init(
    kind: Kind, text: String, svg: String = "", description: String = "", table: [[String]] = [],
    png: [UInt8] = []
  ) {
    self.kind = kind
    self.text = text
    self.svg = svg
    self.description = description
    self.table = table
    self.png = png
  }

  /// Plain text.
  public init(text: String) {
    self.init(kind: .text, text: text)
  }

  /// A plot in all its forms, its text in ASCII, 72 columns wide.
  public init(_ plot: any Plot) {
    self.init(
      kind: .plot, text: plot.text(width: 72, style: .ascii), svg: plot.svg(),
      description: plot.summary, table: plot.table)
  }
}

/// A value that says itself how it is displayed.
///
/// Plots need not conform: every `Plot` is displayed as a plot. What conforms to nothing is displayed
/// as `print` prints it.
public protocol Displayable {
  /// The value in all its forms.
  var rendition: Rendition { get }
}

extension Rendition: Displayable {
  /// Itself.
  public var rendition: Rendition { self }
}

extension Rendition {
  /// The rendition of any value.
  ///
  /// - Parameter value: a `Displayable`, a `Plot`, or anything that `print` can print.
  init(of value: Any) {
    if let value = value as? any Displayable {
      self = value.rendition
    } else if let plot = value as? any Plot {
      self.init(plot)
    } else {
      self.init(text: String(describing: value))
    }
  }

  /// As the fields of a frame: kind, text, SVG, description, PNG in base64, the text for a terminal,
  /// the number of rows, and for each row its length and its cells.
  func fields(terminalText: String) -> [String] {
    var fields = [kind.rawValue, text, svg, description, base64(png), terminalText]
    fields.append(String(table.count))
    for row in table {
      fields.append(String(row.count))
      fields += row
    }
    return fields
  }
}

/// Bytes in base64, with padding.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let count = min(3, bytes.count - start)
    var group = 0
    for k in 0..<3 { group = group << 8 | (k < count ? Int(bytes[start + k]) : 0) }
    for k in 0..<4 {
      text.append(k <= count ? alphabet[group >> (18 - 6 * k) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
