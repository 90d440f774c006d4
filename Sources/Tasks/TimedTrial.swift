import Numerics

/// One trial of Pavlovian conditioning, seen in time: at which step each cue comes on, and how much
/// reward arrives at each step.
///
/// ```swift
/// let trial = TimedTrial(stepCount: 25, cue: 5, reward: 15)
/// let tooEarly = trial.movingReward(to: 12)
/// ```
public struct TimedTrial: Hashable, Sendable {
  /// The onset of one cue.
  public struct Onset: Hashable, Sendable {
    /// Which cue.
    public let cue: Cue
    /// The step at which it comes on, in 0 ..< `stepCount`.
    public let step: Int

    /// The onset of one cue.
    ///
    /// - Parameters:
    ///   - cue: which cue.
    ///   - step: the step at which it comes on.
    public init(_ cue: Cue, at step: Int) {
      self.cue = cue
      self.step = step
    }
  }

  /// The cues and when they come on, at most one onset a cue.
  public let onsets: [Onset]
  /// `[stepCount]`: the reward that arrives at each step, in units of the usual reward.
  public private(set) var rewards: [Double]

  /// How many steps the trial lasts. A step is a fraction of a second; which one is the modeller's
  /// choice.
  public var stepCount: Int { rewards.count }

  /// A trial with any cues and rewards.
  ///
  /// - Parameters:
  ///   - onsets: each cue at most once, within the trial; traps otherwise.
  ///   - rewards: `[stepCount]`, in units of the usual reward.
  public init(onsets: [Onset], rewards: [Double]) {
    for (i, onset) in onsets.enumerated() {
      require(
        rewards.indices.contains(onset.step),
        "cue \(onset.cue) at step \(onset.step) is outside a trial of \(rewards.count) steps")
      require(
        !onsets[..<i].contains { $0.cue == onset.cue }, "cue \(onset.cue) comes on twice")
    }
    self.onsets = onsets
    self.rewards = rewards
  }

  /// The standard trial: one cue `"A"`, one reward.
  ///
  /// - Parameters:
  ///   - stepCount: at least 1.
  ///   - cue: the step of the cue's onset, in 0 ..< `stepCount`; traps otherwise.
  ///   - reward: the step of the reward, in 0 ..< `stepCount`; traps otherwise.
  ///   - magnitude: the reward's size in units of the usual reward.
  public init(stepCount: Int, cue: Int, reward: Int, magnitude: Double = 1) {
    require(stepCount >= 1, "a trial of \(stepCount) steps")
    require(
      (0..<stepCount).contains(reward),
      "the reward at step \(reward) is outside a trial of \(stepCount) steps")
    var rewards = [Double](repeating: 0, count: stepCount)
    rewards[reward] = magnitude
    self.init(onsets: [Onset("A", at: cue)], rewards: rewards)
  }

  /// The same trial with its rewards left out, as a probe of what is expected.
  ///
  /// - Returns: a copy whose rewards are all 0.
  public func omittingReward() -> Self {
    var probe = self
    probe.rewards = rewards.map { _ in 0 }
    return probe
  }

  /// The same trial with all its reward at another step.
  ///
  /// - Parameter step: when the reward comes, in 0 ..< `stepCount`; traps otherwise.
  /// - Returns: a copy with the sum of the rewards at that step.
  public func movingReward(to step: Int) -> Self {
    require(
      rewards.indices.contains(step),
      "the reward at step \(step) is outside a trial of \(stepCount) steps")
    var moved = omittingReward()
    moved.rewards[step] = rewards.reduce(0, +)
    return moved
  }

  /// The same trial, rewarded by chance: as it is with probability `p`, else without reward.
  ///
  /// - Parameters:
  ///   - probability: of the reward, in [0, 1]; traps otherwise.
  ///   - rng: the source of randomness; one draw is taken.
  /// - Returns: this trial or `omittingReward()`.
  public func rewarded(withProbability probability: Double, using rng: inout Generator) -> Self {
    bernoulli(probability, using: &rng) ? self : omittingReward()
  }
}
