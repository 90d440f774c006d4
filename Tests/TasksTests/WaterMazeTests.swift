import Numerics
import Tasks
import Testing

@Suite("The water maze")
struct WaterMazeTests {
  /// The first action that brings one nearer.
  private func action(from cell: Int, to goal: Int) -> Int {
    (0..<4).first {
      WaterMaze.distance(from: WaterMaze.cell(after: $0, from: cell), to: goal)
        < WaterMaze.distance(from: cell, to: goal)
    } ?? 0
  }

  @Test("it keeps the promises of a task", arguments: [(5, 6, 20), (1, 1, 1), (3, 2, 5)])
  func contract(pools: Int, presentations: Int, steps: Int) {
    let task = WaterMaze(
      poolCount: pools, presentationCount: presentations, visitStepCount: steps)
    #expect(environmentFaults(of: task) == [])
    #expect(task.stepLimit == pools * presentations * (steps + 1))
  }

  @Test("steps lead up, right, down and left, and against the wall nowhere")
  func steps() {
    #expect((0..<4).map { WaterMaze.cell(after: $0, from: 12) } == [7, 13, 17, 11])
    #expect((0..<4).map { WaterMaze.cell(after: $0, from: 0) } == [0, 1, 5, 0])
    #expect((0..<4).map { WaterMaze.cell(after: $0, from: 24) } == [19, 24, 24, 23])
    #expect(WaterMaze.distance(from: 0, to: 24) == 8)
    #expect(WaterMaze.distance(from: 7, to: 7) == 0)
    for cell in 0..<25 {
      let numbers = (0..<10).map { Float($0 == cell / 5 || $0 == 5 + cell % 5 ? 1 : 0) }
      #expect(WaterMaze.cell(shownBy: .numbers(numbers)) == cell)
    }
  }

  @Test("an epoch by hand: the shortest ways, a step on the platform, and what is remembered when")
  func epoch() {
    var rng = Generator(seed: 1)
    var task = WaterMaze(poolCount: 3, presentationCount: 4, visitStepCount: 9)
    var shown = task.reset(using: &rng)
    let (goals, barcodes) = (task.goals, task.barcodes)
    #expect(goals.count == 3 && Set(barcodes).count == 3)
    #expect(barcodes.joined().allSatisfy { abs($0) == 1 })
    var counts = [0, 0, 0]
    for visitIndex in 0..<12 {
      #expect(shown.stage == (visitIndex == 0 ? .first : .middle))
      #expect(shown.beginsAnew == (visitIndex > 0))
      let key = shown.recall?.context.numbers(count: 10) ?? []
      guard let pool = barcodes.firstIndex(of: key) else {
        Issue.record("no pool has the barcode \(key)")
        return
      }
      counts[pool] += 1
      var cells = [WaterMaze.cell(shownBy: shown.observation)]
      #expect(cells[0] != goals[pool])
      for step in 1...9 {
        let here = cells[step - 1]
        let action = action(from: here, to: goals[pool])
        shown = task.step(action, using: &rng)
        let next = WaterMaze.cell(shownBy: shown.observation)
        if here == goals[pool] {
          #expect(next != goals[pool])
        } else {
          #expect(next == WaterMaze.cell(after: action, from: here))
        }
        #expect(shown.reward == (next == goals[pool] ? 1 : 0) && shown.discount == 1)
        #expect(
          shown.recall == Recall(.numbers(key), retrieves: true, stores: step == 9))
        cells.append(next)
        #expect((task.completedVisit != nil) == (step == 9))
      }
      let expected = PoolVisit(
        pool: pool, presentation: counts[pool], wasSolved: counts[pool] > 1, goal: goals[pool],
        path: cells)
      #expect(task.completedVisit == expected)
      // Eight cells is the longest way, so every visit finds the platform.
      #expect(expected.stepsToGoal == expected.shortestPath && expected.goalCount >= 1)
      shown = task.step(0, using: &rng)
      #expect(shown.reward == 0 && task.completedVisit == nil)
      #expect(shown.discount == 0 && shown.isLast == (visitIndex == 11))
    }
    #expect(counts == [4, 4, 4] && task.goals == goals && task.barcodes == barcodes)
    _ = task.reset(using: &rng)
    #expect(task.barcodes != barcodes)
  }

  @Test("a visit without the platform solves nothing")
  func unsolved() {
    var rng = Generator(seed: 2)
    var task = WaterMaze(poolCount: 1, presentationCount: 2, visitStepCount: 3)
    for _ in 0..<40 {
      _ = task.reset(using: &rng)
      for _ in 0..<3 { _ = task.step(0, using: &rng) }
      guard let first = task.completedVisit else { return }
      #expect(first.stepsToGoal == nil || first.goalCount > 0)
      for _ in 0..<4 { _ = task.step(0, using: &rng) }
      #expect(task.completedVisit?.wasSolved == (first.goalCount > 0))
      #expect(task.completedVisit?.presentation == 2)
    }
  }

  @Test("platforms are anywhere, starts anywhere else, orders differ")
  func draws() {
    var rng = Generator(seed: 3)
    var task = WaterMaze(poolCount: 2, presentationCount: 1)
    var goals = [Int](repeating: 0, count: 25)
    var (starts, firsts) = (goals, 0)
    let count = 10_000
    for _ in 0..<count {
      let shown = task.reset(using: &rng)
      goals[task.goals[0]] += 1
      starts[WaterMaze.cell(shownBy: shown.observation)] += 1
      firsts += shown.recall?.context == .numbers(task.barcodes[0]) ? 1 : 0
    }
    // A twenty-fifth each, 4.5 s.e. = 88; a half, 4 s.e. = 200.
    for cell in 0..<25 {
      #expect(abs(goals[cell] - 400) < 88 && abs(starts[cell] - 400) < 88, "\(goals) \(starts)")
    }
    #expect(abs(firsts - count / 2) < 200, "\(firsts)")
  }

  @Test("a path is drawn up to the platform, or whole")
  func drawing() {
    let found = PoolVisit(
      pool: 0, presentation: 2, wasSolved: true, goal: 14, path: [6, 7, 7, 8, 13, 14, 20, 21])
    #expect(
      found.drawing == """
          .  .  .  .  .
          .  0  1  3  .
          .  .  .  4  G
          .  .  .  .  .
          .  .  .  .  .
        """)
    #expect(found.stepsToGoal == 5 && found.goalCount == 1 && found.shortestPath == 4)
    let lost = PoolVisit(
      pool: 0, presentation: 1, wasSolved: false, goal: 0,
      path: [4, 9, 14, 19, 24, 23, 18, 13, 8, 3, 2, 7])
    #expect(
      lost.drawing == """
          g  . 10  9  0
          .  . 11  8  1
          .  .  .  7  2
          .  .  .  6  3
          .  .  .  5  4
        """)
    #expect(lost.stepsToGoal == nil && lost.goalCount == 0)
  }

  @Test("what is no pool and no visit is refused with its numbers")
  func refusals() async {
    await #expect(processExitsWith: .failure) { _ = WaterMaze(poolCount: 0) }
    await #expect(processExitsWith: .failure) { _ = WaterMaze(visitStepCount: 0) }
    await #expect(processExitsWith: .failure) {
      _ = PoolVisit(pool: 0, presentation: 1, wasSolved: false, goal: 3, path: [3])
    }
  }
}
