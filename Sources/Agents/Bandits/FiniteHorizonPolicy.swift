import Numerics
import Tasks

/// The best policy for two arms in an episode of known length: Bayes-optimal for a prior.
///
/// In every state of knowledge it pulls the arm from which, pulled now, the most can be expected over all
/// trials that are left: `V(h) = maxᵢ pᵢ·(1 + V(h, i paid)) + (1 − pᵢ)·V(h, i did not)`. Where both arms are
/// worth the same, chance decides. Two bits a state are kept, 1.1 MB for 100 trials.
///
/// - Source: Bellman (1956), A problem in the sequential design of experiments.
public struct FiniteHorizonPolicy: TwoArmedPolicy {
  /// How the arms are drawn, as the policy believes.
  public let prior: ArmDistribution
  /// T, trials in an episode.
  public let trialCount: Int
  /// The expected reward of an episode if the prior is right, in 0 … T: no policy has a greater one.
  public let expectedReward: Double
  /// For each number of pulls two bits a state: bit 0, whether the first arm is best; bit 1, the second.
  private let choices: [[UInt8]]

  /// Computes the policy.
  ///
  /// - Parameters:
  ///   - prior: of two arms; traps on another number.
  ///   - trialCount: T, at least 1; traps otherwise.
  public init(prior: ArmDistribution = .independent(arms: 2), trialCount: Int = 100) {
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    let chances = PaymentChances(prior, pullLimit: trialCount)
    var choices = (0..<trialCount).map {
      [UInt8](repeating: 0, count: (TwoArmedHorizon.stateCount(pulls: $0) + 3) / 4)
    }
    var values = [Double](
      repeating: 0, count: TwoArmedHorizon.stateCount(pulls: trialCount))
    for pulls in (0..<trialCount).reversed() {
      values = TwoArmedHorizon.layer(pulls: pulls, before: values, chances) {
        state, first, second in
        // Rounding may part what is equal, by far less than this.
        let best: UInt8 = abs(first - second) < 1e-10 ? 3 : first > second ? 1 : 2
        choices[pulls][state / 4] |= best << (2 * UInt8(state % 4))
        return max(first, second)
      }
    }
    (self.prior, self.trialCount) = (prior, trialCount)
    (self.expectedReward, self.choices) = (values[0], choices)
  }

  /// The expected cumulative regret of an episode if the prior is right: no policy has less.
  public var regret: Double { Double(trialCount) * prior.meanOfTheBetter - expectedReward }

  /// 1 if the first arm is best to pull, ½ if both are worth the same.
  ///
  /// - Parameters:
  ///   - first: the record of the first arm.
  ///   - second: that of the second; traps unless both have fewer than T pulls together.
  /// - Returns: 0, ½ or 1.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    let pulls = first.pulls + second.pulls
    require(pulls < trialCount, "a choice after \(pulls) pulls in \(trialCount) trials")
    let state =
      TwoArmedHorizon.offset(pulls: pulls, first: first.pulls)
      + first.successes * (second.pulls + 1) + second.successes
    let bits = choices[pulls][state / 4] >> (2 * UInt8(state % 4)) & 3
    return bits == 1 ? 1 : bits == 2 ? 0 : 0.5
  }

  /// Chooses the arm that is best to pull.
  ///
  /// - Parameters:
  ///   - arms: the records of two arms with fewer than T pulls together; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    require(arms.count == 2, "the policy is for two arms, not \(arms.count)")
    let share = probabilityOfFirst(arms[0], arms[1])
    return share == 0.5 ? integer(below: 2, using: &rng) : share == 1 ? 0 : 1
  }
}
