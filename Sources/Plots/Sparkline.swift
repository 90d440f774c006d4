/// Values as one row of small columns, lowest to highest: `sparkline([0, 1, 2, 3])`.
///
/// A value that is NaN or infinite is a gap. Equal values are at half height.
///
/// - Parameters:
///   - values: from left to right.
///   - width: how many columns; more values are averaged, fewer take one column each. `nil`: a
///     column a value.
///   - style: ASCII characters, or Unicode's lower blocks.
/// - Returns: one row without a newline; empty without values.
public func sparkline(_ values: [Double], width: Int? = nil, style: TextStyle = .ascii) -> String {
  let columns = max(1, min(values.count, width ?? values.count))
  guard !values.isEmpty else { return "" }
  let means = (0..<columns).map { column -> Double in
    let part = values[column * values.count / columns..<(column + 1) * values.count / columns]
    let finite = part.filter(\.isFinite)
    return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
  }
  let levels = style.glyphs == .ascii ? Array("_.-~*^") : Array("▁▂▃▄▅▆▇█")
  let (lower, upper) = Axis.extent(means) ?? (0, 1)
  let row = means.map { value -> Character in
    guard value.isFinite else { return " " }
    guard upper > lower else { return levels[levels.count / 2] }
    let fraction = (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    return levels[min(levels.count - 1, Int(fraction * Double(levels.count)))]
  }
  return TextRow(String(row), .series(0)).text(isColored: style.isColored)
}
