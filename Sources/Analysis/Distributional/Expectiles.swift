import Numerics
import Tasks

extension RewardDistribution {
  /// The τ-th expectile: the V with `τ·E[(r − V)⁺] = (1 − τ)·E[(V − r)⁺]`.
  ///
  /// It is where a seesaw balances on which the distance of every amount above V counts τ and of every
  /// amount below counts 1 − τ. With τ = ½ it is the mean. Found exactly: between two amounts the balance
  /// is a linear equation.
  ///
  /// - Parameter asymmetry: τ in (0, 1); traps otherwise.
  /// - Returns: between the smallest amount and the largest, in units of reward.
  /// - Source: Newey & Powell (1987).
  public func expectile(at asymmetry: Double) -> Double {
    require(asymmetry > 0 && asymmetry < 1, "asymmetry \(asymmetry) is not in (0, 1)")
    // Suppose that V lies between two neighbouring amounts, solve, and see whether it does.
    var (weight, moment) = (0.0, 0.0)
    for (x, p) in zip(amounts, probabilities) {
      weight += asymmetry * p
      moment += asymmetry * p * x
    }
    var value = amounts[0]
    for (i, (x, p)) in zip(amounts, probabilities).enumerated() {
      weight += (1 - 2 * asymmetry) * p
      moment += (1 - 2 * asymmetry) * p * x
      value = moment / weight
      if i + 1 == amounts.count || value <= amounts[i + 1] { break }
    }
    return value
  }

  /// The τ-th quantile: the smallest amount x with `P(r ≤ x) ≥ τ`.
  ///
  /// - Parameter asymmetry: τ in (0, 1); traps otherwise.
  /// - Returns: one of the amounts, in units of reward.
  public func quantile(at asymmetry: Double) -> Double {
    require(asymmetry > 0 && asymmetry < 1, "asymmetry \(asymmetry) is not in (0, 1)")
    var sum = 0.0
    for (x, p) in zip(amounts, probabilities) {
      sum += p
      // Rounding in the sum must not carry τ past an amount.
      if sum >= asymmetry - 1e-12 { return x }
    }
    return amounts[amounts.count - 1]
  }
}
