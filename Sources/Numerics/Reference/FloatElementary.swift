// The elementary functions of training in single precision, without branches that depend on the argument
// in any lane: `CKernels/elementary.h` has the same arithmetic, eight numbers at a time.

extension Float: ReferenceScalar {
  /// `eˣ` with a relative error below 2·10⁻⁷, the same bits on every machine.
  ///
  /// - Parameter x: any number; below −87 and above 88 it counts as that bound, so the result is always
  ///   positive and finite (NaN stays NaN).
  /// - Returns: `eˣ`.
  public static func exponential(_ x: Float) -> Float {
    if x.isNaN { return x }
    let x = x < -87 ? -87 : x > 88 ? 88 : x
    // x = k·ln 2 + r with |r| ≤ ½ ln 2. Adding 1.5·2²³ rounds to a whole number k and leaves it in the
    // low bits; ln 2 in two parts keeps r exact.
    let shifted = fused(x, 0x1.715476p0, 0x1.8p23)
    let k = shifted - 0x1.8p23
    let r = fused(k, -0x1.7f7d1cp-20, fused(k, -0x1.62e4p-1, x))
    // Taylor's series to r⁷/7!, then k is added to the exponent.
    let sum = polynomial(
      r,
      [
        1, 1, 0.5, 0x1.555556p-3, 0x1.555556p-5, 0x1.111112p-7, 0x1.6c16c2p-10, 0x1.a01a02p-13,
      ])
    return Float(bitPattern: sum.bitPattern &+ shifted.bitPattern << 23)
  }

  /// `ln x` with an error below 2·10⁻⁷ (relative, absolute near x = 1), the same bits on every machine.
  ///
  /// - Parameter x: at least 0.
  /// - Returns: `ln x`; −infinity at 0, NaN below.
  public static func logarithm(_ x: Float) -> Float {
    if x.isNaN || x == .infinity { return x }
    if x == 0 { return -.infinity }
    if x < 0 { return .nan }
    // Numbers below the normal range are scaled into it. Then y = 2ᵉ·m with m in [2/3, 4/3).
    let isTiny = x < 0x1p-126
    let y = isTiny ? x * 0x1p24 : x
    let e = Int32(bitPattern: y.bitPattern &- 0x3f2a_aaab) >> 23
    let m = Float(bitPattern: y.bitPattern &- UInt32(bitPattern: e) << 23)
    let k = isTiny ? Float(e) - 24 : Float(e)
    // ln m = 2 artanh s with |s| ≤ 1/5.
    let s = (m - 1) / (m + 1)
    let series = polynomial(
      s * s, [1, 0x1.555556p-2, 0x1.99999ap-3, 0x1.24924ap-3, 0x1.c71c72p-4])
    return fused(k, 0x1.62e4p-1, fused(s + s, series, k * 0x1.7f7d1cp-20))
  }

  /// `tanh x` with a relative error below 3·10⁻⁷, the same bits on every machine.
  ///
  /// A quotient of polynomials, `x·P(x²)/Q(x²)`, fitted here for the least relative error on [0, 8.2].
  ///
  /// - Parameter x: any number; beyond ±8.2 it counts as that bound.
  /// - Returns: in [−1, 1].
  public static func hyperbolicTangent(_ x: Float) -> Float {
    let x = x < -8.2 ? -8.2 : x > 8.2 ? 8.2 : x
    let z = x * x
    let p = polynomial(z, [1, 0x1.131702p-3, 0x1.d22e9ap-9, 0x1.6b036ap-16, 0x1.fdeb00p-27])
    let q = polynomial(
      z, [1, 0x1.dee0d2p-2, 0x1.abc226p-6, 0x1.63181ap-12, 0x1.c164c0p-21])
    return x * p / q
  }

  /// `σ(x) = ½ + ½ tanh(x/2)` with an absolute error below 2·10⁻⁷, the same bits on every machine.
  ///
  /// - Parameter x: any number.
  /// - Returns: in [0, 1].
  public static func sigmoid(_ x: Float) -> Float {
    fused(hyperbolicTangent(0.5 * x), 0.5, 0.5)
  }
}

/// `Σ cᵢ·xⁱ` by Horner's scheme, fused.
private func polynomial(_ x: Float, _ coefficients: [Float]) -> Float {
  coefficients.dropLast().reversed().reduce(coefficients.last ?? 0) { fused($0, x, $1) }
}
