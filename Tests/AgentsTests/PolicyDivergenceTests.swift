import Agents
import Networks
import Numerics
import Tasks
import Testing

@Suite("Divergence of policies")
struct PolicyDivergenceTests {
  private let task = BernoulliBandit(.uniform, trialCount: 4)

  /// A network that chooses the first of two arms with a fixed probability, whatever it sees.
  private func agent(choosingFirst p: Double) -> FrozenAgent {
    let settings = TRPOTests.settings()
    let trainer = TRPOTrainer(task, settings, seed: 0)
    let heads = trainer.architecture.layout["actor.heads"]
    var parameters = trainer.parameters
    parameters.values = parameters.values.map { _ in 0 }
    parameters.values[heads.offset + (heads.rows - 1) * heads.columns] = Float(
      logarithm(p / (1 - p)))
    return FrozenAgent(
      trainer.architecture, parameters: parameters, inputs: settings.inputs,
      observationCount: task.observationCount, stepLimit: task.stepLimit)
  }

  @Test("of two fixed policies it is p·ln(p/q) + (1−p)·ln((1−p)/(1−q)), and not symmetric")
  func fixedPolicies() {
    let (p, q) = (0.2, 0.7)
    func byHand(_ p: Double, _ q: Double) -> Double {
      p * logarithm(p / q) + (1 - p) * logarithm((1 - p) / (1 - q))
    }
    let (a, b) = (agent(choosingFirst: p), agent(choosingFirst: q))
    #expect(abs(a.divergence(to: b, on: task, episodes: 2, seed: 0) - byHand(p, q)) < 1e-5)
    #expect(abs(b.divergence(to: a, on: task, episodes: 2, seed: 0) - byHand(q, p)) < 1e-5)
    #expect(abs(byHand(p, q) - byHand(q, p)) > 0.02)
  }

  @Test("a network does not differ from itself, and the other is told what this one did")
  func sameWeights() throws {
    var settings = TRPOTests.settings()
    settings.updateCount = 5
    let trainer = TRPOTrainer(task, settings, seed: 1)
    let before = trainer.agent()
    try trainer.train()
    let after = trainer.agent()
    #expect(after.divergence(to: trainer.agent(), on: task, episodes: 5, seed: 3) == 0)
    #expect(before.divergence(to: after, on: task, episodes: 5, seed: 3) > 0)
    // Told of another action it is in another state.
    let states = [0, 1].map { action in
      var agent = after
      agent.begin()
      agent.take(action, after: .restart())
      agent.see(.transition(reward: 1))
      return agent.activity.hidden
    }
    #expect(states[0] != states[1])
  }

  @Test("the agents it is asked of stay in the state in which they are, copies of one another too")
  func agentsStay() throws {
    let trainer = TRPOTrainer(task, TRPOTests.settings(), seed: 1)
    var agent = trainer.agent()
    agent.begin()
    agent.take(1, after: .restart())
    agent.see(.transition(reward: 1))
    let activity = agent.activity
    let copy = agent
    #expect(agent.divergence(to: copy, on: task, episodes: 3, seed: 0) == 0)
    #expect(agent.activity == activity)
  }

  @Test("an update’s divergence on fresh episodes is that of its report, within a factor of two")
  func updatesOfTRPO() throws {
    var settings = TRPOTests.settings(layers: [.lstm(8)])
    settings.environmentCount = 32
    let task = BernoulliBandit(.uniform, trialCount: 10)
    let trainer = TRPOTrainer(task, settings, seed: 0)
    for update in 0..<4 {
      let before = trainer.agent()
      let report = try trainer.update()
      let found = before.divergence(to: trainer.agent(), on: task, episodes: 100, seed: update)
      #expect(found > 0.5 * report.divergence && found < 2 * report.divergence)
    }
  }
}
