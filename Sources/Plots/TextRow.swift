/// What a piece of text is, for its colour.
enum Ink: Equatable {
  /// Labels and numbers.
  case plain
  /// The title.
  case strong
  /// Frames, guides.
  case faint
  /// What belongs to a series.
  case series(Int)
  /// A shade in -1…1 of a matrix with one direction or two.
  case shade(Double, isDiverging: Bool)

  /// The ANSI code that begins it; empty for none. Colours of the 256-colour palette that are near
  /// Okabe and Ito's and legible on light and dark backgrounds.
  var code: String {
    switch self {
    case .plain: return ""
    case .strong: return "\u{1B}[1m"
    case .faint: return "\u{1B}[38;5;244m"
    case .series(let index): return "\u{1B}[38;5;\(Ink.palette[index % Ink.palette.count])m"
    case .shade(let value, let isDiverging):
      let ramp = !isDiverging ? Ink.sequence : value < 0 ? Ink.below : Ink.above
      let index = Int((value.magnitude * Double(ramp.count - 1)).rounded())
      return "\u{1B}[38;5;\(ramp[max(0, min(ramp.count - 1, index))])m"
    }
  }

  /// Blue, vermilion, bluish green, reddish purple, orange, sky blue.
  private static let palette = [32, 166, 36, 169, 172, 74]
  /// From violet over green to yellow, as viridis.
  private static let sequence = [54, 60, 61, 67, 66, 72, 71, 77, 113, 149, 185, 227]
  /// From grey to blue, from grey to vermilion.
  private static let above = [245, 67, 68, 32, 33]
  private static let below = [245, 137, 173, 166, 202]
}

/// A row of text in pieces of one ink each.
struct TextRow {
  private var pieces: [(text: String, ink: Ink)] = []
  /// In display columns.
  private(set) var width = 0

  init() {}

  init(_ text: String, _ ink: Ink = .plain) { append(text, ink) }

  mutating func append(_ text: String, _ ink: Ink = .plain) {
    guard !text.isEmpty else { return }
    width += displayWidth(text)
    // Without a second reference to the piece, whose text would be copied.
    if !pieces.isEmpty, pieces[pieces.count - 1].ink == ink {
      pieces[pieces.count - 1].text += text
    } else {
      pieces.append((text, ink))
    }
  }

  mutating func append(_ row: TextRow) {
    for piece in row.pieces { append(piece.text, piece.ink) }
  }

  /// Makes it exactly so wide: cut or padded.
  mutating func fit(_ width: Int) {
    while self.width > width, let last = pieces.popLast() {
      self.width -= displayWidth(last.text)
      let room = width - self.width
      if room > 0 { append(last.text.cut(to: room, ellipsis: ""), last.ink) }
    }
    pad(to: width)
  }

  /// Spaces up to a width.
  mutating func pad(to width: Int) {
    append(String(repeating: " ", count: max(0, width - self.width)))
  }

  /// The row as text, coloured on request.
  func text(isColored: Bool) -> String {
    var result = ""
    for piece in pieces {
      let code = isColored && piece.text.contains { $0 != " " } ? piece.ink.code : ""
      result += code.isEmpty ? piece.text : code + piece.text + "\u{1B}[0m"
    }
    return result
  }
}
