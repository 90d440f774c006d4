/// Lines through points: learning curves, prediction errors over trials.
///
/// ```swift
/// LinePlot(
///   "Prediction error", x: "trial", y: "δ",
///   [Series("at the cue", cue), Series("at the reward", reward)], guides: [.y(0)])
/// ```
///
/// In text, a series has its marker on its line (`*`, `o`, `+`, `x`, `#`, `@`) at every point where
/// there is room, else now and then; in SVG it has its own dash and marker. Of series that overlap,
/// the later one is on top.
public struct LinePlot: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the horizontal axis measures.
  public var x: String
  /// What the vertical axis measures.
  public var y: String
  /// The lines.
  public var series: [Series]
  /// Limits of the vertical axis; `nil`: round numbers around the data. What is outside is not drawn.
  public var range: ClosedRange<Double>?
  /// Lines to compare with.
  public var guides: [Guide]
  /// What the bands are, for the legend: `± s.e.`; empty if they go without saying.
  public var band: String
  /// About how many rows of text the plotting area has (a few more or less let ticks fall on rows).
  public var height: Int

  /// Several lines.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the horizontal axis measures, with its unit.
  ///   - y: what the vertical axis measures, with its unit.
  ///   - series: the lines; one without points is kept in legend and description.
  ///   - range: limits of the vertical axis, finite.
  ///   - guides: lines to compare with.
  ///   - band: what the series' bands are, say `± s.e.`.
  ///   - height: rows of text of the plotting area, 3 and more.
  public init(
    _ title: String, x: String = "", y: String = "", _ series: [Series],
    range: ClosedRange<Double>? = nil, guides: [Guide] = [], band: String = "± error",
    height: Int = 16
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.range = range
    self.guides = guides
    self.band = band
    self.height = height
  }

  /// One line, through values at 0, 1, 2, ….
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the horizontal axis measures, with its unit.
  ///   - y: what the vertical axis measures, with its unit.
  ///   - values: `[n]`, in units of the vertical axis.
  ///   - range: limits of the vertical axis, finite.
  ///   - guides: lines to compare with.
  ///   - height: rows of text of the plotting area, 3 and more.
  public init(
    _ title: String, x: String = "", y: String = "", _ values: [Double],
    range: ClosedRange<Double>? = nil, guides: [Guide] = [], height: Int = 16
  ) {
    self.init(
      title, x: x, y: y, [Series("", values)], range: range, guides: guides, height: height)
  }
}

extension LinePlot {
  /// Its axes and marks.
  var figure: Figure {
    let axes = Series.axes(series, guides, x: x, y: y, range: range)
    var figure = Figure(title: title, x: axes.x, y: axes.y, height: height)
    figure.marks = guides.marks
    for (index, item) in series.enumerated() { figure.marks += item.bandMarks(series: index) }
    for (index, item) in series.enumerated() {
      figure.marks += item.pieces.map { .line($0, series: index) }
    }
    if series.count > 1 || series.first?.name.isEmpty == false {
      figure.keys = series.enumerated().map { index, item in
        let sample = Key.Sample.line(series: index, hasMarker: series.count > 1)
        return Key(sample: sample, words: item.words(index, of: series.count))
      }
    }
    if !band.isEmpty, series.contains(where: \.hasBand) {
      figure.keys.append(Key(sample: .band, words: band))
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

  /// Each line's range, start and end, and where its extremes are.
  public var summary: String {
    let axes = [(y, "y"), (x, "x")].map { $0.isEmpty ? $1 : $0.onOneLine }
    var text = Words.opening("Line plot", title)
    text += ": \(axes[0]) against \(axes[1]), \(Words.count(series.count, "line"))."
    for (index, item) in series.enumerated() {
      let words = item.words(index, of: series.count)
      let range = item.rangeInWords
      text += words.isEmpty ? " \(Words.capitalized(range))." : " \(words): \(range)."
      let heights = zip(item.lower, item.upper).map { ($1 - $0).magnitude }.filter(\.isFinite)
      if let widest = heights.max() {
        let words = band.isEmpty ? "" : " (\(band.onOneLine))"
        text += " Its band\(words) is at most \(Words.number(widest)) high."
      }
      text += Words.leftOut(item.points.count - item.finitePoints.count, "point")
    }
    return text + Words.guides(guides, x: x, y: y)
  }

  /// Columns: x, then each line (with the edges of its band).
  public var table: [[String]] { Series.table(series, x: x, y: y) }
}
