import Agents
import Numerics
import Tasks
import Testing

@Suite("Erasing what a frozen network holds")
struct ErasureTests {
  private func agent(seesActions: Bool = true) -> FrozenAgent {
    let settings = A2CSettings {
      $0.layers = [.lstm(6)]
      $0.inputs.time = false
      $0.inputs.previousAction = seesActions
    }
    return A2CTrainer(InferredValueTask(), settings, seed: 0).agent()
  }

  /// What is shown, whatever the agent does.
  private let steps = [
    TimeStep.restart(.cue(0)), .transition(reward: 0, .cue(1)), .transition(reward: 1, .cue(0)),
    .transition(reward: 0, .cue(2)), .transition(reward: 0, .cue(0)),
  ]

  private func watch(
    _ agent: FrozenAgent, from first: Int = 0, erasing what: FrozenAgent.Erasure, at place: Int
  )
    -> [Activity]
  {
    var (agent, rng) = (agent, Generator(seed: 4))
    agent.isGreedy = true
    agent.begin()
    return steps[first...].enumerated().map { t, step in
      if t + first == place { agent.erase(what) }
      _ = agent.action(after: step, using: &rng)
      return agent.activity
    }
  }

  @Test(
    "without its activity and its last action a network is at the beginning, but for the reward")
  func both() {
    let plain = watch(agent(), erasing: [], at: 0)
    let erased = watch(agent(), erasing: [.activity, .lastAction], at: 3)
    #expect(erased[..<3] == plain[..<3])
    // No reward comes at step 3: nothing tells it from a first step.
    #expect(erased[3] == watch(agent(), from: 3, erasing: [], at: 0)[0])
    #expect(erased[3] != plain[3])
    // At step 2 the reward is told, so it is.
    #expect(
      watch(agent(), erasing: [.activity, .lastAction], at: 2)[2]
        != watch(agent(), from: 2, erasing: [], at: 0)[0])
  }

  @Test("each of the two leaves the other")
  func one() {
    let plain = watch(agent(), erasing: [], at: 0)
    let activity = watch(agent(), erasing: .activity, at: 3)[3]
    let action = watch(agent(), erasing: .lastAction, at: 3)[3]
    let both = watch(agent(), erasing: [.activity, .lastAction], at: 3)[3]
    #expect(Set([plain[3], activity, action, both].map(\.hidden)).count == 4)
    // A network that is not told its actions cannot miss them.
    let deaf = agent(seesActions: false)
    #expect(
      watch(deaf, erasing: .lastAction, at: 3) == watch(deaf, erasing: [], at: 0))
    #expect(
      watch(deaf, erasing: .activity, at: 3)[3] == watch(deaf, from: 3, erasing: [], at: 0)[0])
  }

  @Test("it is taken once, not at a first step, and no weight changes")
  func once() {
    var (agent, rng) = (agent(), Generator(seed: 4))
    let hash = agent.parameters.hash
    agent.erase([.activity, .lastAction])
    agent.begin()
    _ = agent.action(after: steps[0], using: &rng)
    let first = agent.activity
    _ = agent.action(after: steps[1], using: &rng)
    let second = agent.activity
    agent.begin()
    agent.erase([.activity, .lastAction])
    rng = Generator(seed: 4)
    _ = agent.action(after: steps[0], using: &rng)
    #expect(agent.activity == first)
    _ = agent.action(after: steps[1], using: &rng)
    #expect(agent.activity == second)
    #expect(agent.parameters.hash == hash)
  }
}
