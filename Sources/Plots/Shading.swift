/// Matrices on a canvas.
extension Canvas {
  /// Gives each cell the mean of the values that it covers, and writes numbers where there is room.
  mutating func drawShades(_ shades: Shades, _ projection: Projection) {
    let (height, width) = (Int(projection.y.upper), Int(projection.x.upper))
    let rowRanges = Canvas.shares(of: height, among: rows)
    let columnRanges = Canvas.shares(of: width, among: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        self[row, column].shade = Canvas.mean(
          shades.values, rowRanges[row], columnRanges[column]
        ).map { Shade(value: $0, isDiverging: shades.isDiverging) }
      }
    }
    guard !shades.numbers.isEmpty else { return }
    let (cellRows, cellColumns) = (rows / max(1, height), columns / max(1, width))
    guard cellRows >= 1 else { return }
    for (row, numbers) in shades.numbers.enumerated() {
      for (column, number) in numbers.enumerated() where number.utf8.count + 2 <= cellColumns {
        let text = " " + number + " "
        let start = column * cellColumns + (cellColumns - text.count) / 2
        for (offset, letter) in text.enumerated() {
          self[row * cellRows + (cellRows - 1) / 2, start + offset].letter = letter
        }
      }
    }
  }

  /// The mean of a block's finite values; NaN if it has none; `nil` if the rows do not reach it.
  static func mean(_ values: [[Double]], _ rows: Range<Int>, _ columns: Range<Int>) -> Double? {
    var (sum, count, isThere) = (0.0, 0, false)
    for row in rows where row < values.count {
      for column in columns where column < values[row].count {
        isThere = true
        guard values[row][column].isFinite else { continue }
        sum += values[row][column]
        count += 1
      }
    }
    return isThere ? (count > 0 ? sum / Double(count) : .nan) : nil
  }

  /// Which of `count` things each of `places` places shows: one thing over several places, or
  /// several things in one.
  static func shares(of count: Int, among places: Int) -> [Range<Int>] {
    (0..<places).map { place in
      let first = place * count / places
      return first..<max(first + 1, (place + 1) * count / places)
    }
  }
}
