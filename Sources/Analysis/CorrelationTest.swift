import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A correlation of two paired samples, and how surprising it would be if they had nothing to do with each
/// other.
public struct CorrelationTest: Hashable, Sendable {
  /// Pearson's r in [−1, 1]; NaN if either sample is constant.
  public let correlation: Double
  /// The probability of an |r| at least so large from independent normal samples, two-sided; NaN with r.
  public let pValue: Double
  /// How many pairs.
  public let count: Int

  /// Correlates.
  ///
  /// `t = r·√((n − 2) / (1 − r²))` has Student's distribution with n − 2 degrees of freedom if the samples
  /// are independent and normal; the slope of a linear regression is tested by the same number.
  ///
  /// - Parameters:
  ///   - x: `[n]`, n ≥ 3; traps with fewer.
  ///   - y: `[n]`, paired with `x`; traps when the counts differ.
  /// - Source: Student (1908); Press et al., *Numerical Recipes*, § 14.5.
  public init(_ x: [Double], _ y: [Double]) {
    require(x.count >= 3, "a correlation test needs three pairs, not \(x.count)")
    correlation = Numerics.correlation(x, y)
    count = x.count
    // P(|T| > t) = I_{ν/(ν + t²)}(ν/2, ½), and ν/(ν + t²) is 1 − r².
    pValue =
      correlation.isNaN
      ? .nan
      : incompleteBeta(
        1 - correlation * correlation, Double(x.count - 2) / 2, 0.5)
  }
}

/// The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1].
///
/// By its continued fraction (Numerical Recipes, § 6.4), which converges fast for x < (a + 1)/(a + b + 2);
/// else by `I_x(a, b) = 1 − I_{1−x}(b, a)`.
func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
  let (logA, logB, logSum): (Double, Double, Double) = (lgamma(a), lgamma(b), lgamma(a + b))
  let front = exp(logSum - logA - logB + a * log(x) + b * log(1 - x)) / a
  // Lentz's method, with a floor that keeps divisors from 0.
  let floor = 1e-300
  func kept(_ value: Double) -> Double { abs(value) < floor ? floor : value }
  var c = 1.0
  var d = 1 / kept(1 - (a + b) * x / (a + 1))
  var fraction = d
  for m in 1...500 {
    let m = Double(m)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / kept(1 + even * d)
    c = kept(1 + even / c)
    fraction *= c * d
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / kept(1 + odd * d)
    c = kept(1 + odd / c)
    fraction *= c * d
    if abs(c * d - 1) < 1e-15 { break }
  }
  return front * fraction
}
