import Numerics

/// The Bayesian learner of a probability that may change, by how much it changes, and by how fast that
/// changes.
///
/// ```text
/// yₜ ~ Bernoulli(rₜ)        rₜ₊₁ ~ Beta(mean rₜ, precision e^(−vₜ₊₁))        vₜ₊₁ ~ N(vₜ, eᵏ)
/// ```
///
/// r is the probability, v the volatility (the logarithm of one over the precision: large means that r
/// moves far), k how far v moves in a trial. The joint belief about (r, v, k) stands on a grid; each trial
/// multiplies it by the likelihood of the outcome and spreads it by the two laws above. Nothing is tuned:
/// the belief starts uniform. A learning rate follows from it, and it rises with the volatility.
///
/// ```swift
/// var filter = VolatilityFilter()
/// for outcome in outcomes { filter.observe(outcome) }
/// filter.expectedVolatility
/// ```
///
/// The precision is a + b of the Beta's parameters; e^(−v) goes from 2 to 10,000 and eᵏ, a standard
/// deviation, from .0005 to 20, both in equal steps of the logarithm. The original grids could not be
/// checked. Spreading is done in single precision: 30³ cells take well under a millisecond in a release
/// build.
///
/// - Source: Behrens et al. (2007), *Learning the value of information in an uncertain world*, Nat
///   Neurosci 10.
public struct VolatilityFilter: Sendable {
  /// `[n]`, the values of r, in (0, 1), rising.
  public let probabilities: [Double]
  /// `[n]`, the values of v, rising.
  public let volatilities: [Double]
  /// `[n]`, the values of k, rising.
  public let drifts: [Double]
  /// E[r] for the coming outcome, in [0, 1].
  public private(set) var expectedProbability = 0.5
  /// The learning rate of the last outcome, `(E[rₜ₊₁] − E[rₜ]) / (yₜ − E[rₜ])`; NaN before the first.
  public private(set) var learningRate = Double.nan
  /// `[k][v × r]`, the belief for the coming trial.
  private var belief: [[Float]]
  /// What the belief sums to: 1 but for rounding.
  private var total = 1.0
  /// `[k][v′ × v]`, how v spreads.
  private let volatilitySpread: [[Float]]
  /// `[v′][r × r′]`, how r spreads.
  private let probabilitySpread: [[Float]]
  private let count: Int

  /// A filter that knows nothing.
  ///
  /// - Parameter gridCount: values of each of r, v and k, at least 2; traps otherwise.
  public init(gridCount: Int = 30) {
    require(gridCount >= 2, "a grid of \(gridCount) values")
    let n = gridCount
    let steps = { (low: Double, high: Double) in
      (0..<n).map { low + (high - low) * Double($0) / Double(n - 1) }
    }
    count = n
    probabilities = (0..<n).map { (Double($0) + 0.5) / Double(n) }
    volatilities = steps(-logarithm(10_000), -logarithm(2))
    drifts = steps(logarithm(5e-4), logarithm(20))
    let (r, v) = (probabilities, volatilities)
    volatilitySpread = drifts.map { k in
      let deviation = exponential(k)
      // Columns are laws of v′: the sum over the rows is 1.
      let columns = v.map { from in
        softmax(
          v.map { to in
            let z = (to - from) / deviation
            return -z * z / 2
          })
      }
      return (0..<n * n).map { Float(columns[$0 % n][$0 / n]) }
    }
    probabilitySpread = volatilities.map { volatility in
      let precision = exponential(-volatility)
      return r.flatMap { from in
        let (a, b) = (precision * from, precision * (1 - from))
        return softmax(
          r.map { (a - 1) * logarithm($0) + (b - 1) * logarithm(1 - $0) }
        ).map { Float($0) }
      }
    }
    belief = [[Float]](
      repeating: [Float](repeating: 1 / Float(n * n * n), count: n * n), count: n)
  }

  /// Learns from one outcome, and looks ahead to the next trial.
  ///
  /// - Parameter outcome: y, whether the event came.
  public mutating func observe(_ outcome: Bool) {
    let n = count
    let before = expectedProbability
    // What was expected is what the likelihood sums to: no second pass to normalise.
    let evidence = Float((outcome ? before : 1 - before) * total)
    let likelihood = probabilities.map { Float(outcome ? $0 : 1 - $0) / evidence }
    for k in 0..<n {
      var plane = belief[k]
      for v in 0..<n { for r in 0..<n { plane[v * n + r] *= likelihood[r] } }
      belief[k] = Kernels.product(volatilitySpread[k], plane, rows: n, inner: n, columns: n)
    }
    for v in 0..<n {
      let rows = v * n..<(v + 1) * n
      let plane = belief.flatMap { $0[rows] }
      let spread = Kernels.product(plane, probabilitySpread[v], rows: n, inner: n, columns: n)
      for k in 0..<n { belief[k].replaceSubrange(rows, with: spread[k * n..<(k + 1) * n]) }
    }
    var marginal = [Double](repeating: 0, count: n)
    for plane in belief {
      for v in 0..<n { for r in 0..<n { marginal[r] += Double(plane[v * n + r]) } }
    }
    total = marginal.reduce(0, +)
    expectedProbability = zip(marginal, probabilities).reduce(0) { $0 + $1.0 * $1.1 } / total
    learningRate = (expectedProbability - before) / ((outcome ? 1 : 0) - before)
  }

  /// E[v]: the expected volatility of the coming trial, in units of the logarithm.
  public var expectedVolatility: Double {
    belief.reduce(0) { sum, plane in
      (0..<count).reduce(sum) { sum, v in
        plane[v * count..<(v + 1) * count].reduce(sum) { $0 + Double($1) * volatilities[v] }
      }
    } / total
  }

  /// E[k].
  public var expectedDrift: Double {
    zip(belief, drifts).reduce(0) { sum, pair in
      pair.0.reduce(sum) { $0 + Double($1) * pair.1 }
    } / total
  }
}
