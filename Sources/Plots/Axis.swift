// `rounded` and `squareRoot` may become calls of libm: the import links it.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One direction of a plot: what it measures and what part of it is shown.
struct Axis: Equatable {
  /// What it measures.
  var label: String
  /// The value at its beginning (left, bottom). Below `upper`, both finite.
  var lower: Double
  /// The value at its end (right, top).
  var upper: Double
  /// Named places instead of numbers: place `i` reaches from `i` to `i + 1`.
  var slots: Slots?
  /// Whether `lower` and `upper` are the outer edges of the drawing area (bars, matrices) or the
  /// middle of its outermost characters (lines), so that a line on the edge is whole.
  var isEdgeToEdge = false
  /// Whether it runs downwards (rows of a matrix: the first on top).
  var isReversed = false
  /// Whether only whole numbers mean anything on it: ticks have no fractions then.
  var isWhole = false
  /// How many equal parts it has (bins), so that the drawing may be sized to make them equal.
  var parts: Int?
  /// The step of which both limits are multiples, if they are: the drawing is then sized so that
  /// ticks fall on rows.
  var step: TickStep?

  /// Named places.
  struct Slots: Equatable {
    /// A name each; empty for a gap.
    var names: [String]
    /// A group's name at its first slot, else empty; as many as names, or none.
    var groups: [String] = []
    /// The most characters (rows or columns) that a place gets in text.
    var largest = 1
    /// The most rows of text in all; places share rows beyond it. `nil`: as many as there are.
    var most: Int?
    /// Whether names are left out where they do not fit (numbers) rather than cut (words).
    var isThinned = true
  }

  /// An axis of named places.
  static func names(_ label: String, _ slots: Slots, isReversed: Bool = false) -> Axis {
    Axis(
      label: label, lower: 0, upper: Double(max(1, slots.names.count)), slots: slots,
      isEdgeToEdge: true, isReversed: isReversed)
  }

  /// An axis of numbers around the data, not rounded: data fill it.
  static func tight(_ label: String, _ values: some Sequence<Double>) -> Axis {
    var (lower, upper) = extent(values) ?? (0, 1)
    if isDegenerate(lower, upper) {
      let reach = lower.magnitude < 1e9 ? 1 : lower.magnitude / 2
      (lower, upper) = (lower - reach, upper + reach)
    }
    var axis = Axis(label: label, lower: lower, upper: upper)
    axis.isWhole = values.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    return axis
  }

  /// An axis of numbers around the data with round limits; `range` overrides it.
  static func round(
    _ label: String, _ values: some Sequence<Double>, range: ClosedRange<Double>?, count: Int = 5
  ) -> Axis {
    if let range { return Axis(label: label, range) }
    var (lower, upper) = extent(values) ?? (0, 1)
    if isDegenerate(lower, upper) {
      let reach = lower.magnitude < 1e-300 ? 1 : min(2 * lower.magnitude, .greatestFiniteMagnitude)
      // A constant is seen against zero: it lies in the middle.
      (lower, upper) = lower > 1e-300 ? (0, reach) : lower < -1e-300 ? (-reach, 0) : (-1, 1)
    }
    let step = TickStep(lower: lower, upper: upper, count: count)
    let bottom = step.multiple(step.indexBelow(lower))
    let top = step.multiple(step.indexAbove(upper))
    guard bottom.isFinite, top.isFinite else {
      return Axis(label: label, lower: lower, upper: upper)
    }
    return Axis(label: label, lower: bottom, upper: top, step: step)
  }

  /// An axis with the caller's limits.
  init(label: String, _ range: ClosedRange<Double>) {
    require(
      range.lowerBound.isFinite && range.upperBound.isFinite,
      "axis “\(label)”: limits \(range) are not finite")
    self = .tight(label, [range.lowerBound, range.upperBound])
    isWhole = false
  }

  init(
    label: String, lower: Double, upper: Double, slots: Slots? = nil, isEdgeToEdge: Bool = false,
    isReversed: Bool = false, step: TickStep? = nil
  ) {
    self.label = label.onOneLine
    self.lower = lower
    self.upper = upper
    self.slots = slots
    self.isEdgeToEdge = isEdgeToEdge
    self.isReversed = isReversed
    self.step = step
  }

  /// Where a value lies: 0 at the beginning, 1 at the end, beyond both outside (never infinite).
  func fraction(_ value: Double) -> Double {
    let span = upper - lower
    let fraction =
      span.isFinite ? (value - lower) / span : (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    return isReversed ? 1 - max(-1e6, min(1e6, fraction)) : max(-1e6, min(1e6, fraction))
  }

  /// Whether a value is shown.
  func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

  /// Round numbers on it: at the axis' own step, else at most `count` intervals.
  func ticks(_ count: Int) -> [Tick] { ticks(step, count) }

  /// Round numbers on it, as many as fit: the most for which `fits` holds, beginning with the axis'
  /// own step; the first alone if nothing fits.
  func ticks(atMost count: Int, where fits: ([Tick]) -> Bool) -> [Tick] {
    if step != nil, fits(ticks(count)) { return ticks(count) }
    for count in stride(from: count, to: 0, by: -1) {
      let ticks = ticks(nil, count)
      if ticks.count > 1, fits(ticks) { return ticks }
    }
    return Array(ticks(nil, 1).prefix(1))
  }

  private func ticks(_ step: TickStep?, _ count: Int) -> [Tick] {
    var step = step ?? TickStep(lower: lower, upper: upper, count: count)
    if isWhole, step.exponent < 0 { step = TickStep(mantissa: 1, exponent: 0) }
    return step.ticks(lower: lower, upper: upper)
  }

  /// The smallest and the largest finite value.
  static func extent(_ values: some Sequence<Double>) -> (Double, Double)? {
    var result: (Double, Double)?
    for value in values where value.isFinite {
      result = result.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
    }
    return result
  }

  /// Whether there is nothing to see between two limits but rounding errors.
  private static func isDegenerate(_ lower: Double, _ upper: Double) -> Bool {
    let size = max(lower.magnitude, upper.magnitude)
    return upper / 2 - lower / 2 <= max(size * 1e-12, 1e-305)
  }
}
