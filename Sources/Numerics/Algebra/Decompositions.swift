/// Cholesky's factor of a symmetric positive definite matrix: `A = L·Lᵀ` with L lower triangular.
///
/// - Parameter matrix: square, symmetric (only its lower half is read); traps if it is not square.
/// - Returns: L, or nil if the matrix is not positive definite.
public func cholesky(_ matrix: Matrix) -> Matrix? {
  requireSquare(matrix)
  let n = matrix.rowCount
  // Column by column, each taken at once from all that is left: runs of one row lie side by side.
  var rest = matrix.elements
  for k in 0..<n {
    guard rest[k * n + k] > 0 else { return nil }
    let diagonal = rest[k * n + k].squareRoot()
    rest[k * n + k] = diagonal
    for i in k + 1..<max(n, k + 1) { rest[i * n + k] /= diagonal }
    let column = (k..<n).map { rest[$0 * n + k] }
    for i in k + 1..<max(n, k + 1) {
      let (factor, row) = (column[i - k], i * n)
      for j in k + 1...i { rest[row + j] -= factor * column[j - k] }
    }
  }
  var l = Matrix(rowCount: n, columnCount: n)
  for i in 0..<n { for j in 0...i { l[i, j] = rest[i * n + j] } }
  return l
}

/// Solves `A·x = b` for a symmetric positive definite A.
///
/// - Parameters:
///   - matrix: A, n × n, symmetric; traps if it is not square.
///   - values: b, `[n]`; traps on another count.
/// - Returns: x, `[n]`, or nil if A is not positive definite.
public func solvePositiveDefinite(_ matrix: Matrix, _ values: [Double]) -> [Double]? {
  require(values.count == matrix.rowCount, "\(values.count) values for \(matrix.rowCount) rows")
  guard let l = cholesky(matrix) else { return nil }
  var x = values
  for i in x.indices {
    x[i] = (0..<i).reduce(x[i]) { $0 - l[i, $1] * x[$1] } / l[i, i]
  }
  for i in x.indices.reversed() {
    x[i] = (i + 1..<x.count).reduce(x[i]) { $0 - l[$1, i] * x[$1] } / l[i, i]
  }
  return x
}

/// The decomposition `A = Q·R` by Householder's reflections.
///
/// - Parameter matrix: m × n with m ≥ n; traps otherwise.
/// - Returns: Q, m × n with orthonormal columns, and R, n × n, upper triangular with a diagonal ≥ 0.
/// - Source: Golub & Van Loan (2013), § 5.2.
public func qr(_ matrix: Matrix) -> (q: Matrix, r: Matrix) {
  let (m, n) = (matrix.rowCount, matrix.columnCount)
  require(m >= n, "a QR decomposition of \(m)×\(n)")
  var r = matrix
  var q = Matrix.identity(m)
  for k in 0..<n {
    guard let (v, square) = reflect(&r, column: k) else { continue }
    for i in 0..<m {
      let overlap = 2 * v.indices.reduce(0) { $0 + v[$1] * q[i, k + $1] } / square
      for j in v.indices { q[i, k + j] -= overlap * v[j] }
    }
  }
  var (thinQ, thinR) = (
    Matrix(rowCount: m, columnCount: n), Matrix(rowCount: n, columnCount: n)
  )
  for j in 0..<n {
    let sign = r[j, j] < 0 ? -1.0 : 1
    for i in 0..<m { thinQ[i, j] = sign * q[i, j] }
    for i in j..<n { thinR[j, i] = sign * r[j, i] }
  }
  return (thinQ, thinR)
}

/// Makes the elements of a column below its diagonal zero by a reflection of all columns.
///
/// - Returns: the direction v of the reflection in the rows from `k` on, and v·v; nil if the column is
///   zero there, and nothing is to be done.
private func reflect(_ r: inout Matrix, column k: Int) -> (v: [Double], square: Double)? {
  var v = (k..<r.rowCount).map { r[$0, k] }
  let size = v.reduce(0) { max($0, abs($1)) }
  if size == 0 { return nil }
  // Only its direction counts. Divided by a power of two, it has the same bits, and squares that are
  // neither lost nor infinite.
  let unit = Double(sign: .plus, exponent: size.exponent, significand: 1)
  v = v.map { $0 / unit }
  let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
  v[0] += v[0] >= 0 ? length : -length
  let square = v.reduce(0) { $0 + $1 * $1 }
  for j in 0..<r.columnCount {
    let overlap = 2 * v.indices.reduce(0) { $0 + v[$1] * r[k + $1, j] } / square
    for i in v.indices { r[k + i, j] -= overlap * v[i] }
  }
  return (v, square)
}

