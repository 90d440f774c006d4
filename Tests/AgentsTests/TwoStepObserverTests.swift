import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Ideal observer of the two-step task")
struct TwoStepObserverTests {
  private func play(
    _ task: TwoStepTask, episodes: Int
  ) -> (stay: StayProbabilities, rewards: [Double]) {
    var observer = TwoStepObserver(task)
    let trials = Agents.play(&observer, task, episodes: episodes, seed: 1) { _, _, after, _ in
      after.completedTrial
    }
    let rewards = trials.map { episode in
      mean(episode.map { $0.isRewarded ? 1 : 0 })
    }
    return (StayProbabilities(trials), rewards)
  }

  @Test(
    "it stays and is rewarded as an ideal observer of 2018, in both encodings",
    arguments: [
      TwoStepTask.wang2018(.twoSteps), .wang2018(.oneStep),
    ])
  func task2018(task: TwoStepTask) {
    let (stay, rewards) = play(task, episodes: 400)
    #expect(abs(stay.rewardedCommon - 1) < 0.005 && abs(stay.unrewardedRare - 1) < 0.005)
    // Some 4,000 trials each.
    #expect(abs(stay.rewardedRare - 0.665) < 0.03 && abs(stay.unrewardedCommon - 0.663) < 0.03)
    #expect(abs(mean(rewards) - 0.706) < 4 * standardError(rewards))
    #expect(stay.interaction > 0.6 && abs(stay.rewardEffect) < 0.03)
  }

  @Test("and of 2016")
  func task2016() {
    let (stay, rewards) = play(.wang2016(), episodes: 300)
    #expect(abs(stay.rewardedCommon - 1) < 0.01 && abs(stay.unrewardedRare - 1) < 0.01)
    #expect(abs(stay.rewardedRare - 0.93) < 0.02 && abs(stay.unrewardedCommon - 0.93) < 0.02)
    #expect(abs(mean(rewards) - 0.697) < 4 * standardError(rewards))
  }

  @Test("its belief by hand: one reward, one change")
  func belief() {
    var rng = Generator(seed: 1)
    var observer = TwoStepObserver(.wang2018(.oneStep))
    _ = observer.action(after: .restart(), using: &rng)
    #expect(observer.action(after: .transition(reward: 1, .cue(1)), using: &rng) == 1)
    // .5 → .1, then .1·.975 + .9·.025.
    #expect(abs(observer.belief - 0.12) < 1e-12)
    observer.begin()
    #expect(observer.belief == 0.5)
  }

  @Test("stay probabilities by hand")
  func stayByHand() {
    let trials = [(0, 0, true), (0, 1, true), (1, 0, false), (1, 1, false), (1, 1, true)].map {
      TwoStepTrial(action: $0, state: $1, isRewarded: $2)
    }
    let stay = StayProbabilities([trials])
    #expect(stay.rewardedCommon == 1 && stay.rewardedRare == 0)
    #expect(stay.unrewardedRare == 1 && stay.unrewardedCommon == 1)
    #expect(stay.interaction == 1 && stay.rewardEffect == -0.5)
  }

  @Test("a model-free learner's stay probabilities are those computed independently")
  func modelFree() {
    let task = TwoStepTask.wang2018()
    var learner = TwoStepLearner(
      task, learningRate: 0.3, inverseTemperature: 8, modelBasedWeight: 0)
    let trials = Agents.play(&learner, task, episodes: 300, seed: 2) { _, _, after, _ in
      after.completedTrial
    }
    let stay = StayProbabilities(trials)
    #expect(abs(stay.rewardedCommon - 0.960) < 0.02 && abs(stay.rewardedRare - 0.864) < 0.03)
    #expect(abs(stay.unrewardedCommon - 0.595) < 0.03 && abs(stay.unrewardedRare - 0.797) < 0.03)
    let rewards = trials.map { mean($0.map { $0.isRewarded ? 1 : 0 }) }
    #expect(abs(mean(rewards) - 0.646) < 4 * standardError(rewards) + 0.005)
  }

  @Test("a model-based learner shows the interaction, and little effect of reward alone")
  func modelBased() {
    let task = TwoStepTask.wang2018(.oneStep)
    var learner = TwoStepLearner(
      task, learningRate: 0.5, inverseTemperature: 8, modelBasedWeight: 1)
    let stay = StayProbabilities(
      Agents.play(&learner, task, episodes: 200, seed: 2) { _, _, after, _ in
        after.completedTrial
      })
    #expect(stay.interaction > 0.4 && abs(stay.rewardEffect) < 0.1)
  }

  @Test("one trial of learning by hand")
  func learningByHand() {
    var learner = TwoStepLearner(
      .wang2018(), learningRate: 0.5, inverseTemperature: 2, modelBasedWeight: 0.5)
    learner.learn(TwoStepTrial(action: 0, state: 1, isRewarded: true))
    #expect(learner.modelFreeValues == [0.75, 0.5] && learner.stateValues == [0.5, 0.75])
    let based = learner.modelBasedValues
    #expect(abs(based[0] - 0.55) < 1e-12 && abs(based[1] - 0.7) < 1e-12)
    // 2·(½·.55 + ½·.75) − 2·(½·.7 + ½·.5) = .1.
    #expect(abs(learner.choiceProbabilities[0] - logistic(0.1)) < 1e-12)
  }
}
