import Numerics
import Testing

@Suite("Threads")
struct ThreadTeamTests {
  @Test("every piece is done once, whatever the number of threads", arguments: 1...4)
  func pieces(threads: Int) {
    let team = ThreadTeam(threadCount: threads)
    for count in [0, 1, 2, 3, 100] {
      for _ in 0..<50 {
        let done = FloatBuffer(count: count)
        team.forEach(count) { done[$0] += Float($0 + 1) }
        #expect(done.elements == (0..<count).map { Float($0 + 1) })
      }
    }
  }

  @Test("results come in order; of several failures the first in order is thrown")
  func results() {
    struct Failure: Error, Equatable { let index: Int }
    #expect(sideBySide(20, threads: 3) { $0 * $0 } == (0..<20).map { $0 * $0 })
    #expect(sideBySide(0, threads: 3) { $0 }.isEmpty)
    #expect(throws: Failure(index: 3)) {
      try sideBySide(9, threads: 2) { (i) throws(Failure) -> Int in
        if i % 4 == 3 { throw Failure(index: i) }
        return i
      }
    }
  }
}
