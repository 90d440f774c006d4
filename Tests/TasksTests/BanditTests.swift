import Numerics
import Tasks
import Testing

@Suite("Bandits")
struct BanditTests {
  /// What a random policy loses or gets in each episode.
  private func randomEpisodes<Task: Bandit>(
    _ task: Task, count: Int, measure: (Task, Int, TimeStep) -> Double
  ) -> [Double] {
    var rng = Generator(seed: 1)
    var task = task
    return (0..<count).map { _ in
      _ = task.reset(using: &rng)
      var total = 0.0
      while true {
        let action = integer(below: task.actionCount, using: &rng)
        let before = task
        let step = task.step(action, using: &rng)
        total += measure(before, action, step)
        if step.isLast { return total }
      }
    }
  }

  @Test(
    "a random policy's regret is that of the table",
    arguments: [
      (ArmDistribution.independent(arms: 2), 100.0 / 6), (.uniform, 25), (.easy, 40), (.medium, 25),
      (.hard, 10),
    ])
  func randomRegret(distribution: ArmDistribution, expected: Double) {
    let regrets = randomEpisodes(BernoulliBandit(distribution), count: 400) { task, arm, _ in
      task.regret(of: arm)
    }
    #expect(abs(mean(regrets) - expected) < 4 * standardError(regrets))
  }

  @Test("an arm pays as often as its probability says, and stays so for the episode")
  func payments() {
    var rng = Generator(seed: 2)
    var task = BernoulliBandit(.fixed([0.2, 0.9]), trialCount: 10_000)
    _ = task.reset(using: &rng)
    for (arm, p) in [(0, 0.2), (1, 0.9)] {
      let rewards = (0..<4_000).map { _ in task.step(arm, using: &rng).reward }
      #expect(abs(mean(rewards) - p) < 4 * (p * (1 - p) / 4_000).squareRoot())
    }
    #expect(task.expectedRewards == [0.2, 0.9])
    #expect(abs(task.regret(of: 0) - 0.7) < 1e-12 && task.regret(of: 1) == 0)
  }

  @Test("sets of two points are points")
  func pointSets() {
    var rng = Generator(seed: 3)
    for (set, low) in [(ArmDistribution.easy, 0.1), (.medium, 0.25), (.hard, 0.4)] {
      let draws = (0..<100).map { _ in set.draw(using: &rng) }
      #expect(draws.allSatisfy { abs($0[0] + $0[1] - 1) < 1e-12 })
      let lows = draws.map { min($0[0], $0[1]) }
      #expect(lows.allSatisfy { abs($0 - low) < 1e-12 })
      let first = draws.count { $0[0] < 0.5 }
      #expect((30...70).contains(first))
    }
  }

  @Test("the eleven arms: asking once and taking 5 four times gives 20.55 on average")
  func informative() {
    var rng = Generator(seed: 4)
    var total = 0.0
    var targets: Set<Int> = []
    for _ in 0..<200 {
      var task = InformativeBandit()
      _ = task.reset(using: &rng)
      let answer = task.step(InformativeBandit.informativeArm, using: &rng)
      let target = Int((answer.reward * 10).rounded()) - 1
      targets.insert(target)
      #expect(answer.observation == .cue(target))
      #expect(task.expectedRewards[target] == 5)
      total += answer.reward
      for t in 1..<5 {
        let step = task.step(target, using: &rng)
        #expect(step.reward == 5 && step.observation == .cue(10) && step.isLast == (t == 4))
        total += step.reward
      }
    }
    #expect(targets == Set(0..<10))
    #expect(abs(total / 200 - 20.55) < 4 * 0.29 / 200.0.squareRoot())
    let random = randomEpisodes(InformativeBandit(), count: 1_000) { _, _, step in step.reward }
    #expect(abs(mean(random) - 6.61) < 4 * standardError(random))
  }

  @Test("the restless arm wanders by its σ, within [0, 1]")
  func restless() {
    var rng = Generator(seed: 5)
    for (kind, size) in [0.02, 0.2].enumerated() {
      var task = RestlessBandit(trialCount: 2_000)
      var steps: [Double] = []
      while steps.count < 400 {
        repeat { _ = task.reset(using: &rng) } while task.volatility != kind
        for _ in 0..<2_000 {
          let before = task.probability
          _ = task.step(0, using: &rng)
          #expect(task.probability >= 0 && task.probability <= 1)
          // From the middle few steps meet a wall.
          if abs(before - 0.5) < 0.1 { steps.append(task.probability - before) }
        }
      }
      let spread = standardDeviation(steps)
      #expect(abs(spread / size - 1) < 4 / (2 * Double(steps.count)).squareRoot() + 0.03)
    }
  }
}
