import Numerics
import Testing

@Suite("Clustered standard errors")
struct ClusteredErrorTests {
  @Test("by hand: three of four, each a cluster of its own")
  func byHand() {
    let (x, y) = ([[1.0], [1], [1], [1]], [true, true, true, false])
    let fit = LogisticRegression(x, y, penalty: 0)
    // A = 4·(3/4)(1/4) = 3/4, Σ u² = 3/16 + 9/16 = 3/4: V = 4/3 · (3/4)/(3/4)² = 16/9.
    let errors = fit.clusteredStandardErrors(x, y, clusters: [0, 1, 2, 3], penalty: 0)
    #expect(abs(errors[0] - 4.0 / 3) < 1e-6)
    // Two clusters, {1, 1} and {1, 0}: u = ½ and −½, V = 2 · ½ / (3/4)² = 16/9.
    let pairs = fit.clusteredStandardErrors(x, y, clusters: [0, 0, 1, 1], penalty: 0)
    #expect(abs(pairs[0] - 4.0 / 3) < 1e-6)
  }

  @Test("copies within a cluster are no news: the errors are those without them")
  func copies() {
    var rng = Generator(seed: 2)
    let x = (0..<300).map { _ in [1, normal(using: &rng), normal(using: &rng)] }
    let y = x.map { bernoulli(logistic(0.4 + 0.9 * $0[1] - 0.5 * $0[2]), using: &rng) }
    let own = Array(x.indices)
    let once = LogisticRegression(x, y, penalty: 0)
    let single = once.clusteredStandardErrors(x, y, clusters: own, penalty: 0)
    func fourTimes<Value>(_ values: [Value]) -> [Value] { values + values + values + values }
    let (x4, y4) = (fourTimes(x), fourTimes(y))
    let copied = LogisticRegression(x4, y4, penalty: 0)
    let clustered = copied.clusteredStandardErrors(x4, y4, clusters: fourTimes(own), penalty: 0)
    for j in 0..<3 {
      #expect(abs(clustered[j] - single[j]) < 1e-6)
      // Without clusters they would be half as large; for independent outcomes both agree roughly.
      #expect(abs(copied.standardErrors[j] - once.standardErrors[j] / 2) < 1e-6)
      #expect(abs(single[j] / once.standardErrors[j] - 1) < 0.25)
    }
  }

  @Test("numbers that no outcome has are no clusters")
  func numbersLeftOut() {
    let (x, y) = ([[1.0], [1], [1], [1]], [true, true, true, false])
    let fit = LogisticRegression(x, y, penalty: 0)
    let errors = fit.clusteredStandardErrors(x, y, clusters: [1, 1, 7, 7], penalty: 0)
    #expect(errors == fit.clusteredStandardErrors(x, y, clusters: [0, 0, 1, 1], penalty: 0))
  }

  @Test("they are the spread over repeated experiments whose clusters share a bias")
  func spread() {
    // Forty clusters of twenty; the second predictor is one number for a whole cluster.
    var (slopes, claimed, naive): ([Double], [Double], [Double]) = ([], [], [])
    var rng = Generator(seed: 6)
    for _ in 0..<60 {
      var (x, y, clusters): ([[Double]], [Bool], [Int]) = ([], [], [])
      for cluster in 0..<40 {
        let (own, shift) = (normal(using: &rng), normal(using: &rng))
        for _ in 0..<20 {
          x.append([1, own])
          y.append(bernoulli(logistic(0.5 * own + shift), using: &rng))
          clusters.append(cluster)
        }
      }
      let fit = LogisticRegression(x, y, penalty: 0)
      slopes.append(fit.weights[1])
      claimed.append(fit.clusteredStandardErrors(x, y, clusters: clusters, penalty: 0)[1])
      naive.append(fit.standardErrors[1])
    }
    // The spread of sixty is known to a tenth.
    let truth = standardDeviation(slopes)
    #expect(abs(mean(claimed) / truth - 1) < 0.4, "\(mean(claimed)) and \(truth)")
    #expect(mean(naive) < 0.7 * truth, "\(mean(naive)) and \(truth)")
  }

  @Test("counts that differ and a single cluster trap, whatever its number")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      let fit = LogisticRegression([[1], [1]], [true, false])
      _ = fit.clusteredStandardErrors([[1], [1]], [true, false], clusters: [3, 3])
    }
    await #expect(processExitsWith: .failure) {
      let fit = LogisticRegression([[1], [1]], [true, false])
      _ = fit.clusteredStandardErrors([[1], [1]], [true, false], clusters: [0, 0])
    }
  }
}
