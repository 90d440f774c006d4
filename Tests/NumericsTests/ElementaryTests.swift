import Foundation
import Numerics
import Testing

@Suite("Elementary functions and statistics")
struct ElementaryTests {
  @Test("exponential agrees with the C library to 10⁻¹⁵")
  func exponentials() {
    for x in stride(from: -745.0, through: 709.7, by: 0.37) {
      let expected = exp(x)
      #expect(abs(exponential(x) - expected) <= max(1e-15 * expected, .leastNonzeroMagnitude))
    }
    #expect(exponential(0) == 1)
    #expect(exponential(710) == .infinity && exponential(-800) == 0)
    #expect(exponential(-.infinity) == 0 && exponential(.nan).isNaN)
  }

  /// The definition, with the library's own rounding.
  private func series(_ x: Double) -> Double {
    let k = (x * 1.4426950408889634).rounded()
    let r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
    let sum = stride(from: 13.0, through: 1, by: -1).reduce(1.0) { 1 + r * $0 / $1 }
    let half = (k / 2).rounded(.down)
    return sum * pow(2, half) * pow(2, k - half)
  }

  @Test("exponentials, one or many, have the bits of their definition")
  func exponentialBits() {
    var rng = Generator(seed: 5)
    var x = stride(from: -745.1, through: 709.7, by: 0.173).map(\.self)
    x += (0..<3_001).map { _ in normal(using: &rng) }
    // Where x / ln 2 lies at or beside a half, and where it is small.
    x += (-1_000...1_000).flatMap { k in
      let middle = (Double(k) + 0.5) / 1.4426950408889634
      return [middle.nextDown, middle, middle.nextUp]
    }
    x += [0, -0.0, 1e-300, -1e-300, .leastNonzeroMagnitude, 709.782712893384, -745.2]
    let many = Kernels.exponential(x)
    for (x, y) in zip(x, many) {
      #expect(y.bitPattern == exponential(x).bitPattern, "e^\(x)")
      #expect(y.bitPattern == series(x).bitPattern, "e^\(x)")
    }
    let beyond = Kernels.exponential([.nan, .infinity, -.infinity, 710, -746, 1e300, -1e300])
    #expect(beyond[0].isNaN)
    #expect(Array(beyond[1...]) == [.infinity, 0, .infinity, 0, .infinity, 0])
    #expect(Kernels.exponential([Double]()).isEmpty)
  }

  @Test("logarithm agrees with the C library to 10⁻¹⁵")
  func logarithms() {
    for exponent in stride(from: -320.0, through: 308, by: 0.173) {
      let x = pow(10, exponent)
      #expect(abs(logarithm(x) - log(x)) <= 1e-15 * max(1, abs(log(x))))
    }
    #expect(logarithm(1) == 0 && logarithm(0) == -.infinity && logarithm(-1).isNaN)
    #expect(logarithm(.leastNonzeroMagnitude) == log(.leastNonzeroMagnitude))
  }

  @Test("logistic is the inverse of the logit and never overflows")
  func logistics() {
    for p in [1e-12, 0.1, 0.5, 0.9] { #expect(abs(logistic(log(p / (1 - p))) - p) < 1e-14) }
    #expect(logistic(-1e6) == 0 && logistic(1e6) == 1 && logistic(0) == 0.5)
  }

  @Test("softmax of two is logistic of the difference, for logits of any size")
  func softmaxes() {
    for (a, b) in [(0.0, 0.0), (1, -2), (1000, 999), (-5000, -5003)] {
      #expect(abs(softmax([a, b])[0] - logistic(a - b)) < 1e-15)
    }
    #expect(abs(softmax([3, 1, 4, 1, 5]).reduce(0, +) - 1) < 1e-15)
  }

  @Test("statistics of a sample worked by hand")
  func statistics() {
    let x = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(mean(x) == 5)
    #expect(abs(variance(x) - 32.0 / 7) < 1e-15)
    #expect(abs(standardDeviation(x) - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(abs(standardError(x) - (4.0 / 7).squareRoot()) < 1e-15)
    #expect(indexOfMaximum([1, 3, 2, 3]) == 1)
    #expect(columnMeans([[1, 2], [3, 5]]) == [2, 3.5])
    #expect(blockMeans([1, 3, 5, 7, 4], of: 2) == [2, 6, 4])
    #expect(blockMeans([], of: 2).isEmpty)
  }

  @Test("correlation worked by hand")
  func correlations() {
    #expect(abs(correlation([1, 2, 3], [2, 4, 6]) - 1) < 1e-15)
    #expect(abs(correlation([1, 2, 3], [-2, -4, -6]) + 1) < 1e-15)
    #expect(abs(correlation([1, 2, 3, 4], [1, 3, 2, 4]) - 0.8) < 1e-15)
    #expect(correlation([1, 2], [5, 5]).isNaN)
  }
}
