import Numerics
import Tasks

/// Prediction errors at the cue around reversals of the inferred-value task: what was experienced against
/// what must be inferred.
///
/// Everything is a difference, δ(target that paid before the reversal) − δ(target that did not). On the
/// trial after a reversal trial the target shown is the *experienced* one if it was shown on that trial,
/// else the *inferred* one. Each is compared with trials that are alike but come before: the reversal
/// trial itself, whose target is shown before its outcome can surprise, and the four before it; with the
/// same target as on the trial before, or the other. So what the last trial did to the value of fixation
/// cancels, and a learner that knows only what it experienced shows an inferred change of 0.
///
/// In a recording of whole steps, with `predictionErrors[t]` filed under the action before what follows,
/// the error at the cue of trial k is element 2k, that of its fixation.
///
/// - Source: Bromberg-Martin et al. (2010), Fig. 3; Wang et al. (2018), Fig. 4.
public struct ReversalErrors: Hashable, Sendable {
  /// The difference before reversals where the target is the one of the trial before; in units of reward.
  public let repeatedBefore: Double
  /// The difference before reversals where the target is another than on the trial before.
  public let alternatedBefore: Double
  /// The difference on the trial after a reversal trial, with the experienced target.
  public let experiencedAfter: Double
  /// The difference on the trial after a reversal trial, with the inferred target.
  public let inferredAfter: Double
  /// The reversals that count, each followed by a trial.
  public let reversalCount: Int

  /// Averages.
  ///
  /// - Parameters:
  ///   - trials: `[episodes][trials]`, in order.
  ///   - cueErrors: `[episodes][trials]`, δ when the target of the trial was shown; traps when counts
  ///     differ. A kind of trial that never occurs has the difference NaN.
  public init(_ trials: [[InferredValueTrial]], cueErrors: [[Double]]) {
    require(
      trials.count == cueErrors.count
        && zip(trials, cueErrors).allSatisfy { $0.count == $1.count },
      "trials and errors of different numbers of episodes or trials")
    var kinds = [Difference](repeating: Difference(), count: 4)
    var reversals = 0
    for (trials, errors) in zip(trials, cueErrors) {
      for t in trials.indices.dropFirst() where trials[t].isReversal && t + 1 < trials.count {
        reversals += 1
        let paidBefore = 1 - trials[t].rewardedTarget
        for u in max(1, t - 4)...t + 1 {
          // Where blocks are short, the one before that is none of this.
          if u < t && trials[u].rewardedTarget != paidBefore { continue }
          let isRepeated = trials[u].target == trials[u - 1].target
          kinds[(u > t ? 2 : 0) + (isRepeated ? 0 : 1)].add(
            errors[u], paysBefore: trials[u].target == paidBefore)
        }
      }
    }
    let found = kinds.map(\.value)
    (repeatedBefore, alternatedBefore) = (found[0], found[1])
    (experiencedAfter, inferredAfter) = (found[2], found[3])
    reversalCount = reversals
  }

  /// How far the difference moved for the experienced target; negative if it moved the right way.
  public var experiencedChange: Double { experiencedAfter - repeatedBefore }
  /// How far the difference moved for the inferred target: 0 for a learner that does not infer.
  public var inferredChange: Double { inferredAfter - alternatedBefore }
  /// The inferred change as a part of the experienced one: 1 for an ideal observer, 0 without inference.
  public var inferredShare: Double { inferredChange / experiencedChange }

  /// The means of two kinds of trials and their difference.
  private struct Difference {
    private var sums = [0.0, 0.0]
    private var counts = [0.0, 0.0]

    mutating func add(_ error: Double, paysBefore: Bool) {
      sums[paysBefore ? 0 : 1] += error
      counts[paysBefore ? 0 : 1] += 1
    }

    var value: Double { sums[0] / counts[0] - sums[1] / counts[1] }
  }
}
