import Numerics

/// Two targets on baited schedules: a reward that is set up stays until it is fetched.
///
/// Before each trial target a is baited with probability pₐ, unless it already is. So a target that was
/// left alone for long is likely to pay: after n trials elsewhere `P(reward | a) = 1 − (1 − pₐ)^(n + 1)`.
/// Choosing always the richer target wastes what gathers at the other; animals divide their choices
/// nearly as the rewards are divided, the *matching law*.
///
/// | | Lau & Glimcher (2005) | Wang et al. (2018), by a port | here |
/// |---|---|---|---|
/// | richer : leaner | 3 : 1, 6 : 1 and their inverses, blocks in a session | p_L + p_R = .5, one draw an episode | the same draw |
/// | trained on p_L | – | [0, .1], [.2, .3] or [.4, .5] | `.training` |
/// | tested on p_L | – | uniform on [0, .5] | `.test` |
/// | trials | 100 to 200 a block | 50 to 100, tests 100 | the same |
///
/// Deviations: one block an episode instead of unsignalled changes between blocks; the monkeys' targets
/// also differed in the size of reward; there are no movements, delays and aborted trials. The baits are
/// not drawn: the probability above is used instead, which gives the same distribution of rewards,
/// because a bait is seen by nobody until it is fetched.
///
/// Why a trial may be one step: there the network sees its last choice and what it paid, and nothing else,
/// before it chooses: that *is* the activity at fixation, at half the cost. `Encoding.fixationAndChoice`
/// puts the two moments apart, as in the recordings of Tsutsui et al. (2016).
///
/// - Source: Lau & Glimcher (2005); Tsutsui et al. (2016); Wang et al. (2018), Fig. 2.
public struct MatchingTask: Environment, Hashable {
  /// How a trial is told to the agent.
  public enum Encoding: Hashable, Sendable {
    /// One step a trial: a choice is answered with its reward; nothing is seen.
    case oneStep
    /// Two steps a trial: at fixation (cue 0) any action goes on; at the targets (cue 1) the action is
    /// the choice, and its reward comes with the next fixation.
    case fixationAndChoice
  }

  /// How the probabilities of baiting are drawn at the start of an episode.
  public enum Schedules: Hashable, Sendable {
    /// p_L uniform in [0, .1], [.2, .3] or [.4, .5], each equally likely.
    case training
    /// p_L uniform in [0, .5]: two fifths are in the gaps that `training` leaves out.
    case test
    /// Always this p_L, in [0, .5].
    case fixed(left: Double)
  }

  /// What p_L and p_R have as their sum.
  public static let totalProbability = 0.5
  /// How the probabilities are drawn.
  public let schedules: Schedules
  /// How a trial is told.
  public let encoding: Encoding
  /// Between which numbers, both included, the trials of an episode are drawn.
  public let trialCounts: ClosedRange<Int>

  /// `[2]`, the probability that each target is baited before a trial. Hidden from the agent.
  public private(set) var baitProbabilities = [0.25, 0.25]
  /// `[2]`, `P(reward | a)` of the schedule now, for the coming choice. Hidden from the agent.
  public var rewardProbabilities: [Double] { emptyProbabilities.map { 1 - $0 } }
  /// The trial that the last step completed; nil after a step at fixation and at the start.
  public private(set) var completedTrial: ChoiceTrial?
  /// Whether this episode's p_L lies where `Schedules.training` has no episodes: (.1, .2) or (.3, .4).
  public var isHeldOut: Bool {
    let p = baitProbabilities[0]
    return (p > 0.1 && p < 0.2) || (p > 0.3 && p < 0.4)
  }
  /// For each target, the probability that it is not baited in the coming trial: `(1 − pₐ)^(n + 1)`.
  private var emptyProbabilities = [0.75, 0.75]
  private var trialCount = 0
  private var isFixating = true
  private var clock = EpisodeClock()

  /// A distribution of schedules.
  ///
  /// - Parameters:
  ///   - schedules: how p_L is drawn; traps when a fixed one is not in [0, .5].
  ///   - encoding: how a trial is told.
  ///   - trialCounts: of an episode, at least 1; traps otherwise. If nil, 50 to 100 in training and 100
  ///     else.
  public init(
    _ schedules: Schedules, encoding: Encoding = .oneStep, trialCounts: ClosedRange<Int>? = nil
  ) {
    if case .fixed(let p) = schedules {
      require(p >= 0 && p <= Self.totalProbability, "p_L = \(p) is not in [0, .5]")
    }
    let counts = trialCounts ?? (schedules == .training ? 50...100 : 100...100)
    require(counts.lowerBound >= 1, "episodes of \(counts) trials")
    (self.schedules, self.encoding, self.trialCounts) = (schedules, encoding, counts)
  }

  /// 2 cues, fixation and targets; nothing is seen where a trial is one step.
  public var observationCount: Int { encoding == .oneStep ? 0 : 2 }
  /// 2 targets.
  public var actionCount: Int { 2 }
  /// One step or two for each of the most trials.
  public var stepLimit: Int { stepsInTrial * trialCounts.upperBound }
  private var stepsInTrial: Int { encoding == .oneStep ? 1 : 2 }

  /// Draws the schedules and the number of trials.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first fixation.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    let total = Self.totalProbability
    let left: Double
    switch schedules {
    case .training: left = 0.2 * Double(integer(below: 3, using: &rng)) + 0.1 * uniform(using: &rng)
    case .test: left = total * uniform(using: &rng)
    case .fixed(let p): left = p
    }
    baitProbabilities = [left, total - left]
    trialCount =
      trialCounts.lowerBound + integer(below: trialCounts.count, using: &rng)
    emptyProbabilities = baitProbabilities.map { 1 - $0 }
    completedTrial = nil
    isFixating = true
    clock.start()
    return .restart(fixation)
  }

  /// Chooses; at fixation it only waits.
  ///
  /// - Parameters:
  ///   - action: 0 for left, 1 for right.
  ///   - rng: the source of randomness.
  /// - Returns: a reward of 0 or 1 and the next fixation; or the targets.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepsInTrial * trialCount)
    if encoding == .fixationAndChoice && isFixating {
      (isFixating, completedTrial) = (false, nil)
      return .transition(reward: 0, .cue(1))
    }
    let isRewarded = bernoulli(1 - emptyProbabilities[action], using: &rng)
    let other = 1 - action
    emptyProbabilities[action] = 1 - baitProbabilities[action]
    emptyProbabilities[other] *= 1 - baitProbabilities[other]
    isFixating = true
    completedTrial = ChoiceTrial(action: action, isRewarded: isRewarded)
    let reward = isRewarded ? 1.0 : 0
    return isLast ? .termination(reward: reward, fixation) : .transition(reward: reward, fixation)
  }

  private var fixation: Observation { encoding == .oneStep ? .nothing : .cue(0) }
}
