/// A uniform number in [0, 1): a multiple of 2⁻⁵³.
///
/// - Parameter rng: the source of randomness; one draw is taken.
/// - Returns: at least 0, below 1.
public func uniform(using rng: inout Generator) -> Double {
  Double(rng.next() >> 11) * 0x1p-53
}

/// A uniform number in `range`.
///
/// - Parameters:
///   - range: half open, finite, not empty; traps otherwise.
///   - rng: the source of randomness; one draw is taken.
/// - Returns: at least the lower bound, below the upper.
public func uniform(in range: Range<Double>, using rng: inout Generator) -> Double {
  let width = range.upperBound - range.lowerBound
  require(width > 0 && width.isFinite, "cannot sample uniformly in \(range)")
  let x = range.lowerBound + width * uniform(using: &rng)
  // Rounding can reach the upper bound; it is not part of the range.
  return x < range.upperBound ? x : range.upperBound.nextDown
}

/// A whole number in 0 ..< `bound`, all equally likely.
///
/// - Parameters:
///   - bound: at least 1; traps otherwise.
///   - rng: the source of randomness; one draw is taken, rarely more.
/// - Returns: in 0 ..< `bound`, without the bias that a plain remainder has.
/// - Source: Lemire (2019), *Fast random integer generation in an interval*, ACM TOMACS 29.
public func integer(below bound: Int, using rng: inout Generator) -> Int {
  require(bound > 0, "integer(below: \(bound)) has nothing to choose from")
  let n = UInt64(bound)
  var product = rng.next().multipliedFullWidth(by: n)
  if product.low < n {
    let threshold = (0 &- n) % n
    while product.low < threshold { product = rng.next().multipliedFullWidth(by: n) }
  }
  return Int(product.high)
}

/// A normally distributed number.
///
/// It uses this module's own `logarithm`, so that its bits are the same everywhere.
///
/// - Parameters:
///   - mean: finite.
///   - standardDeviation: at least 0; traps otherwise.
///   - rng: the source of randomness; two draws are taken, sometimes more.
/// - Returns: `mean + standardDeviation · z` with z standard normal.
/// - Source: Marsaglia & Bray (1964), *A convenient method for generating normal variables* (the polar
///   method).
public func normal(
  mean: Double = 0, standardDeviation: Double = 1, using rng: inout Generator
) -> Double {
  require(standardDeviation >= 0, "standard deviation \(standardDeviation) is not ≥ 0")
  while true {
    let x = 2 * uniform(using: &rng) - 1
    let y = 2 * uniform(using: &rng) - 1
    let s = x * x + y * y
    if s > 0 && s < 1 {
      return mean + standardDeviation * x * (-2 * logarithm(s) / s).squareRoot()
    }
  }
}

/// `true` with a given probability.
///
/// - Parameters:
///   - probability: in [0, 1]; traps otherwise.
///   - rng: the source of randomness; one draw is taken, whatever the probability.
/// - Returns: `true` with that probability; never at 0, always at 1.
public func bernoulli(_ probability: Double, using rng: inout Generator) -> Bool {
  require(probability >= 0 && probability <= 1, "probability \(probability) is not in [0, 1]")
  return uniform(using: &rng) < probability
}

/// An index drawn from a discrete distribution.
///
/// - Parameters:
///   - probabilities: `[n]`, each at least 0, with the sum 1 (within 10⁻⁶); traps otherwise.
///   - rng: the source of randomness; one draw is taken.
/// - Returns: `i` with probability `probabilities[i]`; never one whose probability is 0.
public func categorical(_ probabilities: [Double], using rng: inout Generator) -> Int {
  var total = 0.0
  for p in probabilities {
    require(p >= 0, "probability \(p) is not ≥ 0 in \(probabilities)")
    total += p
  }
  require(abs(total - 1) <= 1e-6, "probabilities \(probabilities) have the sum \(total), not 1")
  // Scaled by the sum, so that no rounding can carry the draw past the end.
  var remaining = uniform(using: &rng) * total
  var chosen = 0
  for (i, p) in probabilities.enumerated() where p > 0 {
    chosen = i
    if remaining < p { break }
    remaining -= p
  }
  return chosen
}

/// Puts the elements in random order, every order equally likely.
///
/// - Parameters:
///   - elements: of any length.
///   - rng: the source of randomness; about one draw an element is taken.
/// - Source: Durstenfeld (1964), Algorithm 235 (the Fisher–Yates shuffle).
public func shuffle<Element>(_ elements: inout [Element], using rng: inout Generator) {
  guard elements.count > 1 else { return }
  for i in (1..<elements.count).reversed() {
    elements.swapAt(i, integer(below: i + 1, using: &rng))
  }
}
