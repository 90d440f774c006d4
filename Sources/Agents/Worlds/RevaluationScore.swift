import Numerics
import Tasks

/// What a learner made of retrospective revaluation: the values of both beginnings before and after.
public struct RevaluationResult: Hashable, Sendable {
  /// `[2]`, the values of states 1 and 2 after the first phase.
  public let before: [Double]
  /// `[2]`, the same after the second phase.
  public let after: [Double]

  /// How far the preference of the one beginning to the other moved, from 0 (not at all) to 1 (turned
  /// into its mirror image): `((V₁ − V₂)_before − (V₁ − V₂)_after) / (2·(V₁ − V₂)_before)`.
  public var score: Double {
    let preference = before[0] - before[1]
    return (preference - (after[0] - after[1])) / (2 * preference)
  }
}

extension WorldLearner {
  /// Puts this learner through retrospective revaluation; it stays as it is.
  ///
  /// - Parameters:
  ///   - revaluation: what changes in the second phase.
  ///   - episodes: in each phase, at least 1; traps otherwise.
  ///   - rng: the source of randomness: where each episode begins.
  ///   - rest: what the learner does between the second phase and the test, such as replay.
  /// - Returns: the values of both beginnings before and after.
  public func revaluated(
    _ revaluation: Revaluation, episodes: Int = 200, using rng: inout Generator,
    resting rest: (inout Self) -> Void = { _ in }
  ) -> RevaluationResult {
    require(episodes >= 1, "a phase of \(episodes) episodes")
    var learner = self
    let rule = ChoiceRule.epsilonGreedy(0)
    learner.live(in: Revaluation.learning, episodes: episodes, choosing: rule, using: &rng)
    let before = [learner.value(of: 0), learner.value(of: 1)]
    learner.live(in: revaluation.world, episodes: episodes, choosing: rule, using: &rng)
    rest(&learner)
    return RevaluationResult(
      before: before, after: [learner.value(of: 0), learner.value(of: 1)])
  }
}
