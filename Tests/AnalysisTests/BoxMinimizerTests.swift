import Analysis
import Numerics
import Testing

@Suite("Minimising in a box")
struct BoxMinimizerTests {
  /// `Σ 100·(x[i+1] − x[i]²)² + (1 − x[i])²`, a curved valley with its end at (1, 1, …).
  private func valley(_ x: [Double], _ gradient: inout [Double]) -> Double {
    var value = 0.0
    for i in gradient.indices { gradient[i] = 0 }
    for i in 0..<x.count - 1 {
      let (bend, rest) = (x[i + 1] - x[i] * x[i], 1 - x[i])
      value += 100 * bend * bend + rest * rest
      gradient[i] += -400 * x[i] * bend - 2 * rest
      gradient[i + 1] += 200 * bend
    }
    return value
  }

  @Test("it follows Rosenbrock's valley to its end, from any corner of the box")
  func inside() {
    for corner in 0..<8 {
      let start = (0..<3).map { corner >> $0 & 1 == 0 ? -2.0 : 3 }
      let found = minimize(in: [-2...3, -2...3, -2...3], from: start, iterationLimit: 500, valley)
      #expect(found.hasConverged && found.value < 1e-9, "\(found)")
      #expect(found.point.allSatisfy { abs($0 - 1) < 1e-4 }, "\(found)")
    }
  }

  @Test("where the valley leaves the box it ends on the wall, exactly, and at the best point there")
  func onTheWall() {
    let found = minimize(in: [-2...0.5, -2...3], from: [-1, 2], valley)
    // On x = ½ the best y is ¼, and (1 − ½)² is left.
    #expect(found.point[0] == 0.5 && abs(found.point[1] - 0.25) < 1e-5, "\(found)")
    #expect(abs(found.value - 0.25) < 1e-9 && found.hasConverged)
  }

  @Test("a wall that was hit on the way is left again")
  func offTheWall() {
    // From the upper right the first steps run into walls; the minimum is inside.
    let found = minimize(in: [0...1, 0...1000], from: [1, 1000]) { x, gradient in
      let (a, b) = (x[0] - 0.3, (x[1] - 400) / 1000)
      gradient = [2 * a + b, (2 * b + a) / 1000]
      return a * a + b * b + a * b
    }
    #expect(abs(found.point[0] - 0.3) < 1e-4 && abs(found.point[1] - 400) < 0.1, "\(found)")
  }

  @Test("it walks around points where there is no value")
  func holes() {
    let found = minimize(in: [0...10], from: [9]) { x, gradient in
      // The logarithm barrier of x > 2.
      gradient = [1 - 1 / (x[0] - 2)]
      return x[0] > 2 ? x[0] - logarithm(x[0] - 2) : .infinity
    }
    #expect(abs(found.point[0] - 3) < 1e-4, "\(found)")
  }

  @Test("without a value at the start it says so, and a search cut short has not converged")
  func failures() {
    let lost = minimize(in: [0...1], from: [0.5]) { _, _ in .nan }
    #expect(!lost.hasConverged && lost.value.isNaN && lost.iterationCount == 0)
    let short = minimize(in: [-2...3, -2...3], from: [-2, 3], iterationLimit: 3, valley)
    #expect(!short.hasConverged && short.iterationCount == 3)
  }
}
