import Foundation
import Numerics
import Testing

/// The probability of counts at least as far from the expected ones, if those are right (Pearson's χ²).
///
/// Neighbouring cells are pooled until each expects five counts.
func chiSquareProbability(observed: [Int], expected: [Double]) -> Double {
  var cells: [(observed: Double, expected: Double)] = []
  var cell = (observed: 0.0, expected: 0.0)
  for (o, e) in zip(observed, expected) {
    cell = (cell.observed + Double(o), cell.expected + e)
    if cell.expected >= 5 {
      cells.append(cell)
      cell = (0, 0)
    }
  }
  if let last = cells.popLast() {
    cells.append((last.observed + cell.observed, last.expected + cell.expected))
  }
  let statistic = cells.reduce(0) {
    $0 + ($1.observed - $1.expected) * ($1.observed - $1.expected) / $1.expected
  }
  return upperGamma(shape: Double(cells.count - 1) / 2, statistic / 2)
}

/// What a single p must exceed when `count` tests run together: Šidák's correction of 0.1 %.
func sidakThreshold(tests count: Int) -> Double {
  1 - pow(1 - 0.001, 1 / Double(count))
}

/// The regularised upper incomplete gamma function Q(a, x), by its series or continued fraction.
func upperGamma(shape a: Double, _ x: Double) -> Double {
  if x <= 0 { return 1 }
  let scale = exp(a * log(x) - x - lgamma(a))
  if x < a + 1 {
    var (term, sum) = (1 / a, 1 / a)
    for n in 1..<1000 {
      term *= x / (a + Double(n))
      sum += term
    }
    return 1 - scale * sum
  }
  // Lentz's method.
  var b = x + 1 - a
  var c = 1e300
  var d = 1 / b
  var fraction = d
  for n in 1..<1000 {
    let an = -Double(n) * (Double(n) - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    fraction *= d * c
  }
  return scale * fraction
}

/// What an exit test's process wrote to stderr.
func message(of result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

@Suite("χ²")
struct ChiSquareTests {
  @Test("tabulated critical values have the probability 5 %")
  func criticalValues() {
    for (degrees, value) in [(1.0, 3.841), (2.0, 5.991), (10.0, 18.307), (100.0, 124.342)] {
      #expect(abs(upperGamma(shape: degrees / 2, value / 2) - 0.05) < 1e-4)
    }
  }

  @Test("a die with one face 5 % too frequent is found in 100,000 throws")
  func power() {
    let off = [17_500, 16_500, 16_500, 16_500, 16_500, 16_500]
    let fair = [Double](repeating: 100_000 / 6.0, count: 6)
    #expect(chiSquareProbability(observed: off, expected: fair) < sidakThreshold(tests: 20))
  }

  @Test("cells that expect less than five are pooled")
  func pooling() {
    let pooled = chiSquareProbability(observed: [10, 3, 2, 5], expected: [10, 2, 3, 5])
    #expect(pooled == chiSquareProbability(observed: [10, 5, 5], expected: [10, 5, 5]))
    #expect(pooled == 1)
  }
}
