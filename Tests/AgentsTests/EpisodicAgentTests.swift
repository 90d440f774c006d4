import Agents
import Networks
import Numerics
import Tasks
import Testing

/// Contextual bandits in little: contexts of an episode come several times each in a random order, and in
/// each one arm pays. Inner episodes are some pulls and one step that shows the last outcome, after which
/// the cells are stored.
private struct ContextualBandit: Environment {
  let contextNumber: Int
  let pullCount: Int
  let presentations: Int
  let observationCount = 6
  let contextCount = 6
  let actionCount = 3
  var stepLimit: Int { contextNumber * presentations * (pullCount + 1) }
  private var contexts: [[Float]] = []
  private var arms: [Int] = []
  private var bag: [Int] = []
  private var pull = 0
  private var clock = EpisodeClock()
  /// Which context it is, and how often it was there before.
  private(set) var presentation = 0
  private var seen: [Int] = []

  init(contexts: Int = 2, pulls: Int = 2, presentations: Int = 3) {
    (contextNumber, pullCount, self.presentations) = (contexts, pulls, presentations)
  }

  mutating func reset(using rng: inout Generator) -> TimeStep {
    contexts = (0..<contextNumber).map { _ in
      (0..<contextCount).map { _ in bernoulli(0.5, using: &rng) ? 1 : -1 }
    }
    arms = (0..<contextNumber).map { _ in integer(below: actionCount, using: &rng) }
    bag = (0..<contextNumber * presentations).map { $0 % contextNumber }
    shuffle(&bag, using: &rng)
    seen = [Int](repeating: 0, count: contextNumber)
    clock.start()
    pull = 0
    return shown(.restart(.numbers(contexts[bag[0]])), stores: false)
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    if pull < pullCount {
      presentation = seen[bag[0]]
      pull += 1
      let reward = action == arms[bag[0]] ? 1.0 : 0
      return shown(
        .transition(reward: reward, .numbers(contexts[bag[0]])), stores: pull == pullCount)
    }
    presentation = -1
    if isLast { return .termination(reward: 0) }
    seen[bag[0]] += 1
    bag.removeFirst()
    pull = 0
    return shown(.inner(reward: 0, .numbers(contexts[bag[0]])), stores: false)
  }

  private func shown(_ step: TimeStep, stores: Bool) -> TimeStep {
    step.with(Recall(.numbers(contexts[bag[0]]), retrieves: true, stores: stores))
  }
}

@Suite("Episodic meta-learners")
struct EpisodicAgentTests {
  private static func settings(
    _ unroll: A2CSettings.Unroll, _ layers: [Architecture.Layer] = [.episodicLSTM(4)]
  ) -> A2CSettings {
    A2CSettings {
      $0.layers = layers
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.unroll = unroll
      $0.updateCount = 8
      $0.learningRate = 0.01
    }
  }

