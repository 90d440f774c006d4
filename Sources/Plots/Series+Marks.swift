/// What lines and scattered points have in common.
extension Series {
  /// Its points, in order.
  var points: [Point] { zip(x, y).map { Point(x: $0, y: $1) } }

  /// The points that can be drawn.
  var finitePoints: [Point] { points.filter(\.isFinite) }

  var hasBand: Bool { !lower.isEmpty }

  /// Runs of points without a gap.
  var pieces: [[Point]] {
    points.split { !$0.isFinite }.map(Array.init)
  }

  /// Runs of the band without a gap.
  func bandMarks(series: Int) -> [Mark] {
    let whole = lower.indices.map { x[$0].isFinite && lower[$0].isFinite && upper[$0].isFinite }
    return lower.indices.split { !whole[$0] }.map { run in
      .band(
        x: run.map { x[$0] }, lower: run.map { min(lower[$0], upper[$0]) },
        upper: run.map { max(lower[$0], upper[$0]) }, series: series)
    }
  }

  /// What it is called in descriptions and tables.
  func words(_ index: Int, of count: Int) -> String {
    !name.isEmpty ? name.onOneLine : count == 1 ? "" : "series \(index + 1)"
  }

  /// Its range in words: where it starts, ends, is lowest and highest.
  var rangeInWords: String {
    let points = finitePoints
    guard let first = points.first, let last = points.last,
      let lowest = points.min(by: { $0.y < $1.y }), let highest = points.max(by: { $0.y < $1.y })
    else { return "no points" }
    let largest = max(lowest.y.magnitude, highest.y.magnitude)
    let place = { (point: Point) in
      "\(Words.number(point.y, among: largest)) at \(Words.number(point.x))"
    }
    if points.count == 1 { return "one point, " + place(first) }
    var text = Words.count(points.count, "point") + ", "
    if lowest.y == highest.y {
      let (left, right) = (Words.number(first.x), Words.number(last.x))
      return text + "constant at \(Words.number(first.y)) from \(left) to \(right)"
    }
    text += "from \(place(first)) to \(place(last))"
    // An extreme at an end has been said.
    if lowest.y < min(first.y, last.y) { text += ", lowest \(place(lowest))" }
    if highest.y > max(first.y, last.y) { text += ", highest \(place(highest))" }
    return text
  }

  /// Axes around several series and guides.
  static func axes(
    _ series: [Series], _ guides: [Guide], x: String, y: String, range: ClosedRange<Double>?
  ) -> (x: Axis, y: Axis) {
    let points = series.flatMap(\.finitePoints)
    let bands = series.flatMap { $0.lower + $0.upper }
    return (
      .tight(x, points.map(\.x) + guides.compactMap(\.xValue)),
      .round(y, points.map(\.y) + bands + guides.compactMap(\.yValue), range: range)
    )
  }

  /// The numbers of several series: side by side if they share their x, else one below the other.
  static func table(_ series: [Series], x: String, y: String) -> [[String]] {
    let xName = x.isEmpty ? "x" : x.onOneLine
    let yName = y.isEmpty ? "y" : y.onOneLine
    let names = series.enumerated().map { index, item in
      let words = item.words(index, of: series.count)
      return words.isEmpty ? yName : words
    }
    if let first = series.first, series.allSatisfy({ $0.x == first.x }) {
      let headings = zip(series, names).flatMap { item, name in
        item.hasBand ? [name, "\(name), lower", "\(name), upper"] : [name]
      }
      return [[xName] + headings]
        + first.x.indices.map { index in
          [cell(first.x[index])]
            + series.flatMap { item in
              ([item.y] + (item.hasBand ? [item.lower, item.upper] : [])).map { cell($0[index]) }
            }
        }
    }
    let hasBands = series.contains(where: \.hasBand)
    return [["series", xName, yName] + (hasBands ? ["lower", "upper"] : [])]
      + zip(series, names).flatMap { item, name in
        item.y.indices.map { index in
          let band = item.hasBand ? [cell(item.lower[index]), cell(item.upper[index])] : ["", ""]
          return [name, cell(item.x[index]), cell(item.y[index])] + (hasBands ? band : [])
        }
      }
  }
}

extension Guide {
  /// Its place on the x axis, if it is vertical.
  var xValue: Double? { if case .x(let value, _) = self { value } else { nil } }

  /// Its place on the y axis, if it is horizontal.
  var yValue: Double? { if case .y(let value, _) = self { value } else { nil } }

  /// What the legend says of it; empty for nothing.
  var words: String {
    switch self {
    case .x(_, let words), .y(_, let words), .diagonal(let words): words
    }
  }
}

extension [Guide] {
  /// As marks, without those that are nowhere.
  var marks: [Mark] {
    filter { ($0.xValue ?? $0.yValue ?? 0).isFinite }.map { .guide($0) }
  }

  /// As entries of the legend.
  var keys: [Key] {
    filter { !$0.words.isEmpty }.map { Key(sample: .guide($0), words: $0.words) }
  }
}
