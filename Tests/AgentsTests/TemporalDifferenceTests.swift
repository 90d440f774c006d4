import Agents
import Numerics
import Tasks
import Testing

/// The reference run: 25 steps, cue at 5, reward 1 at 15, γ = 1, α = 0.1, TD(0); tolerance 0.0005 where
/// the table gives three decimals.
@Suite("Temporal differences: the table")
struct TemporalDifferenceTableTests {
  static let trial = TimedTrial(stepCount: 25, cue: 5, reward: 15)

  private func learner(discount: Double = 1, lambda: Double = 0) -> TemporalDifferenceLearner {
    TemporalDifferenceLearner(
      .init(stepCount: 25), learningRate: 0.1, discount: discount, lambda: lambda)
  }

  private func agree(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= 0.000_501 }

  @Test("the error moves from reward to cue")
  func march() {
    var model = learner()
    let errors = (0...200).map { _ in model.learn(Self.trial) }
    let table = [
      (trial: 0, reward: 1.000, cue: 0.000, peak: 15),
      (trial: 20, reward: 0.122, cue: 0.000, peak: 13),
      (trial: 50, reward: 0.005, cue: 0.025, peak: 10),
      (trial: 100, reward: 0.000, cue: 0.549, peak: 5),
      (trial: 150, reward: 0.000, cue: 0.940, peak: 5),
      (trial: 200, reward: 0.000, cue: 0.996, peak: 5),
    ]
    for row in table {
      #expect(agree(errors[row.trial][15], row.reward))
      #expect(agree(errors[row.trial][5], row.cue))
      #expect(indexOfMaximum(errors[row.trial]) == row.peak)
    }
  }

  @Test("an omitted reward makes a dip at its time")
  func omission() {
    let model = learner().trained(on: Self.trial, times: 500)
    let errors = model.errors(in: Self.trial.omittingReward())
    #expect(agree(errors[15], -1) && agree(errors[5], 1) && indexOfMaximum(errors) == 5)
  }

  @Test("discounting shrinks the response to the cue, not the dip")
  func discounting() {
    let model = learner(discount: 0.98).trained(on: Self.trial, times: 500)
    let errors = model.errors(in: Self.trial.omittingReward())
    #expect(agree(errors[5], 0.817) && agree(errors[15], -1))
  }

  @Test("eligibility traces reach the cue sooner")
  func traces() {
    var model = learner(lambda: 0.9)
    let errors = (0...50).map { _ in model.learn(Self.trial) }
    #expect(agree(errors[20][5], 0.638) && agree(errors[50][5], 0.951))
  }

  @Test("an early reward makes a burst and, against the data, a dip")
  func early() {
    let model = learner().trained(on: Self.trial, times: 500)
    let errors = model.errors(in: Self.trial.movingReward(to: 12))
    #expect(agree(errors[12], 1) && agree(errors[15], -1))
  }

  @Test(
    "probabilistic reward: p at the cue, 1 − p and −p at the outcome",
    arguments: [0.25, 0.5, 0.75])
  func chance(probability: Double) {
    // α = 0.01 leaves V(14) a standard deviation of about √(α/2·p(1 − p)) ≤ 0.036; the mean over 2000
    // trials of a process with a memory of 1/α = 100 has the standard error √(p(1 − p)/2000) ≤ 0.012.
    for seed in 0..<3 {
      var rng = Generator(seed: seed)
      var model = TemporalDifferenceLearner(.init(stepCount: 25), learningRate: 0.01)
      var cue: [Double] = []
      var win: [Double] = []
      var loss: [Double] = []
      for index in 0..<6000 {
        let trial = Self.trial.rewarded(withProbability: probability, using: &rng)
        let errors = model.learn(trial)
        guard index >= 4000 else { continue }
        cue.append(errors[5])
        if trial.rewards[15] == 1 { win.append(errors[15]) } else { loss.append(errors[15]) }
      }
      #expect(abs(mean(cue) - probability) < 0.05)
      #expect(abs(mean(win) - (1 - probability)) < 0.05)
      #expect(abs(mean(loss) + probability) < 0.05)
    }
  }
}

