import Numerics
import Tasks
import Testing

@Suite("Two-step task")
struct TwoStepTaskTests {
  @Test("a trial in two steps by hand: choice, state, reward")
  func twoSteps() {
    var rng = Generator(seed: 1)
    var task = TwoStepTask(
      .twoSteps, commonProbability: 1, rewardProbability: 1, switchProbability: 0, trialCount: 2)
    #expect(task.reset(using: &rng) == .restart(.cue(0)))
    let good = task.goodState
    #expect(task.step(good, using: &rng) == .transition(reward: 0, .cue(1 + good)))
    #expect(task.completedTrial == nil)
    #expect(task.step(1 - good, using: &rng) == .transition(reward: 1, .cue(0)))
    #expect(task.completedTrial == TwoStepTrial(action: good, state: good, isRewarded: true))
    #expect(task.step(1 - good, using: &rng) == .transition(reward: 0, .cue(2 - good)))
    #expect(task.step(0, using: &rng) == .termination(reward: 0, .cue(0)))
    #expect(
      task.completedTrial == TwoStepTrial(action: 1 - good, state: 1 - good, isRewarded: false))
  }

  @Test("a trial in one step by hand")
  func oneStep() {
    var rng = Generator(seed: 1)
    var task = TwoStepTask(
      .oneStep, commonProbability: 0, rewardProbability: 1, switchProbability: 1, trialCount: 2)
    #expect(task.reset(using: &rng) == .restart())
    let good = task.goodState
    // Here the rare transition is certain, and the states change roles before each trial.
    #expect(task.step(good, using: &rng) == .transition(reward: 0, .cue(1 - good)))
    #expect(task.completedTrial?.isCommon == false)
    #expect(task.goodState == 1 - good)
    #expect(task.step(good, using: &rng) == .termination(reward: 1, .cue(1 - good)))
  }

  @Test(
    "transitions, rewards and changes come as often as they should",
    arguments: [
      TwoStepTask.wang2018(.oneStep, trialCount: 20_000), .wang2016(.twoSteps, trialCount: 20_000),
    ])
  func frequencies(task: TwoStepTask) {
    var rng = Generator(seed: 2)
    var task = task
    _ = task.reset(using: &rng)
    var (common, switches, rewards, good) = (0, 0, 0, 0)
    for _ in 0..<20_000 {
      let before = task.goodState
      let action = integer(below: 2, using: &rng)
      _ = task.step(action, using: &rng)
      if task.encoding == .twoSteps { _ = task.step(0, using: &rng) }
      guard let trial = task.completedTrial else { continue }
      common += trial.isCommon ? 1 : 0
      switches += task.goodState == before ? 0 : 1
      if trial.state == before {
        good += 1
        rewards += trial.isRewarded ? 1 : 0
      }
    }
    func near(_ count: Int, of n: Int, _ p: Double) -> Bool {
      abs(Double(count) - p * Double(n)) <= 4 * (p * (1 - p) * Double(n)).squareRoot()
    }
    #expect(near(common, of: 20_000, task.commonProbability))
    #expect(near(switches, of: 20_000, task.switchProbability))
    #expect(near(rewards, of: good, 0.9))
  }

  @Test("the papers' settings")
  func settings() {
    let (new, old) = (TwoStepTask.wang2018(), TwoStepTask.wang2016())
    #expect(new.commonProbability == 0.8 && new.switchProbability == 0.025 && new.stepLimit == 200)
    #expect(old.commonProbability == 0.75 && old.switchProbability == 0 && old.stepLimit == 200)
    #expect(TwoStepTask.wang2018(.oneStep).stepLimit == 100)
  }
}
