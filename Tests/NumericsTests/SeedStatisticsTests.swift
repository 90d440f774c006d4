import Numerics
import Testing

@Suite("What holds over seeds")
struct SeedStatisticsTests {
  @Test("the median is the middle value, or the mean of the two in the middle")
  func medians() {
    #expect(median([3]) == 3)
    #expect(median([9, 1, 4]) == 4)
    #expect(median([9, 1, 4, 2]) == 3)
    #expect(median([-1, .infinity, 5]) == 5)
    // Not the upper one of the two: for eight seeds that would favour a claim of “more than”.
    #expect(median([1, 1, 1, 1, 2, 2, 2, 2]) == 1.5)
  }

  @Test(
    "most are two thirds, rounded up",
    arguments: [(1, 1), (2, 2), (3, 2), (5, 4), (6, 4), (8, 6), (10, 7)])
  func most(count: Int, needed: Int) {
    let runs = Array(0..<count)
    #expect(holdsInMost(runs) { $0 < needed })
    #expect(!holdsInMost(runs) { $0 < needed - 1 })
  }

  @Test("no values and NaN are a mistake")
  func mistakes() async {
    await #expect(processExitsWith: .failure) { _ = median([]) }
    await #expect(processExitsWith: .failure) { _ = median([1, .nan]) }
    await #expect(processExitsWith: .failure) { _ = holdsInMost([Int]()) { _ in true } }
  }
}