@Suite("Temporal differences: equivalences")
struct TemporalDifferenceTests {
  @Test("two trials by hand, with λ = γ = ½")
  func byHand() {
    // Cue at 0, reward at 2. Trial 1: only δ(2) = 1, e = (½·½, 1): w = α·(¼, 1).
    var model = TemporalDifferenceLearner(
      .init(stepCount: 3), learningRate: 0.5, discount: 0.5, lambda: 0.5)
    let trial = TimedTrial(stepCount: 3, cue: 0, reward: 2)
    #expect(model.learn(trial) == [0, 0, 1])
    #expect(model.weights == [0.125, 0.5, 0])
    // Trial 2: δ = (γ·⅛, γ·½ − ⅛, 1 − ½).
    #expect(model.learn(trial) == [0.0625, 0.125, 0.5])
    #expect(model.weights == [0.125 + 0.0625 + 0.0625, 0.75, 0])
    #expect(model.values(in: trial) == [0.25, 0.75, 0])
  }

  @Test("λ = 1 is Monte Carlo: every value moves towards the return that followed it")
  func monteCarlo() {
    var rng = Generator(seed: 0)
    for discount in [1, 0.9, 0] {
      var model = TemporalDifferenceLearner(
        .init(stepCount: 8), learningRate: 0.2, discount: discount, lambda: 1)
      var values = [Double](repeating: 0, count: 8)
      for _ in 0..<20 {
        let rewards = (0..<8).map { _ in normal(using: &rng) }
        let trial = TimedTrial(onsets: [.init("A", at: 0)], rewards: rewards)
        model.learn(trial)
        var following = 0.0
        for t in (0..<7).reversed() {
          following = rewards[t + 1] + discount * following
          values[t] += 0.2 * (following - values[t])
        }
        for (value, expected) in zip(model.values(in: trial), values) {
          #expect(abs(value - expected) < 1e-12)
        }
      }
    }
  }

  @Test("λ = 0 is TD(0): every value moves towards the next step's")
  func oneStep() {
    var rng = Generator(seed: 0)
    var model = TemporalDifferenceLearner(
      .init(stepCount: 8), learningRate: 0.2, discount: 0.9, lambda: 0)
    var values = [Double](repeating: 0, count: 8)
    for _ in 0..<20 {
      let rewards = (0..<8).map { _ in normal(using: &rng) }
      let trial = TimedTrial(onsets: [.init("A", at: 0)], rewards: rewards)
      model.learn(trial)
      for t in 0..<7 { values[t] += 0.2 * (rewards[t + 1] + 0.9 * values[t + 1] - values[t]) }
      for (value, expected) in zip(model.values(in: trial), values) {
        #expect(abs(value - expected) < 1e-12)
      }
    }
  }

  @Test(
    "Rescorla–Wagner is TD with γ = 0 and one step from cue to outcome",
    arguments: [
      ConditioningSchedule.acquisition(), .extinction(), .blocking(), .overshadowing(),
      .conditionedInhibition(), .overexpectation(),
    ])
  func rescorlaWagner(schedule: ConditioningSchedule) {
    var trialwise = RescorlaWagner(learningRate: 0.1)
    var stepwise = TemporalDifferenceLearner(
      .init(cues: "AB", stepCount: 2), learningRate: 0.1, discount: 0)
    for trial in schedule.trials {
      let timed = TimedTrial(
        onsets: trial.cues.map { .init($0, at: 0) }, rewards: [0, trial.outcome])
      #expect(trialwise.learn(trial) == stepwise.learn(timed)[1])
    }
    #expect(trialwise["A"] == stepwise.weights[0] && trialwise["B"] == stepwise.weights[2])
  }

  @Test("a probe teaches nothing")
  func probe() {
    var model = TemporalDifferenceLearner(.init(stepCount: 25), learningRate: 0.1)
    for _ in 0..<10 { model.learn(TemporalDifferenceTableTests.trial) }
    let before = model
    let errors = model.errors(in: TemporalDifferenceTableTests.trial)
    #expect(model == before)
    #expect(model.learn(TemporalDifferenceTableTests.trial) == errors)
  }

  @Test("an unknown cue and a trial that is too long are refused")
  func refusals() async {
    let cue = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = TemporalDifferenceLearner(.init(cues: "B", stepCount: 5), learningRate: 0.1)
      _ = model.errors(in: TimedTrial(stepCount: 5, cue: 0, reward: 1))
    }
    #expect(message(of: cue).contains("cue A is not one of the serial compound's B"))
    let length = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = TemporalDifferenceLearner(.init(stepCount: 4), learningRate: 0.1)
      _ = model.errors(in: TimedTrial(stepCount: 5, cue: 0, reward: 1))
    }
    let text = message(of: length)
    #expect(text.contains("a trial of 5 steps is longer than the serial compound's 4"))
  }
}
