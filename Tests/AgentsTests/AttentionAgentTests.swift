import Agents
import Foundation
import Networks
import Numerics
import Tasks
import Testing

/// Episodes of different lengths that end by termination or by truncation, with contexts: what is asked and
/// what is stored, at any step, the last included.
private struct UnevenRecall: Environment, Hashable {
  let observationCount = 2
  let contextCount = 3
  let actionCount = 3
  let stepLimit = 7
  private var length = 0
  private var clock = EpisodeClock()

  mutating func reset(using rng: inout Generator) -> TimeStep {
    length = 1 + integer(below: 7, using: &rng)
    clock.start()
    return withRecall(.restart(.cue(0)), using: &rng)
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 3, stepLimit: length)
    let reward = Double(action) - 0.5
    let seen = Observation.numbers([Float(uniform(using: &rng)), 0.5])
    if !isLast { return withRecall(.transition(reward: reward, seen), using: &rng) }
    let last: TimeStep =
      length % 2 == 0 ? .termination(reward: reward, seen) : .truncation(reward: reward, seen)
    return withRecall(last, using: &rng)
  }

  private func withRecall(_ step: TimeStep, using rng: inout Generator) -> TimeStep {
    let place = integer(below: 4, using: &rng)
    if place == 3 { return step }
    return step.with(
      Recall(
        .cue(place), retrieves: bernoulli(0.7, using: &rng), stores: bernoulli(0.7, using: &rng)))
  }
}

@Suite("Meta-learners with attention")
struct AttentionAgentTests {
  private static let task = BarcodeBandit(
    arms: 3, contexts: 2, presentations: 3, pulls: 2, bits: 4, numbers: .signs)
  private static func settings(
    _ unroll: A2CSettings.Unroll, _ layers: [Architecture.Layer] = [.lstm(4)]
  ) -> A2CSettings {
    A2CSettings {
      $0.layers = layers
      $0.attention = AttentionSettings {
        $0.keyCount = 5
        $0.capacity = 4
      }
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.unroll = unroll
      $0.updateCount = 8
      $0.learningRate = 0.01
    }
  }

  @Test(
    "updates have the bits of updates with the reference network",
    arguments: [[Architecture.Layer.lstm(5)], [.gru(4)], [.gru(3), .lstm(4)]], [[], [4]])
  func referenceUpdates(layers: [Architecture.Layer], encoder: [Int]) throws {
    #expect(environmentFaults(of: UnevenRecall()) == [])
    var settings = Self.settings(.episode, layers)
    settings.encoder = encoder
    settings.learnsInitialState = !encoder.isEmpty
    settings.attention?.canAbstain = !encoder.isEmpty
    let trainer = A2CTrainer(UnevenRecall(), settings, seed: 6, threads: 2)
    var reference = ReferenceTraining(UnevenRecall(), settings, seed: 6)
    let before = trainer.parameters
    for _ in 0..<4 {
      _ = try trainer.update()
      reference.update()
      #expect(trainer.parameters.hash == reference.parameters.hash)
    }
    for name in ["attention.query", "attention.key"] {
      let block = trainer.architecture.layout[name]
      #expect(trainer.parameters[block] != before[block])
    }
  }

  @Test(
    "the bits do not depend on threads or on checkpoints",
    arguments: [A2CSettings.Unroll.episode, .steps(5)],
    [[Architecture.Layer.lstm(4)], [.gru(3)], [.episodicLSTM(4), .lstm(3)]])
  func determinism(unroll: A2CSettings.Unroll, layers: [Architecture.Layer]) throws {
    var settings = Self.settings(unroll, layers)
    for critic in [Architecture.Critic.shared, .separate] {
      settings.critic = critic
      settings.encoder = critic == .separate ? [3] : []
      settings.attention?.canAbstain = critic == .separate
      let straight = A2CTrainer(Self.task, settings, seed: 1)
      try straight.train(until: 5)
      let resumed = A2CTrainer(Self.task, settings, seed: 1, threads: 2)
      try resumed.resume(from: try TensorFile(bytes: straight.checkpoint().bytes))
      try straight.train()
      try resumed.train()
      #expect(resumed.parameters.hash == straight.parameters.hash)
      #expect(resumed.checkpoint() == straight.checkpoint())
    }
  }

