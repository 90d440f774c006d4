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
