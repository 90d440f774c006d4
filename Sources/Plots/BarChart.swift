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
