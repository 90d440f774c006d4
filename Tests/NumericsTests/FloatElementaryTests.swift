import Foundation
import Numerics
import Testing

@Suite("Elementary functions in single precision")
struct FloatElementaryTests {
  /// Every 40,009th float from 0 to infinity, and special ones, with both signs.
  static let arguments: [Float] = {
    let bits = stride(from: UInt32(0), through: Float.infinity.bitPattern, by: 40_009)
    let special: [Float] = [.infinity, 1, 0.5, 8.2, 87, 88, 0x1p-140, .greatestFiniteMagnitude]
    let positive = bits.map { Float(bitPattern: $0) } + special
    return positive + positive.map { -$0 } + [.nan]
  }()

  @Test("C and Swift give the same bits, NaN for NaN")
  func sameBits() {
    let x = Self.arguments
    let pairs = [
      (Kernels.exponential(x), x.map(Float.exponential)),
      (Kernels.logarithm(x), x.map(Float.logarithm)),
      (Kernels.hyperbolicTangent(x), x.map(Float.hyperbolicTangent)),
      (Kernels.sigmoid(x), x.map(Float.sigmoid)),
    ]
    for (fast, slow) in pairs {
      for (a, b) in zip(fast, slow) where !(a.isNaN && b.isNaN) {
        if a.bitPattern != b.bitPattern { Issue.record("\(a) and \(b)") }
      }
    }
  }

  @Test("errors are below 10⁻⁶, results in range")
  func errors() {
    var worst = (exp: 0.0, log: 0.0, tanh: 0.0, sigmoid: 0.0)
    for x in Self.arguments where x.isFinite {
      let d = Double(x)
      if x >= -87 && x <= 88 {
        worst.exp = max(worst.exp, abs(Double(Float.exponential(x)) / exp(d) - 1))
      }
      if x > 0 {
        worst.log = max(worst.log, abs(Double(Float.logarithm(x)) - log(d)) / max(1, abs(log(d))))
      }
      let t = Float.hyperbolicTangent(x)
      if abs(x) > 1e-30 { worst.tanh = max(worst.tanh, abs(Double(t) / tanh(d) - 1)) }
      worst.sigmoid = max(worst.sigmoid, abs(Double(Float.sigmoid(x)) - 1 / (1 + exp(-d))))
      if abs(t) > 1 || Float.sigmoid(x) > 1 || Float.sigmoid(x) < 0 {
        Issue.record("out of range at \(x)")
      }
    }
    #expect(worst.exp < 2e-7 && worst.log < 2e-7, "\(worst)")
    #expect(worst.tanh < 3e-7 && worst.sigmoid < 2e-7, "\(worst)")
  }

  @Test("special values")
  func specialValues() {
    #expect(Float.exponential(0) == 1 && Float.exponential(.nan).isNaN)
    #expect(Float.exponential(-.infinity) > 0 && Float.exponential(.infinity).isFinite)
    #expect(Float.logarithm(1) == 0 && Float.logarithm(0) == -.infinity)
    #expect(Float.logarithm(-1).isNaN && Float.logarithm(.infinity) == .infinity)
    #expect(Float.hyperbolicTangent(0) == 0 && Float.hyperbolicTangent(.nan).isNaN)
    #expect(Float.sigmoid(0) == 0.5)
    #expect(abs(Double.hyperbolicTangent(0.5) - tanh(0.5)) < 1e-15)
    #expect(abs(Double.hyperbolicTangent(-3) - tanh(-3)) < 1e-15)
  }
}
