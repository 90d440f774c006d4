/// Which characters show what is on a canvas: the only place that knows characters of marks.
struct Glyphs {
  let kind: TextStyle.Glyphs
  let isColored: Bool

  private var isASCII: Bool { kind == .ascii }

  var vertical: String { isASCII ? "|" : "│" }
  var horizontal: String { isASCII ? "-" : "─" }
  var corner: String { isASCII ? "+" : "└" }
  var leftTick: String { isASCII ? "+" : "┤" }
  var bottomTick: String { isASCII ? "+" : "┬" }
  var ellipsis: String { isASCII ? ".." : "…" }
  var missing: String { "?" }
  var band: String { isASCII ? ":" : "░" }

  /// A series' marker. ASCII in both sets: other signs are one column in some fonts, two in others.
  func marker(_ series: Int) -> String {
    let markers = ["*", "o", "+", "x", "#", "@", "%", "&", "$"]
    return markers[series % markers.count]
  }

  /// A series' bars, full.
  func bar(_ series: Int) -> String {
    // Colour tells series apart; textures would cost the fine ends.
    if isColored, !isASCII { return "█" }
    let bars = isASCII ? ["#", "=", "o", "+", "%", "x"] : ["█", "▒", "▓", "░", "█", "▒"]
    return bars[series % bars.count]
  }

  /// Shades from nothing to full, for values on the main side of the middle.
  var shades: [String] {
    [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  }

  /// Shades from nothing to full, for values on the other side of the middle.
  var shadesBelow: [String] { [" ", "'", "~", "i", "o", "n", "u", "m", "N", "W"] }

  func shade(_ value: Double) -> String {
    if isColored, !isASCII { return "█" }
    let ramp = value < 0 ? shadesBelow : shades
    let index = Int((value.magnitude * Double(ramp.count - 1)).rounded())
    return ramp[max(0, min(ramp.count - 1, index))]
  }

  /// The character of a cell and its ink.
  func glyph(_ cell: Canvas.Cell, row: Int, column: Int) -> (String, Ink) {
    if let letter = cell.letter { return (String(letter), .plain) }
    if let marker = cell.marker { return (self.marker(marker), .series(marker)) }
    if let whisker = cell.whisker { return (glyph(whisker), .series(cell.series)) }
    if cell.dots != 0 {
      // Upright dots are the same in both columns.
      let dots = cell.isEvents ? (cell.dots | cell.dots >> 4) & 15 : cell.dots
      let text = isASCII ? ascii(dots) : braille(cell.dots | cell.dotsBelow)
      return (text, .series(cell.series))
    }
    if let fill = cell.fill {
      let text = glyph(fill)
      if cell.hasVerticalGuide, fill.isHorizontal { return (vertical, .faint) }
      if text != " " { return (text, .series(fill.series)) }
    }
    if let shade = cell.shade {
      if shade.value.isNaN { return (missing, .faint) }
      return (self.shade(shade.value), .shade(shade.value, isDiverging: shade.isDiverging))
    }
    if let series = cell.band { return (band, .series(series)) }
    // Dashes: every other character.
    if cell.hasHorizontalGuide, column % 2 == 0 { return (horizontal, .faint) }
    if cell.hasVerticalGuide, row % 2 == 0 || cell.hasHorizontalGuide { return (vertical, .faint) }
    return (" ", .plain)
  }

  private func glyph(_ whisker: Canvas.Whisker) -> String {
    switch whisker {
    case .horizontal: return horizontal
    case .vertical: return vertical
    case .horizontalStart: return isASCII ? "[" : "├"
    case .horizontalEnd: return isASCII ? "]" : "┤"
    case .verticalEnd: return isASCII ? "-" : "─"
    case .middle: return isASCII ? "+" : "┼"
    }
  }

  private func glyph(_ fill: Canvas.Fill) -> String {
    let full = bar(fill.series)
    if fill.eighths == 8 { return full }
    if isASCII {
      // Half a character or nothing; but what there is to see is seen.
      if fill.eighths >= 4 { return fill.isHorizontal || fill.eighths >= 6 ? full : ":" }
      if fill.isHorizontal { return fill.isWhole ? "." : " " }
      return fill.eighths >= 2 || fill.isWhole ? "." : " "
    }
    guard full == "█" else { return fill.eighths >= 4 || fill.isWhole ? full : " " }
    let (right, up) = (Array("▏▎▍▌▋▊▉"), Array("▁▂▃▄▅▆▇"))
    return String((fill.isHorizontal ? right : up)[fill.eighths - 1])
  }

  /// The Braille character of dots in our order: bit `4 · column + row`.
  private func braille(_ dots: UInt8) -> String {
    // Unicode counts the left column's upper three, the right column's upper three, then the last row.
    let places: [UInt32] = [0, 1, 2, 6, 3, 4, 5, 7]
    var bits: UInt32 = 0
    for bit in 0..<8 where dots & (1 << UInt8(bit)) != 0 { bits |= 1 << places[bit] }
    return Unicode.Scalar(0x2800 + bits).map { String(Character($0)) } ?? " "
  }

  /// The ASCII character that looks most like a line's dots in a cell: `'`, `-`, `.` for a level
  /// stroke at three heights, `/`, `\`, `|` for a steep one.
  private func ascii(_ dots: UInt8) -> String {
    let (left, right) = (Column(dots & 15), Column(dots >> 4))
    switch (left, right) {
    case (let left?, let right?):
      let span = max(left.bottom, right.bottom) - min(left.top, right.top)
      let rise = left.middle - right.middle
      if span >= 2 { return rise >= 1 ? "/" : rise <= -1 ? "\\" : "|" }
      return level((left.middle + right.middle) / 2)
    case (let column?, nil), (nil, let column?):
      return column.bottom - column.top >= 2 ? "|" : level(column.middle)
    case (nil, nil): return " "
    }
  }

  private func level(_ row: Double) -> String { row < 1 ? "'" : row <= 2 ? "-" : "." }

  /// The rows that dots take in one dot column, from 0 at the top to 3.
  private struct Column {
    var top: Double
    var bottom: Double
    var middle: Double { (top + bottom) / 2 }

    init?(_ dots: UInt8) {
      guard dots != 0 else { return nil }
      top = Double(dots.trailingZeroBitCount)
      bottom = Double(7 - dots.leadingZeroBitCount)
    }
  }
}
