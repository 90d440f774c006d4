import Testing

@testable import Notebook

/// What claims compare, and how numbers stand in prose.
@Suite struct ClaimTests {
  @Test func nearEnough() {
    // `#expect` does not know the operators' precedence.
    let near = [
      0.505 ≈ 0.51 ± 0.01, 1 + 1 ≈ 1 + 2 ± 1, Float(0.25) ≈ 0.2 ± 0.1, 2 ≈ 2 ± 0, 3 ≈ 1 ± 2,
    ]
    let far = [
      0.5 ≈ 0.52 ± 0.01, Double.nan ≈ 0 ± 1, 0 ≈ Double.nan ± 1, 1 ≈ 0 ± Double.nan, 4 ≈ 1 ± 2,
    ]
    #expect(near.allSatisfy { $0 })
    #expect(!far.contains(true))
  }

  @Test(arguments: [
    (0.3, "0.3"), (0.30000000000000004, "0.3"), (2.0, "2"), (-0.0004, "0"), (1234.5678, "1234.568"),
    (.infinity, "inf"), (.nan, "nan"), (1e9, "1000000000"),
  ])
  func numbersInProse(value: Double, text: String) {
    #expect(valueText(value) == text)
  }

  @Test func valuesInProse() {
    #expect(valueText(true) == "yes")
    #expect(valueText(false) == "no")
    #expect(valueText(42) == "42")
    #expect(valueText(Float(0.5)) == "0.5")
    #expect(valueText("as it is") == "as it is")
    #expect(valueText([1, 2]) == "[1, 2]")
  }

  @Test(arguments: [
    (0.54930614, "0.5493"), (0.5, "0.5"), (123.456, "123.5"), (98765.4321, "98765"), (3, "3"),
    (-0.00012346, "-0.0001235"), (0, "0"), (.infinity, "inf"),
  ])
  func measuredNumbers(value: Double, text: String) {
    #expect(measuredText(value) == text)
  }

  @Test func measuredValues() {
    #expect(measuredText(3) == "3")
    #expect(measuredText(true) == "yes")
    #expect(measuredText("short") == "short")
    #expect(measuredText(Array(0..<100)).count == 60)
  }
}
