import Numerics

/// What a reward may be and how likely: a distribution over finitely many amounts.
public struct RewardDistribution: Hashable, Sendable {
  /// `[n]`, the amounts that can come, ascending and each once, in units of reward.
  public let amounts: [Double]
  /// `[n]`, how likely each is; their sum is 1.
  public let probabilities: [Double]

  /// A distribution from amounts and their weights.
  ///
  /// Weights are divided by their sum, so that frequencies that were published rounded may be given as
  /// they stand. Amounts may come in any order; equal ones are put together.
  ///
  /// - Parameters:
  ///   - amounts: `[n]`, n ≥ 1, finite; traps otherwise.
  ///   - weights: `[n]`, each finite and at least 0, not all 0; traps otherwise, and when counts differ.
  public init(_ amounts: [Double], _ weights: [Double]) {
    require(!amounts.isEmpty, "a reward distribution without amounts")
    require(
      amounts.count == weights.count, "\(amounts.count) amounts with \(weights.count) weights")
    require(amounts.allSatisfy(\.isFinite), "an amount of \(amounts) is not finite")
    require(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "a weight of \(weights) is not ≥ 0")
    let total = weights.reduce(0, +)
    require(total > 0, "the weights of a reward distribution are all 0")
    let order = amounts.indices.sorted { (amounts[$0], $0) < (amounts[$1], $1) }
    var merged: [Double] = []
    var sums: [Double] = []
    for i in order {
      if merged.last == amounts[i] {
        sums[sums.count - 1] += weights[i]
      } else {
        merged.append(amounts[i])
        sums.append(weights[i])
      }
    }
    self.amounts = merged
    probabilities = sums.map { $0 / total }
  }

  /// The distribution of samples, each equally likely.
  ///
  /// - Parameter samples: `[n]`, n ≥ 1, finite; traps otherwise.
  public init(samples: [Double]) {
    self.init(samples, [Double](repeating: 1, count: samples.count))
  }

  /// One amount or nothing.
  ///
  /// - Parameters:
  ///   - probability: that the reward comes, in [0, 1]; traps otherwise.
  ///   - amount: what comes then, above 0; traps otherwise.
  /// - Returns: the distribution over 0 and `amount`.
  public static func chance(of probability: Double, amount: Double = 1) -> Self {
    require(
      probability >= 0 && probability <= 1, "probability \(probability) is not in [0, 1]")
    require(amount > 0, "an amount of \(amount) is not above 0")
    return Self([0, amount], [1 - probability, probability])
  }

  /// The mean, in units of reward.
  public var mean: Double {
    zip(amounts, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The standard deviation of the distribution itself (not the estimate from a sample).
  public var standardDeviation: Double {
    let center = mean
    return zip(amounts, probabilities)
      .reduce(0) { $0 + $1.1 * ($1.0 - center) * ($1.0 - center) }.squareRoot()
  }

  /// How likely a reward of at most some amount is, `F(x) = P(r ≤ x)`.
  ///
  /// - Parameter amount: any number, in units of reward.
  /// - Returns: in [0, 1].
  public func cumulative(at amount: Double) -> Double {
    var sum = 0.0
    for (x, p) in zip(amounts, probabilities) where x <= amount { sum += p }
    return min(sum, 1)
  }

  /// Draws a reward.
  ///
  /// - Parameter rng: the source of randomness; one draw is taken.
  /// - Returns: one of `amounts`.
  public func draw(using rng: inout Generator) -> Double {
    amounts[categorical(probabilities, using: &rng)]
  }

  /// The distribution of `r + γ·R`, where R is independent of r: the return of a step that leads to another.
  ///
  /// - Parameters:
  ///   - next: the distribution of R.
  ///   - discount: γ in [0, 1]; traps otherwise.
  /// - Returns: the distribution of the sum. It has at most as many amounts as there are pairs.
  public func followed(by next: Self, discount: Double = 1) -> Self {
    require(discount >= 0 && discount <= 1, "discount \(discount) is not in [0, 1]")
    var sums: [Double] = []
    var weights: [Double] = []
    for (x, p) in zip(amounts, probabilities) {
      for (y, q) in zip(next.amounts, next.probabilities) {
        sums.append(x + discount * y)
        weights.append(p * q)
      }
    }
    return Self(sums, weights)
  }
}
