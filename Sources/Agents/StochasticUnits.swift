import Numerics

/// Neurons that fire by chance, driven by their summed input.
///
/// Each kind is a distribution over activities `post` given the inputs `z = wᵀ·pre`. Both are in the
/// exponential family, so that `∂ log P(post) / ∂zⱼ = postⱼ − E[postⱼ]`: an activity minus what was
/// expected of it.
///
/// - Source: Williams (1992), § 4 (Bernoulli-logistic units); Sutton & Barto (2018), § 13.3 (softmax).
public enum StochasticUnits: Hashable, Sendable {
  /// Each unit fires (1) or not (0) by itself, with probability `σ(zⱼ)`.
  case bernoulliLogistic
  /// Exactly one unit fires: j with probability `e^{zⱼ} / Σₖ e^{zₖ}`.
  case softmax

  /// The expected activity `E[post]`: here also each unit's probability of firing.
  ///
  /// - Parameter inputs: `[postCount]`, z; finite, at least one.
  /// - Returns: `[postCount]`, each in [0, 1].
  public func expectation(of inputs: [Double]) -> [Double] {
    switch self {
    case .bernoulliLogistic: return inputs.map(logistic)
    case .softmax: return Numerics.softmax(inputs)
    }
  }

  /// An activity drawn from the units' distribution.
  ///
  /// - Parameters:
  ///   - inputs: `[postCount]`, z; finite, at least one.
  ///   - rng: the source of randomness.
  /// - Returns: `[postCount]`, each 0 or 1.
  public func sample(_ inputs: [Double], using rng: inout Generator) -> [Double] {
    let expected = expectation(of: inputs)
    switch self {
    case .bernoulliLogistic:
      return expected.map { bernoulli($0, using: &rng) ? 1 : 0 }
    case .softmax:
      let firing = categorical(expected, using: &rng)
      return expected.indices.map { $0 == firing ? 1 : 0 }
    }
  }

  /// The log-probability `log P(post | z)`.
  ///
  /// - Parameters:
  ///   - post: `[postCount]`, each 0 or 1; of `.softmax` units exactly one is 1. Traps otherwise.
  ///   - inputs: `[postCount]`, z.
  /// - Returns: at most 0.
  public func logProbability(of post: [Double], inputs: [Double]) -> Double {
    require(post.count == inputs.count, "\(post.count) activities of \(inputs.count) units")
    require(post.allSatisfy { $0 == 0 || $0 == 1 }, "activities \(post) are not all 0 or 1")
    switch self {
    case .bernoulliLogistic:
      return zip(post, inputs).reduce(0) { $0 + logarithm(logistic($1.0 == 1 ? $1.1 : -$1.1)) }
    case .softmax:
      require(post.reduce(0, +) == 1, "of softmax units exactly one fires, not \(post)")
      return logarithm(zip(post, expectation(of: inputs)).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }
}
