import Numerics
import Testing

@Suite("Data at the edge of what can be computed")
struct DegenerateDataTests {
  private func distance(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(
    "QR of matrices of any size of numbers, and of dependent columns",
    arguments: [1e-300, 1e-160, 1, 1e160, 1e300])
  func qrOfAnySize(size: Double) {
    for rows in [
      [[1.0, 2], [3, 4], [5, 6]], [[1, 2], [2, 4], [3, 6]], [[0, 1], [0, 2], [0, 2]],
    ] {
      let a = Matrix(rows.map { $0.map { $0 * size } })
      let (q, r) = qr(a)
      #expect(distance(q * r, a) < 1e-14 * 10 * size)
      #expect(distance(q.transposed * q, .identity(2)) < 1e-14)
    }
  }

  @Test("least squares do not mind in which units a predictor is given")
  func leastSquaresInAnyUnits() throws {
    for unit in [1e-100, 1e-14, 1, 1e14, 1e100] {
      let a = Matrix((0..<5).map { [1, Double($0 * $0) * unit] })
      let x = try #require(leastSquares(a, (0..<5).map { 2 + 3 * Double($0 * $0) }), "\(unit)")
      #expect(abs(x[0] - 2) < 1e-12 && abs(x[1] * unit - 3) < 1e-12)
      let dependent = Matrix((0..<5).map { [Double($0), Double(3 * $0) * unit] })
      #expect(leastSquares(dependent, [1, 2, 3, 4, 5]) == nil)
    }
    #expect(leastSquares(Matrix([[0], [0]]), [1, 2]) == nil)
    #expect(leastSquares(Matrix([[.nan], [1]]), [1, 2]) == nil)
  }

  @Test("Cholesky's factor only of what is positive definite")
  func notPositiveDefinite() {
    for rows in [[[0.0]], [[-1]], [[1, 1], [1, 1]], [[.nan]], [[1, 0], [0, -1e-300]]] {
      #expect(cholesky(Matrix(rows)) == nil)
    }
    #expect(cholesky(Matrix([[1e-300]]))?.elements == [1e-150])
  }

  @Test("eigenvalues of zeros, of equal ones, and of ranks that are not full")
  func eigen() {
    #expect(symmetricEigen(Matrix(rowCount: 3, columnCount: 3)).values == [0, 0, 0])
    #expect(symmetricEigen(.identity(3)).values == [1, 1, 1])
    for size in [1e-200, 1, 1e200] {
      // v·vᵀ with v of length 3.
      let v = [1.0, 2, 2]
      let a = Matrix(v.map { x in v.map { size * x * $0 } })
      let (values, vectors) = symmetricEigen(a)
      #expect(abs(values[0] / size - 9) < 1e-13 && abs(values[2] / size) < 1e-14)
      #expect(abs(vectors[1, 0] - 2.0 / 3) < 1e-14)
      #expect(distance(vectors.transposed * vectors, .identity(3)) < 1e-14)
    }
  }

  @Test("principal components of what does not vary, and of fewer observations than variables")
  func principalComponents() {
    let constant = PrincipalComponents([[1, 2], [1, 2], [1, 2]])
    #expect(constant.variances == [0, 0] && constant.scores([2, 2]).contains { abs($0) == 1 })
    let few = PrincipalComponents([[0, 0, 0], [1, 2, 2]])
    #expect(abs(few.variances[0] - 4.5) < 1e-12 && few.variances[1] < 1e-12)
  }

  @Test("a logistic regression finds its weights in any units of the predictors")
  func logisticInAnyUnits() {
    var rng = Generator(seed: 1)
    let x = (0..<400).map { _ in normal(using: &rng) }
    let y = x.map { bernoulli(logistic(0.5 + $0), using: &rng) }
    let known = LogisticRegression(x.map { [1, $0] }, y, penalty: 0)
    #expect(known.standardErrors.allSatisfy { $0 > 0.05 && $0 < 0.2 })
    for unit in [1e-6, 1e-3, 1e3, 1e6] {
      let fit = LogisticRegression(x.map { [1, $0 * unit] }, y, penalty: 0)
      #expect(abs(fit.weights[1] * unit - known.weights[1]) < 1e-9, "\(unit)")
      #expect(abs(fit.standardErrors[1] * unit - known.standardErrors[1]) < 1e-9, "\(unit)")
    }
  }

  @Test("outcomes that a predictor tells apart: the penalty alone keeps the weights finite")
  func separatedOutcomes() {
    let x = [-3.0, -1, 1, 2].map { [1, $0] }
    let y = [false, false, true, true]
    for penalty in [1e-6, 1e-3, 1] {
      let fit = LogisticRegression(x, y, penalty: penalty)
      // At the optimum the slope of the penalised loss is 0.
      for j in 0..<2 {
        let slope = zip(x, y).reduce(-penalty * fit.weights[j]) { sum, pair in
          let p = logistic(zip(fit.weights, pair.0).reduce(0) { $0 + $1.0 * $1.1 })
          return sum + ((pair.1 ? 1 : 0) - p) * pair.0[j]
        }
        #expect(abs(slope) < 1e-10, "\(penalty)")
      }
      #expect(fit.weights[1] > 0 && fit.logLikelihood < 0)
      #expect(fit.standardErrors.allSatisfy { $0.isFinite })
    }
    let free = LogisticRegression(x, y, penalty: 0)
    #expect(free.weights.allSatisfy { $0.isFinite } && free.standardErrors.allSatisfy { $0.isNaN })
  }

  @Test("a bootstrap says so when its statistic is not a number, and of one value it is that value")
  func bootstraps() async {
    var rng = Generator(seed: 2)
    #expect(bootstrap([3.0], samples: 10, using: &rng, mean) == 3...3)
    #expect(bootstrap([1.0, 2], confidence: 0.999, samples: 1, using: &rng, mean).lowerBound >= 1)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var rng = Generator(seed: 3)
      let pairs = [(1.0, 2.0), (2, 3), (3, 5)]
      _ = bootstrap(pairs, samples: 100, using: &rng) { sample in
        correlation(sample.map(\.0), sample.map(\.1))
      }
    }
    #expect(message(of: result).contains("statistic of a sample is not a number"))
  }

  @Test("predictors that are not as many for each outcome are refused")
  func raggedPredictors() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LogisticRegression([[1, 2], [1]], [true, false])
    }
    #expect(message(of: result).contains("1 predictors of an outcome, 2 of the first"))
  }
}
