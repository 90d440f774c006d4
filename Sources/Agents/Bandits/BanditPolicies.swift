import Numerics

// The classical answers to exploration and exploitation. Where arms are equally good, chance decides.

/// Pulls any arm.
public struct RandomPolicy: BanditPolicy, Hashable {
  /// The policy.
  public init() {}

  /// Chooses an arm, each equally likely.
  ///
  /// - Parameters:
  ///   - arms: the record of each arm.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    integer(below: arms.count, using: &rng)
  }
}

/// Pulls the arm that is best in expectation, and never explores on purpose.
public struct GreedyPolicy: BanditPolicy, Hashable {
  /// ε: how often any arm is pulled instead, in [0, 1].
  public let exploration: Double

  /// Greedy, or ε-greedy.
  ///
  /// - Parameter exploration: ε in [0, 1]; traps otherwise.
  public init(exploration: Double = 0) {
    require(exploration >= 0 && exploration <= 1, "exploration \(exploration) is not in [0, 1]")
    self.exploration = exploration
  }

  /// Chooses the arm with the greatest posterior mean, or any.
  ///
  /// - Parameters:
  ///   - arms: the record of each arm.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    if exploration > 0 && bernoulli(exploration, using: &rng) {
      return integer(below: arms.count, using: &rng)
    }
    return indexOfMaximum(arms.map(\.posteriorMean), using: &rng)
  }
}

/// Draws each arm's probability from what is known of it, and pulls the arm whose draw is greatest.
///
/// So each arm is pulled as often as it is likely to be the best.
///
/// - Source: Thompson (1933), with a uniform prior.
public struct ThompsonSampling: BanditPolicy, Hashable {
  /// The policy.
  public init() {}

  /// Chooses an arm by a draw from each posterior, Beta(1 + s, 1 + f).
  ///
  /// - Parameters:
  ///   - arms: the record of each arm.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    let draws = arms.map { beta(Double(1 + $0.successes), Double(1 + $0.failures), using: &rng) }
    return indexOfMaximum(draws, using: &rng)
  }
}

/// Pulls the arm that could be best: mean plus a bonus for being unknown, `x̄ᵢ + √(χ·ln n / nᵢ)`.
///
/// - Source: Auer, Cesa-Bianchi & Fischer (2002): UCB1 has χ = 2. Wang et al. (2016) use χ = 1.
public struct UpperConfidenceBound: BanditPolicy, Hashable {
  /// χ, at least 0: how much the bonus counts.
  public let bonus: Double

  /// A policy.
  ///
  /// - Parameter bonus: χ, at least 0; traps otherwise.
  public init(bonus: Double = 2) {
    require(bonus >= 0, "a bonus of \(bonus) is not ≥ 0")
    self.bonus = bonus
  }

  /// Chooses an arm that was not pulled yet, or the one with the greatest index.
  ///
  /// - Parameters:
  ///   - arms: the record of each arm.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    let total = logarithm(Double(arms.reduce(0) { $0 + $1.pulls }))
    return indexOfMaximum(arms.map { index(of: $0, logarithm: total) }, using: &rng)
  }

  /// What an arm could be worth, given ln n; infinity before its first pull.
  func index(of arm: ArmRecord, logarithm total: Double) -> Double {
    if arm.pulls == 0 { return .infinity }
    let pulls = Double(arm.pulls)
    return Double(arm.successes) / pulls + (bonus * total / pulls).squareRoot()
  }
}

/// The best choice for two arms p and 1 − p: a success of one is a failure of the other, so all evidence
/// is pooled, and the likelier arm is pulled.
///
/// Every pull tells equally much about p, so there is nothing to explore for: greedy is optimal, whatever
/// the prior, if it is symmetric.
public struct DependentArmsObserver: BanditPolicy, Hashable {
  /// The policy.
  public init() {}

  /// Chooses the likelier arm.
  ///
  /// - Parameters:
  ///   - arms: the records of two arms; traps on another number.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    require(arms.count == 2, "dependent arms are two, not \(arms.count)")
    let forFirst = Double(arms[0].successes + arms[1].failures)
    let forSecond = Double(arms[1].successes + arms[0].failures)
    return indexOfMaximum([forFirst, forSecond], using: &rng)
  }
}
