import Numerics

/// One trial of the two-step task, as the analyses need it.
public struct TwoStepTrial: Hashable, Sendable {
  /// The first-stage choice, 0 or 1.
  public let action: Int
  /// The second-stage state that came, 0 or 1.
  public let state: Int
  /// Whether it is the one that this choice usually leads to.
  public let isCommon: Bool
  /// Whether there was a reward.
  public let isRewarded: Bool

  /// One trial; `isCommon` follows from the rest.
  ///
  /// - Parameters:
  ///   - action: 0 or 1; traps otherwise.
  ///   - state: 0 or 1; traps otherwise.
  ///   - isRewarded: whether there was a reward.
  public init(action: Int, state: Int, isRewarded: Bool) {
    require((0...1).contains(action) && (0...1).contains(state), "action \(action), state \(state)")
    (self.action, self.state, self.isRewarded) = (action, state, isRewarded)
    isCommon = action == state
  }
}

/// The two-step task: a choice leads to one of two states, usually to its own; one of the states pays more.
///
/// Choice 0 usually leads to state 0, choice 1 to state 1. A model-free learner repeats what was rewarded;
/// who knows the transitions holds a reward after a rare one for a reason to change.
///
/// | | transitions | rewards | the good state | trials |
/// |---|---|---|---|---|
/// | `wang2018` | .8 / .2 | .9 / .1 | changes with p = .025 before each trial | 100 |
/// | `wang2016` | .75 / .25 | .9 / .1 | is drawn for each episode | 100 |
///
/// Deviations from Daw et al. (2011), as in Wang et al.: no second choice, and no drifting probabilities.
///
/// - Source: Wang et al. (2018), Fig. 5; Wang et al. (2016), § 3.2.1, after Daw et al. (2011) and Miller
///   et al. (2017).
public struct TwoStepTask: Environment, Hashable {
  /// How a trial is told to the agent.
  public enum Encoding: Hashable, Sendable {
    /// Two steps a trial: at the first stage (cue 0) the action is the choice; at the second (cue 1 or 2)
    /// any action goes on to the reward and the next trial.
    case twoSteps
    /// One step a trial: the choice is answered with the state (cue 0 or 1) and the reward at once.
    case oneStep
  }

  /// How a trial is told.
  public let encoding: Encoding
  /// The probability of a choice's usual transition, in [0, 1].
  public let commonProbability: Double
  /// The probability of a reward in the good state, in [0, 1]; in the other it is the rest to 1.
  public let rewardProbability: Double
  /// The probability that the states change roles before a trial, in [0, 1].
  public let switchProbability: Double
  /// Trials in an episode.
  public let trialCount: Int

  /// The state that pays more now, 0 or 1. Hidden from the agent.
  public private(set) var goodState = 0
  /// The trial that the last step completed; nil after a first-stage step and at the start.
  public private(set) var completedTrial: TwoStepTrial?
  private var choice: Int?
  private var state = 0
  private var clock = EpisodeClock()

  /// A distribution of two-step tasks.
  ///
  /// - Parameters:
  ///   - encoding: how a trial is told.
  ///   - commonProbability: in [0, 1]; traps otherwise.
  ///   - rewardProbability: in [0, 1]; traps otherwise.
  ///   - switchProbability: in [0, 1]; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  public init(
    _ encoding: Encoding, commonProbability: Double, rewardProbability: Double,
    switchProbability: Double, trialCount: Int = 100
  ) {
    for p in [commonProbability, rewardProbability, switchProbability] {
      require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]")
    }
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    (self.encoding, self.trialCount) = (encoding, trialCount)
    self.commonProbability = commonProbability
    self.rewardProbability = rewardProbability
    self.switchProbability = switchProbability
  }

  /// The task of Wang et al. (2018).
  ///
  /// - Parameters:
  ///   - encoding: how a trial is told.
  ///   - trialCount: trials in an episode.
  /// - Returns: .8, .9, .025.
  public static func wang2018(_ encoding: Encoding = .twoSteps, trialCount: Int = 100) -> Self {
    Self(
      encoding, commonProbability: 0.8, rewardProbability: 0.9, switchProbability: 0.025,
      trialCount: trialCount)
  }

  /// The task of Wang et al. (2016).
  ///
  /// - Parameters:
  ///   - encoding: how a trial is told.
  ///   - trialCount: trials in an episode.
  /// - Returns: .75, .9, 0.
  public static func wang2016(_ encoding: Encoding = .twoSteps, trialCount: Int = 100) -> Self {
    Self(
      encoding, commonProbability: 0.75, rewardProbability: 0.9, switchProbability: 0,
      trialCount: trialCount)
  }

  /// 3 cues (first stage, two states) or 2 (two states).
  public var observationCount: Int { encoding == .twoSteps ? 3 : 2 }
  /// 2 choices.
  public var actionCount: Int { 2 }
  /// Two steps or one for each trial.
  public var stepLimit: Int { encoding == .twoSteps ? 2 * trialCount : trialCount }

  /// Draws which state is good.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first stage.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    goodState = integer(below: 2, using: &rng)
    choice = nil
    completedTrial = nil
    clock.start()
    maybeSwitch(using: &rng)
    return .restart(firstStage)
  }

  /// Chooses at the first stage; goes on at the second.
  ///
  /// - Parameters:
  ///   - action: 0 or 1.
  ///   - rng: the source of randomness.
  /// - Returns: the state that comes, or the reward (0 or 1) and the next trial.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    if choice == nil {
      choice = action
      state = bernoulli(commonProbability, using: &rng) ? action : 1 - action
      if encoding == .twoSteps {
        completedTrial = nil
        return .transition(reward: 0, .cue(1 + state))
      }
    }
    let payment = state == goodState ? rewardProbability : 1 - rewardProbability
    let isRewarded = bernoulli(payment, using: &rng)
    completedTrial = TwoStepTrial(action: choice ?? action, state: state, isRewarded: isRewarded)
    choice = nil
    maybeSwitch(using: &rng)
    let reward = isRewarded ? 1.0 : 0
    let seen = encoding == .twoSteps ? firstStage : .cue(state)
    return isLast ? .termination(reward: reward, seen) : .transition(reward: reward, seen)
  }

  private var firstStage: Observation { encoding == .twoSteps ? .cue(0) : .nothing }

  private mutating func maybeSwitch(using rng: inout Generator) {
    if bernoulli(switchProbability, using: &rng) { goodState = 1 - goodState }
  }
}
