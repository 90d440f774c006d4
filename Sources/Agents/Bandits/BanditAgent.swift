import Numerics
import Tasks

/// What an arm has paid so far.
public struct ArmRecord: Hashable, Sendable {
  /// Pulls that paid 1.
  public var successes = 0
  /// Pulls that paid 0.
  public var failures = 0

  /// An arm with a past.
  ///
  /// - Parameters:
  ///   - successes: pulls that paid 1.
  ///   - failures: pulls that paid 0.
  public init(successes: Int = 0, failures: Int = 0) {
    (self.successes, self.failures) = (successes, failures)
  }

  /// How often it was pulled.
  public var pulls: Int { successes + failures }
  /// The expected payment if every probability was equally likely before: `(s + 1) / (n + 2)`.
  public var posteriorMean: Double { Double(successes + 1) / Double(pulls + 2) }
}

/// A rule for pulling arms that pay 0 or 1, given what they have paid.
public protocol BanditPolicy: Sendable {
  /// Chooses an arm.
  ///
  /// - Parameters:
  ///   - arms: the record of each arm in this episode.
  ///   - rng: the source of randomness.
  /// - Returns: in 0 ..< `arms.count`.
  func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int
}

/// An agent that keeps the books of a Bernoulli bandit and follows a policy.
///
/// ```swift
/// var agent = BanditAgent(ThompsonSampling(), armCount: 2)
/// regrets(of: &agent, on: BernoulliBandit(.uniform), episodes: 100, seed: 0)
/// ```
public struct BanditAgent<Policy: BanditPolicy>: Agent {
  /// The rule.
  public let policy: Policy
  /// The record of each arm in this episode.
  public private(set) var arms: [ArmRecord]
  private var pulled: Int?

  /// An agent that knows nothing.
  ///
  /// - Parameters:
  ///   - policy: the rule.
  ///   - armCount: at least 1; traps otherwise.
  public init(_ policy: Policy, armCount: Int) {
    require(armCount >= 1, "a bandit of \(armCount) arms")
    self.policy = policy
    arms = [ArmRecord](repeating: ArmRecord(), count: armCount)
  }

  /// Forgets all arms.
  public mutating func begin() {
    for i in arms.indices { arms[i] = ArmRecord() }
    pulled = nil
  }

  /// Notes the last payment and chooses.
  ///
  /// - Parameters:
  ///   - step: with a reward of 0 or 1 for the last pull; traps on another.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let pulled {
      require(step.reward == 0 || step.reward == 1, "a payment of \(step.reward), not 0 or 1")
      if step.reward == 1 { arms[pulled].successes += 1 } else { arms[pulled].failures += 1 }
    }
    let choice = policy.choose(arms, using: &rng)
    pulled = choice
    return choice
  }
}
