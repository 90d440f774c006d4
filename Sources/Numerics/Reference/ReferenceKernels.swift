/// The hot loops of training, written to be read.
///
/// The C kernels give the same bits as these at `Float`, which the tests compare at every small size; at
/// `Double` they are what derivatives are checked with. Everything is row-major in plain arrays.
public enum Reference {
  /// The matrix product `c[i, j] = Σₗ a[i, l]·b[l, j]`, each sum in the order of l with one rounding a
  /// term.
  ///
  /// - Parameters:
  ///   - a: `[rows, inner]`.
  ///   - b: `[inner, columns]`.
  ///   - rows: at least 0.
  ///   - inner: at least 0; a sum of nothing is 0.
  ///   - columns: at least 0.
  ///   - start: `[rows, columns]`, what the sums begin with; zeros if it is nil.
  /// - Returns: `[rows, columns]`; traps when a count does not fit.
  public static func product<Scalar: ReferenceScalar>(
    _ a: [Scalar], _ b: [Scalar], rows: Int, inner: Int, columns: Int,
    addedTo start: [Scalar]? = nil
  ) -> [Scalar] {
    require(a.count == rows * inner, "a left factor of \(a.count), not \(rows)×\(inner)")
    require(b.count == inner * columns, "a right factor of \(b.count), not \(inner)×\(columns)")
    var c = start ?? [Scalar](repeating: 0, count: rows * columns)
    require(c.count == rows * columns, "a start of \(c.count), not \(rows)×\(columns)")
    for i in 0..<rows {
      for j in 0..<columns {
        for l in 0..<inner {
          c[i * columns + j] = fused(a[i * inner + l], b[l * columns + j], c[i * columns + j])
        }
      }
    }
    return c
  }

  /// The rows of a matrix as columns, `b[j, i] = a[i, j]`.
  ///
  /// - Parameters:
  ///   - a: `[rows, columns]`.
  ///   - rows: at least 0.
  ///   - columns: at least 0; traps when the count does not fit.
  /// - Returns: `[columns, rows]`.
  public static func transposed<Scalar>(_ a: [Scalar], rows: Int, columns: Int) -> [Scalar] {
    require(a.count == rows * columns, "a matrix of \(a.count), not \(rows)×\(columns)")
    return (0..<rows * columns).map { a[$0 % max(1, rows) * columns + $0 / max(1, rows)] }
  }

  /// The softmax `pᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}` and its logarithm.
  ///
  /// - Parameter logits: `[n]`, n ≥ 1, finite; traps when empty.
  /// - Returns: `[n]` probabilities and `[n]` logarithms of them.
  public static func softmax<Scalar: ReferenceScalar>(
    _ logits: [Scalar]
  ) -> (probabilities: [Scalar], logarithms: [Scalar]) {
    require(!logits.isEmpty, "softmax of no logits")
    let largest = logits.dropFirst().reduce(logits[0]) { $1 > $0 ? $1 : $0 }
    let exponentials = logits.map { Scalar.exponential($0 - largest) }
    let sum = exponentials.reduce(0, +)
    let logarithm = Scalar.logarithm(sum)
    return (exponentials.map { $0 / sum }, logits.map { $0 - largest - logarithm })
  }
}
