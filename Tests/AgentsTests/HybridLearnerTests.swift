import Agents
import Numerics
import Tasks
import Testing

@Suite("Hybrid learner of Daw et al.")
struct HybridLearnerTests {
  @Test("two trials of learning by hand")
  func learning() {
    let parameters = HybridLearner.Parameters([0.5, 0.4, 0.5, 2, 3, 0.1, 0.25])
    var learner = HybridLearner(parameters)
    #expect(learner.firstProbabilities == [0.5, 0.5])
    learner.learn(DawTrial(action: 0, state: 0, secondAction: 1, isRewarded: true))
    // δ1 = 0, δ2 = 1: Q1(0) = .5·.5·1, Q2(0, 1) = .4.
    #expect(learner.modelFreeValues == [0.25, 0] && learner.secondValues == [0, 0.4, 0, 0])
    let planned = learner.modelBasedValues
    #expect(abs(planned[0] - 0.28) < 1e-12 && abs(planned[1] - 0.12) < 1e-12)
    // 2·(¼·.16 + ¾·.25 + .1).
    #expect(abs(learner.firstProbabilities[0] - logistic(0.655)) < 1e-12)
    #expect(abs(learner.secondProbabilities(in: 0)[1] - logistic(1.2)) < 1e-12)
    #expect(learner.secondProbabilities(in: 1) == [0.5, 0.5])

    learner.learn(DawTrial(action: 0, state: 0, secondAction: 1, isRewarded: false))
    // δ1 = .4 − .25, δ2 = −.4: .25 + .075 − .1, and .4 − .16.
    #expect(abs(learner.modelFreeValues[0] - 0.225) < 1e-12)
    #expect(abs(learner.secondValues[1] - 0.24) < 1e-12)
    learner.begin()
    #expect(learner == HybridLearner(parameters))
  }

  @Test("λ = 1 carries the outcome to the first choice as if there were no second stage")
  func eligibility() {
    var parameters = HybridLearner.Parameters()
    parameters.lambda = 1
    var learner = HybridLearner(parameters)
    var value = 0.0
    var rng = Generator(seed: 0)
    for _ in 0..<50 {
      let isRewarded = bernoulli(0.6, using: &rng)
      learner.learn(
        DawTrial(
          action: 1, state: integer(below: 2, using: &rng),
          secondAction: integer(below: 2, using: &rng), isRewarded: isRewarded))
      value += parameters.firstLearningRate * ((isRewarded ? 1 : 0) - value)
    }
    #expect(abs(learner.modelFreeValues[1] - value) < 1e-12)
  }

  @Test("as an agent it learns from what it played: its last values are those of its trials")
  func playing() {
    var rng = Generator(seed: 3)
    let trials = simulateDawSession(.init(modelBasedWeight: 0.7), using: &rng)
    #expect(trials.count == 201)
    var again = Generator(seed: 3)
    #expect(simulateDawSession(.init(modelBasedWeight: 0.7), using: &again) == trials)

    let task = DawTwoStepTask(trialCount: 30)
    var player = HybridLearner(.init(modelBasedWeight: 0.7))
    let played = play(&player, task, episodes: 2, seed: 0) { _, _, after, _ in
      after.completedTrial
    }
    // The last outcome of an episode is told to nobody.
    var reader = HybridLearner(.init(modelBasedWeight: 0.7))
    for trial in played[1].dropLast() { reader.learn(trial) }
    #expect(reader.secondValues == player.secondValues)
    #expect(reader.modelFreeValues == player.modelFreeValues)
  }

  @Test("the medians of the 17 subjects")
  func medians() {
    #expect(HybridLearner.Parameters().values == [0.54, 0.42, 0.57, 5.19, 3.69, 0.11, 0.39])
  }
}
