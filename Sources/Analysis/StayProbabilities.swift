import Numerics
import Tasks

/// How often the first choice of the two-step task is repeated, by what happened on the trial before.
public struct StayProbabilities: Hashable, Sendable {
  /// After a reward that came by the common transition.
  public let rewardedCommon: Double
  /// After a reward that came by the rare transition.
  public let rewardedRare: Double
  /// After no reward by the common transition.
  public let unrewardedCommon: Double
  /// After no reward by the rare transition.
  public let unrewardedRare: Double

  /// Counts.
  ///
  /// - Parameter episodes: the trials of each episode in order. A kind of trial that never occurs has the
  ///   probability NaN.
  public init(_ episodes: [[TwoStepTrial]]) {
    var stays = [0, 0, 0, 0]
    var counts = [0, 0, 0, 0]
    for trials in episodes {
      for (before, after) in zip(trials, trials.dropFirst()) {
        let kind = (before.isRewarded ? 0 : 2) + (before.isCommon ? 0 : 1)
        counts[kind] += 1
        if after.action == before.action { stays[kind] += 1 }
      }
    }
    let p = zip(stays, counts).map { Double($0) / Double($1) }
    (rewardedCommon, rewardedRare, unrewardedCommon, unrewardedRare) = (p[0], p[1], p[2], p[3])
  }

  /// The interaction of reward and transition, `(RC − RR) − (UC − UR)`: what a model-based learner shows.
  public var interaction: Double {
    (rewardedCommon - rewardedRare) - (unrewardedCommon - unrewardedRare)
  }

  /// The main effect of reward, `(RC + RR)/2 − (UC + UR)/2`: what a model-free learner shows.
  public var rewardEffect: Double {
    (rewardedCommon + rewardedRare) / 2 - (unrewardedCommon + unrewardedRare) / 2
  }
}
