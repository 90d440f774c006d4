import Numerics

/// One trial of a task with two choices, as the analyses need it.
public struct ChoiceTrial: Hashable, Sendable, Codable {
  /// 0 (left) or 1 (right).
  public let action: Int
  /// Whether there was a reward.
  public let isRewarded: Bool

  /// One trial.
  ///
  /// - Parameters:
  ///   - action: 0 or 1; traps otherwise.
  ///   - isRewarded: whether there was a reward.
  public init(action: Int, isRewarded: Bool) {
    require((0...1).contains(action), "choice \(action) is neither 0 nor 1")
    (self.action, self.isRewarded) = (action, isRewarded)
  }

  /// The choice as a number: −1 for left, 1 for right.
  public var signedAction: Double { action == 0 ? -1 : 1 }
  /// The reward as a number: 0 or 1.
  public var reward: Double { isRewarded ? 1 : 0 }
}
