import Numerics

/// Thompson sampling for two arms p and 1 − p: one draw from what both arms tell of p decides.
///
/// A success of one arm counts as a failure of the other. If p was uniform before, the draw is from
/// Beta(1 + s₁ + f₂, 1 + f₁ + s₂); if it was one of two levels, from their posterior. It still chooses by
/// chance, where `DependentArmsObserver` has nothing to gain by that.
///
/// - Source: Thompson (1933), with one unknown in place of two.
public struct DependentThompsonSampling: BanditPolicy, Hashable {
  /// q, if p is known to be q or 1 − q, in (½, 1); nil: p is uniform on [0, 1].
  public let level: Double?
  /// `ln(q / (1 − q))`, what one outcome tells.
  private let logOdds: Double?

  /// The policy.
  ///
  /// - Parameter level: q in (½, 1), if p is q or 1 − q; traps otherwise. Nil: p is uniform.
  public init(level: Double? = nil) {
    if let level { require(level > 0.5 && level < 1, "a level of \(level) is not in (1/2, 1)") }
    self.level = level
    logOdds = level.map { logarithm($0 / (1 - $0)) }
  }

  /// Chooses the first arm if the draw of p is above one half.
  ///
  /// - Parameters:
  ///   - arms: the records of two arms; traps on another number.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    require(arms.count == 2, "dependent arms are two, not \(arms.count)")
    let (a, b) = evidence(arms[0], arms[1])
    if let weight = weight(a, b) { return bernoulli(weight, using: &rng) ? 0 : 1 }
    return beta(Double(1 + a), Double(1 + b), using: &rng) > 0.5 ? 0 : 1
  }

  /// How many outcomes speak for the first arm, and for the second.
  func evidence(_ first: ArmRecord, _ second: ArmRecord) -> (Int, Int) {
    (first.successes + second.failures, second.successes + first.failures)
  }

  /// How likely p is q and not 1 − q, after a outcomes for the first arm and b for the second: the odds
  /// are `(q / (1 − q))^(a − b)`. Nil if p is uniform.
  func weight(_ a: Int, _ b: Int) -> Double? { logOdds.map { logistic(Double(a - b) * $0) } }
}

/// Thompson sampling in which no draw counts as less than the arm's posterior mean.
///
/// So an arm is never pulled less for being uncertain.
///
/// - Source: May, Korda, Lee & Leslie (2012), "optimistic Bayesian sampling".
public struct OptimisticThompsonSampling: BanditPolicy, Hashable {
  /// The policy.
  public init() {}

  /// Chooses the arm with the greatest draw, each raised to its mean where it is below.
  ///
  /// - Parameters:
  ///   - arms: the record of each arm.
  ///   - rng: the source of randomness.
  /// - Returns: an arm.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    let draws = arms.map {
      max(
        $0.posteriorMean, beta(Double(1 + $0.successes), Double(1 + $0.failures), using: &rng))
    }
    return indexOfMaximum(draws, using: &rng)
  }
}
