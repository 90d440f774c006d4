import Networks
import Numerics
import Tasks
import Testing

@testable import Agents

@Suite("Neural episodic control")
struct NeuralEpisodicControlTests {
  private func learner(
    states: Int = 4, actions: Int = 2, _ change: (inout EpisodicControlSettings) -> Void = { _ in }
  ) -> NeuralEpisodicControl {
    NeuralEpisodicControl(
      observationCount: states, actionCount: actions, EpisodicControlSettings(change),
      using: Generator(seed: 0))
  }

  /// What the dictionary of an action holds under exactly the key of a state.
  private func stored(_ learner: NeuralEpisodicControl, _ state: Int, _ action: Int) -> Float? {
    let key = learner.key(of: Observation.cue(state).numbers(count: learner.stateCount))
    let dictionary = learner.dictionaries[action]
    return (0..<dictionary.count).first { dictionary[$0].key == key }.map { dictionary[$0].value }
  }

  @Test("at the end of an episode each step is written with its return")
  func returns() {
    var nec = learner { $0.discount = 0.5 }
    nec.begin()
    nec.learn(WorldStep(state: 0, action: 0, reward: 0, next: 1))
    nec.learn(WorldStep(state: 1, action: 1, reward: 2, next: 2))
    #expect(nec.dictionaries.allSatisfy { $0.count == 0 })
    nec.learn(WorldStep(state: 2, action: 0, reward: 4, next: nil))
    #expect(stored(nec, 0, 0) == 2 && stored(nec, 1, 1) == 4 && stored(nec, 2, 0) == 4)
    #expect(nec.dictionaries.map(\.count) == [2, 1])
    #expect(nec.actionValues(in: 3).count == 2 && nec.stepCount == 3)
  }

  @Test("after N steps a target trusts the best stored value of where they led")
  func bootstrap() {
    var nec = learner {
      $0.discount = 0.5
      $0.horizon = 2
      $0.neighbourCount = 1
      $0.writingRate = 0.5
    }
    nec.learn(WorldStep(state: 2, action: 1, reward: 8, next: nil))
    nec.begin()
    nec.learn(WorldStep(state: 0, action: 0, reward: 1, next: 1))
    #expect(nec.dictionaries[0].count == 0)
    nec.learn(WorldStep(state: 1, action: 0, reward: 2, next: 2))
    // 1 + ½·2 + ¼·8; the step from 1 still waits.
    #expect(stored(nec, 0, 0) == 4 && nec.dictionaries[0].count == 1)
    // Cut off here: 2 + ½·8.
    nec.begin()
    #expect(stored(nec, 1, 0) == 6)
    // The same key again: half of the way from 8 to 4.
    nec.learn(WorldStep(state: 2, action: 1, reward: 4, next: nil))
    #expect(stored(nec, 2, 1) == 6 && nec.dictionaries[1].count == 1)
  }

  /// Two inner episodes of a step; the second pays.
  private struct TwoOccasions: Environment {
    let observationCount = 2
    let actionCount = 1
    let stepLimit = 2
    private var clock = EpisodeClock()

    mutating func reset(using rng: inout Generator) -> TimeStep {
      clock.start()
      return .restart(.cue(0))
    }

    mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
      clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
        ? .termination(reward: 1, .cue(1)) : .inner(reward: 0, .cue(1))
    }
  }

  @Test("what follows an inner episode does not count for what was done in it")
  func innerEpisodes() {
    var (task, rng) = (TwoOccasions(), Generator(seed: 11))
    var nec = learner(states: 2, actions: 1)
    nec.live(seeing: &task, choosing: .epsilonGreedy(0), using: &rng)
    #expect(stored(nec, 0, 0) == 0 && stored(nec, 1, 0) == 1)
  }

  @Test("a copy goes on by itself, and the same seed gives the same bits")
  func copies() {
    let world = WorldLearnerTests.maze.world(stepLimit: 200)
    func settings(_ s: inout EpisodicControlSettings) {
      s.hiddenUnitCounts = [8]
      s.keyCount = 4
      s.replay = .init { $0.batchCount = 8 }
    }
    func live(_ nec: inout NeuralEpisodicControl, _ seed: Int) {
      var rng = Generator(seed: seed)
      nec.live(in: world, episodes: 2, choosing: .epsilonGreedy(0.3), using: &rng)
    }
    var first = learner(states: world.stateCount, actions: 4, settings)
    live(&first, 1)
    var second = first
    let before = first.allActionValues
    live(&second, 2)
    #expect(first.allActionValues == before && second.allActionValues != before)
    live(&first, 2)
    #expect(first.allActionValues == second.allActionValues && first.weights == second.weights)
  }

  @Test("the replay keeps the last steps and draws them all")
  func replay() {
    var rng = Generator(seed: 7)
    var buffer = ReplayBuffer(capacity: 3)
    for i in 0..<5 {
      buffer.append(ReplayedStep(observation: [Float(i)], action: i, target: 0))
    }
    let drawn = (0..<300).map { _ in buffer.draw(using: &rng).action }
    #expect(buffer.count == 3)
    // Each is expected 100 times, with a standard error of 8.2.
    for i in 2..<5 { #expect(abs(drawn.count { $0 == i } - 100) < 33) }
  }

  @Test("the embedding's gradient is the central difference, with and without hidden layers")
  func embeddingGradient() {
    var rng = Generator(seed: 8)
    for hidden in [[], [5], [6, 4]] {
      let embedding = DenseEmbedding(observationCount: 3, hiddenUnitCounts: hidden, keyCount: 2)
      let parameters = (0..<embedding.layout.count).map { _ in normal(using: &rng) }
      let (x, slope) = ([0.7, -1.2, 0.4], [1.5, -0.5])
      func output(_ parameters: [Double]) -> Double {
        zip(embedding.activities(of: x, parameters)[hidden.count + 1], slope)
          .reduce(0) { $0 + $1.0 * $1.1 }
      }
      var gradient = [Double](repeating: 0, count: parameters.count)
      embedding.addGradient(
        ofKey: slope, embedding.activities(of: x, parameters), parameters, to: &gradient)
      #expect(gradientError(of: gradient, at: parameters, output) < 1e-6)
    }
  }

  @Test(
    "the whole loss: weights, keys and values together, against differences in double precision")
  func wholeGradient() throws {
    // With p at least the entries stored, the loss is smooth in all of them.
    var nec = learner(states: 3) {
      $0.hiddenUnitCounts = [6]
      $0.keyCount = 3
      $0.delta = 0.1
    }
    var rng = Generator(seed: 9)
    func seen() -> [Float] { (0..<3).map { _ in Float(normal(using: &rng)) } }
    for _ in 0..<10 {
      nec.learn(
        seeing: seen(), action: integer(below: 2, using: &rng), reward: normal(using: &rng),
        next: nil)
    }
    let batch = (0..<6).map { _ in
      ReplayedStep(
        observation: seen(), action: integer(below: 2, using: &rng),
        target: Float(normal(using: &rng)))
    }
    let gradient = nec.gradient(of: batch)

    // The same loss as a function of all its variables, written anew.
    let counts = nec.dictionaries.map(\.count)
    let weightCount = nec.weights.layout.count
    func place(_ action: Int, _ slot: Int) -> Int {
      weightCount + 4 * ((action == 0 ? 0 : counts[0]) + slot)
    }
    var point = nec.weights.values.map(Double.init)
    for dictionary in nec.dictionaries {
      for slot in 0..<dictionary.count {
        point += dictionary[slot].key.map(Double.init) + [Double(dictionary[slot].value)]
      }
    }
    let embedding = DenseEmbedding(observationCount: 3, hiddenUnitCounts: [6], keyCount: 3)
    func loss(_ x: [Double]) -> Double {
      batch.reduce(0) { sum, step in
        let key = embedding.activities(
          of: step.observation.map(Double.init), Array(x[..<weightCount]))[2]
        var (above, below) = (0.0, 0.0)
        for slot in 0..<counts[step.action] {
          let p = place(step.action, slot)
          let square = (0..<3).reduce(0) { $0 + (key[$1] - x[p + $1]) * (key[$1] - x[p + $1]) }
          above += x[p + 3] / (square + 0.1)
          below += 1 / (square + 0.1)
        }
        let error = above / below - Double(step.target)
        return sum + 0.5 * error * error / Double(batch.count)
      }
    }
    var found = gradient.weights.map(Double.init)
    found += [Double](repeating: 0, count: point.count - weightCount)
    for entry in gradient.entries {
      let p = place(entry.action, entry.slot)
      for i in 0..<3 { found[p + i] += Double(entry.key[i]) }
      found[p + 3] += Double(entry.value)
    }
    #expect(counts.reduce(0, +) == 10 && gradient.entries.count > 10)
    #expect(abs(Double(gradient.loss) - loss(point)) < 1e-5)
    // In single precision; the difference of the double one is exact to many digits.
    #expect(gradientError(of: found, at: point, loss) < 1e-4)
  }

  @Test("replay lowers the loss of what was lived, by each of its three ways", arguments: 0..<3)
  func learning(way: Int) {
    var nec = learner(states: 5) {
      $0.hiddenUnitCounts = [16]
      $0.keyCount = 4
      $0.neighbourCount = 10
      $0.delta = 0.1
      $0.replay = .init { $0.period = 1_000_000 }
    }
    var rng = Generator(seed: 10)
    let lived = (0..<60).map { _ in
      ReplayedStep(
        observation: (0..<5).map { _ in Float(normal(using: &rng)) },
        action: integer(below: 2, using: &rng), target: Float(normal(using: &rng)))
    }
    for step in lived {
      nec.learn(
        seeing: step.observation, action: step.action, reward: Double(step.target), next: nil)
    }
    let before = nec.gradient(of: lived).loss
    let weights = nec.weights
    for _ in 0..<20 {
      nec.learnFromReplay(
        .init {
          $0.learningRate = way == 0 ? 1e-3 : 0
          $0.keyRate = way == 1 ? 0.7 : 0
          $0.valueRate = way == 2 ? 1 : 0
        })
    }
    #expect(nec.gradient(of: lived).loss < 0.99 * before)
    #expect((nec.weights == weights) == (way != 0))
    #expect(nec.dictionaries.reduce(0) { $0 + $1.count } == 60)
  }
}
