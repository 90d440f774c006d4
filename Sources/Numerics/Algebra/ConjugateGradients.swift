/// What the method of conjugate gradients found for `A·x = b`.
public struct ConjugateGradients: Hashable, Sendable {
  /// Why it stopped.
  public enum Ending: String, Hashable, Codable, Sendable {
    /// The residual is as small as was asked for.
    case converged
    /// All iterations are used up.
    case iterationLimit
    /// A direction p was found with `pᵀ·A·p ≤ 0`, or with a product that is no number: A is not positive
    /// definite, and what was found before that direction is kept.
    case notPositiveDefinite
  }

  /// `[n]`, x.
  public let solution: [Double]
  /// How many iterations were made, each with one product.
  public let iterationCount: Int
  /// `‖b − A·x‖ / ‖b‖` as the recurrence carries it along; 0 if b is 0.
  public let residual: Double
  /// Why it stopped.
  public let ending: Ending
}

/// Solves `A·x = b` for a symmetric positive definite A that is known only by what it does to a vector.
///
/// Each iteration makes the error, measured as `eᵀ·A·e`, the least that it can be within the span of b, A·b,
/// A²·b, …: n of them are enough if nothing is rounded, far fewer if the eigenvalues of A lie in a few
/// clusters. Stopped early, x is shrunk along the directions in which A is small. All sums are in one order,
/// so the same products give the same bits.
///
/// ```swift
/// solveByConjugateGradients([1, 2], iterationLimit: 2) { x in matrix * x }.solution
/// ```
///
/// - Parameters:
///   - values: b, `[n]`.
///   - iterationLimit: at least 0; traps otherwise.
///   - tolerance: it ends when `‖b − A·x‖ ≤ tolerance · ‖b‖`, at least 0; traps otherwise.
///   - multiply: gives A·v for v, `[n]` both; traps on another count.
/// - Returns: x, 0 if b is 0, and how near it came.
/// - Throws: what `multiply` throws.
/// - Source: Hestenes & Stiefel (1952); Golub & Van Loan (2013), § 11.3.
public func solveByConjugateGradients<Failure: Error>(
  _ values: [Double], iterationLimit: Int, tolerance: Double = 1e-10,
  multiply: ([Double]) throws(Failure) -> [Double]
) throws(Failure) -> ConjugateGradients {
  require(iterationLimit >= 0, "a limit of \(iterationLimit) iterations")
  require(tolerance >= 0, "a tolerance of \(tolerance)")
  var solution = [Double](repeating: 0, count: values.count)
  var residual = values
  var direction = values
  var square = dot(values, values)
  let first = square
  var iteration = 0
  func found(_ ending: ConjugateGradients.Ending) -> ConjugateGradients {
    ConjugateGradients(
      solution: solution, iterationCount: iteration,
      residual: first > 0 ? (square / first).squareRoot() : first, ending: ending)
  }
  // With b = 0 this holds at once; with a b that is no number it never does.
  while !(square <= tolerance * tolerance * first) {
    guard iteration < iterationLimit else { return found(.iterationLimit) }
    let product = try multiply(direction)
    require(product.count == values.count, "a product of \(product.count), not \(values.count)")
    let curvature = dot(direction, product)
    guard curvature > 0 else { return found(.notPositiveDefinite) }
    let length = square / curvature
    for i in solution.indices {
      solution[i] += length * direction[i]
      residual[i] -= length * product[i]
    }
    let next = dot(residual, residual)
    for i in direction.indices { direction[i] = residual[i] + next / square * direction[i] }
    square = next
    iteration += 1
  }
  return found(.converged)
}

/// The scalar product `Σᵢ xᵢ·yᵢ`, added up in the order of the numbers.
///
/// - Parameters:
///   - x: `[n]`.
///   - y: `[n]`; traps on another count.
/// - Returns: the sum, 0 for n = 0.
package func dot(_ x: [Double], _ y: [Double]) -> Double {
  require(x.count == y.count, "a scalar product of \(x.count) numbers and \(y.count)")
  return x.indices.reduce(0) { $0 + x[$1] * y[$1] }
}
