import Numerics
import Tasks

/// A Rescorla–Wagner learner of two arms that pay with p and 1 − p: `V ← V + α·(y − V)`, with the same α
/// always.
///
/// y is 1 if the first arm was the one to choose: it was pulled and paid, or the second was pulled and did
/// not. V, the estimate of p, begins at ½, and `P(first arm) = σ(β·(2V − 1))`.
///
/// - Source: Behrens et al. (2007), who fitted α to each phase; Rescorla & Wagner (1972).
public struct FixedRateLearner: Agent, Hashable {
  /// α in [0, 1].
  public let learningRate: Double
  /// β, at least 0.
  public let inverseTemperature: Double
  /// V, the estimate of the first arm's probability of a reward.
  public private(set) var estimate = 0.5
  private var choice: Int?

  /// A learner that knows nothing yet.
  ///
  /// - Parameters:
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - inverseTemperature: β, at least 0; traps otherwise.
  public init(learningRate: Double, inverseTemperature: Double) {
    require(learningRate >= 0 && learningRate <= 1, "learning rate \(learningRate) not in [0, 1]")
    require(inverseTemperature >= 0, "inverse temperature \(inverseTemperature) is not ≥ 0")
    (self.learningRate, self.inverseTemperature) = (learningRate, inverseTemperature)
  }

  /// Forgets: either arm may be the better one.
  public mutating func begin() {
    estimate = 0.5
    choice = nil
  }

  /// Learns from the last trial and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let choice {
      let favoursFirst = (choice == 0) == (step.reward > 0)
      estimate += learningRate * ((favoursFirst ? 1 : 0) - estimate)
    }
    let first = logistic(inverseTemperature * (2 * estimate - 1))
    let next = bernoulli(first, using: &rng) ? 0 : 1
    choice = next
    return next
  }
}

/// The learning rate that follows probabilities best: the least mean of `(Vₜ − pₜ)²`.
///
/// V begins at ½ in each sequence and learns by `V ← V + α·(y − V)`; Vₜ is what is expected before yₜ.
///
/// - Parameters:
///   - sequences: `[sequences][trials]`, whether the event came, and its true probability in [0, 1].
///   - candidates: the learning rates that are tried, each in [0, 1], at least one; traps otherwise.
/// - Returns: the best of the candidates, and its mean squared error.
public func bestFixedLearningRate(
  following sequences: [[(outcome: Bool, probability: Double)]],
  candidates: [Double] = (1...60).map { Double($0) / 100 }
) -> (learningRate: Double, meanSquaredError: Double) {
  require(!candidates.isEmpty, "no learning rate to try")
  let count = sequences.reduce(0) { $0 + $1.count }
  require(count >= 1, "the best learning rate for no trials")
  let errors = candidates.map { rate in
    require(rate >= 0 && rate <= 1, "learning rate \(rate) is not in [0, 1]")
    var sum = 0.0
    for trials in sequences {
      var value = 0.5
      for trial in trials {
        let error = value - trial.probability
        sum += error * error
        value += rate * ((trial.outcome ? 1 : 0) - value)
      }
    }
    return sum / Double(count)
  }
  let best = indexOfMaximum(errors.map { -$0 })
  return (candidates[best], errors[best])
}
