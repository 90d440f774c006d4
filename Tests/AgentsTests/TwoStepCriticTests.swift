import Agents
import Networks
import Numerics
import Tasks
import Testing

@Suite("Critics of the two-step task")
struct TwoStepCriticTests {
  private let trials = [(0, 0, true), (0, 1, false), (1, 1, true)].map {
    TwoStepTrial(action: $0, state: $1, isRewarded: $2)
  }

  @Test("errors at the second stage and at the reward, by hand")
  func byHand() {
    let free = TwoStepLearner(
      .wang2018(), learningRate: 0.5, inverseTemperature: 1, modelBasedWeight: 0)
    // V: (.5, .5) → (.75, .5) → (.75, .25); Q: (.5, .5) → (.75, .5) → (.375, .5).
    #expect(free.secondStageErrors(of: [trials]) == [[0, -0.25, -0.25]])
    #expect(free.rewardErrors(of: [trials, trials]) == [[0.5, -0.5, 0.75], [0.5, -0.5, 0.75]])
    #expect(free.predictions(of: [trials]) == [[0.5, 0.75, 0.5]])
    let based = TwoStepLearner(
      .wang2018(), learningRate: 0.5, inverseTemperature: 1, modelBasedWeight: 1)
    // .5 − (.8·.75 + .2·.5) = −.2; .25 − (.2·.75 + .8·.25) = −.1.
    let found = based.secondStageErrors(of: [trials])[0]
    #expect(zip(found, [0, -0.2, -0.1]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("without eligibility the choice learns from the state's value, not from the reward")
  func eligibility() {
    var learner = TwoStepLearner(
      .wang2018(), learningRate: 0.5, inverseTemperature: 1, modelBasedWeight: 0, eligibility: 0)
    learner.learn(trials[0])
    #expect(learner.modelFreeValues == [0.5, 0.5] && learner.stateValues == [0.75, 0.5])
    learner.learn(trials[0])
    #expect(learner.modelFreeValues == [0.625, 0.5] && learner.stateValues == [0.875, 0.5])
  }

  @Test("the observer's values follow its belief")
  func observer() {
    var observer = TwoStepObserver(.wang2018())
    #expect(observer.stateValues.allSatisfy { abs($0 - 0.5) < 1e-12 })
    observer.learn(TwoStepTrial(action: 1, state: 0, isRewarded: true))
    // Belief .88: .88·.9 + .12·.1 = .804; .8·.804 + .2·.196 = .6824.
    #expect(abs(observer.belief - 0.88) < 1e-12)
    #expect(abs(observer.stateValues[0] - 0.804) < 1e-12)
    #expect(abs(observer.choiceValues[0] - 0.6824) < 1e-12)
    #expect(abs(observer.choiceValues[0] + observer.choiceValues[1] - 1) < 1e-12)
  }

  @Test("the likelihood by hand")
  func likelihood() {
    let learner = TwoStepLearner(
      .wang2018(), learningRate: 0.5, inverseTemperature: 2, modelBasedWeight: 0)
    // Preferences for what was chosen: 0, .25, .5 − .375 = .125.
    let expected = logarithm(0.5) + logarithm(logistic(0.5)) + logarithm(logistic(0.25))
    #expect(abs(learner.logLikelihood(of: [trials]) - expected) < 1e-12)
  }

  @Test("a fit finds the learning rate and the inverse temperature that made the choices")
  func recovery() {
    for (weight, rate, beta) in [(1.0, 0.4, 5.0), (0, 0.25, 4)] {
      let task = TwoStepTask.wang2018(.oneStep)
      var learner = TwoStepLearner(
        task, learningRate: rate, inverseTemperature: beta, modelBasedWeight: weight)
      let episodes = play(&learner, task, episodes: 20, seed: 6) { _, _, after, _ in
        after.completedTrial
      }
      let fit = TwoStepLearner.fitted(to: episodes, task, modelBasedWeight: weight)
      // 2,000 choices: standard errors of about .03 and .2.
      #expect(abs(fit.learningRate - rate) < 0.12, "\(fit)")
      #expect(abs(fit.inverseTemperature - beta) < 0.8, "\(fit)")
      let truth = TwoStepLearner(
        task, learningRate: rate, inverseTemperature: beta, modelBasedWeight: weight)
      #expect(fit.logLikelihood(of: episodes) >= truth.logLikelihood(of: episodes))
      // No neighbour is better.
      for (da, db) in [(0.01, 0.0), (-0.01, 0), (0, 0.05), (0, -0.05)] {
        let neighbour = TwoStepLearner(
          task, learningRate: fit.learningRate + da,
          inverseTemperature: fit.inverseTemperature + db, modelBasedWeight: weight)
        #expect(neighbour.logLikelihood(of: episodes) <= fit.logLikelihood(of: episodes))
      }
    }
  }

  @Test("choices that no temperature explains get the strictest there is")
  func deterministic() {
    let alwaysBetter = [0, 0, 0, 0].map { TwoStepTrial(action: $0, state: 0, isRewarded: true) }
    let fit = TwoStepLearner.fitted(to: [alwaysBetter], .wang2018(), modelBasedWeight: 0)
    #expect(fit.inverseTemperature == 200)
    // And choices against every preference the least strict.
    let alwaysWorse = [0, 1, 0, 1].map { TwoStepTrial(action: $0, state: $0, isRewarded: true) }
    let against = TwoStepLearner.fitted(to: [alwaysWorse], .wang2018(), modelBasedWeight: 0)
    #expect(against.inverseTemperature == 0)
  }

  @Test(
    "a recording's trials are those that were played, in both encodings",
    arguments: [
      TwoStepTask.wang2018(.twoSteps, trialCount: 6), .wang2018(.oneStep, trialCount: 6),
    ])
  func recordedTrials(task: TwoStepTask) throws {
    let settings = A2CSettings {
      $0.layers = [.lstm(4)]
      $0.environmentCount = 1
      $0.updateCount = 1
    }
    var agent = A2CTrainer(task, settings, seed: 1).agent()
    let played = play(&agent, task, episodes: 3, seed: 2) { _, _, after, _ in
      after.completedTrial
    }
    let recording = agent.record(task, episodes: 3, seed: 2)
    for (episode, trials) in zip(recording.episodes, played) {
      // In one step the last state is shown after the last choice, to nobody.
      let known = task.encoding == .twoSteps ? trials : Array(trials.dropLast())
      #expect(episode.trials(of: task) == known)
    }
  }

  @Test("the network's own errors are γ·V(second stage) − V(first stage)")
  func ownErrors() {
    var episode = RecordedEpisode()
    episode.actions = [0, 0, 1, 1]
    episode.rewards = [0, 1, 0, 0]
    episode.discounts = [1, 1, 1, 0]
    episode.values = [1, 2, 3, 5, 0]
    #expect(episode.secondStageErrors(discount: 0.5) == [0, -0.5])
  }
}
