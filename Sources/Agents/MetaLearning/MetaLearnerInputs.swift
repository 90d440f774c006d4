import Numerics

/// What a meta-learner is told at each step, besides what the task shows.
///
/// The network's input is `[observation | previous action, one-hot | previous reward | time]`, of which
/// any part can be left out. On the first step of an episode action and reward are zeros. Without the
/// reward nothing can be learned within an episode: that is a control experiment.
///
/// - Source: Wang et al. (2016), § 2.2; Duan et al. (2016).
public struct MetaLearnerInputs: Hashable, Codable, Sendable {
  /// Whether the task's observation is an input.
  public var observation: Bool
  /// Whether the previous action is an input, one-hot.
  public var previousAction: Bool
  /// Whether the previous reward is an input, in the task's units.
  public var previousReward: Bool
  /// Whether the time is an input: steps so far as a part of the longest episode, in [0, 1).
  public var time: Bool

  /// A choice of inputs.
  ///
  /// - Parameters:
  ///   - observation: what the task shows.
  ///   - previousAction: what the agent did last.
  ///   - previousReward: what it got for that.
  ///   - time: how far the episode is.
  public init(
    observation: Bool = true, previousAction: Bool = true, previousReward: Bool = true,
    time: Bool = true
  ) {
    self.observation = observation
    self.previousAction = previousAction
    self.previousReward = previousReward
    self.time = time
  }

  /// How many numbers these inputs are; a network gets at least one, which is 0 if there is nothing.
  ///
  /// - Parameters:
  ///   - observationCount: of the task.
  ///   - actionCount: of the task.
  /// - Returns: at least 1.
  public func count(observationCount: Int, actionCount: Int) -> Int {
    max(
      1,
      (observation ? observationCount : 0) + (previousAction ? actionCount : 0)
        + (previousReward ? 1 : 0) + (time ? 1 : 0))
  }
}
