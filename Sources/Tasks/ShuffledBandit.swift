import Numerics

/// A bandit whose arms change places before every trial, in an order that nobody is told: a control.
///
/// Every single trial looks as in the bandit itself: same actions, same payments, as often. But what an
/// action paid says nothing of what it will pay, so there is nothing to be learned within an episode, and
/// no agent can do better than chance: each order is equally likely, whatever came before.
///
/// ```swift
/// let control = ShuffledBandit(BernoulliBandit(.medium))
/// ```
public struct ShuffledBandit<Base: Bandit>: Bandit {
  /// The bandit whose arms are shuffled.
  public private(set) var base: Base
  /// `[actionCount]`, which arm each action pulls now.
  private var arms: [Int]

  /// A control for a bandit.
  ///
  /// - Parameter base: the bandit whose arms are shuffled.
  public init(_ base: Base) {
    self.base = base
    arms = Array(0..<base.actionCount)
  }

  /// As of the bandit itself.
  public var observationCount: Int { base.observationCount }
  /// As of the bandit itself.
  public var actionCount: Int { base.actionCount }
  /// As of the bandit itself.
  public var stepLimit: Int { base.stepLimit }

  /// `[actionCount]`: what each action pays in the coming trial, in expectation.
  public var expectedRewards: [Double] {
    let means = base.expectedRewards
    return arms.map { means[$0] }
  }

  /// Draws the arms and their first places.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the bandit's first time step.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    let shown = base.reset(using: &rng)
    shuffle(&arms, using: &rng)
    return shown
  }

  /// Pulls the arm at a place; then all change places.
  ///
  /// - Parameters:
  ///   - action: the place, in 0 ..< `actionCount`; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: what the bandit answers.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    require(action >= 0 && action < arms.count, "action \(action) of a task with \(arms.count)")
    let shown = base.step(arms[action], using: &rng)
    shuffle(&arms, using: &rng)
    return shown
  }
}
