/// A bar: a name and a height, perhaps with an error.
public struct Bar: Hashable, Sendable {
  /// What it is called.
  public var name: String
  /// How high it is, in units of the value axis. NaN or infinite: no bar, and the value is written.
  public var value: Double
  /// Half the length of its error bar; `nil` for none.
  public var error: Double?

  /// A bar.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - value: how high it is, in units of the value axis.
  ///   - error: half the length of its error bar, ≥ 0, in the same units.
  public init(_ name: String, _ value: Double, error: Double? = nil) {
    self.name = name
    self.value = value
    self.error = error
  }
}

/// Bars that belong together; bars of the same name in several groups look the same.
public struct BarGroup: Hashable, Sendable {
  /// What the group is called; empty for bars without a group.
  public var name: String
  /// Its bars.
  public var bars: [Bar]

  /// A group of bars.
  ///
  /// - Parameters:
  ///   - name: what the group is called.
  ///   - bars: its bars, in the order in which they are drawn.
  public init(_ name: String, _ bars: [Bar]) {
    self.name = name
    self.bars = bars
  }
}

/// Named values as bars from zero, with error bars. Bars lie on their sides: names stay readable.
///
/// ```swift
/// BarChart("Prediction error", y: "δ", [Bar("A", 0.99), Bar("B", 0.003, error: 0.01)])
///
/// BarChart("Stay probability", y: "p(stay)", groups: [
///   BarGroup("rewarded", [Bar("common", 0.81), Bar("rare", 0.72)]),
///   BarGroup("unrewarded", [Bar("common", 0.58), Bar("rare", 0.66)]),
/// ], guides: [.y(0.5, "chance")])
/// ```
public struct BarChart: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the bars measure.
  public var y: String
  /// The groups; one without a name if the bars are not grouped.
  public var groups: [BarGroup]
  /// Limits of the value axis; `nil`: round numbers around zero, the bars and their errors.
  public var range: ClosedRange<Double>?
  /// Lines to compare with; `.y` is a value of the bars.
  public var guides: [Guide]

  /// Bars.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - y: what the bars measure, with its unit.
  ///   - bars: from top to bottom.
  ///   - range: limits of the value axis, finite.
  ///   - guides: values to compare with, as `.y(value, "name")`.
  public init(
    _ title: String, y: String = "", _ bars: [Bar], range: ClosedRange<Double>? = nil,
    guides: [Guide] = []
  ) {
    self.init(title, y: y, groups: [BarGroup("", bars)], range: range, guides: guides)
  }

  /// Bars in groups.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - y: what the bars measure, with its unit.
  ///   - groups: from top to bottom.
  ///   - range: limits of the value axis, finite.
  ///   - guides: values to compare with, as `.y(value, "name")`.
  public init(
    _ title: String, y: String = "", groups: [BarGroup], range: ClosedRange<Double>? = nil,
    guides: [Guide] = []
  ) {
    self.title = title
    self.y = y
    self.groups = groups
    self.range = range
    self.guides = guides
  }
}

