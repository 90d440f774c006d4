import Agents
import Networks
import Numerics
import Tasks
import Testing

@Suite("A critic of its own")
struct SeparateCriticTests {
  private static let settings = A2CSettings {
    $0.layers = [.lstm(6)]
    $0.critic = .separate
    $0.environmentCount = 8
    $0.updateCount = 40
    $0.discount = 0.5
    $0.valueCoefficient = 0.5
    $0.learningRate = 0.02
  }
  private let bandit = BernoulliBandit(.fixed([0.2, 0.8]), trialCount: 6)

  @Test("the actor is told the error of the critic's prediction, nothing at first")
  func toldErrors() throws {
    let trainer = A2CTrainer(bandit, Self.settings, seed: 0)
    try trainer.train()
    var agent = trainer.agent()
    for episode in agent.record(bandit, episodes: 5, seed: 1).episodes {
      let errors = episode.predictionErrors(discount: 0.5)
      #expect(episode.activities[0].toldPredictionError == 0)
      for (told, error) in zip(episode.activities.dropFirst(), errors) {
        #expect(abs(told.toldPredictionError - error) < 1e-5)
      }
      #expect(errors.contains { abs($0) > 0.01 })
    }
  }

  @Test("the reward reaches the actor only by that error")
  func onlyByTheError() throws {
    let trainer = A2CTrainer(bandit, Self.settings, seed: 0)
    try trainer.train(until: 10)
    var agent = trainer.agent()
    func policy(reward: Double) -> [Float] {
      agent.begin()
      agent.see(.restart())
      agent.see(.transition(reward: reward))
      return agent.activity.policy
    }
    #expect(policy(reward: 0) != policy(reward: 1))
    agent.intervention = { _, _, _ in 0.25 }
    #expect(policy(reward: 0) == policy(reward: 1))
    #expect(agent.activity.toldPredictionError == 0.25)
  }

  @Test("an intervention sees the error, the time step and the action, and changes no weight")
  func interventions() throws {
    let trainer = A2CTrainer(bandit, Self.settings, seed: 0)
    try trainer.train()
    var agent = trainer.agent()
    let before = agent.record(bandit, episodes: 20, seed: 2)
    agent.intervention = { error, _, _ in error }
    #expect(agent.record(bandit, episodes: 20, seed: 2) == before)
    agent.intervention = { error, shown, action in
      shown.reward > 0 && action == 1 ? error - 4 : error
    }
    let after = agent.record(bandit, episodes: 20, seed: 2)
    #expect(after.weightsAreUnchanged && after.hashAfter == before.hashBefore)
    var blocked = 0
    for episode in after.episodes {
      let errors = episode.predictionErrors(discount: 0.5)
      for t in 1..<6 {
        let isBlocked = episode.rewards[t - 1] > 0 && episode.actions[t - 1] == 1
        let told = episode.activities[t].toldPredictionError
        #expect(abs(told - (errors[t - 1] - (isBlocked ? 4 : 0))) < 1e-5)
        blocked += isBlocked ? 1 : 0
      }
    }
    #expect(blocked > 20)
  }

  @Test("both learn: the policy which arm is better, the critic what it is worth")
  func learns() throws {
    var settings = Self.settings
    settings.updateCount = 300
    settings.discount = 0
    let run = try trainMetaLearners(on: bandit, settings, seeds: 0..<1)[0]
    var agent = run.agent()
    #expect(mean(rewards(of: &agent, on: bandit, episodes: 200, seed: 9)) > 6 * 0.7)
    #expect(abs(agent.activity.value - 0.8) < 0.2)
  }

  @Test("the bits do not depend on threads or checkpoints", arguments: A2CTests.unrolls)
  func determinism(unroll: A2CSettings.Unroll) throws {
    var settings = Self.settings
    settings.environmentsInShard = 3
    settings.unroll = unroll
    settings.updateCount = 7
    settings.encoder = [3]
    let task = TwoStepTask.wang2018(trialCount: 5)
    let straight = A2CTrainer(task, settings, seed: 1)
    try straight.train(until: 4)
    let resumed = A2CTrainer(task, settings, seed: 1, threads: 3)
    try resumed.resume(from: try TensorFile(bytes: straight.checkpoint().bytes))
    try straight.train()
    try resumed.train()
    #expect(resumed.parameters.hash == straight.parameters.hash)
    #expect(resumed.checkpoint() == straight.checkpoint())
  }
}
