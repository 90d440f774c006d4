/// A number that the reference kernels compute with: `Float` as the C kernels do, bit for bit, or `Double`
/// to check a derivative to many digits.
public protocol ReferenceScalar: BinaryFloatingPoint, Sendable {
  /// `eˣ`.
  ///
  /// - Parameter x: any number.
  /// - Returns: `eˣ`; as `Float` with a relative error below 10⁻⁶ for x in [−87, 88], outside it the
  ///   value at the nearer end.
  static func exponential(_ x: Self) -> Self

  /// The natural logarithm `ln x`.
  ///
  /// - Parameter x: at least 0.
  /// - Returns: `ln x`, as `Float` with an error below 10⁻⁶ (relative, absolute near x = 1); −infinity
  ///   at 0, NaN below.
  static func logarithm(_ x: Self) -> Self

  /// The hyperbolic tangent.
  ///
  /// - Parameter x: any number.
  /// - Returns: in [−1, 1], as `Float` with a relative error below 10⁻⁶.
  static func hyperbolicTangent(_ x: Self) -> Self

  /// The logistic function `σ(x) = 1 / (1 + e⁻ˣ) = ½ + ½ tanh(x/2)`.
  ///
  /// - Parameter x: any number.
  /// - Returns: in [0, 1], as `Float` with an absolute error below 10⁻⁶.
  static func sigmoid(_ x: Self) -> Self
}

/// `a·b + c`, rounded once.
@inlinable
func fused<Scalar: ReferenceScalar>(_ a: Scalar, _ b: Scalar, _ c: Scalar) -> Scalar {
  c.addingProduct(a, b)
}

extension Double: ReferenceScalar {
  /// `eˣ` to 10⁻¹⁵.
  ///
  /// - Parameter x: any number.
  /// - Returns: `eˣ`.
  public static func exponential(_ x: Double) -> Double { Numerics.exponential(x) }

  /// `ln x` to 10⁻¹⁵.
  ///
  /// - Parameter x: at least 0.
  /// - Returns: `ln x`.
  public static func logarithm(_ x: Double) -> Double { Numerics.logarithm(x) }

  /// `tanh x`, with an absolute error below 10⁻¹⁵.
  ///
  /// - Parameter x: any number.
  /// - Returns: in [−1, 1].
  public static func hyperbolicTangent(_ x: Double) -> Double {
    let e = Numerics.exponential(-2 * abs(x))
    let y = (1 - e) / (1 + e)
    return x < 0 ? -y : y
  }

  /// `σ(x)` to 10⁻¹⁵.
  ///
  /// - Parameter x: any number.
  /// - Returns: in [0, 1].
  public static func sigmoid(_ x: Double) -> Double { logistic(x) }
}
