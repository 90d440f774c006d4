import Numerics

/// Thompson sampling for two arms p and 1 − p: one draw from what both arms tell of p decides.
///
/// A success of one arm is a failure of the other, so the posterior is Beta(1 + s₁ + f₂, 1 + f₁ + s₂) if p
/// was uniform before. It still chooses by chance, where `DependentArmsObserver` has nothing to gain by that.
///
/// - Source: Thompson (1933), with one unknown in place of two.
public struct DependentThompsonSampling: BanditPolicy, Hashable {
  /// The policy.
  public init() {}

  /// Chooses the first arm if the draw of p is above one half.
  ///
  /// - Parameters:
  ///   - arms: the records of two arms; traps on another number.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public func choose(_ arms: [ArmRecord], using rng: inout Generator) -> Int {
    require(arms.count == 2, "dependent arms are two, not \(arms.count)")
    let forFirst = arms[0].successes + arms[1].failures
    let forSecond = arms[1].successes + arms[0].failures
    return beta(Double(1 + forFirst), Double(1 + forSecond), using: &rng) > 0.5 ? 0 : 1
  }
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
