import Foundation
import Numerics
import Testing

@Suite("Algebra and regression")
struct AlgebraTests {
  private func random(_ rows: Int, _ columns: Int, using rng: inout Generator) -> Matrix {
    Matrix((0..<rows).map { _ in (0..<columns).map { _ in normal(using: &rng) } })
  }

  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test("Cholesky's factor gives the matrix back, and solves", arguments: 1...12)
  func choleskyFactor(n: Int) throws {
    var rng = Generator(seed: Int(n))
    let b = random(n + 2, n, using: &rng)
    let a = b.transposed * b
    let l = try #require(cholesky(a))
    #expect(distance(l * l.transposed, a) < 1e-10)
    let x = (0..<n).map { _ in normal(using: &rng) }
    let solved = try #require(solvePositiveDefinite(a, a * x))
    for (found, expected) in zip(solved, x) { #expect(abs(found - expected) < 1e-6) }
    #expect(cholesky(Matrix([[1, 2], [2, 1]])) == nil)
  }

  @Test("Cholesky's factor has the bits of its definition, element by element", arguments: [3, 17])
  func choleskyBits(n: Int) throws {
    var rng = Generator(seed: n)
    let b = random(n + 2, n, using: &rng)
    let a = b.transposed * b
    let l = try #require(cholesky(a))
    for i in 0..<n {
      for j in 0...i {
        let rest = (0..<j).reduce(a[i, j]) { $0 - l[i, $1] * l[j, $1] }
        #expect(l[i, j] == (i == j ? rest.squareRoot() : rest / l[j, j]))
      }
      for j in i + 1..<max(n, i + 1) { #expect(l[i, j] == 0) }
    }
  }

  @Test("Q is orthonormal, R triangular, and their product the matrix", arguments: 1...8)
  func qrDecomposition(n: Int) {
    var rng = Generator(seed: Int(n))
    for m in [n, n + 5] {
      let a = random(m, n, using: &rng)
      let (q, r) = qr(a)
      #expect(distance(q * r, a) < 1e-12)
      #expect(distance(q.transposed * q, .identity(n)) < 1e-12)
      for i in 0..<n {
        #expect(r[i, i] >= 0)
        for j in 0..<i { #expect(r[i, j] == 0) }
      }
    }
  }

  @Test("least squares leave an error that is orthogonal to every column")
  func leastSquaresFit() throws {
    var rng = Generator(seed: 3)
    let a = random(30, 4, using: &rng)
    let b = (0..<30).map { _ in normal(using: &rng) }
    let x = try #require(leastSquares(a, b))
    let error = zip(a * x, b).map { $0 - $1 }
    for overlap in a.transposed * error { #expect(abs(overlap) < 1e-12) }
    let (q, r) = qr(a)
    for (one, other) in zip(r * x, q.transposed * b) { #expect(abs(one - other) < 1e-12) }
    #expect(leastSquares(Matrix([[1, 2], [2, 4], [3, 6]]), [1, 2, 3]) == nil)
    let line = try #require(leastSquares(Matrix([[1, 0], [1, 1], [1, 2]]), [1, 3, 5]))
    #expect(abs(line[0] - 1) < 1e-12 && abs(line[1] - 2) < 1e-12)
  }

  @Test("eigenvectors are orthonormal and turn the matrix into its values", arguments: 1...10)
  func eigen(n: Int) {
    var rng = Generator(seed: Int(n))
    let b = random(n, n, using: &rng)
    let a = b.transposed * b
    let (values, vectors) = symmetricEigen(a)
    #expect(values == values.sorted(by: >))
    #expect(distance(vectors.transposed * vectors, .identity(n)) < 1e-12)
    for j in 0..<n {
      for (left, right) in zip(a * vectors.column(j), vectors.column(j)) {
        #expect(abs(left - values[j] * right) < 1e-10)
      }
    }
  }

  @Test("eigenvalues by hand")
  func eigenByHand() {
    let (values, vectors) = symmetricEigen(Matrix([[2, 1], [1, 2]]))
    #expect(abs(values[0] - 3) < 1e-12 && abs(values[1] - 1) < 1e-12)
    #expect(abs(vectors[0, 0] - 0.5.squareRoot()) < 1e-12)
    #expect(symmetricEigen(Matrix([[5]])).values == [5])
  }

  @Test("principal components find the direction and its variance")
  func principalComponents() {
    var rng = Generator(seed: 4)
    let data = (0..<2_000).map { _ in
      let along = normal(standardDeviation: 3, using: &rng)
      return [1 + 0.6 * along, 2 + 0.8 * along + normal(standardDeviation: 0.1, using: &rng)]
    }
    let found = PrincipalComponents(data)
    #expect(abs(found.directions[0, 0] - 0.6) < 0.01 && abs(found.directions[1, 0] - 0.8) < 0.01)
    #expect(abs(found.variances[0] - 9) < 4 * 9 * (2.0 / 2_000).squareRoot())
    #expect(found.variances[1] < 0.01)
    let scores = data.map { found.scores($0)[0] }
    #expect(abs(mean(scores)) < 1e-10 && abs(variance(scores) - found.variances[0]) < 1e-8)
  }

  @Test("logistic regression recovers its weights within their errors")
  func logisticRegression() {
    var rng = Generator(seed: 5)
    let truth = [-0.5, 1.2, 0]
    let x = (0..<3_000).map { _ in [1, normal(using: &rng), normal(using: &rng)] }
    let y = x.map { row in
      bernoulli(logistic(zip(truth, row).reduce(0) { $0 + $1.0 * $1.1 }), using: &rng)
    }
    let fit = LogisticRegression(x, y)
    for ((found, error), expected) in zip(zip(fit.weights, fit.standardErrors), truth) {
      #expect(error > 0.02 && error < 0.08 && abs(found - expected) < 4 * error)
    }
    #expect(fit.logLikelihood < 0)
    // An intercept alone is the logit of the mean: 3 of 4.
    let simple = LogisticRegression([[1], [1], [1], [1]], [true, true, true, false], penalty: 0)
    #expect(abs(simple.weights[0] - log(3)) < 1e-9)
    #expect(abs(simple.logLikelihood - (3 * log(0.75) + log(0.25))) < 1e-9)
    let separated = LogisticRegression([[-1], [1]], [false, true], penalty: 0.01)
    #expect(separated.weights[0].isFinite && separated.weights[0] > 2)
  }

  @Test("a bootstrap interval of the mean is the standard error's, and covers as often as it says")
  func bootstrapInterval() {
    var rng = Generator(seed: 6)
    var covered = 0
    for _ in 0..<200 {
      let sample = (0..<40).map { _ in normal(using: &rng) }
      let interval = bootstrap(sample, confidence: 0.9, samples: 200, using: &rng, mean)
      if interval.contains(0) { covered += 1 }
    }
    // 90 % less the small-sample loss of the percentile interval, ± 4 standard errors.
    #expect(covered > 160 && covered < 197)
  }
}
