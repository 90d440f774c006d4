/// A matrix as shades: trial × time step, state × action.
///
/// ```swift
/// HeatMap("Prediction error", x: "time step", y: "trial", errors, center: 0)
/// HeatMap("Transitions", x: "to", y: "from", p, rows: ["A", "B"], columns: ["C", "D"])
/// ```
///
/// The first row is on top, as a matrix is written. Small matrices show their numbers. Where text
/// has fewer cells than the matrix, a cell shows the mean of the values it covers.
public struct HeatMap: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the columns are.
  public var x: String
  /// What the rows are.
  public var y: String
  /// `[row][column]`. Rows may be of different lengths; what is missing, NaN or infinite is blank.
  public var values: [[Double]]
  /// The rows' names; empty: 0, 1, 2, ….
  public var rows: [String]
  /// The columns' names; empty: 0, 1, 2, ….
  public var columns: [String]
  /// What the lightest and the darkest shade mean; `nil`: the smallest and largest value.
  public var range: ClosedRange<Double>?
  /// For values of both signs: shades grow in both directions from here. `nil`: one direction.
  public var center: Double?

  /// A heat map.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the columns are.
  ///   - y: what the rows are.
  ///   - values: `[row][column]`.
  ///   - rows: the rows' names, one each, or none.
  ///   - columns: the columns' names, one each, or none.
  ///   - range: what the lightest and darkest shade mean, finite.
  ///   - center: for values of both signs, the one without shade (mostly 0).
  /// - Precondition: as many names as rows and columns, or none; traps with both counts otherwise.
  public init(
    _ title: String, x: String = "", y: String = "", _ values: [[Double]], rows: [String] = [],
    columns: [String] = [], range: ClosedRange<Double>? = nil, center: Double? = nil
  ) {
    let width = values.map(\.count).max() ?? 0
    require(
      rows.isEmpty || rows.count == values.count,
      "heat map “\(title)”: \(values.count) rows but \(rows.count) names")
    require(
      columns.isEmpty || columns.count == width,
      "heat map “\(title)”: \(width) columns but \(columns.count) names")
    self.title = title
    self.x = x
    self.y = y
    self.values = values
    self.rows = rows
    self.columns = columns
    self.range = range
    self.center = center
  }
}

extension HeatMap {
  private var columnCount: Int { values.map(\.count).max() ?? 0 }

  private var rowNames: [String] { rows.isEmpty ? values.indices.map(String.init) : rows }

  private var columnNames: [String] {
    columns.isEmpty ? (0..<columnCount).map(String.init) : columns
  }

  /// What the lightest and darkest shades mean.
  private var limits: (lower: Double, upper: Double) {
    let (lower, upper) =
      range.map { ($0.lowerBound, $0.upperBound) } ?? Axis.extent(values.joined()) ?? (0, 1)
    guard let center else { return (lower, upper) }
    // As far on both sides, so that equal shades are equal distances.
    let reach = max(upper - center, center - lower)
    return (center - reach, center + reach)
  }

  /// The values' shades in -1…1.
  private var shades: [[Double]] {
    let (lower, upper) = limits
    let zero = center ?? lower
    let reach = upper / 2 - zero / 2  // halves: the whole may be infinite
    return values.map { row in
      row.map { value in
        guard value.isFinite else { return .nan }
        // One value alone is in the middle.
        guard reach > 0 else { return center == nil ? 0.5 : 0 }
        return max(center == nil ? 0 : -1, min(1, (value / 2 - zero / 2) / reach))
      }
    }
  }

