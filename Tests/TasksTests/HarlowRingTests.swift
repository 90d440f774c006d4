import Numerics
import Tasks
import Testing

@Suite("Harlow's ring")
struct HarlowRingTests {
  private func numbers(_ step: TimeStep) -> [Float] {
    step.observation.numbers(count: HarlowRing.seenCount)
  }

  /// Turns a cell that is seen to the centre.
  private func bring(
    _ cell: Int, of task: inout HarlowRing, using rng: inout Generator
  ) -> TimeStep {
    var shown = TimeStep.restart()
    for _ in 0..<abs(cell - 4) { shown = task.step(cell < 4 ? 0 : 1, using: &rng) }
    return shown
  }

  @Test("an episode by hand: mark, objects at ±3, six trials")
  func episode() {
    for seed in 0..<20 {
      var rng = Generator(seed: seed)
      var task = HarlowRing(.training)
      var shown = task.reset(using: &rng)
      let start = numbers(shown)
      guard let first = start.firstIndex(of: 1) else { return }
      #expect(start.reduce(0, +) == 1 && first != 4 && (1...7).contains(first))
      var mark = first
      var rewards = 0.0
      var sides: Set<Int> = []
      for trial in 0..<6 {
        shown = bring(mark, of: &task, using: &rng)
        #expect(shown.reward == 0.2 && task.completedTrial == nil)
        let seen = numbers(shown)
        let pair = task.objectValues.map { Float($0) }
        #expect([[seen[1], seen[7]], [seen[7], seen[1]]].contains(pair))
        #expect(seen.enumerated().allSatisfy { [1, 7].contains($0) || $1 == 0 })
        let good = pair[task.rewardedObject]
        let goal = trial == 2 ? pair[1 - task.rewardedObject] : good
        guard let cell = seen.firstIndex(of: goal) else { return }
        sides.insert(cell)
        shown = bring(cell, of: &task, using: &rng)
        #expect(shown.reward == (trial == 2 ? -1 : 1))
        #expect(
          task.completedTrial
            == HarlowTrial(
              index: trial, isCorrect: trial != 2, step: task.completedTrial?.step ?? 0))
        rewards += 0.2 + shown.reward
        #expect(shown.isLast == (trial == 5))
        mark = numbers(shown).firstIndex(of: 1) ?? 4
        #expect(mark == 1 || mark == 7)
      }
      #expect(abs(rewards - 5.2) < 1e-12 && !sides.isEmpty)
    }
  }

  @Test("the mark starts −3 … 3 cells away, never 0, and 1 twice as often")
  func offsets() {
    var rng = Generator(seed: 1)
    var task = HarlowRing()
    var counts = [Int](repeating: 0, count: 9)
    for _ in 0..<6_000 { counts[numbers(task.reset(using: &rng)).firstIndex(of: 1) ?? 0] += 1 }
    #expect(counts[0] == 0 && counts[4] == 0 && counts[7] == 0 && counts[8] == 0)
    // A sixth each, 4 s.e. = 116; a third for +1, 4 s.e. = 147.
    for cell in [1, 2, 3, 6] { #expect(abs(counts[cell] - 1_000) < 116, "\(counts)") }
    #expect(abs(counts[5] - 2_000) < 147)
  }

  @Test("objects of training and test are disjoint and two; the reference draws all")
  func objects() {
    var rng = Generator(seed: 2)
    var met: [HarlowRing.Objects: Set<Int>] = [:]
    var equal = 0
    for kind in [HarlowRing.Objects.reference, .training, .test] {
      var task = HarlowRing(kind)
      for _ in 0..<8_000 {
        _ = task.reset(using: &rng)
        let pair = task.objectValues.map { Int(($0 * 1_000).rounded()) }
        met[kind, default: []].formUnion(pair)
        if pair[0] == pair[1] { equal += kind == .reference ? 1 : 1_000 }
      }
    }
    #expect(met[.reference]?.min() == 2 && met[.reference]?.max() == 1_001)
    #expect(met[.reference]?.contains(1_000) == true && met[.training]?.contains(1_000) == false)
    #expect(met[.training]?.isDisjoint(with: met[.test] ?? []) == true)
    // One in a thousand of 8,000, and none elsewhere.
    #expect(equal >= 1 && equal <= 24, "\(equal)")
  }

  @Test("the ring has 17 cells: one that leaves to a side comes back from the other")
  func ring() {
    var rng = Generator(seed: 3)
    var task = HarlowRing()
    let start = numbers(task.reset(using: &rng))
    let mark = start.firstIndex(of: 1) ?? 0
    // Away from the centre all the way round: 17 cells less the way there.
    let (away, distance) = (mark < 4 ? 1 : 0, abs(mark - 4))
    for _ in 0..<17 - distance - 1 { #expect(task.step(away, using: &rng).reward == 0) }
    #expect(task.step(away, using: &rng).reward == 0.2)
  }

  @Test("at the limit of steps the episode is over")
  func limit() {
    var rng = Generator(seed: 4)
    var task = HarlowRing(stepLimit: 20)
    let start = numbers(task.reset(using: &rng))
    let away = (start.firstIndex(of: 1) ?? 0) < 4 ? 1 : 0
    var steps = 1
    // To and fro, never to the mark.
    while !task.step(steps % 2 == 1 ? away : 1 - away, using: &rng).isLast { steps += 1 }
    #expect(steps == 20 && task.trialIndex == 0)
  }
}
