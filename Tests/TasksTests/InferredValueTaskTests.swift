import Numerics
import Tasks
import Testing

@Suite("Inferred-value task")
struct InferredValueTaskTests {
  @Test("a trial by hand: fixation, target, outcome; whatever the guided saccade")
  func guided() {
    var rng = Generator(seed: 1)
    var task = InferredValueTask(trialCount: 2, isGuided: true)
    #expect(task.reset(using: &rng) == .restart(.cue(0)))
    let pays = task.rewardedTarget
    for trial in 0..<2 {
      let cue = task.step(1, using: &rng)
      guard case .cue(let shown) = cue.observation else { return }
      #expect(cue == .transition(reward: 0, .cue(shown)) && (1...2).contains(shown))
      #expect(task.completedTrial == nil && !task.isFixating)
      let outcome = task.step(0, using: &rng)
      #expect(outcome.reward == (shown - 1 == pays ? 1 : 0))
      #expect(outcome.observation == .cue(0) && outcome.isLast == (trial == 1))
      #expect(
        task.completedTrial
          == InferredValueTrial(
            target: shown - 1, rewardedTarget: pays, trialsInBlock: trial, index: trial))
    }
  }

  @Test("a wrong saccade pays nothing and the trial comes again")
  func forced() {
    var rng = Generator(seed: 2)
    var task = InferredValueTask(trialCount: 3)
    _ = task.reset(using: &rng)
    let first = task.step(0, using: &rng).observation
    guard case .cue(let shown) = first else { return }
    #expect(task.step(2 - shown, using: &rng) == .transition(reward: 0, .cue(0)))
    #expect(task.completedTrial == nil && task.trialIndex == 0)
    #expect(task.step(0, using: &rng).observation == first)
    _ = task.step(shown - 1, using: &rng)
    #expect(task.completedTrial?.index == 0)
    // Wrong for ever: the episode ends at its limit.
    var steps = 4
    var last = TimeStep.restart()
    while !last.isLast {
      let wrong: Int
      if case .cue(let cue) = last.observation, cue > 0 { wrong = 2 - cue } else { wrong = 0 }
      last = task.step(wrong, using: &rng)
      steps += 1
    }
    #expect(steps == 12 && task.trialIndex == 1)
  }

  @Test("blocks have at least 20 trials, then end with p = .1")
  func blocks() {
    var rng = Generator(seed: 3)
    var task = InferredValueTask(trialCount: 60_000, isGuided: true)
    _ = task.reset(using: &rng)
    var lengths: [Int] = []
    var (targets, before) = (0, task.rewardedTarget)
    var isLast = false
    while !isLast {
      isLast = task.step(0, using: &rng).isLast
      guard let trial = task.completedTrial else { continue }
      targets += trial.target
      #expect(trial.isReversal == (trial.rewardedTarget != before))
      before = trial.rewardedTarget
      if trial.trialsInBlock == 0 { lengths.append(1) } else { lengths[lengths.count - 1] += 1 }
    }
    lengths.removeLast()
    #expect(lengths.min() == 20)
    // 20 and a geometric number with the mean .9/.1 = 9 and the variance .9/.01 = 90.
    let expected = 4 * (90 / Double(lengths.count)).squareRoot()
    #expect(abs(mean(lengths.map(Double.init)) - 29) < expected)
    #expect(abs(targets - 30_000) < 490)
  }
}
