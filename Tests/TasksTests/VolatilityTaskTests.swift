import Numerics
import Tasks
import Testing

@Suite("Volatility task")
struct VolatilityTaskTests {
  /// The probability of the first arm before each trial of one episode.
  private func course(_ task: VolatilityTask, seed: Int) -> [Double] {
    var rng = Generator(seed: seed)
    var task = task
    _ = task.reset(using: &rng)
    return (0..<task.stepLimit).map { _ in
      let p = task.expectedRewards[0]
      _ = task.step(0, using: &rng)
      return p
    }
  }

  @Test("stable first: 100 trials of one probability, then four runs of 25 that alternate")
  func stableFirst() {
    for seed in 0..<10 {
      let p = course(VolatilityTask([.stable, .volatile]), seed: seed)
      #expect(p.count == 200)
      #expect(Set(p[..<100]).count == 1)
      #expect(p[0] == 0.75 || p[0] == 0.25)
      let runs = stride(from: 100, to: 200, by: 25).map { Set(p[$0..<$0 + 25]) }
      #expect(runs.allSatisfy { $0.count == 1 })
      for (one, next) in zip(runs, runs.dropFirst()) {
        #expect(abs((one.first ?? 0) + (next.first ?? 0) - 1) < 1e-12)
      }
      #expect([0.8, 1 - 0.8].contains(p[100]))
    }
  }

  @Test("volatile first, the four phases of a test, and the orders of training")
  func orders() {
    let p = course(VolatilityTask([.volatile, .stable]), seed: 1)
    #expect(Set(p[..<100]).count == 2 && Set(p[100...]).count == 1)
    #expect(VolatilityTask([.stable, .volatile, .volatile, .stable]).stepLimit == 400)
    var rng = Generator(seed: 2)
    var task = VolatilityTask.training
    var stableFirst = 0
    for _ in 0..<400 {
      _ = task.reset(using: &rng)
      #expect(task.phase == task.order[0])
      stableFirst += task.order[0] == .stable ? 1 : 0
    }
    // Half, 4 s.e. = 40.
    #expect(abs(stableFirst - 200) < 40)
  }

  @Test("with a spread, reversals come after each number of trials from 15 to 35 alike")
  func spread() {
    var counts = [Int: Int]()
    for seed in 0..<20 {
      let p = course(
        VolatilityTask([.volatile], phaseLength: 5_000, intervalSpread: 10), seed: seed)
      let changes = p.indices.dropFirst().filter { p[$0] != p[$0 - 1] }
      for (one, next) in zip([0] + changes, changes) { counts[next - one, default: 0] += 1 }
    }
    #expect(Set(counts.keys) == Set(15...35))
    let total = Double(counts.values.reduce(0, +))
    // A share of 1/21 each; 5 s.e. of one of 21 counts.
    let error = (total / 21 * 20 / 21).squareRoot()
    #expect(counts.values.allSatisfy { abs(Double($0) - total / 21) < 5 * error }, "\(counts)")
  }

  @Test("with a spread phases end after 97 to 103 trials, each alike, and episodes as ever")
  func phaseSpread() {
    var counts = [Int: Int]()
    var rng = Generator(seed: 5)
    var task = VolatilityTask([.stable, .volatile], phaseSpread: 3)
    for _ in 0..<700 {
      _ = task.reset(using: &rng)
      var (phases, arms) = ([VolatilityTask.Phase](), [Int]())
      var isLast = false
      while !isLast {
        phases.append(task.phase)
        arms.append(task.goodArm)
        isLast = task.step(0, using: &rng).isLast
      }
      #expect(phases.count == 200)
      let end = phases.firstIndex(of: .volatile) ?? 0
      #expect(phases[end...].allSatisfy { $0 == .volatile })
      // Reversals are counted from where the phase begins.
      let turns = arms.indices.filter { $0 > end && arms[$0] != arms[$0 - 1] }
      #expect(turns == Array(stride(from: end + 25, to: 200, by: 25)))
      counts[end, default: 0] += 1
    }
    #expect(Set(counts.keys) == Set(97...103))
    // 100 each; 5 s.e. of one of 7 counts are 46.
    #expect(counts.values.allSatisfy { abs($0 - 100) < 47 }, "\(counts)")
  }

  @Test("arms pay as they should, and the trial is told")
  func payments() {
    var rng = Generator(seed: 3)
    var task = VolatilityTask(
      [.volatile], phaseLength: 20_000, reversalInterval: 7, volatileProbability: 0.9)
    _ = task.reset(using: &rng)
    var (good, rewards) = (0, 0)
    for _ in 0..<20_000 {
      let arm = integer(below: 2, using: &rng)
      let isGood = arm == task.goodArm
      let reward = task.step(arm, using: &rng).reward
      #expect(task.completedTrial == ChoiceTrial(action: arm, isRewarded: reward == 1))
      if isGood {
        good += 1
        rewards += Int(reward)
      }
    }
    let error = (0.09 * Double(good)).squareRoot()
    #expect(abs(Double(rewards) - 0.9 * Double(good)) < 4 * error)
  }
}
