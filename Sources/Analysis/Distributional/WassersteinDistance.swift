import Numerics
import Tasks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RewardDistribution {
  /// The Wasserstein-1 distance `∫ |F(x) − G(x)| dx`: how far probability has to be carried, at least, to
  /// turn one distribution into the other.
  ///
  /// - Parameter other: any distribution.
  /// - Returns: at least 0, in units of reward.
  public func wassersteinDistance(to other: Self) -> Double {
    var steps = zip(amounts, probabilities).map { (at: $0, rise: $1) }
    steps += zip(other.amounts, other.probabilities).map { (at: $0, rise: -$1) }
    steps.sort { $0.at < $1.at }
    var (difference, distance) = (0.0, 0.0)
    for (step, next) in zip(steps, steps.dropFirst()) {
      difference += step.rise
      distance += abs(difference) * (next.at - step.at)
    }
    return distance
  }

  /// A reference for decoding that knows only the range: points evenly spread over it.
  ///
  /// - Parameters:
  ///   - range: not empty, finite; traps otherwise.
  ///   - points: how many, at least 1; traps otherwise.
  /// - Returns: the middles of as many equal parts of the range, equally likely.
  public static func uniform(over range: ClosedRange<Double>, points: Int = 1_000) -> Self {
    let width = range.upperBound - range.lowerBound
    require(width > 0 && width.isFinite, "a uniform distribution over \(range)")
    require(points >= 1, "\(points) points")
    return Self(
      samples: (0..<points).map {
        range.lowerBound + width * (Double($0) + 0.5) / Double(points)
      })
  }

  /// A reference for decoding that knows mean, standard deviation and range: quantiles of a Gaussian.
  ///
  /// - Parameters:
  ///   - mean: finite, in units of reward.
  ///   - standardDeviation: above 0, finite; traps otherwise.
  ///   - range: where rewards can lie; what is outside is put at its ends.
  ///   - points: how many, at least 1; traps otherwise.
  /// - Returns: the quantiles (i + ½) / n, equally likely.
  public static func gaussian(
    mean: Double, standardDeviation: Double, within range: ClosedRange<Double>,
    points: Int = 1_000
  ) -> Self {
    require(
      standardDeviation > 0 && standardDeviation.isFinite && mean.isFinite,
      "a Gaussian with mean \(mean) and standard deviation \(standardDeviation)")
    require(points >= 1, "\(points) points")
    return Self(
      samples: (0..<points).map {
        let x = mean + standardDeviation * normalQuantile((Double($0) + 0.5) / Double(points))
        return min(max(x, range.lowerBound), range.upperBound)
      })
  }
}

/// The standard normal quantile, by halving an interval: Φ(z) = p.
private func normalQuantile(_ p: Double) -> Double {
  var (low, high) = (-40.0, 40.0)
  // 60 halvings of 80 are below the rounding of z.
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if 0.5 * erfc(-middle / 2.0.squareRoot()) < p { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
