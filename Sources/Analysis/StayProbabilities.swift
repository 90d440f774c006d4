import Numerics
import Tasks

/// What happened on a trial of the two-step task, as its analyses sort trials.
public enum TwoStepOutcome: Int, CaseIterable, Hashable, Sendable {
  /// A reward that came by the common transition: RC.
  case rewardedCommon
  /// A reward that came by the rare transition: RU (for “uncommon”, as the literature has it).
  case rewardedRare
  /// No reward, by the common transition: UC.
  case unrewardedCommon
  /// No reward, by the rare transition: UU.
  case unrewardedRare

  /// The kind of a trial.
  ///
  /// - Parameter trial: what happened.
  public init(_ trial: TwoStepTrial) {
    switch (trial.isRewarded, trial.isCommon) {
    case (true, true): self = .rewardedCommon
    case (true, false): self = .rewardedRare
    case (false, true): self = .unrewardedCommon
    case (false, false): self = .unrewardedRare
    }
  }
}

/// How often the first choice of the two-step task is repeated, by what happened on the trial before.
///
/// The four probabilities tell a model-free from a model-based learner only if choices vary: an agent that
/// never changes its choice has 1 in all four. Look at `interaction` and at the rewards, too.
///
/// - Source: Daw et al. (2011), Fig. 2; Wang et al. (2018), Fig. 5.
public struct StayProbabilities: Hashable, Sendable {
  /// `[4]`, in the order of `TwoStepOutcome`: how many trials of each kind another trial followed.
  public let counts: [Int]
  /// `[4]`, in the order of `TwoStepOutcome`: after how many of them the choice was repeated.
  public let stays: [Int]

  /// Counts.
  ///
  /// - Parameter episodes: the trials of each episode in order; the last trial of an episode is followed by
  ///   none. A kind of trial that never occurs has the probability NaN.
  public init(_ episodes: [[TwoStepTrial]]) {
    self.init(
      pairs: episodes.flatMap { trials in
        zip(trials, trials.dropFirst()).map { (before: $0, action: $1.action) }
      })
  }

  /// Counts in pairs of an earlier trial, which need not be the last one, and a later choice.
  ///
  /// - Parameter pairs: each an earlier trial and what was chosen later. A kind of trial that never occurs has
  ///   the probability NaN.
  public init(pairs: [(before: TwoStepTrial, action: Int)]) {
    var (counts, stays) = ([0, 0, 0, 0], [0, 0, 0, 0])
    for (before, action) in pairs {
      let kind = TwoStepOutcome(before).rawValue
      counts[kind] += 1
      if action == before.action { stays[kind] += 1 }
    }
    (self.counts, self.stays) = (counts, stays)
  }

  /// The probability of repeating the choice.
  ///
  /// - Parameter outcome: of the trial before.
  public subscript(outcome: TwoStepOutcome) -> Double { values[outcome.rawValue] }

  /// `[4]`, the probabilities in the order of `TwoStepOutcome`: RC, RU, UC, UU.
  public var values: [Double] { zip(stays, counts).map { Double($0) / Double($1) } }

  /// `[4]`, the standard errors `√(p(1 − p)/n)` of `values`, as if trials were independent of each other.
  ///
  /// They say how well these episodes measure this agent, not how agents differ.
  public var standardErrors: [Double] {
    zip(values, counts).map { ($0 * (1 - $0) / Double($1)).squareRoot() }
  }

  /// After a reward that came by the common transition.
  public var rewardedCommon: Double { self[.rewardedCommon] }
  /// After a reward that came by the rare transition.
  public var rewardedRare: Double { self[.rewardedRare] }
  /// After no reward by the common transition.
  public var unrewardedCommon: Double { self[.unrewardedCommon] }
  /// After no reward by the rare transition.
  public var unrewardedRare: Double { self[.unrewardedRare] }

  /// The interaction of reward and transition, `(RC − RU) − (UC − UU)`: what a model-based learner shows.
  public var interaction: Double {
    (rewardedCommon - rewardedRare) - (unrewardedCommon - unrewardedRare)
  }

  /// The main effect of reward, `(RC + RU)/2 − (UC + UU)/2`: what a model-free learner shows.
  public var rewardEffect: Double {
    (rewardedCommon + rewardedRare) / 2 - (unrewardedCommon + unrewardedRare) / 2
  }
}