/// The x with the least `‖A·x − b‖`.
///
/// - Parameters:
///   - matrix: A, m × n with m ≥ n; traps otherwise.
///   - values: b, `[m]`; traps on another count.
/// - Returns: x, `[n]`, or nil if a column of A depends on those before it (within 10⁻¹² of its size).
public func leastSquares(_ matrix: Matrix, _ values: [Double]) -> [Double]? {
  require(values.count == matrix.rowCount, "\(values.count) values for \(matrix.rowCount) rows")
  let n = matrix.columnCount
  require(matrix.rowCount >= n, "least squares of \(matrix.rowCount)×\(n)")
  // b is reflected along with A: Q itself, with as many columns as there are rows, is not needed.
  var r = matrix
  var reflected = values
  for k in 0..<n {
    guard let (v, square) = reflect(&r, column: k) else { continue }
    let overlap = 2 * v.indices.reduce(0) { $0 + v[$1] * reflected[k + $1] } / square
    for i in v.indices { reflected[k + i] -= overlap * v[i] }
  }
  var x = Array(reflected[..<n])
  for i in x.indices.reversed() {
    // What a column adds to those before it, beside all of it.
    let size = (0...i).reduce(0) { max($0, abs(r[$1, i])) }
    guard abs(r[i, i]) > 1e-12 * size else { return nil }
    x[i] = (i + 1..<x.count).reduce(x[i]) { $0 - r[i, $1] * x[$1] } / r[i, i]
  }
  return x
}

/// The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
///
/// - Parameter matrix: square and symmetric; traps if it is not.
/// - Returns: the values from the greatest down, and the vectors as columns in that order, each of length
///   1 with its largest component positive.
/// - Source: Golub & Van Loan (2013), § 8.5.
public func symmetricEigen(_ matrix: Matrix) -> (values: [Double], vectors: Matrix) {
  requireSquare(matrix)
  let n = matrix.rowCount
  let size = matrix.elements.reduce(0) { max($0, abs($1)) }
  for i in 0..<n {
    for j in 0..<i {
      require(
        abs(matrix[i, j] - matrix[j, i]) <= 1e-9 * size,
        "elements \(matrix[i, j]) and \(matrix[j, i]) of a matrix that should be symmetric")
    }
  }
  var a = matrix
  var v = Matrix.identity(n)
  for _ in 0..<60 {
    var rotated = false
    for p in 0..<n {
      for q in p + 1..<max(n, p + 1) where abs(a[p, q]) > 1e-16 * size {
        rotated = true
        let angle = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let t = (angle >= 0 ? 1 : -1) / (abs(angle) + (angle * angle + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n {
          let (x, y) = (a[k, p], a[k, q])
          (a[k, p], a[k, q]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
          let (x, y) = (a[p, k], a[q, k])
          (a[p, k], a[q, k]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
          let (x, y) = (v[k, p], v[k, q])
          (v[k, p], v[k, q]) = (c * x - s * y, s * x + c * y)
        }
      }
    }
    if !rotated { break }
  }
  let order = (0..<n).sorted { (a[$0, $0], $1) > (a[$1, $1], $0) }
  var vectors = Matrix(rowCount: n, columnCount: n)
  for (j, from) in order.enumerated() {
    let column = v.column(from)
    let largest = column.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
    for i in 0..<n { vectors[i, j] = largest < 0 ? -column[i] : column[i] }
  }
  return (order.map { a[$0, $0] }, vectors)
}

private func requireSquare(_ matrix: Matrix) {
  require(
    matrix.rowCount == matrix.columnCount,
    "a matrix of \(matrix.rowCount)×\(matrix.columnCount) is not square")
}
