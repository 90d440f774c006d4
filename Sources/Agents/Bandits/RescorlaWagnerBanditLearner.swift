import Numerics
import Tasks

/// A bandit learner that mends a part of each prediction error, and chooses by softmax with lapses.
///
/// `Qₐ ← Qₐ + α·(r − Qₐ)` for the arm pulled, and `P(a) = ε/k + (1 − ε)·e^{βQₐ} / Σ e^{βQ}`.
/// Because α is constant it forgets, and so can follow arms that change.
///
/// - Source: the learner and the four models fitted to restless bandits in Wang et al. (2016), § 3.1.4.
public struct RescorlaWagnerBanditLearner: Agent, Hashable, Sendable {
  /// α in [0, 1].
  public let learningRate: Double
  /// β, at least 0, per unit of reward: 0 chooses by chance alone.
  public let inverseTemperature: Double
  /// ε in [0, 1]: how often any arm is pulled instead.
  public let lapse: Double
  /// Q before the first pull, in units of reward.
  public let initialValue: Double
  /// `[arms]`, Q: what each arm is expected to pay.
  public private(set) var values: [Double]
  private var pulled: Int?

  /// A learner that knows nothing.
  ///
  /// - Parameters:
  ///   - armCount: at least 1; traps otherwise.
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - inverseTemperature: β, finite and at least 0; traps otherwise.
  ///   - lapse: ε in [0, 1]; traps otherwise.
  ///   - initialValue: Q before the first pull.
  public init(
    armCount: Int = 2, learningRate: Double, inverseTemperature: Double, lapse: Double = 0,
    initialValue: Double = 0.5
  ) {
    require(armCount >= 1, "a bandit of \(armCount) arms")
    require(
      learningRate >= 0 && learningRate <= 1, "learning rate \(learningRate) is not in [0, 1]")
    require(
      inverseTemperature >= 0 && inverseTemperature.isFinite,
      "inverse temperature \(inverseTemperature) is not finite and ≥ 0")
    require(lapse >= 0 && lapse <= 1, "lapse \(lapse) is not in [0, 1]")
    (self.learningRate, self.inverseTemperature) = (learningRate, inverseTemperature)
    (self.lapse, self.initialValue) = (lapse, initialValue)
    values = [Double](repeating: initialValue, count: armCount)
  }

  /// `[arms]`: with which probability each is pulled next.
  public var probabilities: [Double] {
    let share = lapse / Double(values.count)
    return softmax(values.map { inverseTemperature * $0 }).map { share + (1 - lapse) * $0 }
  }

  /// Learns from one pull.
  ///
  /// - Parameters:
  ///   - reward: what it paid.
  ///   - arm: which was pulled, in 0 ..< `values.count`; traps otherwise.
  public mutating func learn(_ reward: Double, from arm: Int) {
    require(values.indices.contains(arm), "arm \(arm) of \(values.count)")
    values[arm] += learningRate * (reward - values[arm])
  }

  /// Forgets all arms.
  public mutating func begin() {
    for i in values.indices { values[i] = initialValue }
    pulled = nil
  }

  /// Learns from the last payment and chooses.
  ///
  /// - Parameters:
  ///   - step: with the reward for the last pull.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let pulled { learn(step.reward, from: pulled) }
    let choice = categorical(probabilities, using: &rng)
    pulled = choice
    return choice
  }

  /// The learning rate that does best on a bandit when it is kept fixed: the one with the least regret.
  ///
  /// - Parameters:
  ///   - candidates: learning rates, at least one; of equally good ones the first is taken.
  ///   - bandit: the distribution of bandits.
  ///   - inverseTemperature: β of the learner.
  ///   - episodes: how many each rate plays, the same ones.
  ///   - seed: of the bandits and the choices.
  /// - Returns: the rate, and `[candidates]`, the mean cumulative regret of each.
  public static func bestLearningRate<Task: Bandit>(
    among candidates: [Double], on bandit: Task, inverseTemperature: Double, episodes: Int,
    seed: Int
  ) -> (learningRate: Double, regrets: [Double]) {
    require(!candidates.isEmpty, "no learning rates to choose from")
    let found = candidates.map { rate in
      var learner = RescorlaWagnerBanditLearner(
        armCount: bandit.actionCount, learningRate: rate, inverseTemperature: inverseTemperature)
      return mean(Agents.regrets(of: &learner, on: bandit, episodes: episodes, seed: seed))
    }
    return (candidates[indexOfMaximum(found.map { -$0 })], found)
  }
}
