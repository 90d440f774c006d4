import Testing

@testable import Plots

/// Ticks and where values lie.
@Suite struct AxisTests {
  @Test(arguments: [
    (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 1, 4, ["0.0", "0.5", "1.0"]), (0, 50, 5, ["0", "10", "20", "30", "40", "50"]),
    (-1.5, 1, 5, ["-1.5", "-1.0", "-0.5", "0.0", "0.5", "1.0"]),
    (0.03, 0.11, 5, ["0.04", "0.06", "0.08", "0.10"]),
    (1e-300, 3e-300, 2, ["1e-300", "2e-300", "3e-300"]),
    (0, 1e12, 2, ["0", "0.5e12", "1.0e12"]), (0, 3e11, 2, ["0", "2e11"]),
    (-1.7e308, 1.7e308, 4, ["-1e308", "0", "1e308"]),
    (1_000_000, 1_000_004, 4, ["1000000", "1000001", "1000002", "1000003", "1000004"]),
    (0, 0.00002, 2, ["0", "1e-5", "2e-5"]),
  ])
  func roundTicks(lower: Double, upper: Double, count: Int, labels: [String]) {
    let axis = Axis(label: "", lower: lower, upper: upper)
    #expect(axis.ticks(count).map(\.label) == labels)
  }

  @Test func ticksAreTheNearestDoubles() {
    let ticks = Axis(label: "", lower: 0, upper: 1).ticks(10).map(\.value)
    #expect(ticks == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
  }

  /// Steps are 1, 2 or 5 times a power of ten; there are not more intervals than asked for; the
  /// ticks are inside and none is missing.
  @Test func anyRangeHasRoundTicks() {
    var random = Randomness(seed: 7)
    for _ in 0..<2000 {
      let (a, b) = (random.uniform() * 200 - 100, random.uniform() * 200 - 100)
      let count = 1 + random.integer(below: 12)
      let step = TickStep(lower: min(a, b), upper: max(a, b), count: count)
      let ticks = step.ticks(lower: min(a, b), upper: max(a, b))
      #expect([1, 2, 5].contains(step.mantissa))
      #expect(ticks.count <= count + 1)
      #expect(ticks.allSatisfy { $0.value >= min(a, b) - 1e-6 && $0.value <= max(a, b) + 1e-6 })
      let spread = max(a, b) - min(a, b)
      #expect(Double(ticks.count + 1) * step.value >= spread)
      #expect(step.value <= 2.5 * spread / Double(count) + 1e-9)
    }
  }

  @Test func roundLimitsHoldTheData() {
    let axis = Axis.round("", [0.03, 0.97], range: nil)
    #expect((axis.lower, axis.upper) == (0, 1))
    let signed = Axis.round("", [-0.2, 7.1], range: nil)
    #expect((signed.lower, signed.upper) == (-2, 8))
  }

  @Test func degenerateRangesWiden() {
    let constant = Axis.round("", [3, 3], range: nil)
    #expect((constant.lower, constant.upper) == (0, 6))
    let negative = Axis.round("", [-3], range: nil)
    #expect((negative.lower, negative.upper) == (-6, 0))
    let zero = Axis.round("", [0], range: nil)
    #expect((zero.lower, zero.upper) == (-1, 1))
    let rounding = Axis.round("", [0.3, 0.1 + 0.2], range: nil)
    #expect(rounding.lower == 0 && rounding.upper > 0.5)
    let empty = Axis.round("", [.nan, .infinity], range: nil)
    #expect((empty.lower, empty.upper) == (0, 1))
    let single = Axis.tight("", [5])
    #expect((single.lower, single.upper) == (4, 6))
  }

  @Test func fractionsOfTheLargestRange() {
    let most = Double.greatestFiniteMagnitude
    let axis = Axis(label: "", lower: -most, upper: most)
    #expect(axis.fraction(0) == 0.5)
    #expect(axis.fraction(most) == 1)
    #expect(Axis(label: "", lower: 0, upper: 1e-300).fraction(1e300) == 1e6)
  }

  @Test func wholeNumbersHaveNoFractions() {
    #expect(Axis.tight("", [0, 1, 2, 3]).ticks(8).map(\.label) == ["0", "1", "2", "3"])
    #expect(Axis.tight("", [0, 1.5]).ticks(3).map(\.label) == ["0.0", "0.5", "1.0", "1.5"])
  }
}
