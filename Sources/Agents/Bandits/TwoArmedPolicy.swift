import Numerics

/// A policy for two Bernoulli arms whose chances can be told, not only sampled.
///
/// So `TwoArmedHorizon` can sum over everything that may happen in an episode.
public protocol TwoArmedPolicy: BanditPolicy {
  /// With which probability the policy pulls the first arm.
  ///
  /// - Parameters:
  ///   - first: the record of the first arm.
  ///   - second: that of the second.
  /// - Returns: in [0, 1].
  func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double
}

/// 1 for the greater of two indices, ½ where they are equal: chance decides there.
func share(_ first: Double, _ second: Double) -> Double {
  first > second ? 1 : first == second ? 0.5 : 0
}

extension RandomPolicy: TwoArmedPolicy {
  /// One half.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double { 0.5 }
}

extension GreedyPolicy: TwoArmedPolicy {
  /// All but ε for the greater mean, and half of ε for each.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    exploration / 2 + (1 - exploration) * share(first.posteriorMean, second.posteriorMean)
  }
}

extension UpperConfidenceBound: TwoArmedPolicy {
  /// 1 for the greater index.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    let total = logarithm(Double(first.pulls + second.pulls))
    return share(index(of: first, logarithm: total), index(of: second, logarithm: total))
  }
}

extension GittinsPolicy: TwoArmedPolicy {
  /// 1 for the greater index.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    share(index[first], index[second])
  }
}

extension DependentArmsObserver: TwoArmedPolicy {
  /// 1 for the likelier arm.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    share(
      Double(first.successes + second.failures), Double(second.successes + first.failures))
  }
}

extension ThompsonSampling: TwoArmedPolicy {
  /// How likely the first arm is the better one: `P(x > y)`, x ~ Beta(1 + s, 1 + f) and y likewise.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    betaExceeds(
      first.successes + 1, first.failures + 1, second.successes + 1, second.failures + 1)
  }
}

extension DependentThompsonSampling: TwoArmedPolicy {
  /// How likely p is above one half.
  public func probabilityOfFirst(_ first: ArmRecord, _ second: ArmRecord) -> Double {
    let (a, b) = evidence(first, second)
    return weight(a, b) ?? binomialAtMost(a, of: a + b + 1)
  }
}

/// `P(K ≤ k)` for K successes in n fair tosses: `P(Beta(k + 1, n − k) > ½)` as well.
func binomialAtMost(_ k: Int, of n: Int) -> Double {
  var term = exponential(-Double(n) * logarithm(2))
  var sum = 0.0
  for i in 0...k {
    sum += term
    term *= Double(n - i) / Double(i + 1)
  }
  return sum
}

/// `P(x > y)` for x ~ Beta(a, b) and y ~ Beta(c, d), all whole numbers of at least 1.
///
/// The sum over i < a of `B(c + i, b + d) / ((b + i)·B(1 + i, b)·B(c, d))`, each term from the one before.
func betaExceeds(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
  // i = 0: B(c, b + d) / B(c, d).
  var term = exponential(
    logFactorial(b + d - 1) + logFactorial(c + d - 1) - logFactorial(b + c + d - 1)
      - logFactorial(d - 1))
  var sum = 0.0
  for i in 0..<a {
    sum += term
    let next = Double(c + i) / Double(b + c + d + i)
    term *= next * Double(b + i) / Double(i + 1)
  }
  return min(sum, 1)
}

/// `ln n!`, from a table for n below 1,024.
func logFactorial(_ n: Int) -> Double {
  n < logFactorials.count
    ? logFactorials[n]
    : (logFactorials.count...n).reduce(logFactorials[1_023]) { $0 + logarithm(Double($1)) }
}

private let logFactorials: [Double] = {
  var table = [0.0]
  for n in 1...1_023 { table.append(table[n - 1] + logarithm(Double(n))) }
  return table
}()
