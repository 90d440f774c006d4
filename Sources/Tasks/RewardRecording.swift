import Numerics

/// A recording of one cell: on every trial the reward that came, and how the cell answered it.
public struct RewardRecording: Hashable, Sendable {
  /// `[trial]`, what came, in units of reward.
  public let rewards: [Double]
  /// `[trial]`, the change of firing at the reward. Its zero is the same for all cells of a population:
  /// the firing at a prediction error of zero, as the experimenter takes it to be.
  public let responses: [Double]

  /// A recording.
  ///
  /// - Parameters:
  ///   - rewards: `[trial]`, finite; traps otherwise.
  ///   - responses: `[trial]`, finite; traps otherwise, and when the counts differ.
  public init(rewards: [Double], responses: [Double]) {
    require(
      rewards.count == responses.count, "\(rewards.count) rewards, \(responses.count) responses")
    require(
      rewards.allSatisfy(\.isFinite) && responses.allSatisfy(\.isFinite),
      "a recording holds numbers that are not finite")
    self.rewards = rewards
    self.responses = responses
  }

  /// How many trials.
  public var trialCount: Int { rewards.count }

  /// Every second trial.
  ///
  /// - Parameter first: 0 for the trials 0, 2, 4 …, 1 for the trials 1, 3, 5 …; traps otherwise.
  /// - Returns: half of the recording; the two halves have no trial in common.
  public func half(_ first: Int) -> Self {
    require(first == 0 || first == 1, "half \(first) of a recording")
    let trials = stride(from: first, to: trialCount, by: 2)
    return Self(rewards: trials.map { rewards[$0] }, responses: trials.map { responses[$0] })
  }
}
