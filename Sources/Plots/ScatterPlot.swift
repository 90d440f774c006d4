/// Points in the plane: one series a marker.
///
/// ```swift
/// ScatterPlot(
///   "Predicted and measured", x: "predicted", y: "measured",
///   [Series("cells", x: predicted, y: measured)], guides: [.diagonal("equal")])
/// ```
public struct ScatterPlot: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the horizontal axis measures.
  public var x: String
  /// What the vertical axis measures.
  public var y: String
  /// The clouds of points; a band of a series is drawn as an error bar at each point.
  public var series: [Series]
  /// Limits of the vertical axis; `nil`: round numbers around the data. What is outside is not drawn.
  public var range: ClosedRange<Double>?
  /// Lines to compare with.
  public var guides: [Guide]
  /// About how many rows of text the plotting area has.
  public var height: Int

  /// Several clouds of points.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the horizontal axis measures, with its unit.
  ///   - y: what the vertical axis measures, with its unit.
  ///   - series: the points.
  ///   - range: limits of the vertical axis, finite.
  ///   - guides: lines to compare with.
  ///   - height: rows of text of the plotting area, 3 and more.
  public init(
    _ title: String, x: String = "", y: String = "", _ series: [Series],
    range: ClosedRange<Double>? = nil, guides: [Guide] = [], height: Int = 16
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.range = range
    self.guides = guides
    self.height = height
  }
}
