import Numerics
import Testing

@Suite("Gamma and beta")
struct DistributionTests {
  /// Counts of samples in cells that are equally likely if `cumulative` is right.
  private func probability(
    _ samples: [Double], cells: Int = 20, cumulative: (Double) -> Double
  ) -> Double {
    var observed = [Int](repeating: 0, count: cells)
    for x in samples {
      observed[min(cells - 1, max(0, Int(cumulative(x) * Double(cells))))] += 1
    }
    let expected = [Double](
      repeating: Double(samples.count) / Double(cells), count: cells)
    return chiSquareProbability(observed: observed, expected: expected)
  }

  @Test("gamma has its distribution at every kind of shape", arguments: [0.3, 1, 1.5, 7, 60])
  func gammas(shape: Double) {
    var rng = Generator(seed: 1)
    let samples = (0..<4_000).map { _ in gamma(shape: shape, using: &rng) }
    let p = probability(samples) { 1 - upperGamma(shape: shape, $0) }
    #expect(p > sidakThreshold(tests: 9))
  }

  @Test("beta has its distribution", arguments: [(1.0, 1.0), (2, 1), (1, 4), (3, 2)])
  func betas(a: Double, b: Double) {
    var rng = Generator(seed: 2)
    let samples = (0..<4_000).map { _ in beta(a, b, using: &rng) }
    // For whole numbers the distribution function is a binomial sum.
    let n = Int(a + b) - 1
    let p = probability(samples) { x in
      (Int(a)...n).reduce(0) { sum, j in
        var term = 1.0
        for i in 0..<j { term *= Double(n - i) / Double(i + 1) * x }
        for _ in j..<n { term *= 1 - x }
        return sum + term
      }
    }
    #expect(p > sidakThreshold(tests: 9))
  }

  @Test("equal largest values are chosen equally often")
  func ties() {
    var rng = Generator(seed: 3)
    var counts = [0, 0, 0, 0]
    for _ in 0..<3_000 { counts[indexOfMaximum([2, 1, 2, 2], using: &rng)] += 1 }
    #expect(counts[1] == 0)
    #expect(
      chiSquareProbability(
        observed: [counts[0], counts[2], counts[3]], expected: [1_000, 1_000, 1_000]) > 0.001)
    #expect(indexOfMaximum([1, 3, 2], using: &rng) == 1)
  }
}
