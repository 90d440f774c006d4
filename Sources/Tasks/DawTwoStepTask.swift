import Numerics

/// One trial of Daw's two-step task: a choice, the state it led to, a choice there, and the outcome.
public struct DawTrial: Hashable, Sendable {
  /// The first choice, 0 or 1.
  public let action: Int
  /// The second-stage state that came, 0 or 1; choice k usually leads to state k.
  public let state: Int
  /// The choice made there, 0 or 1.
  public let secondAction: Int
  /// Whether there was a reward.
  public let isRewarded: Bool

  /// One trial.
  ///
  /// - Parameters:
  ///   - action: 0 or 1; traps otherwise.
  ///   - state: 0 or 1; traps otherwise.
  ///   - secondAction: 0 or 1; traps otherwise.
  ///   - isRewarded: whether there was a reward.
  public init(action: Int, state: Int, secondAction: Int, isRewarded: Bool) {
    require(
      (0...1).contains(action) && (0...1).contains(state) && (0...1).contains(secondAction),
      "action \(action), state \(state), second action \(secondAction)")
    (self.action, self.state) = (action, state)
    (self.secondAction, self.isRewarded) = (secondAction, isRewarded)
  }

  /// Whether the state is the one that the choice usually leads to.
  public var isCommon: Bool { action == state }

  /// The trial as the analyses of first choices see it: `StayProbabilities`, `StayRegression`.
  public var firstStage: TwoStepTrial {
    TwoStepTrial(action: action, state: state, isRewarded: isRewarded)
  }
}

/// The two-step task of Daw et al.: two choices a trial, and four options whose worth drifts.
///
/// The first choice leads to one of two states, choice k usually to state k; each state offers two options
/// of its own. An option pays 1 with a probability that walks at random and is reflected at its bounds, so
/// there is always something to learn and never much to gain.
///
/// An episode is one session. Two steps a trial: at the first stage cue 0 is shown, at the second cue 1 or 2
/// for state 0 or 1; the reward comes with the next trial's cue 0.
///
/// | | Daw et al. (2011) | here |
/// |---|---|---|
/// | trials | 201 | `trialCount` |
/// | transitions | .7 / .3 | `commonProbability` |
/// | drift of each option, each trial | N(0, .025) | `driftDeviation` |
/// | bounds of the drift | [.25, .75] | `bounds` |
/// | walks | the same for all subjects | drawn anew for each session |
/// | where they begin | not stated | uniform within the bounds |
///
/// - Source: Daw et al. (2011), Experimental Procedures.
public struct DawTwoStepTask: Environment, Hashable {
  /// The probability of a first choice's usual transition, in [0, 1].
  public let commonProbability: Double
  /// The standard deviation of an option's change from trial to trial, at least 0.
  public let driftDeviation: Double
  /// Between which probabilities an option walks, within [0, 1].
  public let bounds: ClosedRange<Double>
  /// Trials in an episode.
  public let trialCount: Int

  /// `[4]`, how often the options pay now, at 2·state + choice. Hidden from the agent.
  public private(set) var rewardProbabilities = [0.5, 0.5, 0.5, 0.5]
  /// The trial that the last step completed; nil after a first choice and at the start.
  public private(set) var completedTrial: DawTrial?
  private var choice: Int?
  private var state = 0
  private var clock = EpisodeClock()

  /// The task, as published if nothing is said.
  ///
  /// - Parameters:
  ///   - commonProbability: in [0, 1]; traps otherwise.
  ///   - driftDeviation: at least 0; traps otherwise.
  ///   - bounds: within [0, 1], not of one point; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  public init(
    commonProbability: Double = 0.7, driftDeviation: Double = 0.025,
    bounds: ClosedRange<Double> = 0.25...0.75, trialCount: Int = 201
  ) {
    require(
      commonProbability >= 0 && commonProbability <= 1,
      "probability \(commonProbability) is not in [0, 1]")
    require(driftDeviation >= 0, "a drift of \(driftDeviation)")
    require(
      bounds.lowerBound >= 0 && bounds.upperBound <= 1 && bounds.lowerBound < bounds.upperBound,
      "probabilities in \(bounds)")
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    (self.commonProbability, self.driftDeviation) = (commonProbability, driftDeviation)
    (self.bounds, self.trialCount) = (bounds, trialCount)
  }

  /// 3 cues: the first stage and two states.
  public var observationCount: Int { 3 }
  /// 2 choices, at either stage.
  public var actionCount: Int { 2 }
  /// Two steps for each trial.
  public var stepLimit: Int { 2 * trialCount }

  /// Draws where the walks begin.
  ///
  /// - Parameter rng: the source of randomness; four draws.
  /// - Returns: the first stage.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    for i in rewardProbabilities.indices {
      rewardProbabilities[i] = uniform(
        in: bounds.lowerBound..<bounds.upperBound, using: &rng)
    }
    choice = nil
    completedTrial = nil
    clock.start()
    return .restart(.cue(0))
  }

  /// Chooses: at the first stage where to go, at the second between the options there.
  ///
  /// - Parameters:
  ///   - action: 0 or 1.
  ///   - rng: the source of randomness.
  /// - Returns: the state that comes, or the reward (0 or 1) and the next trial.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    guard let first = choice else {
      choice = action
      completedTrial = nil
      state = bernoulli(commonProbability, using: &rng) ? action : 1 - action
      return .transition(reward: 0, .cue(1 + state))
    }
    let isRewarded = bernoulli(rewardProbabilities[2 * state + action], using: &rng)
    completedTrial = DawTrial(
      action: first, state: state, secondAction: action, isRewarded: isRewarded)
    choice = nil
    drift(using: &rng)
    let reward = isRewarded ? 1.0 : 0
    return isLast ? .termination(reward: reward, .cue(0)) : .transition(reward: reward, .cue(0))
  }

  /// One step of every walk.
  private mutating func drift(using rng: inout Generator) {
    for i in rewardProbabilities.indices {
      var p = rewardProbabilities[i] + normal(standardDeviation: driftDeviation, using: &rng)
      // A step can be longer than the way between the bounds.
      while p < bounds.lowerBound || p > bounds.upperBound {
        p = p < bounds.lowerBound ? 2 * bounds.lowerBound - p : 2 * bounds.upperBound - p
      }
      rewardProbabilities[i] = p
    }
  }
}
