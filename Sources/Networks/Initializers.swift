import Numerics

/// A matrix with orthonormal columns (or rows, if it is wider than tall), times a gain.
///
/// Recurrent weights that are orthogonal keep the length of what they carry, so that gradients neither
/// vanish nor explode at the start.
///
/// - Parameters:
///   - rows: at least 1; traps otherwise.
///   - columns: at least 1; traps otherwise.
///   - gain: the length of each column (or row).
///   - rng: the source of randomness.
/// - Returns: `[rows, columns]`, row by row; uniform over such matrices.
/// - Source: Saxe, McClelland & Ganguli (2014).
public func orthogonal(
  rows: Int, columns: Int, gain: Double = 1, using rng: inout Generator
) -> [Float] {
  require(rows >= 1 && columns >= 1, "an orthogonal matrix of \(rows)×\(columns)")
  let (long, short) = (max(rows, columns), min(rows, columns))
  // Gram and Schmidt, twice for accuracy, on normal vectors.
  var vectors: [[Double]] = []
  while vectors.count < short {
    var v = (0..<long).map { _ in normal(using: &rng) }
    for _ in 0..<2 {
      for u in vectors {
        let overlap = dot(u, v)
        for i in v.indices { v[i] -= overlap * u[i] }
      }
    }
    let length = dot(v, v).squareRoot()
    vectors.append(v.map { $0 / length })
  }
  return (0..<rows * columns).map { index in
    let (i, j) = (index / columns, index % columns)
    return Float(gain * (rows >= columns ? vectors[j][i] : vectors[i][j]))
  }
}

/// A matrix of uniform numbers in ±√(6 / (rows + columns)), times a gain.
///
/// - Parameters:
///   - rows: at least 1; traps otherwise.
///   - columns: at least 1; traps otherwise.
///   - gain: a factor.
///   - rng: the source of randomness; one draw a number.
/// - Returns: `[rows, columns]`, row by row.
/// - Source: Glorot & Bengio (2010), equation 16.
public func xavier(rows: Int, columns: Int, gain: Double = 1, using rng: inout Generator) -> [Float]
{
  require(rows >= 1 && columns >= 1, "a matrix of \(rows)×\(columns)")
  let bound = gain * (6 / Double(rows + columns)).squareRoot()
  return (0..<rows * columns).map { _ in Float(bound * (2 * uniform(using: &rng) - 1)) }
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}
