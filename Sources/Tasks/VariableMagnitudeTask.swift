import Numerics

/// One odour, and after it a drop of water of one of seven sizes: the animal cannot know which.
///
/// Nothing depends on what is done, as in Pavlov's experiments: there is one action, to wait. A step is a
/// trial; the reward of a step is the drop of its trial, in microlitres.
///
/// | | experiment | here |
/// |---|---|---|
/// | drops (µL) | 0.1, 0.3, 1.2, 2.5, 5, 10, 20 | the same |
/// | how often | .0661, .0909, .1485, .1549, .3116, .1510, .0771 as they fell | the probabilities of a draw |
/// | time within a trial | odour, delay, reward | none: one step |
///
/// The published frequencies have the sum 1.0001 and are divided by it. The mean is 5.209 µL, the standard
/// deviation 5.270 µL.
///
/// - Source: Dabney et al. (2020); the frequencies are those of the decoding code that goes with it.
public struct VariableMagnitudeTask: Environment, Hashable {
  /// What a drop may be, in µL.
  public static let rewards = RewardDistribution(
    [0.1, 0.3, 1.2, 2.5, 5, 10, 20], [0.0661, 0.0909, 0.1485, 0.1549, 0.3116, 0.1510, 0.0771])

  /// What a drop may be in this task, in µL.
  public let rewards: RewardDistribution
  /// Trials in an episode.
  public let trialCount: Int
  private var clock = EpisodeClock()

  /// The task.
  ///
  /// - Parameters:
  ///   - rewards: what a drop may be.
  ///   - trialCount: at least 1; traps otherwise.
  public init(rewards: RewardDistribution = Self.rewards, trialCount: Int = 100) {
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    self.rewards = rewards
    self.trialCount = trialCount
  }

  /// 1: the odour.
  public var observationCount: Int { 1 }
  /// 1: to wait.
  public var actionCount: Int { 1 }
  /// Trials in an episode.
  public var stepLimit: Int { trialCount }

  /// Begins an episode.
  ///
  /// - Parameter rng: not used, as all episodes are alike.
  /// - Returns: the odour of the first trial.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    clock.start()
    return .restart(.cue(0))
  }

  /// Waits for the drop.
  ///
  /// - Parameters:
  ///   - action: 0.
  ///   - rng: the source of randomness; one draw is taken.
  /// - Returns: the drop, in µL, and the odour of the next trial.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: trialCount)
    let reward = rewards.draw(using: &rng)
    return isLast ? .termination(reward: reward) : .transition(reward: reward, .cue(0))
  }
}
