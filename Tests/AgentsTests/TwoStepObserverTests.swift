import Agents
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
    "it stays and is rewarded as in the sheet of 2018, in both encodings",
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
}
