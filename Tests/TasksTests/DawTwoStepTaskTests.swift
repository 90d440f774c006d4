import Numerics
import Tasks
import Testing

@Suite("Daw's two-step task")
struct DawTwoStepTaskTests {
  @Test("it keeps the promises of every task")
  func contract() {
    #expect(environmentFaults(of: DawTwoStepTask(), episodes: 3, seed: 0).isEmpty)
    #expect(
      environmentFaults(
        of: DawTwoStepTask(driftDeviation: 1, bounds: 0...1, trialCount: 1), seed: 1
      ).isEmpty)
  }

  @Test("a trial by hand: choice, state, choice, reward")
  func byHand() {
    var rng = Generator(seed: 1)
    var task = DawTwoStepTask(
      commonProbability: 0, driftDeviation: 0, bounds: 0...1, trialCount: 2)
    #expect(task.reset(using: &rng) == .restart(.cue(0)))
    // The rare transition is certain here.
    #expect(task.step(0, using: &rng) == .transition(reward: 0, .cue(2)))
    #expect(task.completedTrial == nil)
    let shown = task.step(1, using: &rng)
    #expect(!shown.isLast && shown.observation == .cue(0))
    let trial = DawTrial(action: 0, state: 1, secondAction: 1, isRewarded: shown.reward == 1)
    #expect(task.completedTrial == trial && !trial.isCommon)
    #expect(
      trial.firstStage == TwoStepTrial(action: 0, state: 1, isRewarded: trial.isRewarded))
    #expect(task.step(1, using: &rng) == .transition(reward: 0, .cue(1)))
    #expect(task.step(0, using: &rng).isLast)
    #expect(task.completedTrial?.state == 0 && task.completedTrial?.secondAction == 0)
  }

  @Test("the published numbers: transitions, walks within their bounds, steps of their size")
  func frequencies() {
    var rng = Generator(seed: 2)
    var task = DawTwoStepTask(trialCount: 20_000)
    #expect(DawTwoStepTask().trialCount == 201 && DawTwoStepTask().stepLimit == 402)
    _ = task.reset(using: &rng)
    var (common, changes) = (0, [Double]())
    // Rewards less what they should be on average.
    var (surplus, spread) = (0.0, 0.0)
    for _ in 0..<20_000 {
      _ = task.step(integer(below: 2, using: &rng), using: &rng)
      let before = task.rewardProbabilities
      let option = integer(below: 2, using: &rng)
      let reward = task.step(option, using: &rng).reward
      guard let trial = task.completedTrial else { continue }
      common += trial.isCommon ? 1 : 0
      let p = before[2 * trial.state + trial.secondAction]
      surplus += reward - p
      spread += p * (1 - p)
      #expect(task.rewardProbabilities.allSatisfy { $0 >= 0.25 && $0 <= 0.75 })
      // Away from the bounds, where nothing is reflected.
      for (before, after) in zip(before, task.rewardProbabilities) where abs(before - 0.5) < 0.1 {
        changes.append(after - before)
      }
    }
    #expect(abs(Double(common) - 14_000) < 4 * (0.7 * 0.3 * 20_000).squareRoot())
    #expect(abs(surplus) < 4 * spread.squareRoot())
    #expect(abs(mean(changes)) < 4 * standardError(changes))
    // The standard error of a standard deviation is σ/√(2n).
    let margin = 4 * 0.025 / (2 * Double(changes.count)).squareRoot()
    #expect(abs(standardDeviation(changes) - 0.025) < margin)
  }
}