  @Test("a checkpoint that tells of more entries than there can be is refused")
  func damagedCheckpoints() throws {
    let settings = Self.settings(.steps(5))
    let trainer = A2CTrainer(Self.task, settings, seed: 1)
    try trainer.train(until: 3)
    let file = trainer.checkpoint()
    func resume(_ count: Float?) throws(CheckpointError) {
      let tensors = file.tensors.map { tensor in
        var values = tensor.values
        // Behind h and c of four units for two sequences stands how many entries the first one holds.
        if tensor.name == "state.0", let count { values[16] = count }
        return Tensor(tensor.name, shape: tensor.shape, values: values)
      }
      let metadata = Dictionary(uniqueKeysWithValues: file.metadata.map { ($0.key, $0.value) })
      try A2CTrainer(Self.task, settings, seed: 1).resume(
        from: TensorFile(tensors: tensors, metadata: metadata))
    }
    try resume(nil)
    for count: Float in [5, -1, 0.5, 1e30] {
      #expect {
        try resume(count)
      } throws: {
        "\($0)" == "the state of shard 0 is none of this network"
      }
    }
  }

  @Test("the same seed gives the same bits on every machine")
  func bits() throws {
    let trainer = A2CTrainer(Self.task, Self.settings(.steps(5)), seed: 2)
    try trainer.train(until: 3)
    #expect(String(trainer.parameters.hash, radix: 16) == "ec9316958b692860")
  }

  @Test("it attends to what it was told when it stored, until the episode ends")
  func whatIsAttended() throws {
    let trainer = A2CTrainer(Self.task, Self.settings(.steps(5)), seed: 0)
    try trainer.train()
    var agent = trainer.agent()
    let hash = agent.parameters.hash
    #expect(agent.memory == nil)
    var rng = Generator(seed: 3)
    for _ in 0..<3 {
      var task = Self.task
      var step = task.reset(using: &rng)
      agent.begin()
      var stored: [(context: [Float], value: [Float])] = []
      var (last, stepCount) = ([Float](repeating: 0, count: 3), 0)
      while !step.isLast {
        let action = agent.action(after: step, using: &rng)
        let recall = try #require(step.recall)
        let entries = agent.attention
        #expect(recall.retrieves || entries.isEmpty)
        if recall.retrieves {
          #expect(entries.map(\.context) == stored.suffix(4).map(\.context))
          #expect(entries.map(\.value) == stored.suffix(4).map(\.value))
          let sum = entries.map(\.weight).reduce(0, +)
          #expect(entries.isEmpty || abs(sum - 1) < 1e-6)
          for entry in entries {
            let alike = entries.filter { $0.context == entry.context }
            #expect(alike.allSatisfy { $0.weight == entry.weight })
          }
        }
        if recall.stores {
          let context = recall.context.numbers(count: 4)
          let time = Float(stepCount) * (1 / Float(task.stepLimit))
          stored.append((context, context + last + [Float(step.reward), time]))
        }
        step = task.step(action, using: &rng)
        last = (0..<3).map { $0 == action ? 1 : 0 }
        stepCount += 1
        if step.beginsAnew { (last, stepCount) = ([0, 0, 0], 0) }
      }
      #expect(stored.count == 6)
    }
    #expect(agent.parameters.hash == hash)
    agent.begin()
    agent.see(.restart(.cue(1)))
    #expect(agent.attention.isEmpty)
  }

  @Test("a training that was written down plays as it did")
  func writtenDown() throws {
    let run = try trainMetaLearners(on: Self.task, Self.settings(.episode), seeds: 0..<1)[0]
    let data = try JSONEncoder().encode(run.summary)
    let summary = try JSONDecoder().decode(TrainingRun.Summary.self, from: data)
    let read = try TrainingRun(summary: summary, tensorBytes: run.tensorBytes)
    #expect(read.settings == run.settings && read.architecture == run.architecture)
    var (agent, again) = (run.agent(), read.agent())
    #expect(
      agent.record(Self.task, episodes: 3, seed: 0)
        == again.record(Self.task, episodes: 3, seed: 0))
    // What was written before there was attention has none.
    let old = try JSONDecoder().decode(A2CSettings.self, from: Data("{}".utf8))
    #expect(old.attention == nil)
  }

  @Test("a task without contexts has nothing to be attended to")
  func withoutContexts() async {
    await #expect(processExitsWith: .failure) {
      _ = A2CTrainer(
        BernoulliBandit(.uniform, trialCount: 5),
        A2CSettings { $0.attention = AttentionSettings() }, seed: 0)
    }
  }
}
