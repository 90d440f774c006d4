import Analysis
import Numerics
import Testing

@Suite("Rank correlation")
struct RankCorrelationTests {
  @Test("places start at 1, and equal values share theirs")
  func places() {
    #expect(ranks([30, 10, 20]) == [3, 1, 2])
    #expect(ranks([5, 1, 5, 5]) == [3, 1, 3, 3])
    #expect(ranks([]) == [])
  }

  @Test("only the order counts")
  func order() {
    let x = [0.1, 0.4, 0.2, 0.9]
    #expect(abs(rankCorrelation(x, x.map { exponential(5 * $0) }) - 1) < 1e-12)
    #expect(abs(rankCorrelation(x, x.map { -$0 * $0 }) + 1) < 1e-12)
  }

  @Test("by hand: ranks that differ by 1, 1, 2, 0, 2 give 1 − 6·10/(5·24)")
  func byHand() {
    #expect(abs(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 5, 4, 3]) - 0.5) < 1e-12)
    #expect(rankCorrelation([1, 2], [7, 7]).isNaN)
  }
}