  @Test("the task keeps its promises, and broken ones about contexts are found")
  func task() {
    #expect(environmentFaults(of: ContextualBandit()) == [])
    struct Faulty: Environment {
      let observationCount = 0
      let actionCount = 1
      let stepLimit = 1
      let contextCount = 2
      mutating func reset(using rng: inout Generator) -> TimeStep {
        .restart().with(Recall(.numbers([1]), retrieves: true, stores: false))
      }
      mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
        .termination(reward: 0)
      }
    }
    #expect(environmentFaults(of: Faulty()) == ["a context has 1 numbers, not 2"])
  }

  @Test(
    "with memories, the bits do not depend on threads or on checkpoints",
    arguments: [A2CSettings.Unroll.episode, .steps(5)],
    [[Architecture.Layer.episodicLSTM(4)], [.lstm(3), .episodicLSTM(4, squashed: false)]])
  func determinism(unroll: A2CSettings.Unroll, layers: [Architecture.Layer]) throws {
    var settings = Self.settings(unroll, layers)
    for critic in [Architecture.Critic.shared, .separate] {
      settings.critic = critic
      settings.learnsInitialState = critic == .separate
      let straight = A2CTrainer(ContextualBandit(), settings, seed: 1)
      try straight.train(until: 5)
      let resumed = A2CTrainer(ContextualBandit(), settings, seed: 1, threads: 2)
      try resumed.resume(from: try TensorFile(bytes: straight.checkpoint().bytes))
      try straight.train()
      try resumed.train()
      #expect(resumed.parameters.hash == straight.parameters.hash)
      #expect(resumed.checkpoint() == straight.checkpoint())
    }
  }

  @Test("the same seed gives the same bits on every machine")
  func bits() throws {
    let trainer = A2CTrainer(ContextualBandit(), Self.settings(.episode), seed: 2)
    try trainer.train(until: 3)
    #expect(String(trainer.parameters.hash, radix: 16) == "7d77e2e8bbb1d698")
  }

  @Test("the memory holds the cells after the outcome, under the context, until the episode ends")
  func whatIsStored() throws {
    for squashed in [true, false] {
      let layers = [Architecture.Layer.episodicLSTM(4, squashed: squashed)]
      let trainer = A2CTrainer(ContextualBandit(), Self.settings(.episode, layers), seed: 0)
      try trainer.train()
      var agent = trainer.agent()
      let hash = agent.parameters.hash
      let memory = try #require(agent.memory)
      var (task, rng) = (ContextualBandit(), Generator(seed: 3))
      var step = task.reset(using: &rng)
      agent.begin()
      var stored: [(key: [Float], value: [Float])] = []
      while !step.isLast {
        let action = agent.action(after: step, using: &rng)
        if let recall = step.recall, recall.stores {
          let cells = agent.activity.cells
          stored.append(
            (
              recall.context.numbers(count: 6),
              squashed ? cells.map { Float.hyperbolicTangent($0) } : cells
            ))
        }
        #expect(memory.count == stored.count)
        step = task.step(action, using: &rng)
      }
      #expect(stored.count == 6 && agent.activity.gates.count == 5)
      for (i, entry) in stored.enumerated() {
        #expect(memory[i].key == entry.key && memory[i].value == entry.value)
      }
      agent.begin()
      #expect(memory.count == 0 && agent.parameters.hash == hash)
    }
  }

  @Test("an inner episode begins with the activity of a first step, but for what is remembered")
  func innerEpisodes() throws {
    var settings = Self.settings(.episode)
    settings.memory.isRetrieving = false
    settings.learnsInitialState = true
    let trainer = A2CTrainer(ContextualBandit(), settings, seed: 0)
    try trainer.train()
    var agent = trainer.agent()
    agent.begin()
    agent.see(.restart(.cue(1)))
    let first = agent.activity
    agent.see(.transition(reward: 1, .cue(2)))
    #expect(agent.activity != first)
    agent.see(.inner(reward: 1, .cue(1)))
    #expect(agent.activity == first)
  }

  @Test("a prediction error ends with its inner episode")
  func innerPredictionErrors() {
    // Inner episodes of three steps: 0, 3, 6, … begin one, so that 2, 5, 8, … end one.
    var agent = A2CTrainer(ContextualBandit(), Self.settings(.episode), seed: 0).agent()
    let episode = agent.record(ContextualBandit(), episodes: 1, seed: 2).episodes[0]
    let (rewards, values) = (episode.rewards, episode.values)
    #expect(episode.discounts == rewards.indices.map { $0 % 3 == 2 ? 0 : 1 })
    for (t, error) in episode.predictionErrors(discount: 0.5).enumerated() {
      let next = t % 3 == 2 ? 0 : values[t + 1]
      #expect(error == rewards[t] + 0.5 * next - values[t])
    }
  }

  @Test("a task without contexts has nothing to be remembered by")
  func withoutContexts() async {
    await #expect(processExitsWith: .failure) {
      _ = A2CTrainer(
        BernoulliBandit(.uniform, trialCount: 5),
        A2CSettings { $0.layers = [.episodicLSTM(4)] }, seed: 0)
    }
  }

  #if !DEBUG
    @Test("it learns to remember, and cannot without retrieval")
    func learnsToRemember() throws {
      func rewards(isRetrieving: Bool) throws -> [[Double]] {
        let settings = A2CSettings {
          $0.layers = [.episodicLSTM(24)]
          $0.memory.isRetrieving = isRetrieving
          $0.environmentCount = 16
          $0.updateCount = 2_000
          $0.unroll = .steps(18)
          $0.learningRate = .linear(from: 5e-3, to: 5e-4)
        }
        let task = ContextualBandit(contexts: 3, pulls: 2, presentations: 3)
        return try trainMetaLearners(on: task, settings, seeds: 0..<3).map { run in
          var agent = run.agent()
          let pulls = play(&agent, task, episodes: 300, seed: 0) { _, _, after, shown in
            after.presentation >= 0 ? (after.presentation, shown.reward) : nil
          }.flatMap(\.self)
          return (0..<3).map { n in mean(pulls.filter { $0.0 == n }.map(\.1)) }
        }
      }
      // Six contexts of 64: two of three alike are rare. At first 1/3 and 2/3 of ½ and more.
      let with = try rewards(isRetrieving: true)
      for run in with.sorted(by: { $0[2] < $1[2] }).dropFirst() {
        #expect(run[0] < 0.6 && run[2] > 0.85, "\(with)")
      }
      let without = try rewards(isRetrieving: false)
      for run in without { #expect(abs(run[2] - run[0]) < 0.06, "\(without)") }
    }
  #endif
}
