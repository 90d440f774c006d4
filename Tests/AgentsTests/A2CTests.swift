import Agents
import Foundation
import Networks
import Numerics
import Tasks
import Testing

/// Episodes of different lengths that end by termination or by truncation.
private struct UnevenTask: Environment, Hashable {
  let observationCount = 2
  let actionCount = 3
  let stepLimit = 6
  var length = 0
  var clock = EpisodeClock()

  mutating func reset(using rng: inout Generator) -> TimeStep {
    length = 1 + integer(below: 6, using: &rng)
    clock.start()
    return .restart(.cue(0))
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 3, stepLimit: length)
    let reward = Double(action) - 0.5
    let seen = Observation.numbers([Float(uniform(using: &rng)), 0.5])
    if !isLast { return .transition(reward: reward, seen) }
    return length % 2 == 0
      ? .termination(reward: reward, seen) : .truncation(reward: reward, seen)
  }
}

@Suite("A2C")
struct A2CTests {
  static func settings(
    _ unroll: A2CSettings.Unroll, layers: [Architecture.Layer] = [.lstm(5)]
  ) -> A2CSettings {
    A2CSettings {
      $0.layers = layers
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.unroll = unroll
      $0.updateCount = 12
      $0.lambda = 0.9
      $0.learningRate = 0.01
    }
  }
  static let unrolls: [A2CSettings.Unroll] = [.episode, .steps(4)]

