import Agents
import Numerics
import Tasks
import Testing

@Suite("A swimmer that searches")
struct PlaceSearcherTests {
  private func visits<Player: Agent>(_ player: Player, epochs: Int) -> [PoolVisit] {
    var player = player
    return play(&player, WaterMaze(), episodes: epochs, seed: 0) { _, _, after, _ in
      after.completedVisit
    }.flatMap(\.self)
  }

  @Test("it goes over no ground twice before it finds the platform, and straight there after")
  func search() {
    for visit in visits(PlaceSearcher(remembers: false), epochs: 20) {
      let steps = visit.stepsToGoal ?? visit.path.count - 1
      // A way to an unknown cell farther off crosses known ones; those are few.
      #expect(Set(visit.path[...steps]).count >= steps * 2 / 3)
      guard let found = visit.stepsToGoal, found + 1 < visit.path.count else { continue }
      let start = visit.path[found + 1]
      let way = WaterMaze.distance(from: start, to: visit.goal)
      if found + 1 + way < visit.path.count {
        #expect(visit.path[(found + 1)...].firstIndex(of: visit.goal) == found + 1 + way)
      }
    }
  }

  @Test("with memory a platform found once is reached by the shortest way")
  func memory() {
    let remembered = visits(PlaceSearcher(remembers: true), epochs: 50)
    #expect(remembered.count == 1_500)
    for visit in remembered where visit.wasSolved {
      #expect(visit.stepsToGoal == visit.shortestPath)
    }
    let forgotten = visits(PlaceSearcher(remembers: false), epochs: 50)
    func steps(_ visits: [PoolVisit], _ isFirst: Bool) -> [Double] {
      visits.filter { ($0.presentation == 1) == isFirst }.map { Double($0.stepsToGoal ?? 20) }
    }
    let (first, later) = (steps(forgotten, true), steps(forgotten, false))
    // s.e. .4 and .18.
    #expect(abs(mean(first) - mean(later)) < 1.8)
    #expect(mean(steps(remembered, false)) < 0.4 * mean(steps(remembered, true)))
  }
}