  /// The numbers in the cells: of a small matrix, all with as many digits.
  private var numbers: [[String]] {
    guard columnCount <= 8, values.count <= 12 else { return [] }
    let finite = values.joined().filter(\.isFinite)
    let digits =
      finite.map { value -> Int in
        let text = significant(value, 3)
        guard let point = text.firstIndex(of: "."), !text.contains("e") else { return 0 }
        return text.distance(from: point, to: text.endIndex) - 1
      }.max() ?? 0
    let isLong = finite.contains { $0 != 0 && ($0.magnitude >= 1e5 || $0.magnitude < 1e-3) }
    return values.map { row in
      row.map { isLong ? significant($0, 2) : fixed($0, min(3, digits)) }
    }
  }

  private var missingCount: Int {
    values.joined().count { !$0.isFinite }
  }

  /// Its axes and marks.
  var figure: Figure {
    let numbers = numbers
    let widest = numbers.joined().map(\.utf8.count).max() ?? 0
    let hasWords = !rows.isEmpty && numbers.count > 0
    var figure = Figure(
      title: title,
      x: .names(
        x, .init(names: columnNames, largest: numbers.isEmpty ? 4 : max(9, widest + 6))),
      y: .names(
        y,
        .init(
          names: rowNames, largest: numbers.isEmpty || values.count > 6 ? 1 : 3, most: 32,
          isThinned: !hasWords), isReversed: true))
    guard columnCount > 0 else {
      figure.x.slots?.largest = 24
      figure.y.slots?.largest = 3
      figure.emptyNote = "no data"
      return figure
    }
    figure.marks = [
      .shades(
        Shades(values: shades, isDiverging: center != nil, numbers: numbers))
    ]
    let (lower, upper) = limits
    if values.joined().contains(where: \.isFinite) {
      figure.keys.append(
        Key(
          sample: .shades(
            lower: Words.number(lower), middle: center.map(Words.number),
            upper: Words.number(upper)), words: ""))
    }
    if missingCount > 0 { figure.keys.append(Key(sample: .missing, words: "missing")) }
    return figure
  }

  /// The plot as text.
  public func text(width: Int, style: TextStyle) -> String {
    TextFigure(figure, width: width, style: style).text()
  }

  /// The plot as SVG.
  public func svg() -> String { SVGFigure(figure, summary: summary).element() }

  /// Its size, and where it is lowest and highest.
  public var summary: String {
    let named = { (count: Int, noun: String, axis: String) in
      Words.count(count, noun) + (axis.isEmpty ? "" : " (\(axis.onOneLine))")
    }
    var text = Words.opening("Heat map", title) + ": "
    text += named(values.count, "row", y) + " by " + named(columnCount, "column", x)
    var lowest: (value: Double, row: Int, column: Int)?
    var highest: (value: Double, row: Int, column: Int)?
    for (row, line) in values.enumerated() {
      for (column, value) in line.enumerated() where value.isFinite {
        if lowest.map({ value < $0.value }) ?? true { lowest = (value, row, column) }
        if highest.map({ value > $0.value }) ?? true { highest = (value, row, column) }
      }
    }
    if let lowest, let highest {
      if lowest.value == highest.value {
        text += "; all \(Words.number(lowest.value))"
      } else {
        text += "; lowest \(place(lowest)), highest \(place(highest))"
      }
    }
    return text + "." + Words.leftOut(missingCount, "value")
  }

  private func place(_ found: (value: Double, row: Int, column: Int)) -> String {
    let row = "\(y.isEmpty ? "row" : y.onOneLine) \(rowNames[found.row].onOneLine)"
    let column = "\(x.isEmpty ? "column" : x.onOneLine) \(columnNames[found.column].onOneLine)"
    return "\(Words.number(found.value)) at \(row), \(column)"
  }

  /// The matrix, with the names of rows and columns.
  public var table: [[String]] {
    let corner = [y, x].map(\.onOneLine).filter { !$0.isEmpty }.joined(separator: " \\ ")
    return [[corner] + columnNames.map(\.onOneLine)]
      + zip(values, rowNames).map { row, name in
        [name.onOneLine] + row.map(cell)
          + Array(repeating: "", count: columnCount - row.count)
      }
  }
}