  @Test(
    "settings that are written are read again, every one of them; what is missing is the default")
  func settingsAreKept() throws {
    let settings = A2CSettings {
      $0.encoder = [7, 5]
      $0.layers = [.gru(3), .episodicLSTM(4, squashed: false)]
      $0.critic = .separate
      $0.learnsInitialState = true
      $0.memorySpan = 9
      $0.memory = EpisodicMemorySettings { $0.capacity = 9 }
      $0.attention = AttentionSettings {
        $0.keyCount = 5
        $0.capacity = 6
        $0.canAbstain = true
      }
      $0.inputs.time = false
      $0.environmentCount = 3
      $0.unroll = .steps(8)
      $0.updateCount = 11
      $0.discount = 0.7
      $0.horizon = .linear(from: 2, to: 30)
      $0.negatesDiscount = true
      $0.lambda = 0.6
      $0.valueCoefficient = 0.2
      $0.entropyCoefficient = 0.03
      $0.learningRate = .linear(from: 0.1, to: 0.01)
      $0.optimizer = .sgd()
      $0.gradientNormLimit = nil
      $0.environmentsInShard = 2
    }
    // A setting that is left out above would pass unseen.
    let standard = Mirror(reflecting: A2CSettings()).children
    for (changed, standard) in zip(Mirror(reflecting: settings).children, standard) {
      #expect(
        "\(changed.value)" != "\(standard.value)", "\(changed.label ?? "") is not changed here")
    }
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(A2CSettings.self, from: data) == settings)
    let empty = try JSONDecoder().decode(A2CSettings.self, from: Data("{}".utf8))
    #expect(empty == A2CSettings { $0.gradientNormLimit = nil })
  }

  @Test("the same seed gives the same bits with 1, 2 and 3 threads", arguments: unrolls)
  func threads(unroll: A2CSettings.Unroll) throws {
    let hashes = try (1...3).map { threads in
      let trainer = A2CTrainer(UnevenTask(), Self.settings(unroll), seed: 3, threads: threads)
      try trainer.train()
      return trainer.parameters.hash
    }
    #expect(Set(hashes).count == 1)
    let other = A2CTrainer(UnevenTask(), Self.settings(unroll), seed: 4)
    try other.train()
    #expect(other.parameters.hash != hashes[0])
  }

  @Test("these are the bits, in debug and release, on every machine")
  func knownBits() throws {
    // Recorded once; a change here changes every recorded result of the book.
    let trainer = A2CTrainer(UnevenTask(), Self.settings(.episode), seed: 0)
    try trainer.train()
    #expect(String(trainer.parameters.hash, radix: 16) == "4d38bc9326289846")
  }

  @Test(
    "updates have the bits of updates with the reference network",
    arguments: [[Architecture.Layer.lstm(5)], [.gru(4)], [.gru(3), .lstm(4)]], [0.1, 40])
  func referenceUpdates(layers: [Architecture.Layer], limit: Double) throws {
    var settings = Self.settings(.episode, layers: layers)
    settings.gradientNormLimit = limit
    let trainer = A2CTrainer(UnevenTask(), settings, seed: 6, threads: 2)
    var reference = ReferenceTraining(UnevenTask(), settings, seed: 6)
    for _ in 0..<4 {
      _ = try trainer.update()
      reference.update()
      #expect(trainer.parameters.hash == reference.parameters.hash)
    }
  }

  @Test("so have those with an encoder and a learned initial state")
  func referenceUpdatesOfMore() throws {
    var settings = Self.settings(.episode)
    settings.encoder = [4, 3]
    settings.learnsInitialState = true
    let trainer = A2CTrainer(UnevenTask(), settings, seed: 7)
    var reference = ReferenceTraining(UnevenTask(), settings, seed: 7)
    let initial = trainer.architecture.layout["layer0.initial"]
    #expect(trainer.parameters[initial].allSatisfy { $0 == 0 })
    for _ in 0..<3 {
      _ = try trainer.update()
      reference.update()
      #expect(trainer.parameters.hash == reference.parameters.hash)
    }
    #expect(trainer.parameters[initial].allSatisfy { $0 != 0 })
  }

  @Test("a training from a checkpoint has the bits of one straight through", arguments: unrolls)
  func checkpoints(unroll: A2CSettings.Unroll) throws {
    for layers in [[Architecture.Layer.lstm(4)], [.gru(3), .lstm(4)]] {
      let settings = Self.settings(unroll, layers: layers)
      let straight = A2CTrainer(UnevenTask(), settings, seed: 1)
      try straight.train(until: 5)
      let file = try TensorFile(bytes: straight.checkpoint().bytes)
      let resumed = A2CTrainer(UnevenTask(), settings, seed: 1, threads: 2)
      try resumed.resume(from: file)
      #expect(resumed.updatesDone == 5 && resumed.parameters == straight.parameters)
      try straight.train()
      try resumed.train()
      #expect(resumed.parameters.hash == straight.parameters.hash)
      #expect(resumed.checkpoint() == straight.checkpoint())
    }
  }

  @Test("a checkpoint of another training is refused with a reason")
  func foreignCheckpoints() throws {
    let settings = Self.settings(.episode)
    let trainer = A2CTrainer(UnevenTask(), settings, seed: 1)
    func reason(_ file: TensorFile, seed: Int = 1) -> String {
      do throws(CheckpointError) {
        try A2CTrainer(UnevenTask(), settings, seed: seed).resume(from: file)
        return "no error"
      } catch {
        return error.description
      }
    }
    let file = trainer.checkpoint()
    #expect(reason(file) == "no error")
    #expect(reason(file, seed: 2) == "the checkpoint has the seed 1, not 2")
    #expect(
      reason(TensorFile(tensors: file.tensors)) == "this is not a checkpoint of an A2C training")
    let texts = Dictionary(uniqueKeysWithValues: file.metadata.map { ($0.key, $0.value) })
    #expect(
      reason(TensorFile(tensors: Array(file.tensors.dropFirst()), metadata: texts))
        == "there is no tensor \"core.weight_ih_l0\"")
    var broken = texts
    broken["environment.1.0"] = "1.2 3 4"
    #expect(
      reason(TensorFile(tensors: file.tensors, metadata: broken))
        == "environment 0 of shard 1 cannot be restored")
  }

  @Test("a number that is none stops training, names the update and changes nothing")
  func divergence() throws {
    struct BrokenTask: Environment {
      var count = 0
      let observationCount = 0
      let actionCount = 2
      let stepLimit = 1
      mutating func reset(using rng: inout Generator) -> TimeStep { .restart() }
      mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
        count += 1
        return .termination(reward: count == 3 ? .nan : 0)
      }
    }
    let trainer = A2CTrainer(BrokenTask(), Self.settings(.episode), seed: 0)
    #expect(throws: TrainingDiverged(update: 3, quantity: "the gradient")) { try trainer.train() }
    #expect(trainer.updatesDone == 2)
    let values = trainer.parameters.values
    #expect(values.allSatisfy { $0.isFinite })
    // What the first update breaks, the second one finds.
    var settings = Self.settings(.episode)
    settings.learningRate = .constant(.infinity)
    let broken = A2CTrainer(UnevenTask(), settings, seed: 0)
    #expect(throws: TrainingDiverged(update: 1, quantity: "a parameter")) { try broken.train() }
  }

  @Test("it learns which of two certain arms pays, and what that is worth")
  func learnsArm() throws {
    let settings = A2CSettings {
      $0.layers = [.lstm(8)]
      $0.environmentCount = 8
      $0.updateCount = 60
      $0.learningRate = 0.03
      $0.discount = 0
      $0.valueCoefficient = 0.5
      $0.entropyCoefficient = 0.0
    }
    let bandit = BernoulliBandit(.fixed([0, 1]), trialCount: 5)
    let runs = try trainMetaLearners(on: bandit, settings, seeds: 0..<3)
    for run in runs {
      #expect(run.curve(points: 4)[0] < 4.5)
      #expect(run.reports.count == 60)
      var agent = run.agent()
      let hash = agent.parameters.hash
      #expect(mean(rewards(of: &agent, on: bandit, episodes: 100, seed: 9)) > 4.8)
      #expect(abs(agent.activity.value - 1) < 0.2)
      #expect(agent.parameters.hash == hash)
    }
  }

  @Test("a seed's training is the same alone, among others, and on one thread or several")
  func threadsOfSeeds() throws {
    var settings = Self.settings(.episode)
    settings.updateCount = 3
    settings.environmentsInShard = 2
    settings.memorySpan = 20
    let alone = try (0..<3).flatMap {
      try trainMetaLearners(on: UnevenTask(), settings, seeds: $0..<$0 + 1, threads: 1)
    }
    for threads in [1, 2, 3, 8] {
      let runs = try trainMetaLearners(on: UnevenTask(), settings, seeds: 0..<3, threads: threads)
      #expect(runs.map(\.seed) == [0, 1, 2])
      #expect(runs.map(\.parameters.hash) == alone.map(\.parameters.hash))
    }
    var plain = settings
    plain.memorySpan = nil
    let other = try trainMetaLearners(on: UnevenTask(), plain, seeds: 0..<1)
    #expect(other[0].parameters.hash != alone[0].parameters.hash)
  }

  @Test("a frozen agent's activity is complete, and its choices follow its policy")
  func frozenAgent() throws {
    let trainer = A2CTrainer(UnevenTask(), Self.settings(.episode), seed: 0)
    try trainer.train()
    var agent = trainer.agent()
    var rng = Generator(seed: 1)
    agent.begin()
    var counts = [0, 0, 0]
    for _ in 0..<3_000 {
      agent.begin()
      counts[agent.action(after: .restart(.cue(0)), using: &rng)] += 1
    }
    let activity = agent.activity
    #expect(activity.hidden.count == 5 && activity.cells.count == 5)
    #expect(activity.gates.map(\.count) == [5, 5, 5, 5])
    for (h, (o, c)) in zip(activity.hidden, zip(activity.gates[3], activity.cells)) {
      #expect(h == o * Float.hyperbolicTangent(c))
    }
    for (count, p) in zip(counts, activity.policy.map(Double.init)) {
      #expect(abs(Double(count) - 3_000 * p) < 4 * (3_000 * p * (1 - p)).squareRoot())
    }
    agent.isGreedy = true
    let choice = agent.action(after: .restart(.cue(0)), using: &rng)
    #expect((0..<3).contains(choice))
  }

  @Test("a recording is the same play, with values, prediction errors and unchanged weights")
  func recordings() throws {
    let trainer = A2CTrainer(UnevenTask(), Self.settings(.episode), seed: 0)
    var agent = trainer.agent()
    let recording = agent.record(UnevenTask(), episodes: 30, seed: 2)
    #expect(recording.weightsAreUnchanged && recording.hashBefore == trainer.parameters.hash)
    let played = play(&agent, UnevenTask(), episodes: 30, seed: 2) { _, action, _, shown in
      [Double(action), shown.reward]
    }
    for (episode, steps) in zip(recording.episodes, played) {
      let count = steps.count
      #expect(zip(episode.actions, episode.rewards).map { [Double($0), $1] } == steps)
      #expect(episode.values.count == count + 1 && episode.activities.count == count)
      // Even lengths terminate, odd ones are truncated.
      #expect((episode.values[count] == 0) == (count % 2 == 0))
      let errors = episode.predictionErrors(discount: 0.5)
      #expect(
        errors[0] == episode.rewards[0] + 0.5 * episode.values[1] - episode.values[0])
      #expect(episode.observations[0] == .cue(0))
    }
  }

  @Test("without the reward as an input, an episode's rewards cannot be told apart")
  func noRewardInput() throws {
    var settings = Self.settings(.episode)
    settings.inputs.previousReward = false
    let trainer = A2CTrainer(BernoulliBandit(.uniform, trialCount: 5), settings, seed: 0)
    #expect(trainer.architecture.inputCount == 3)
    var agent = trainer.agent()
    var rng = Generator(seed: 1)
    func hidden(reward: Double) -> [Float] {
      agent.begin()
      agent.see(.restart())
      agent.see(.transition(reward: reward))
      return agent.activity.hidden
    }
    #expect(hidden(reward: 0) == hidden(reward: 1))
    _ = agent.action(after: .restart(), using: &rng)
  }

  @Test("the benchmark measures every setting, and each is one object on one line")
  func benchmark() {
    var lines: [String] = []
    // Large networks take half a minute in a debug build.
    let part = isOptimized ? nil : "lstm-a2c/h48/"
    let speeds = benchmarkTraining(seconds: 0.001, stretches: 1, trialCount: 1, only: part) {
      lines.append($0.json)
    }
    let names = [
      "lstm-a2c/h48/b1/t1", "lstm-a2c/h48/b64/t1", "lstm-a2c/h48/b64/t2",
      "lstm-a2c/h48/b1/t1/seeds2", "eplstm-a2c/h48/b1/t1", "eplstm-a2c/h48/b64/t1",
      "eplstm-a2c/h24/b1/t1", "eplstm-a2c/h24/b64/t1", "lstm-a2c/h256/e64-128/b1/t1",
      "lstm-a2c/h256/e64-128/b32/t1",
    ]
    #expect(speeds.map(\.name) == names.filter { name in name.contains(part ?? name) })
    for (speed, line) in zip(speeds, lines) {
      #expect(speed.stepsPerSecond > 0 && speed.stepsPerCPUSecond > 0)
      #expect(speed.peakMemoryMegabytes > 1)
      #expect(line.hasPrefix("{\"name\": \"\(speed.name)\", \"steps_per_second\": "))
      #expect(line.hasSuffix("}") && !line.contains("\n"))
    }
    // Two threads and two seeds with one, and the episodic LSTM with the LSTM.
    #expect(
      speeds.prefix(6).map { $0.ratio?.other } == [
        nil, nil, "lstm-a2c/h48/b64/t1", "lstm-a2c/h48/b1/t1", "lstm-a2c/h48/b1/t1",
        "lstm-a2c/h48/b64/t1",
      ])
    for (speed, line) in zip(speeds, lines) {
      #expect(line.contains("\"ratio\": ") == (speed.ratio != nil))
      #expect(line.contains("\"typical_ratio\": ") == (speed.ratio != nil))
      guard let ratio = speed.ratio else { continue }
      // A stretch of a millisecond tells nothing of speed: on a busy machine it can be a hundred times as long.
      #expect(ratio.fastest > 0 && ratio.fastest.isFinite)
      #expect(ratio.typical > 0 && ratio.typical.isFinite)
    }
    let some = benchmarkTraining(seconds: 0.001, stretches: 1, trialCount: 1, only: "/h24/b1/")
    #expect(some.map(\.name) == ["eplstm-a2c/h24/b1/t1"])
  }

  @Test("inputs are in their order, and any can be left out")
  func inputs() {
    #expect(MetaLearnerInputs().count(observationCount: 3, actionCount: 2) == 7)
    let none = MetaLearnerInputs(
      observation: false, previousAction: false, previousReward: false, time: false)
    #expect(none.count(observationCount: 3, actionCount: 2) == 1)
  }

  @Test("with a negated discount, what pays a step later is avoided; without, it is sought")
  func negatedDiscount() throws {
    // Certain transitions and rewards that never change sides: whoever seeks reward gets it on all trials
    // but the first.
    let task = TwoStepTask(
      .twoSteps, commonProbability: 1, rewardProbability: 1, switchProbability: 0, trialCount: 4)
    let rewards = try [false, true].map { negates in
      let settings = A2CSettings {
        $0.layers = [.lstm(8)]
        $0.environmentCount = 8
        $0.updateCount = 150
        $0.negatesDiscount = negates
        $0.valueCoefficient = 0
        $0.learningRate = 0.02
      }
      let trainer = A2CTrainer(task, settings, seed: 0)
      var last: [Double] = []
      try trainer.train { last.append($0.meanEpisodeReward) }
      return mean(Array(last.suffix(30)))
    }
    // Chance is 2; 240 episodes, each with a standard deviation of at most 2, are within 0.13 of their mean.
    #expect(rewards[0] > 2.4 && rewards[1] < 1.6, "\(rewards)")
  }
}