extension BarChart {
  /// Its axes and marks.
  var figure: Figure {
    let places = placedBars
    let bars = places.compactMap(\.bar)
    let reach = bars.flatMap { bar in
      bar.value.isFinite
        ? [bar.value, bar.value - (bar.error ?? 0), bar.value + (bar.error ?? 0)] : []
    }
    var value = Axis.round(y, reach + guides.compactMap(\.yValue) + [0], range: range)
    value.isEdgeToEdge = true
    if reach.allSatisfy({ $0 == 0 }), range == nil {
      value = Axis(label: y, lower: 0, upper: 1, isEdgeToEdge: true)
    }
    let hasGroups = groups.contains { !$0.name.isEmpty }
    let slots = Axis.Slots(
      names: places.map { $0.bar?.name ?? "" }, groups: hasGroups ? places.map(\.group) : [],
      isThinned: false)
    var figure = Figure(title: title, x: value, y: .names("", slots, isReversed: true))
    let base = max(value.lower, min(value.upper, 0))
    for (index, place) in places.enumerated() {
      guard let bar = place.bar else { continue }
      figure.notes.append(.init(y: Double(index) + 0.5, text: BarChart.words(bar)))
      guard bar.value.isFinite else { continue }
      let end = max(value.lower, min(value.upper, bar.value))
      figure.marks.append(
        .bar(
          x: min(base, end)...max(base, end), y: Double(index)...Double(index + 1),
          isHorizontal: true, series: place.series))
    }
    if base > value.lower { figure.marks.append(.guide(.x(0))) }
    for case .y(let value, let words) in guides where value.isFinite {
      figure.marks.append(.guide(.x(value, words)))
    }
    for (index, place) in places.enumerated() {
      guard let bar = place.bar, let error = bar.error, error > 0 else { continue }
      guard (bar.value - error).isFinite, (bar.value + error).isFinite else { continue }
      figure.marks.append(
        .error(
          lower: bar.value - error, upper: bar.value + error, position: Double(index) + 0.5,
          isHorizontal: true, series: place.series))
    }
    for case .y(let value, let words) in guides where !words.isEmpty {
      figure.keys.append(Key(sample: .guide(.x(value, words)), words: words))
    }
    if bars.isEmpty { figure.emptyNote = "no data" }
    return figure
  }

  /// The plot as text.
  public func text(width: Int, style: TextStyle) -> String {
    TextFigure(figure, width: width, style: style).text()
  }

  /// The plot as SVG.
  public func svg() -> String { SVGFigure(figure, summary: summary).element() }

  /// Each bar's name and value.
  public var summary: String {
    let bars = groups.flatMap { group in
      group.bars.map { bar in
        let names = [group.name.onOneLine, bar.name.onOneLine].filter { !$0.isEmpty }
        return (names + [BarChart.words(bar)]).joined(separator: " ")
      }
    }
    var text = Words.opening("Bar chart", title) + ": "
    text += (y.isEmpty ? "" : "\(y.onOneLine), ") + Words.count(bars.count, "bar")
    if groups.count > 1 { text += " in \(Words.count(groups.count, "group"))" }
    text += bars.isEmpty ? "." : "; " + bars.joined(separator: ", ") + "."
    return text + Words.guides(guides, x: "", y: y)
  }

  /// Columns: the group (if there are groups), the bar, its value, its error (if there are errors).
  public var table: [[String]] {
    let hasGroups = groups.contains { !$0.name.isEmpty }
    let hasErrors = groups.contains { $0.bars.contains { $0.error != nil } }
    let headings = (hasGroups ? ["group"] : []) + ["bar", y.isEmpty ? "value" : y.onOneLine]
    return [headings + (hasErrors ? ["± error"] : [])]
      + groups.flatMap { group in
        group.bars.map { bar in
          (hasGroups ? [group.name.onOneLine] : []) + [bar.name.onOneLine, cell(bar.value)]
            + (hasErrors ? [bar.error.map(cell) ?? ""] : [])
        }
      }
  }

  /// A line of the chart: a bar, or the gap between two groups.
  private struct Place {
    var group = ""
    var bar: Bar?
    var series = 0
  }

  /// Bars of the same name share a series; without groups all do.
  private var placedBars: [Place] {
    var names: [String] = []
    var places: [Place] = []
    for group in groups where !group.bars.isEmpty {
      if !places.isEmpty { places.append(Place()) }
      for (index, bar) in group.bars.enumerated() {
        if !names.contains(bar.name) { names.append(bar.name) }
        let series = groups.count > 1 ? names.firstIndex(of: bar.name) ?? 0 : 0
        places.append(Place(group: index == 0 ? group.name : "", bar: bar, series: series))
      }
    }
    return places
  }

  private static func words(_ bar: Bar) -> String {
    Words.number(bar.value) + (bar.error.map { " ± " + significant($0, 2) } ?? "")
  }
}
