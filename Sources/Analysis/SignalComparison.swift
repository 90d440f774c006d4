import Numerics

/// The correlation of x and y that is left when both are freed of what z predicts, linearly.
///
/// `(r_xy − r_xz·r_yz) / √((1 − r_xz²)(1 − r_yz²))`.
///
/// - Parameters:
///   - x: `[n]`, n ≥ 2.
///   - y: `[n]`, paired with `x`; traps when the counts differ.
///   - z: `[n]`, paired with both; traps when the counts differ.
/// - Returns: in [−1, 1]; NaN if one of them is constant, or if z predicts x or y wholly.
/// - Source: Pearson's partial correlation; e.g. Kutner et al. (2005), § 7.4.
public func partialCorrelation(_ x: [Double], _ y: [Double], given z: [Double]) -> Double {
  let (xy, xz, yz) = (correlation(x, y), correlation(x, z), correlation(y, z))
  let rest = (1 - xz * xz) * (1 - yz * yz)
  // What is left of a signal that z predicts wholly is rounding.
  guard rest > 1e-24 else { return .nan }
  return max(-1, min(1, (xy - xz * yz) / rest.squareRoot()))
}

/// Which of two algorithms a signal follows: how much of its variance each explains, alone and beyond the other.
///
/// Two algorithms that watch the same choices and rewards are correlated with each other, so each explains a
/// part of the signal of the other. What decides is the partial r², or how much an algorithm adds.
public struct SignalComparison: Hashable, Sendable {
  /// r² of the signal with the first algorithm, in [0, 1].
  public let first: Double
  /// r² of the signal with the second algorithm, in [0, 1].
  public let second: Double
  /// r² of the algorithms with each other, in [0, 1].
  public let between: Double
  /// r² of signal and first algorithm, both freed of the second, in [0, 1].
  public let firstBeyondSecond: Double
  /// r² of signal and second algorithm, both freed of the first, in [0, 1]. It is a share of what the first
  /// leaves: where that is almost nothing, look at `secondAdds`.
  public let secondBeyondFirst: Double

  /// By how much the second algorithm raises the explained share of the signal's variance, in [0, 1].
  public var secondAdds: Double { (1 - first) * secondBeyondFirst }

  /// Compares.
  ///
  /// - Parameters:
  ///   - signal: `[n]`, n ≥ 3.
  ///   - first: `[n]`, one algorithm's; traps when the counts differ.
  ///   - second: `[n]`, another's; traps when the counts differ.
  public init(of signal: [Double], with first: [Double], and second: [Double]) {
    let square = { (r: Double) in r * r }
    self.first = square(correlation(signal, first))
    self.second = square(correlation(signal, second))
    between = square(correlation(first, second))
    firstBeyondSecond = square(partialCorrelation(signal, first, given: second))
    secondBeyondFirst = square(partialCorrelation(signal, second, given: first))
  }
}
