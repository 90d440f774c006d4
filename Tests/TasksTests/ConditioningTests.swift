import Numerics
import Tasks
import Testing

@Suite("Conditioning as data")
struct ConditioningTests {
  @Test("trials read the literature's notation")
  func notation() {
    let trial: ConditioningTrial = "BA+"
    #expect(trial.cues == ["A", "B"] && trial.outcome == 1)
    #expect(trial == ConditioningTrial(cues: "AB", outcome: 1))
    #expect(ConditioningTrial("X-").outcome == 0)
    #expect(ConditioningTrial("+").cues.isEmpty)
    #expect("\(trial) \(ConditioningTrial("X-"))" == "AB+ X-")
    #expect(ConditioningTrial(cues: "C", outcome: 0.5).description == "C+(0.5)")
  }

  @Test("phases follow one another, trials of a block take turns")
  func phases() {
    let schedule = ConditioningSchedule("A+", "AB-", times: 2).then("B+", times: 3)
    #expect(schedule.phases.map(\.count) == [4, 3])
    #expect(schedule.trials == ["A+", "AB-", "A+", "AB-", "B+", "B+", "B+"])
    #expect(ConditioningSchedule("A+", times: 0).trials.isEmpty)
  }

  @Test("the six paradigms")
  func paradigms() {
    let kinds = { (schedule: ConditioningSchedule) in
      schedule.phases.map { phase in phase.prefix(2).map(\.description).joined(separator: " ") }
    }
    #expect(kinds(.acquisition(times: 1)) == ["A+"])
    #expect(kinds(.extinction(times: 1)) == ["A+", "A-"])
    #expect(kinds(.blocking(times: 1)) == ["A+", "AB+"])
    #expect(kinds(.overshadowing(times: 1)) == ["AB+"])
    #expect(kinds(.conditionedInhibition(times: 1)) == ["A+ AB-"])
    #expect(kinds(.overexpectation(times: 1)) == ["A+ B+", "AB+"])
    #expect(ConditioningSchedule.overexpectation().trials.count == 150)
    #expect(ConditioningSchedule.conditionedInhibition().trials.count == 400)
  }

  @Test("what is not a trial is refused with its text")
  func refusals() async {
    let sign = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConditioningTrial("AB")
    }
    #expect(text(sign).contains("a trial ends in + or -, as in \"AB+\"; this one is \"AB\""))
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConditioningTrial("AA+")
    }
    #expect(text(twice).contains("\"AA\" names a cue twice"))
    let symbol = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConditioningTrial("A B+")
    }
    #expect(text(symbol).contains("a cue is a letter or a digit"))
  }
}

@Suite("Trials in time")
struct TimedTrialTests {
  let trial = TimedTrial(stepCount: 6, cue: 1, reward: 4, magnitude: 2)

  @Test("cue and reward stand where they were put")
  func standard() {
    #expect(trial.rewards == [0, 0, 0, 0, 2, 0] && trial.stepCount == 6)
    #expect(trial.onsets == [TimedTrial.Onset("A", at: 1)])
  }

  @Test("probes change the reward and nothing else")
  func probes() {
    #expect(trial.omittingReward().rewards == [0, 0, 0, 0, 0, 0])
    #expect(trial.movingReward(to: 3).rewards == [0, 0, 0, 2, 0, 0])
    #expect(trial.omittingReward().onsets == trial.onsets)
  }

  @Test("reward by chance has its probability: 4.5 standard errors")
  func chance() {
    for seed in 0..<10 {
      var rng = Generator(seed: seed)
      let rewarded = (0..<10_000).filter { _ in
        trial.rewarded(withProbability: 0.25, using: &rng) == trial
      }.count
      #expect(abs(Double(rewarded) - 2500) < 4.5 * (10_000 * 0.25 * 0.75).squareRoot())
    }
  }

  @Test("what does not fit into the trial is refused with its step")
  func refusals() async {
    let cue = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimedTrial(stepCount: 5, cue: 5, reward: 1)
    }
    #expect(text(cue).contains("cue A at step 5 is outside a trial of 5 steps"))
    let reward = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimedTrial(stepCount: 5, cue: 1, reward: 3).movingReward(to: -1)
    }
    #expect(text(reward).contains("the reward at step -1 is outside a trial of 5 steps"))
  }
}

private func text(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}
