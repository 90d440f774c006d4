import Numerics
import Testing

@Suite("Conjugate gradients")
struct ConjugateGradientTests {
  /// A random symmetric positive definite matrix `BᵀB/n + I/10`, and a vector.
  private func problem(_ n: Int, seed: Int = 1) -> (matrix: Matrix, values: [Double]) {
    var rng = Generator(seed: seed)
    let b = Matrix((0..<n).map { _ in (0..<n).map { _ in normal(using: &rng) } })
    var matrix = b.transposed * b
    for i in 0..<n {
      for j in 0..<n { matrix[i, j] = matrix[i, j] / Double(n) + (i == j ? 0.1 : 0) }
    }
    return (matrix, (0..<n).map { _ in normal(using: &rng) })
  }

  @Test("they find what Cholesky finds", arguments: [1, 2, 5, 20])
  func directSolve(n: Int) throws {
    let (matrix, values) = problem(n)
    let direct = try #require(solvePositiveDefinite(matrix, values))
    let found = solveByConjugateGradients(values, iterationLimit: 3 * n, tolerance: 1e-12) {
      matrix * $0
    }
    #expect(found.ending == .converged)
    for (x, y) in zip(found.solution, direct) { #expect(abs(x - y) < 1e-6) }
    #expect(
      found
        == solveByConjugateGradients(values, iterationLimit: 3 * n, tolerance: 1e-12) {
          matrix * $0
        })
  }

  @Test("each iteration brings the energy ½xᵀAx − bᵀx down")
  func energy() {
    let (matrix, values) = problem(20)
    let energies = (0...12).map { limit in
      let x = solveByConjugateGradients(values, iterationLimit: limit) { matrix * $0 }.solution
      return dot(x, matrix * x) / 2 - dot(values, x)
    }
    #expect(energies[0] == 0)
    for (before, after) in zip(energies, energies.dropFirst()) { #expect(after < before) }
  }

  @Test("they stop when the residual is small enough, and tell the residual that is left")
  func earlyStop() {
    let (matrix, values) = problem(20)
    func residual(_ x: [Double]) -> Double {
      let rest = zip(values, matrix * x).map { $0 - $1 }
      return (dot(rest, rest) / dot(values, values)).squareRoot()
    }
    let rough = solveByConjugateGradients(values, iterationLimit: 100, tolerance: 0.1) {
      matrix * $0
    }
    #expect(rough.ending == .converged && rough.iterationCount < 20)
    #expect(rough.residual <= 0.1 && rough.residual > 1e-6)
    #expect(abs(rough.residual - residual(rough.solution)) < 1e-12)
    let limited = solveByConjugateGradients(values, iterationLimit: 3) { matrix * $0 }
    #expect(limited.ending == .iterationLimit && limited.iterationCount == 3)
    #expect(abs(limited.residual - residual(limited.solution)) < 1e-12)
    // Two eigenvalues: two iterations.
    let two = solveByConjugateGradients([1, -2, 3], iterationLimit: 9) {
      [4 * $0[0], 4 * $0[1], $0[2]]
    }
    #expect(two.ending == .converged && two.iterationCount == 2)
  }

  @Test("for nothing they find nothing, without a product")
  func zero() {
    let found = solveByConjugateGradients([0, 0], iterationLimit: 5) { _ in
      Issue.record("a product")
      return [0, 0]
    }
    #expect(found.solution == [0, 0] && found.residual == 0)
    #expect(found.iterationCount == 0 && found.ending == .converged)
    #expect(solveByConjugateGradients([], iterationLimit: 5) { $0 }.ending == .converged)
  }

  @Test("a matrix that is not positive definite is told, and so is a product that is no number")
  func indefinite() {
    let found = solveByConjugateGradients([1, 1], iterationLimit: 5) { [3 * $0[0], -$0[1]] }
    // b has a curvature of 2, the next direction a negative one: x = b·2/2.
    #expect(found.ending == .notPositiveDefinite && found.iterationCount == 1)
    #expect(found.solution == [1, 1])
    let none = solveByConjugateGradients([1, 0], iterationLimit: 5) { [.nan, $0[1]] }
    #expect(none.ending == .notPositiveDefinite && none.solution == [0, 0])
    let noValue = solveByConjugateGradients([.nan], iterationLimit: 5) { $0 }
    #expect(noValue.ending == .notPositiveDefinite && noValue.residual.isNaN)
  }
}
