import Foundation
import Literate
import Testing

@Suite struct RunTests {
  @Test func printedAndDisplayed() throws {
    let run = try Fixture().run(
      """
      # A chapter

      ```swift
      let rates = [0.1, 0.2]
      print("hello", rates.count)
      rates.reduce(0, +)
      ```

      The sum is `= rates[0] + rates[1]`, and that `= rates.isEmpty` and `= "word"`.

      ```swift
      func double(_ x: Double) -> Double { 2 * x * rates[1] }
      Table(["x", "2x"], [["1", "2"], ["10", "20"]])
      ```

      ```claim
      It is small :: rates.reduce(0, +) < 0.5
      It is so :: double(1) ≈ 0.4 ± 0.001 && true
      ```
      """)
    #expect(run.failures == [])
    #expect(run.results.map(\.status) == Array(repeating: .ran, count: 7))
    #expect(run.results[0].text == "hello 2\n0.30000000000000004\n")
    #expect(run.results[1].value == "0.3")
    #expect(run.results[2].value == "no")
    #expect(run.results[3].value == "word")
    #expect(run.results[4].text == " x  2x\n--  --\n 1   2\n10  20\n")
    #expect(run.results[5].value == "0.3")
    #expect(run.results[6].value == "")
    #expect(run.results[0].warnings == [])
  }
}
