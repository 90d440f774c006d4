/// A named row of points `(x[i], y[i])`, perhaps with a band from `lower[i]` to `upper[i]`.
///
/// ```swift
/// Series("at the cue", cue)                    // x = 0, 1, 2, …
/// Series("at the cue", cue, from: 1)           // x = 1, 2, 3, …: trials count from one
/// Series("reward", reward, error: standardErrors)
/// Series("data", x: times, y: rates)
/// ```
///
/// A point with a NaN or infinite coordinate is a gap in the line; the plot's description counts them.
public struct Series: Hashable, Sendable {
  /// What the legend calls it; empty if it is the only one.
  public var name: String
  /// `[n]`, in units of the x axis.
  public var x: [Double]
  /// `[n]`, in units of the y axis.
  public var y: [Double]
  /// The lower edge of the band, `[n]`; empty without a band.
  public var lower: [Double]
  /// The upper edge of the band, `[n]`; empty without a band.
  public var upper: [Double]

  /// Values at `first`, `first + 1`, …, with an optional band `y ± error`.
  ///
  /// - Parameters:
  ///   - name: what the legend calls it.
  ///   - y: `[n]`, in units of the y axis.
  ///   - first: the x of the first value.
  ///   - error: half the height of the band at each value, `[n]`, ≥ 0 (say standard errors).
  /// - Precondition: counts agree; traps with both counts otherwise.
  public init(_ name: String, _ y: [Double], from first: Double = 0, error: [Double]? = nil) {
    self.init(name, x: y.indices.map { first + Double($0) }, y: y, error: error)
  }

  /// Points with an optional band `y ± error`.
  ///
  /// - Parameters:
  ///   - name: what the legend calls it.
  ///   - x: `[n]`, in units of the x axis; a line joins the points in this order.
  ///   - y: `[n]`, in units of the y axis.
  ///   - error: half the height of the band at each point, `[n]`, ≥ 0 (say standard errors).
  /// - Precondition: counts agree; traps with both counts otherwise.
  public init(_ name: String, x: [Double], y: [Double], error: [Double]? = nil) {
    let error = error ?? []
    require(
      error.isEmpty || error.count == y.count,
      "series “\(name)”: \(y.count) values but \(error.count) errors")
    self.init(
      name, x: x, y: y, lower: zip(y, error).map { $0 - $1 }, upper: zip(y, error).map { $0 + $1 })
  }

  /// Points with a band that need not be symmetric (say quartiles around a median).
  ///
  /// - Parameters:
  ///   - name: what the legend calls it.
  ///   - x: `[n]`, in units of the x axis; a line joins the points in this order.
  ///   - y: `[n]`, in units of the y axis.
  ///   - lower: the lower edge of the band, `[n]`; empty for none.
  ///   - upper: the upper edge of the band, `[n]`; empty for none.
  /// - Precondition: counts agree; traps with both counts otherwise.
  public init(_ name: String, x: [Double], y: [Double], lower: [Double], upper: [Double]) {
    require(x.count == y.count, "series “\(name)”: \(x.count) x but \(y.count) y")
    require(
      lower.count == upper.count && (lower.isEmpty || lower.count == y.count),
      "series “\(name)”: \(y.count) values but a band of \(lower.count) and \(upper.count)")
    self.name = name
    self.x = x
    self.y = y
    self.lower = lower
    self.upper = upper
  }
}

/// A thin line across a plot to compare with: chance level, zero, the moment of reward.
public enum Guide: Hashable, Sendable {
  /// Horizontal at a height, with the words that the legend says of it.
  case y(Double, String = "")
  /// Vertical at a place, with the words that the legend says of it.
  case x(Double, String = "")
  /// From corner to corner where y = x, with the words that the legend says of it.
  case diagonal(String = "")
}
