/// A number from the gamma distribution, `p(x) ∝ x^(k−1)·e^(−x)`.
///
/// - Parameters:
///   - shape: k, above 0; traps otherwise.
///   - rng: the source of randomness; usually three draws are taken, sometimes more.
/// - Returns: above 0, with mean and variance k. For k far below 1 it can round to 0.
/// - Source: Marsaglia & Tsang (2000), *A simple method for generating gamma variables*, ACM TOMS 26.
public func gamma(shape: Double, using rng: inout Generator) -> Double {
  require(shape > 0 && shape.isFinite, "a gamma distribution of shape \(shape)")
  if shape < 1 {
    // x·u^(1/k) with x from shape k + 1.
    let u = 1 - uniform(using: &rng)
    return gamma(shape: shape + 1, using: &rng) * exponential(logarithm(u) / shape)
  }
  let d = shape - 1.0 / 3
  let c = 1 / (9 * d).squareRoot()
  while true {
    let x = normal(using: &rng)
    let root = 1 + c * x
    if root <= 0 { continue }
    let v = root * root * root
    // In (0, 1], so that its logarithm is finite.
    let u = 1 - uniform(using: &rng)
    if logarithm(u) < 0.5 * x * x + d - d * v + d * logarithm(v) { return d * v }
  }
}

/// A number from the beta distribution, `p(x) ∝ x^(a−1)·(1−x)^(b−1)`: what is known of a probability after
/// a − 1 successes and b − 1 failures, if nothing was known before.
///
/// - Parameters:
///   - a: above 0; traps otherwise.
///   - b: above 0; traps otherwise.
///   - rng: the source of randomness; usually six draws are taken.
/// - Returns: in [0, 1], with mean a / (a + b).
public func beta(_ a: Double, _ b: Double, using rng: inout Generator) -> Double {
  let x = gamma(shape: a, using: &rng)
  let y = gamma(shape: b, using: &rng)
  return x + y > 0 ? x / (x + y) : (bernoulli(a / (a + b), using: &rng) ? 1 : 0)
}

/// The index of the largest value; of several that are equal, each equally likely.
///
/// - Parameters:
///   - values: `[n]`, n ≥ 1, without NaN; traps when empty.
///   - rng: the source of randomness; one draw is taken if there is more than one largest.
/// - Returns: in 0 ..< n.
public func indexOfMaximum(_ values: [Double], using rng: inout Generator) -> Int {
  let first = indexOfMaximum(values)
  let count = values.count { $0 == values[first] }
  if count == 1 { return first }
  var rest = integer(below: count, using: &rng)
  for (i, value) in values.enumerated() where value == values[first] {
    if rest == 0 { return i }
    rest -= 1
  }
  return first
}

/// Probabilities from the Dirichlet distribution, `p(x) ∝ Π xᵢ^(aᵢ−1)` on the simplex.
///
/// - Parameters:
///   - weights: `[n]`, a, each above 0; traps otherwise.
///   - rng: the source of randomness; usually three draws a number are taken.
/// - Returns: `[n]`, each at least 0, with the sum 1.
public func dirichlet(_ weights: [Double], using rng: inout Generator) -> [Double] {
  let x = weights.map { gamma(shape: $0, using: &rng) }
  let total = x.reduce(0, +)
  require(total > 0, "a Dirichlet draw with the weights \(weights)")
  return x.map { $0 / total }
}
