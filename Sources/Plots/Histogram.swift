/// How often values fall into equal bins.
///
/// ```swift
/// Histogram("Reward per episode", x: "reward", rewards, bins: 20)
/// ```
///
/// A bin holds its left edge, not its right one; the last bin holds both. NaN and infinite values
/// are in no bin; the description counts them.
public struct Histogram: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the values measure.
  public var x: String
  /// What the vertical axis says.
  public var y: String
  /// The values, in any order.
  public var values: [Double]
  /// How many bins; `nil`: about the square root of the count, with round edges.
  public var bins: Int?
  /// From the left edge of the first bin to the right edge of the last; values outside are counted
  /// in the description only. `nil`: all values.
  public var range: ClosedRange<Double>?
  /// Lines to compare with.
  public var guides: [Guide]
  /// About how many rows of text the plotting area has.
  public var height: Int

  /// A histogram.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the values measure, with its unit.
  ///   - y: what the vertical axis says.
  ///   - values: `[n]`, in any order.
  ///   - bins: how many bins, 1 to 10 000; all are equally wide.
  ///   - range: from the left edge of the first bin to the right edge of the last, finite.
  ///   - guides: lines to compare with.
  ///   - height: rows of text of the plotting area, 3 and more.
  public init(
    _ title: String, x: String = "", y: String = "count", _ values: [Double], bins: Int? = nil,
    range: ClosedRange<Double>? = nil, guides: [Guide] = [], height: Int = 12
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.values = values
    self.bins = bins
    self.range = range
    self.guides = guides
    self.height = height
  }
}

extension Histogram {
  /// The bins: `edges[i]..<edges[i + 1]` holds `counts[i]` values.
  struct Bins: Equatable {
    /// One more than counts; empty without values.
    var edges: [Double]
    var counts: [Int]
    /// How many finite values are in no bin.
    var outside: Int
  }

  /// Puts the values into bins.
  var binned: Bins {
    let finite = values.filter(\.isFinite)
    let edges = edges(finite)
    guard let first = edges.first, let last = edges.last, edges.count > 1 else {
      return Bins(edges: [], counts: [], outside: finite.count)
    }
    var counts = Array(repeating: 0, count: edges.count - 1)
    var outside = 0
    for value in finite {
      guard value >= first, value <= last else {
        outside += 1
        continue
      }
      // The last edge that is not above the value.
      var (low, high) = (0, counts.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if edges[middle] <= value { low = middle } else { high = middle }
      }
      counts[low] += 1
    }
    return Bins(edges: edges, counts: counts, outside: outside)
  }

  private func edges(_ finite: [Double]) -> [Double] {
    if let bins { require((1...10_000).contains(bins), "histogram “\(title)”: \(bins) bins") }
    let axis: Axis
    if let range {
      axis = Axis(label: x, range)
    } else if finite.isEmpty {
      return []
    } else {
      axis = .tight(x, finite)
    }
    if bins == nil {
      let count = max(5, min(30, Int(Double(finite.count).squareRoot().rounded(.up))))
      let step = TickStep(lower: axis.lower, upper: axis.upper, count: count)
      // A tick may be a hair inside the data: then the bins begin or end one step farther out.
      var (first, last) = (step.indexBelow(axis.lower), step.indexAbove(axis.upper))
      if step.multiple(first) > axis.lower { first -= 1 }
      if step.multiple(last) < axis.upper { last += 1 }
      let edges = (first...max(first + 1, last)).map(step.multiple)
      if range == nil, edges.allSatisfy(\.isFinite) { return edges }
    }
    let count = bins ?? max(5, min(30, Int(Double(finite.count).squareRoot().rounded(.up))))
    return (0...count).map { index in
      let t = Double(index) / Double(count)
      return axis.lower * (1 - t) + axis.upper * t
    }
  }

  /// Its axes and marks.
  var figure: Figure {
    let bins = binned
    let highest = Double(bins.counts.max() ?? 0)
    var count = Axis.round(y, [0, max(1, highest)], range: nil)
    if highest < 5 {
      count.step = TickStep(mantissa: 1, exponent: 0)
      count.upper = max(1, highest)
    }
    count.isEdgeToEdge = true
    var value = Axis.tight(x, bins.edges)
    value.isEdgeToEdge = true
    value.parts = bins.counts.count
    var figure = Figure(title: title, x: value, y: count, height: height)
    for (index, number) in bins.counts.enumerated() where number > 0 {
      figure.marks.append(
        .bar(
          x: bins.edges[index]...bins.edges[index + 1], y: 0...Double(number), isHorizontal: false,
          series: 0))
    }
    figure.marks += guides.marks
    figure.keys = guides.keys
    if bins.counts.allSatisfy({ $0 == 0 }) { figure.emptyNote = "no data" }
    return figure
  }

  /// The plot as text.
  public func text(width: Int, style: TextStyle) -> String {
    TextFigure(figure, width: width, style: style).text()
  }

  /// The plot as SVG.
  public func svg() -> String { SVGFigure(figure, summary: summary).element() }

  /// How many values, their range and mean, the fullest bin.
  public var summary: String {
    let bins = binned
    let finite = values.filter(\.isFinite)
    var text = Words.opening("Histogram", title) + ": "
    text += Words.count(finite.count, "value") + (x.isEmpty ? "" : " of \(x.onOneLine)")
    if let (lower, upper) = Axis.extent(finite) {
      let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
      text += " from \(Words.number(lower)) to \(Words.number(upper)), mean \(Words.number(mean))"
    }
    if let most = bins.counts.max(), most > 0, let index = bins.counts.firstIndex(of: most) {
      text += "; \(Words.count(bins.counts.count, "bin")), the fullest from "
      text += "\(Words.number(bins.edges[index])) to \(Words.number(bins.edges[index + 1]))"
      text += " with \(most)"
    }
    text += "."
    if bins.outside > 0 {
      text += " \(Words.capitalized(Words.count(bins.outside, "value"))) outside."
    }
    return text + Words.leftOut(values.count - finite.count, "value")
      + Words.guides(guides, x: x, y: y)
  }

  /// Columns: from, to, count; a row each bin.
  public var table: [[String]] {
    let bins = binned
    return [["from", "to", y.isEmpty ? "count" : y.onOneLine]]
      + bins.counts.indices.map { index in
        [cell(bins.edges[index]), cell(bins.edges[index + 1]), String(bins.counts[index])]
      }
  }
}
