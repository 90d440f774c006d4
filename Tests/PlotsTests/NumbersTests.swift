import Testing

@testable import Plots

/// Numbers as text, against values worked out by hand.
@Suite struct NumbersTests {
  @Test(arguments: [
    (0.0, 0, "0"), (0, 2, "0.00"), (-0.0, 2, "0.00"), (1, 0, "1"), (0.12345, 3, "0.123"),
    (0.5485, 3, "0.548"),  // the double is 0.54849999999999998…
    (1.005, 2, "1.00"),  // the double is 1.00499999999999989…
    (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (2.5, 0, "3"), (0.5, 0, "1"), (-0.5, 0, "-1"),
    (0.49, 0, "0"), (-0.49, 0, "0"), (-0.004, 2, "0.00"), (-0.005, 2, "-0.01"),
    (0.05, 1, "0.1"), (0.04, 1, "0.0"), (9.995, 2, "9.99"), (9.999, 2, "10.00"),
    (99.5, 0, "100"), (1e21, 0, "1000000000000000000000"), (1e-300, 3, "0.000"),
    (123_456_789.125, 2, "123456789.13"), (0.1, 20, "0.10000000000000000555"),
    (.nan, 2, "nan"), (.infinity, 0, "inf"), (-.infinity, 5, "-inf"),
  ])
  func fixedDigits(x: Double, digits: Int, text: String) {
    #expect(fixed(x, digits) == text)
  }

  @Test func everyDigitOfTheLeastNumber() {
    let text = fixed(.leastNonzeroMagnitude, 1074)
    #expect(text.hasPrefix("0." + String(repeating: "0", count: 323) + "4940656458412465"))
    #expect(text.hasSuffix("65533447265625"))
    #expect(fixed(.greatestFiniteMagnitude, 0).hasPrefix("17976931348623157081452742373170435"))
    #expect(fixed(.greatestFiniteMagnitude, 0).count == 309)
  }

  /// Writing all digits and reading them gives the same number.
  @Test func allDigitsReadBack() {
    var random = Randomness(seed: 1)
    for _ in 0..<500 {
      let x = Double(bitPattern: random.next())
      guard x.isFinite else { continue }
      #expect(Double(fixed(x, 1080)) == x)
      #expect(Double(significant(x, 17)) == x)
    }
  }

  @Test(arguments: [
    (0.5, 0, "50%"), (0.123, 1, "12.3%"), (0.285, 0, "28%"),  // the double is 0.28499999999999998…
    (1, 0, "100%"), (-0.001, 0, "0%"), (0.005, 0, "1%"), (12.34, 1, "1234.0%"), (.nan, 0, "nan%"),
    (0, 0, "0%"), (0, 1, "0.0%"),
  ])
  func percentages(x: Double, digits: Int, text: String) {
    #expect(percent(x, digits) == text)
  }

  @Test(arguments: [
    (0.0, 3, "0"), (-0.0, 3, "0"), (2.5, 3, "2.5"), (0.99, 3, "0.99"), (0.000123, 2, "0.00012"),
    (1234.5, 2, "1235"), (999.96, 4, "1000"), (0.99996, 4, "1"), (1e12, 3, "1e12"),
    (1.5e12, 3, "1.5e12"), (1_234_567, 3, "1.23e6"), (3e-300, 3, "3e-300"), (-3.14159, 3, "-3.14"),
    (0.00001234, 2, "1.2e-5"), (123_456, 2, "123456"), (-1_000_000, 3, "-1e6"),
    (999_999.9, 3, "1e6"), (0.0000999996, 3, "0.0001"),
    (.nan, 1, "nan"), (-.infinity, 1, "-inf"),
  ])
  func significantDigits(x: Double, digits: Int, text: String) {
    #expect(significant(x, digits) == text)
  }

  #if os(Linux) || os(macOS)
    @Test func tooFewDigitsTrap() async {
      await #expect(processExitsWith: .failure) { _ = fixed(1, -1) }
      await #expect(processExitsWith: .failure) { _ = significant(1, 0) }
    }

    @Test func differentCountsTrapWithBoth() async throws {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        _ = Series("a", x: [1, 2], y: [1])
      }
      let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(text.contains("series “a”: 2 x but 1 y"))
    }
  #endif
}
