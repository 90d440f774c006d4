import Numerics
import Tasks
import Testing

@Suite("A bandit whose arms change places")
struct ShuffledBanditTests {
  @Test("it keeps the promises of every task")
  func contract() {
    #expect(environmentFaults(of: ShuffledBandit(BernoulliBandit(.easy)), seed: 1).isEmpty)
    #expect(environmentFaults(of: ShuffledBandit(InformativeBandit()), seed: 2).isEmpty)
  }

  @Test("each place holds each arm equally often, whatever it held before")
  func places() {
    var rng = Generator(seed: 3)
    let probabilities = [0.1, 0.5, 0.9]
    var task = ShuffledBandit(BernoulliBandit(.fixed(probabilities), trialCount: 12_001))
    _ = task.reset(using: &rng)
    var counts = [[Int]](repeating: [0, 0, 0], count: 3)
    for _ in 0..<12_000 {
      let before = probabilities.firstIndex(of: task.expectedRewards[0]) ?? 0
      _ = task.step(0, using: &rng)
      #expect(task.expectedRewards.sorted() == probabilities)
      counts[before][probabilities.firstIndex(of: task.expectedRewards[0]) ?? 0] += 1
    }
    // About 4,000 visits each; 4 s.e. of a third of them is 120.
    for row in counts {
      let total = Double(row.reduce(0, +))
      let margin = 4 * (total * 2 / 9).squareRoot()
      for count in row { #expect(abs(Double(count) - total / 3) < margin) }
    }
  }

  @Test("an action pays what the arm in its place pays")
  func payments() {
    var rng = Generator(seed: 4)
    var task = ShuffledBandit(BernoulliBandit(.fixed([0, 1]), trialCount: 200))
    _ = task.reset(using: &rng)
    for trial in 0..<200 {
      let action = trial % 2
      let (expected, regret) = (task.expectedRewards[action], task.regret(of: action))
      #expect(task.step(action, using: &rng).reward == expected)
      #expect(regret == 1 - expected)
    }
  }

  @Test("what works on the bandit is worth nothing here")
  func winStayLoseShift() {
    var rng = Generator(seed: 5)
    var task = ShuffledBandit(BernoulliBandit(.easy))
    let regrets = (0..<400).map { _ in
      var shown = task.reset(using: &rng)
      var (action, regret) = (0, 0.0)
      while !shown.isLast {
        regret += task.regret(of: action)
        shown = task.step(action, using: &rng)
        if shown.reward == 0 { action = 1 - action }
      }
      return regret
    }
    #expect(abs(mean(regrets) - 40) < 4 * standardError(regrets))
  }
}
