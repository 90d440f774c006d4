import Numerics

/// One trial of the inferred-value task, as the analyses need it.
public struct InferredValueTrial: Hashable, Sendable, Codable {
  /// The target that was shown: 0 left, 1 right.
  public let target: Int
  /// The target that paid in this trial: 0 or 1. Hidden from the agent.
  public let rewardedTarget: Int
  /// How many trials of the same block came before it: 0 in the first after a reversal, and in the first
  /// of an episode.
  public let trialsInBlock: Int
  /// Which trial of the episode it is, from 0.
  public let index: Int

  /// One trial.
  ///
  /// - Parameters:
  ///   - target: 0 or 1; traps otherwise.
  ///   - rewardedTarget: 0 or 1; traps otherwise.
  ///   - trialsInBlock: at least 0.
  ///   - index: at least 0.
  public init(target: Int, rewardedTarget: Int, trialsInBlock: Int, index: Int) {
    require(
      (0...1).contains(target) && (0...1).contains(rewardedTarget),
      "target \(target), rewarded target \(rewardedTarget)")
    (self.target, self.rewardedTarget) = (target, rewardedTarget)
    (self.trialsInBlock, self.index) = (trialsInBlock, index)
  }

  /// Whether the trial was rewarded.
  public var isRewarded: Bool { target == rewardedTarget }
  /// Whether it is the first after a reversal.
  public var isReversal: Bool { trialsInBlock == 0 && index > 0 }
}

/// One of two targets pays and the other does not; now and then they change roles. What one target does
/// tells what the other will do.
///
/// A trial is two steps. At fixation (cue 0) any action goes on; then one target is shown (cue 1 left, 2
/// right), each equally likely; the saccade brings the outcome, 1 or 0, together with the next fixation.
/// So γ acts twice a trial.
/// After one trial of a new block everything is known: who only learns values from what was experienced
/// knows it of one target, who infers the hidden state knows it of both.
///
/// | | Bromberg-Martin et al. (2010) | Wang et al. (2018) | here |
/// |---|---|---|---|
/// | target | left or right, random | the same | the same |
/// | rewarded target | one side, in blocks, no signal | the same | the same |
/// | block | not checked | not in the main text | at least 20 trials, then ends with p = .1 before each |
/// | episode | a session | not in the main text | 100 trials |
///
/// The saccade is forced: only one to the target shown ends the trial. Another gives nothing, and the trial
/// begins again with the same target, rewarded or not; so it pays to look there at once, and nothing is
/// gained by avoiding the target that does not pay. With `isGuided` the eye goes to the target whatever the
/// action: for learners of values alone. A network that acts learns it badly, because a policy without
/// consequences has a gradient that is all noise.
///
/// Deviations: the unrewarded outcome was a small reward in part of the experiments; there are no delays,
/// and no target is brighter or further away than the other.
///
/// - Source: Bromberg-Martin et al. (2010), J Neurophysiol 104:1068; Wang et al. (2018), Fig. 4.
public struct InferredValueTask: Environment, Hashable {
  /// Trials of a block before it may end.
  public let minimumBlock: Int
  /// The probability that the targets change roles before a trial, once the block is long enough.
  public let reversalProbability: Double
  /// Trials in an episode.
  public let trialCount: Int
  /// Whether the eye goes to the target whatever the action.
  public let isGuided: Bool

  /// The target that pays in the coming (or present) trial: 0 or 1. Hidden from the agent.
  public private(set) var rewardedTarget = 0
  /// The trial that the last step completed; nil after a step at fixation and at the start.
  public private(set) var completedTrial: InferredValueTrial?
  /// How many trials of this block came before the coming (or present) one. Hidden from the agent.
  public private(set) var trialsInBlock = 0
  /// Trials completed in this episode.
  public private(set) var trialIndex = 0
  private var shownTarget: Int?
  private var repeatedTarget: Int?
  private var clock = EpisodeClock()

  /// A distribution of episodes.
  ///
  /// - Parameters:
  ///   - minimumBlock: at least 1; traps otherwise.
  ///   - reversalProbability: in [0, 1]; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  ///   - isGuided: whether the eye goes to the target whatever the action.
  public init(
    minimumBlock: Int = 20, reversalProbability: Double = 0.1, trialCount: Int = 100,
    isGuided: Bool = false
  ) {
    require(minimumBlock >= 1, "blocks of at least \(minimumBlock) trials")
    require(
      reversalProbability >= 0 && reversalProbability <= 1,
      "probability \(reversalProbability) is not in [0, 1]")
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    (self.minimumBlock, self.reversalProbability) = (minimumBlock, reversalProbability)
    (self.trialCount, self.isGuided) = (trialCount, isGuided)
  }

  /// 3 cues: fixation, left target, right target.
  public var observationCount: Int { 3 }
  /// 2 saccades, left and right.
  public var actionCount: Int { 2 }
  /// Two steps a trial; twice as many where trials may be repeated. The episode ends there at the latest.
  public var stepLimit: Int { (isGuided ? 2 : 4) * trialCount }
  /// Whether the coming step is at fixation.
  public var isFixating: Bool { shownTarget == nil }

  /// Draws which target pays.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first fixation.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    rewardedTarget = integer(below: 2, using: &rng)
    (trialsInBlock, trialIndex) = (0, 0)
    (completedTrial, shownTarget, repeatedTarget) = (nil, nil, nil)
    clock.start()
    return .restart(.cue(0))
  }

  /// Waits at fixation; makes the saccade at a target.
  ///
  /// - Parameters:
  ///   - action: 0 for left, 1 for right.
  ///   - rng: the source of randomness.
  /// - Returns: the target; or the outcome, 0 or 1, and the next fixation.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    completedTrial = nil
    guard let target = shownTarget else {
      let target = repeatedTarget ?? integer(below: 2, using: &rng)
      shownTarget = target
      return isLast ? .termination(reward: 0, .cue(0)) : .transition(reward: 0, .cue(1 + target))
    }
    shownTarget = nil
    if !isGuided && action != target {
      repeatedTarget = target
      return isLast ? .termination(reward: 0, .cue(0)) : .transition(reward: 0, .cue(0))
    }
    repeatedTarget = nil
    let trial = InferredValueTrial(
      target: target, rewardedTarget: rewardedTarget, trialsInBlock: trialsInBlock,
      index: trialIndex)
    completedTrial = trial
    trialIndex += 1
    trialsInBlock += 1
    if trialsInBlock >= minimumBlock && bernoulli(reversalProbability, using: &rng) {
      rewardedTarget = 1 - rewardedTarget
      trialsInBlock = 0
    }
    let reward = trial.isRewarded ? 1.0 : 0
    if trialIndex == trialCount || isLast {
      clock = EpisodeClock()
      return .termination(reward: reward, .cue(0))
    }
    return .transition(reward: reward, .cue(0))
  }
}
