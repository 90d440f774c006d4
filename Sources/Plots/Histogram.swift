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
