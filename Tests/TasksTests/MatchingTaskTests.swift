import Numerics
import Tasks
import Testing

@Suite("Matching task")
struct MatchingTaskTests {
  @Test("P(reward | a) by hand: it grows while a target waits, and starts anew when it is chosen")
  func schedule() {
    var rng = Generator(seed: 1)
    var task = MatchingTask(.fixed(left: 0.1), trialCounts: 4...4)
    #expect(task.reset(using: &rng) == .restart())
    let near = { (found: [Double], expected: [Double]) in
      zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }
    #expect(task.baitProbabilities == [0.1, 0.4])
    #expect(near(task.rewardProbabilities, [0.1, 0.4]))
    _ = task.step(0, using: &rng)
    #expect(near(task.rewardProbabilities, [0.1, 1 - 0.6 * 0.6]))
    _ = task.step(0, using: &rng)
    #expect(near(task.rewardProbabilities, [0.1, 1 - 0.6 * 0.6 * 0.6]))
    _ = task.step(1, using: &rng)
    #expect(near(task.rewardProbabilities, [1 - 0.9 * 0.9, 0.4]))
    #expect(task.step(0, using: &rng).isLast)
  }

  @Test("a p_L that is none of the schedule's traps with its value")
  func outOfRange() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = MatchingTask(.fixed(left: 0.6))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("p_L = 0.6 is not in [0, .5]"))
  }

  @Test("the probabilities are those of baits that are drawn and stay")
  func equalsBaits() {
    // The same choices, once with the formula, once with baits drawn one by one.
    let choices = [0, 0, 0, 1, 0, 1, 1, 1, 1, 0]
    let episodes = 20_000
    var rng = Generator(seed: 2)
    var (byFormula, byBaits) = (
      [Double](repeating: 0, count: 10), [Double](repeating: 0, count: 10)
    )
    for _ in 0..<episodes {
      var task = MatchingTask(.fixed(left: 0.15), trialCounts: 10...10)
      _ = task.reset(using: &rng)
      var baits = [false, false]
      for (t, choice) in choices.enumerated() {
        byFormula[t] += task.step(choice, using: &rng).reward / Double(episodes)
        for (target, p) in [0.15, 0.35].enumerated() where bernoulli(p, using: &rng) {
          baits[target] = true
        }
        byBaits[t] += baits[choice] ? 1 / Double(episodes) : 0
        baits[choice] = false
      }
    }
    for (mine, theirs) in zip(byFormula, byBaits) {
      // Each side has at most √(.25/20000) = .0035; four of their difference's.
      #expect(abs(mine - theirs) < 4 * 0.005, "\(byFormula) \(byBaits)")
    }
  }

  @Test("a trial in two steps: fixation, choice, and the reward with the next fixation")
  func fixation() {
    var rng = Generator(seed: 3)
    var task = MatchingTask(
      .fixed(left: 0), encoding: .fixationAndChoice, trialCounts: 2...2)
    #expect(task.reset(using: &rng) == .restart(.cue(0)))
    #expect(task.step(1, using: &rng) == .transition(reward: 0, .cue(1)))
    #expect(task.completedTrial == nil)
    // The left target never pays.
    #expect(task.step(0, using: &rng) == .transition(reward: 0, .cue(0)))
    #expect(task.completedTrial == ChoiceTrial(action: 0, isRewarded: false))
    _ = task.step(0, using: &rng)
    #expect(task.completedTrial == nil)
    #expect(task.step(0, using: &rng) == .termination(reward: 0, .cue(0)))
    #expect(task.stepLimit == 4)
  }

  @Test("training draws from three intervals, tests from all, and episodes have their lengths")
  func draws() {
    var rng = Generator(seed: 4)
    var training = MatchingTask(.training)
    var test = MatchingTask(.test)
    var counts = [0, 0, 0, 0, 0]
    var heldOut = 0
    var lengths: Set<Int> = []
    for _ in 0..<3_000 {
      _ = training.reset(using: &rng)
      #expect(!training.isHeldOut)
      #expect(abs(training.baitProbabilities[0] + training.baitProbabilities[1] - 0.5) < 1e-12)
      counts[min(4, Int(training.baitProbabilities[0] * 10))] += 1
      _ = test.reset(using: &rng)
      heldOut += test.isHeldOut ? 1 : 0
      var length = 1
      while !training.step(0, using: &rng).isLast { length += 1 }
      lengths.insert(length)
    }
    #expect(counts[1] == 0 && counts[3] == 0)
    // A third each, 4 s.e. = 103; two fifths held out, 4 s.e. = 107.
    for i in [0, 2, 4] { #expect(abs(counts[i] - 1_000) < 103, "\(counts)") }
    #expect(abs(heldOut - 1_200) < 107)
    #expect(lengths == Set(50...100))
    #expect(training.stepLimit == 100 && MatchingTask(.test).trialCounts == 100...100)
  }
}
