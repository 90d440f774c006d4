internal import CKernels

/// The fast form of `Reference`: the same functions from C, eight numbers at a time, bit for bit the same.
///
/// In a debug build C is compiled without optimisation (a package that others depend on may not set
/// flags): the results are the same, a hundred times slower.
public enum Kernels {
  /// Whether the processor has fused multiply-add in vectors (on x86-64: AVX2 and FMA). Without it the
  /// kernels are right but slow.
  public static var hasFastMultiplyAdd: Bool { ck_has_fast_fma() }

  /// The matrix product `c[i, j] = Σₗ a[i, l]·b[l, j]`.
  ///
  /// - Parameters:
  ///   - a: `[rows, inner]`.
  ///   - b: `[inner, columns]`.
  ///   - rows: at least 0.
  ///   - inner: at least 0.
  ///   - columns: at least 0.
  ///   - start: `[rows, columns]`, what the sums begin with; zeros if it is nil.
  /// - Returns: `[rows, columns]`, with the bits of `Reference.product`; traps when a count does not fit.
  public static func product(
    _ a: [Float], _ b: [Float], rows: Int, inner: Int, columns: Int, addedTo start: [Float]? = nil
  ) -> [Float] {
    require(a.count == rows * inner, "a left factor of \(a.count), not \(rows)×\(inner)")
    require(b.count == inner * columns, "a right factor of \(b.count), not \(inner)×\(columns)")
    var c = start ?? [Float](repeating: 0, count: rows * columns)
    require(c.count == rows * columns, "a start of \(c.count), not \(rows)×\(columns)")
    if c.isEmpty { return c }
    ck_gemm(rows, columns, inner, a, inner, 1, b, columns, &c, columns, start != nil)
    return c
  }

  /// `eˣ` of many numbers, as `Float.exponential`.
  ///
  /// - Parameter x: `[n]`.
  /// - Returns: `[n]`.
  public static func exponential(_ x: [Float]) -> [Float] { map(x, ck_exp) }

  /// `eˣ` of many numbers, as the function `exponential`.
  ///
  /// - Parameter x: `[n]`, any numbers.
  /// - Returns: `[n]`.
  public static func exponential(_ x: [Double]) -> [Double] {
    var y = x
    ck_exp_double(x.count, x, &y)
    return y
  }

  /// Adds all products of two vectors: `sums[i, j] += x[i]·y[j]`, each product rounded before it is added.
  ///
  /// - Parameters:
  ///   - x: `[m]`.
  ///   - y: `[n]`.
  ///   - sums: `[m, n]`; traps on another count.
  public static func addProducts(
    _ x: Span<Double>, _ y: Span<Double>, to sums: inout [Double]
  ) {
    require(
      sums.count == x.count * y.count, "\(sums.count) sums of \(x.count) times \(y.count) products")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        guard let rows = x.baseAddress, let columns = y.baseAddress else { return }
        ck_add_products(x.count, y.count, rows, columns, &sums)
      }
    }
  }

  /// `ln x` of many numbers, as `Float.logarithm`.
  ///
  /// - Parameter x: `[n]`.
  /// - Returns: `[n]`.
  public static func logarithm(_ x: [Float]) -> [Float] { map(x, ck_log) }

  /// `tanh x` of many numbers, as `Float.hyperbolicTangent`.
  ///
  /// - Parameter x: `[n]`.
  /// - Returns: `[n]`.
  public static func hyperbolicTangent(_ x: [Float]) -> [Float] { map(x, ck_tanh) }

  /// `σ(x)` of many numbers, as `Float.sigmoid`.
  ///
  /// - Parameter x: `[n]`.
  /// - Returns: `[n]`.
  public static func sigmoid(_ x: [Float]) -> [Float] { map(x, ck_sigmoid) }

  /// The softmax of each row and its logarithm.
  ///
  /// - Parameters:
  ///   - logits: `[rows, columns]`.
  ///   - rows: at least 0.
  ///   - columns: at least 1; traps when the counts do not fit.
  /// - Returns: `[rows, columns]` probabilities and `[rows, columns]` logarithms of them.
  public static func softmax(
    _ logits: [Float], rows: Int, columns: Int
  ) -> (probabilities: [Float], logarithms: [Float]) {
    require(columns >= 1, "softmax of no logits")
    require(logits.count == rows * columns, "\(logits.count) logits, not \(rows)×\(columns)")
    var p = logits
    var l = logits
    ck_softmax(rows, columns, logits, columns, &p, columns, &l, columns)
    return (p, l)
  }

  /// The floating-point operations a second that one core can do at most in fused multiply-adds on
  /// vectors of eight, measured by doing them.
  ///
  /// - Parameters:
  ///   - seconds: how long one of three measurements takes at least, above 0.
  ///   - clock: gives seconds, from any zero.
  /// - Returns: operations a second, the most of the three.
  public static func measuredPeak(seconds: Double = 0.05, clock: () -> Double) -> Double {
    var rounds = 1_000
    var best = 0.0
    var count = 0
    while count < 3 {
      let start = clock()
      let result = ck_fma_burn(rounds)
      let duration = clock() - start
      require(result > 0, "the chain of multiply-adds gave \(result)")
      if duration < seconds {
        rounds *= 2
      } else {
        best = max(best, 192 * Double(rounds) / duration)
        count += 1
      }
    }
    return best
  }

  private static func map(
    _ x: [Float], _ function: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    var y = x
    function(x.count, x, &y)
    return y
  }
}
