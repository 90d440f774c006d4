import Numerics

/// The best policy for two independent arms in an episode of known length: Bayes-optimal for the uniform prior.
///
/// In every state of knowledge it pulls the arm from which, pulled now, the most can be expected over all
/// trials that are left. Computed by `TwoArmedHorizon`'s recursion; where both arms are worth the same,
/// chance decides. Two bits a state are kept: 1.1 MB for 100 trials.
///
/// - Source: Bellman (1956), A problem in the sequential design of experiments.
public struct FiniteHorizonPolicy: BanditPolicy {
  /// T, trials in an episode.
  public let trialCount: Int
  /// The expected reward of an episode, in 0 … T: no policy has a greater one on independently uniform arms.
  public let expectedReward: Double
  /// For each number of pulls two bits a state: bit 0, whether the first arm is best; bit 1, the second.
  private let choices: [[UInt8]]

  /// Computes the policy.
  ///
  /// - Parameter trialCount: T, at least 1; traps otherwise.
  public init(trialCount: Int = 100) {
    let horizon = TwoArmedHorizon(trialCount: trialCount)
    var choices = (0..<trialCount).map {
      [UInt8](repeating: 0, count: (TwoArmedHorizon.stateCount(pulls: $0) + 3) / 4)
    }
    // The recursion goes through the layers from the last, and through each in the order of its states.
    var (layer, state) = (trialCount - 1, 0)
    let reward = horizon.sum(.unknown) { _, _, values in
      let best: UInt8 = values.0 > values.1 ? 1 : values.0 < values.1 ? 2 : 3
      choices[layer][state / 4] |= best << (2 * UInt8(state % 4))
      state += 1
      if state == TwoArmedHorizon.stateCount(pulls: layer) { (layer, state) = (layer - 1, 0) }
      return max(values.0, values.1)
    }
    (self.trialCount, self.expectedReward, self.choices) = (trialCount, reward, choices)
  }

  /// The regret on independently uniform arms, `T·2/3 − expectedReward`: the least that any policy has.
  public var regret: Double {
    TwoArmedHorizon(trialCount: trialCount).regret(earning: expectedReward)
  }

  /// Which arms are best to pull.
  ///
  /// - Parameters:
  ///   - first: the record of the first arm.
  ///   - second: that of the second; traps unless both have fewer than T pulls together.
  /// - Returns: one arm, or both where they are worth the same.
  public func best(_ first: ArmRecord, _ second: ArmRecord) -> [Int] {
    let pulls = first.pulls + second.pulls
    require(pulls < trialCount, "a choice after \(pulls) pulls in \(trialCount) trials")
    let state =
      TwoArmedHorizon.offset(pulls: pulls, first: first.pulls)
      + first.successes * (second.pulls + 1) + second.successes
    let bits = choices[pulls][state / 4] >> (2 * UInt8(state % 4)) & 3
    return bits == 1 ? [0] : bits == 2 ? [1] : [0, 1]
  }

  /// Chooses the arm that is best to pull.
  ///
  /// - Parameters:
  ///   - arms: the records of two arms with fewer than T pulls together; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    require(arms.count == 2, "the policy is for two arms, not \(arms.count)")
    let best = best(arms[0], arms[1])
    return best.count == 1 ? best[0] : best[integer(below: 2, using: &rng)]
  }
}
