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

extension ScatterPlot {
  /// Its axes and marks.
  var figure: Figure {
    let axes = Series.axes(series, guides, x: x, y: y, range: range)
    var figure = Figure(title: title, x: axes.x, y: axes.y, height: height)
    figure.marks = guides.marks
    for (index, item) in series.enumerated() {
      for (position, point) in item.points.enumerated() where item.hasBand && point.isFinite {
        let (lower, upper) = (item.lower[position], item.upper[position])
        guard lower.isFinite, upper.isFinite else { continue }
        figure.marks.append(
          .error(
            lower: min(lower, upper), upper: max(lower, upper), position: point.x,
            isHorizontal: false, series: index))
      }
      figure.marks.append(.points(item.finitePoints, series: index))
    }
    if series.count > 1 || series.first?.name.isEmpty == false {
      figure.keys = series.enumerated().map { index, item in
        Key(sample: .marker(series: index), words: item.words(index, of: series.count))
      }
    }
    figure.keys += guides.keys
    if series.allSatisfy(\.finitePoints.isEmpty) { figure.emptyNote = "no data" }
    return figure
  }

  /// The plot as text.
  public func text(width: Int, style: TextStyle) -> String {
    TextFigure(figure, width: width, style: style).text()
  }

  /// The plot as SVG.
  public func svg() -> String { SVGFigure(figure, summary: summary).element() }

  /// Each series' ranges, and how closely x and y go together.
  public var summary: String {
    let axes = [(y, "y"), (x, "x")].map { $0.isEmpty ? $1 : $0.onOneLine }
    var text = Words.opening("Scatter plot", title)
    text += ": \(axes[0]) against \(axes[1]), \(Words.count(series.count, "series", "series"))."
    for (index, item) in series.enumerated() {
      let words = item.words(index, of: series.count)
      let points = item.finitePoints
      var range = Words.count(points.count, "point")
      if points.count > 0 {
        range += ", \(axes[1]) \(ScatterPlot.span(points.map(\.x)))"
        range += ", \(axes[0]) \(ScatterPlot.span(points.map(\.y)))"
      }
      if let r = ScatterPlot.correlation(points) { range += ", correlation \(fixed(r, 2))" }
      text += words.isEmpty ? " \(Words.capitalized(range))." : " \(words): \(range)."
      text += Words.leftOut(item.points.count - points.count, "point")
    }
    return text + Words.guides(guides, x: x, y: y)
  }

  /// Columns: x and y, and the series if there are several.
  public var table: [[String]] { Series.table(series, x: x, y: y) }

  private static func span(_ values: [Double]) -> String {
    guard let (lower, upper) = Axis.extent(values) else { return "" }
    return lower == upper
      ? "constant at \(Words.number(lower))"
      : "from \(Words.number(lower)) to \(Words.number(upper))"
  }

  /// Pearson's r; `nil` for fewer than three points or no spread.
  private static func correlation(_ points: [Point]) -> Double? {
    guard points.count >= 3 else { return nil }
    // Scaled, so that squares neither overflow nor vanish.
    let unit = { (values: [Double]) -> [Double]? in
      let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
      let reach = values.map { ($0 / 2 - mean / 2).magnitude }.max() ?? 0
      return reach > 0 ? values.map { ($0 / 2 - mean / 2) / reach } : nil
    }
    guard let x = unit(points.map(\.x)), let y = unit(points.map(\.y)) else { return nil }
    let sum = { (a: [Double], b: [Double]) in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return sum(x, y) / (sum(x, x) * sum(y, y)).squareRoot()
  }
}
