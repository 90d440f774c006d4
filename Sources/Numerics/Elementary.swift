// Nothing here is called from it, but `squareRoot()` and `rounded()` may become calls into libm, and
// on Linux it is this import that links that library.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The few elementary functions that samplers and stochastic units need, in plain arithmetic: C
// libraries differ in the last bit, and one bit can turn a sample.

/// `eˣ`, the same bits on every machine.
///
/// - Parameter x: any number.
/// - Returns: `eˣ` with a relative error below 10⁻¹⁵; infinity above 709.78, 0 below −745.2.
public func exponential(_ x: Double) -> Double {
  if x.isNaN { return x }
  if x > 709.782712893384 { return .infinity }
  if x < -745.2 { return 0 }
  // x = k·ln 2 + r with |r| ≤ ½ ln 2; ln 2 in two parts keeps r exact.
  let exponent = rounded(x * 1.4426950408889634)
  let k = Double(exponent)
  let r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
  var sum = 1.0
  var n = 13.0
  while n >= 1 {
    sum = 1 + r * sum / n
    n -= 1
  }
  // In two factors: 2ᵏ itself may be out of range where the product is not.
  let half = exponent >> 1
  return sum * powerOfTwo(half) * powerOfTwo(exponent - half)
}

/// The natural logarithm `ln x`, the same bits on every machine.
///
/// - Parameter x: at least 0.
/// - Returns: `ln x` with an error below 10⁻¹⁵ (relative, absolute near x = 1); −infinity at 0, NaN
///   below.
public func logarithm(_ x: Double) -> Double {
  if x.isNaN || x < 0 { return .nan }
  if x == 0 { return -.infinity }
  if x == .infinity { return x }
  var m = x.significand
  var e = Double(x.exponent)
  if m > 1.4142135623730951 {
    m /= 2
    e += 1
  }
  // ln m = 2 artanh s, and |s| ≤ 0.172, so eleven terms do.
  let s = (m - 1) / (m + 1)
  var sum = 0.0
  var n = 21.0
  while n >= 1 {
    sum = sum * s * s + 1 / n
    n -= 2
  }
  return e * 0x1.62e42feep-1 + (e * 0x1.a39ef35793c76p-33 + 2 * s * sum)
}

/// The logistic function `σ(x) = 1 / (1 + e⁻ˣ)`.
///
/// - Parameter x: a logit, any number.
/// - Returns: a probability in [0, 1].
public func logistic(_ x: Double) -> Double {
  // Only small exponentials: neither side overflows or loses digits.
  let e = exponential(-abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}

/// The softmax `pᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}`.
///
/// - Parameter logits: `[n]`, n ≥ 1, finite; traps when empty.
/// - Returns: `[n]`, probabilities with the sum 1.
public func softmax(_ logits: [Double]) -> [Double] {
  let largest = logits.max() ?? .nan
  require(!logits.isEmpty, "softmax of no logits")
  let exponentials = logits.map { exponential($0 - largest) }
  let total = exponentials.reduce(0, +)
  return exponentials.map { $0 / total }
}

/// As `rounded()`, halves away from zero, which is a call into libm.
@inline(__always)
private func rounded(_ x: Double) -> Int {
  let whole = Int(x)
  let rest = x - Double(whole)
  return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
}

/// 2ᵏ for k in −1022 … 1023.
@inline(__always)
private func powerOfTwo(_ exponent: Int) -> Double {
  Double(bitPattern: UInt64(exponent + 1023) << 52)
}
