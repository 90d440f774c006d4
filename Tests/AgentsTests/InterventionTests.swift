import Agents
import Networks
import Numerics
import Tasks
import Testing

@Suite("Interventions on what an actor is told")
struct InterventionTests {
  private func agent(_ critic: Architecture.Critic) -> FrozenAgent {
    let settings = A2CSettings {
      $0.critic = critic
      $0.layers = [.lstm(6)]
      $0.discount = 0.7
      $0.inputs.previousAction = false
    }
    return A2CTrainer(RiskTask(), settings, seed: 0).agent()
  }

  /// What a session shows; which levers are pressed is drawn, so it does not depend on who watches.
  private var session: [TimeStep] {
    var rng = Generator(seed: 3)
    var task = RiskTask(probabilities: [0.5])
    var shown = [task.reset(using: &rng)]
    while !shown[shown.count - 1].isLast {
      shown.append(task.step(integer(below: 2, using: &rng), using: &rng))
    }
    return shown.dropLast()
  }

  private func watch(_ agent: FrozenAgent, _ steps: [TimeStep]) -> [Activity] {
    var (agent, rng) = (agent, Generator(seed: 4))
    agent.begin()
    return steps.map {
      _ = agent.action(after: $0, using: &rng)
      return agent.activity
    }
  }

  @Test("an actor is told δ = r + γ·V − V′ of the critic, and 0 at the beginning")
  func told() {
    let steps = session
    let seen = watch(agent(.separate), steps)
    #expect(seen[0].toldPredictionError == 0)
    for t in 1..<steps.count {
      let error = steps[t].reward + 0.7 * seen[t].value - seen[t - 1].value
      #expect(abs(seen[t].toldPredictionError - error) < 1e-5, "step \(t)")
    }
  }

  @Test("a forged error reaches the actor from then on, the critic and the weights never")
  func forged() {
    let steps = session
    var agent = agent(.separate)
    let hash = agent.parameters.hash
    let plain = watch(agent, steps)
    agent.intervention = { error, shown, action in
      action != nil && shown.reward == 4 ? error - 4 : error
    }
    let forged = watch(agent, steps)
    guard let first = steps.firstIndex(where: { $0.reward == 4 }) else {
      Issue.record("no large reward in the session")
      return
    }
    for t in steps.indices {
      let shift = forged[t].toldPredictionError - plain[t].toldPredictionError
      #expect(abs(shift + (steps[t].reward == 4 ? 4 : 0)) < 1e-5, "step \(t)")
      #expect(forged[t].value == plain[t].value, "step \(t)")
      #expect((forged[t].hidden == plain[t].hidden) == (t < first), "step \(t)")
    }
    #expect(agent.parameters.hash == hash)
  }

  @Test("an actor that shares its layers with the critic is told rewards: nothing to forge")
  func shared() {
    let steps = session
    var agent = agent(.shared)
    let plain = watch(agent, steps)
    agent.intervention = { error, _, _ in error + 4 }
    #expect(watch(agent, steps) == plain)
    #expect(plain.allSatisfy { $0.toldPredictionError == 0 })
  }
}
