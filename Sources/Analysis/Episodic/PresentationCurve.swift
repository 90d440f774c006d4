import Numerics

/// What something is worth by how often its occasion was there before, with standard errors.
///
/// Measurements of one epoch hang together, as they share its draws. So each epoch gives one mean for each
/// presentation, and the standard error is that of these means.
public struct PresentationCurve: Hashable, Sendable {
  /// `[presentations]`, the mean over epochs; index 0 is the first presentation.
  public let means: [Double]
  /// `[presentations]`, the standard error of each mean; 0 from a single epoch.
  public let standardErrors: [Double]

  /// A curve.
  ///
  /// ```swift
  /// let curve = PresentationCurve(pulls, scale: 10, \.presentation, \.expectedReward)
  /// ```
  ///
  /// - Parameters:
  ///   - epochs: `[epochs][any number]`, what was measured. A presentation that never comes in an epoch is
  ///     left out there; the greatest one in all of them is the last of the curve. Traps when one before it
  ///     comes in no epoch.
  ///   - scale: what each mean is multiplied by: the pulls in a presentation, to get its sum.
  ///   - presentation: of a measurement, counted from 1; traps otherwise.
  ///   - value: of a measurement.
  public init<Measurement>(
    _ epochs: [[Measurement]], scale: Double = 1, _ presentation: (Measurement) -> Int,
    _ value: (Measurement) -> Double
  ) {
    let count = epochs.reduce(0) { $1.reduce($0) { max($0, presentation($1)) } }
    var perPresentation = [[Double]](repeating: [], count: count)
    for epoch in epochs {
      var sums = [(total: Double, count: Double)](repeating: (0, 0), count: count)
      for measurement in epoch {
        let number = presentation(measurement)
        require(number >= 1, "presentation \(number)")
        sums[number - 1].total += value(measurement)
        sums[number - 1].count += 1
      }
      for (i, sum) in sums.enumerated() where sum.count > 0 {
        perPresentation[i].append(scale * sum.total / sum.count)
      }
    }
    means = perPresentation.map { Numerics.mean($0) }
    standardErrors = perPresentation.map { $0.count > 1 ? standardError($0) : 0 }
  }

  /// The mean of some presentations.
  ///
  /// - Parameter range: counted from 1; traps when a presentation is not in the curve.
  /// - Returns: the mean of their means.
  public func mean(of range: ClosedRange<Int>) -> Double {
    require(
      range.lowerBound >= 1 && range.upperBound <= means.count,
      "presentations \(range) of \(means.count)")
    return Numerics.mean(Array(means[range.lowerBound - 1...range.upperBound - 1]))
  }
}
