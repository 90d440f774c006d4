/// A grid of character cells, each of 2 × 4 dots as in Braille. It knows what is in a cell, not
/// which character shows it: that is `Glyphs`' part.
struct Canvas {
  /// What is in a cell; of several things, the characters show the first in this order.
  struct Cell: Equatable {
    /// A letter of a number written into it.
    var letter: Character?
    /// The end or middle of an error bar, or a piece of it.
    var whisker: Whisker?
    /// A series' marker.
    var marker: Int?
    /// Dots of the topmost line: bit `4 · column + row`, rows from the top.
    var dots: UInt8 = 0
    /// Dots of lines below it.
    var dotsBelow: UInt8 = 0
    /// Whose the topmost dots, the whisker, the fill are.
    var series = 0
    /// Whether the dots are events: they stand upright, whatever is beside them.
    var isEvents = false
    /// A bar: how many eighths of the cell, from its beginning.
    var fill: Fill?
    /// A piece of a matrix.
    var shade: Shade?
    /// The series of a band that covers it.
    var band: Int?
    /// Lines to compare with.
    var hasHorizontalGuide = false
    var hasVerticalGuide = false
  }

  /// A part of an error bar.
  enum Whisker: Equatable {
    case horizontal, vertical, horizontalStart, horizontalEnd, verticalEnd, middle
  }

  /// A piece of a matrix.
  struct Shade: Equatable {
    /// In -1…1; NaN for a value that is missing.
    var value: Double
    /// Whether the matrix has shades in both directions.
    var isDiverging: Bool
  }

  /// A bar in a cell.
  struct Fill: Equatable {
    /// 1…8.
    var eighths: Int
    /// Whether it grows rightwards (else upwards).
    var isHorizontal: Bool
    /// Whether the bar has no other cell: then it is shown however thin it is.
    var isWhole: Bool
    /// Whose it is.
    var series: Int
  }

  let columns: Int
  let rows: Int
  private var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  var dotColumns: Int { 2 * columns }
  var dotRows: Int { 4 * rows }

  subscript(row: Int, column: Int) -> Cell {
    get { cells[row * columns + column] }
    set { cells[row * columns + column] = newValue }
  }

  func contains(row: Int, column: Int) -> Bool {
    row >= 0 && row < rows && column >= 0 && column < columns
  }

  /// Sets the dot of a series at a place in dots, if it is on the canvas.
  mutating func setDot(x: Int, y: Int, series: Int) {
    guard x >= 0, x < dotColumns, y >= 0, y < dotRows else { return }
    let index = y / 4 * columns + x / 2
    if cells[index].series != series, cells[index].dots != 0 {
      cells[index].dotsBelow |= cells[index].dots
      cells[index].dots = 0
    }
    cells[index].series = series
    cells[index].dots |= 1 << UInt8(4 * (x % 2) + y % 4)
  }

  /// A straight line of dots between two places in dots (fractions allowed); what is outside the
  /// canvas is left out.
  mutating func drawLine(from start: Point, to end: Point, series: Int) {
    guard let (start, end) = clipped(start, end) else { return }
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    // As many steps as dots along the longer direction: no gap, no dot twice in that direction.
    let steps = max(dx.magnitude, dy.magnitude).rounded(.up)
    guard steps > 0 else {
      setDot(x: Int(start.x.rounded(.down)), y: Int(start.y.rounded(.down)), series: series)
      return
    }
    for step in 0...Int(steps) {
      let t = Double(step) / steps
      setDot(
        x: Int((start.x + t * dx).rounded(.down)), y: Int((start.y + t * dy).rounded(.down)),
        series: series)
    }
  }

  /// The part of a segment that is on the canvas (Liang and Barsky's clipping).
  private func clipped(_ a: Point, _ b: Point) -> (Point, Point)? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (enter, leave) = (0.0, 1.0)
    let edges = [
      (-dx, a.x), (dx, Double(dotColumns) - 1e-9 - a.x), (-dy, a.y),
      (dy, Double(dotRows) - 1e-9 - a.y),
    ]
    for (direction, distance) in edges {
      if direction == 0 {
        if distance < 0 { return nil }
      } else if direction < 0 {
        enter = max(enter, distance / direction)
      } else {
        leave = min(leave, distance / direction)
      }
    }
    guard enter <= leave else { return nil }
    return (
      Point(x: a.x + enter * dx, y: a.y + enter * dy),
      Point(x: a.x + leave * dx, y: a.y + leave * dy)
    )
  }
}

/// Where data lie on a canvas.
struct Projection {
  let x: Axis
  let y: Axis
  let columns: Int
  let rows: Int

  /// In dots from the left.
  func dotX(_ value: Double) -> Double { along(x.fraction(value), columns, 2, x.isEdgeToEdge) }

  /// In dots from the top.
  func dotY(_ value: Double) -> Double { along(1 - y.fraction(value), rows, 4, y.isEdgeToEdge) }

  /// The column that shows a value; may be outside the canvas.
  func column(_ value: Double) -> Int { Int((dotX(value) / 2).rounded(.down)) }

  /// The row that shows a value; may be outside the canvas.
  func row(_ value: Double) -> Int { Int((dotY(value) / 4).rounded(.down)) }

  func point(_ point: Point) -> Point { Point(x: dotX(point.x), y: dotY(point.y)) }

  /// The value in the middle of a column.
  func value(atColumn column: Int) -> Double {
    let fraction =
      x.isEdgeToEdge
      ? (Double(column) + 0.5) / Double(columns) : Double(column) / Double(max(1, columns - 1))
    return x.lower * (1 - fraction) + x.upper * fraction
  }

  private func along(_ fraction: Double, _ count: Int, _ dots: Double, _ isEdgeToEdge: Bool)
    -> Double
  {
    isEdgeToEdge
      ? fraction * Double(count) * dots
      : dots / 2 + fraction * Double(count - 1) * dots
  }
}
