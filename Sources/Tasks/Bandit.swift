import Numerics

/// A task with one state and several arms: each step is a trial, each action pulls an arm.
public protocol Bandit: Environment {
  /// `[actionCount]`: what each arm pays now in expectation. Hidden from the agent; for measuring regret.
  var expectedRewards: [Double] { get }
}

extension Bandit {
  /// The regret of one pull, `max μ − μₐ`: what it loses in expectation against the best arm.
  ///
  /// Expected rewards, not those that chance gave: their noise would hide the differences.
  ///
  /// - Parameter arm: in 0 ..< `actionCount`.
  /// - Returns: at least 0, in units of reward.
  public func regret(of arm: Int) -> Double {
    let means = expectedRewards
    return means.reduce(means[0], max) - means[arm]
  }
}

/// How the arms of a Bernoulli bandit are drawn at the start of an episode.
///
/// - Source: Wang et al. (2016), § 3.1.1 and 3.1.2; the sets of two points are points, not intervals.
public enum ArmDistribution: Hashable, Sendable {
  /// Each arm's probability is uniform on [0, 1], independently of the others.
  case independent(arms: Int)
  /// Two arms, p and 1 − p, with p uniform on [0, 1].
  case uniform
  /// Two arms, p and 1 − p, with p = .1 or .9.
  case easy
  /// Two arms, p and 1 − p, with p = .25 or .75.
  case medium
  /// Two arms, p and 1 − p, with p = .4 or .6.
  case hard
  /// Always the same probabilities.
  case fixed([Double])

  /// How many arms there are.
  public var armCount: Int {
    switch self {
    case .independent(let arms): arms
    case .uniform, .easy, .medium, .hard: 2
    case .fixed(let probabilities): probabilities.count
    }
  }

  /// Draws the arms of one episode.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: `[armCount]`, each arm's probability of a reward.
  public func draw(using rng: inout Generator) -> [Double] {
    switch self {
    case .independent(let arms): (0..<arms).map { _ in Numerics.uniform(using: &rng) }
    case .uniform: pair(Numerics.uniform(using: &rng))
    case .easy: pair(bernoulli(0.5, using: &rng) ? 0.1 : 0.9)
    case .medium: pair(bernoulli(0.5, using: &rng) ? 0.25 : 0.75)
    case .hard: pair(bernoulli(0.5, using: &rng) ? 0.4 : 0.6)
    case .fixed(let probabilities): probabilities
    }
  }

  private func pair(_ p: Double) -> [Double] { [p, 1 - p] }
}

/// A bandit whose arms pay 1 with a probability that stays the same for an episode.
///
/// The observation is empty: what there is to know comes from the agent's own last action and reward.
///
/// - Source: Wang et al. (2016), § 3.1. There an episode has 100 trials.
public struct BernoulliBandit: Bandit, Hashable {
  /// How the arms are drawn.
  public let distribution: ArmDistribution
  /// Trials in an episode.
  public let trialCount: Int
  /// `[arms]`: each arm's probability of a reward in this episode; zeros before the first.
  public private(set) var expectedRewards: [Double]
  private var clock = EpisodeClock()

  /// A distribution of bandits.
  ///
  /// - Parameters:
  ///   - distribution: of at least one arm, with probabilities in [0, 1]; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  public init(_ distribution: ArmDistribution, trialCount: Int = 100) {
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    require(distribution.armCount >= 1, "a bandit without arms")
    if case .fixed(let probabilities) = distribution {
      for p in probabilities { require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]") }
    }
    self.distribution = distribution
    self.trialCount = trialCount
    expectedRewards = [Double](repeating: 0, count: distribution.armCount)
  }

  /// 0: nothing is seen.
  public var observationCount: Int { 0 }
  /// How many arms there are.
  public var actionCount: Int { distribution.armCount }
  /// Trials in an episode.
  public var stepLimit: Int { trialCount }

  /// Draws the arms.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    expectedRewards = distribution.draw(using: &rng)
    clock.start()
    return .restart()
  }

  /// Pulls an arm.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: the source of randomness.
  /// - Returns: a reward of 0 or 1.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: trialCount)
    let reward = bernoulli(expectedRewards[action], using: &rng) ? 1.0 : 0
    return isLast ? .termination(reward: reward) : .transition(reward: reward)
  }
}
