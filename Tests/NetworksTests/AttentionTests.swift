import Networks
import Numerics
import Testing

@Suite("Attention")
struct AttentionTests {
  private func shape(capacity: Int = 5, keyCount: Int = 2) -> Architecture {
    Architecture(
      inputCount: 3, attention: .init(contextCount: 2, keyCount: keyCount, capacity: capacity),
      layers: [.lstm(4)], actionCount: 2)
  }

  /// One sequence: at each step it may ask, and stores what it is shown.
  private func play(
    _ network: UnrolledNetwork,
    _ steps: [(asks: [Float]?, shown: [Float], stores: [Float]?)]
  ) -> [[AttendedEntry]] {
    steps.enumerated().map { t, step in
      for (i, x) in step.shown.enumerated() { network.actor.input(at: t)[i] = x }
      let asks = step.asks.map { FloatBuffer($0) }
      withExtendedLifetime(asks) { network.attend(to: asks?.pointer, row: 0, at: t) }
      network.forward(step: t)
      if let context = step.stores.map({ FloatBuffer($0) }) {
        withExtendedLifetime(context) { network.store(under: context.pointer, row: 0, after: t) }
      }
      return network.attended(row: 0, at: t)
    }
  }

  private func network(
    _ shape: Architecture, _ parameters: Parameters? = nil, steps: Int
  ) -> UnrolledNetwork {
    var rng = Generator(seed: 2)
    let parameters = parameters ?? shape.initialParameters(using: &rng)
    return UnrolledNetwork(
      NetworkWeights(shape, parameters: parameters), batch: 1, stepLimit: steps)
  }

  /// What a step read, where the first layer finds it.
  private func read(_ network: UnrolledNetwork, at step: Int) -> [Float] {
    (0..<3).map { network.actor.input(at: step)[3 + $0] }
  }

  @Test("worked by hand: keys that are the contexts, two entries")
  func byHand() {
    let shape = shape()
    var parameters = Parameters(zeros: shape.layout)
    for name in ["attention.query", "attention.key"] {
      parameters[shape.layout[name]] = [1, 0, 0, 1]
    }
    let network = network(shape, parameters, steps: 4)
    let seen = play(
      network,
      [
        (nil, [1, 2, 3], [1, 0]), (nil, [5, 4, -5], [0, 1]), ([1, 0], [0, 0, 0], nil),
        ([0, 2], [0, 0, 0], nil),
      ])
    // Scores 1/√2 and 0, then 0 and 2/√2.
    for (t, score) in [(2, 0.5.squareRoot()), (3, -2.0.squareRoot())] {
      let first = 1 / (1 + exponential(-score))
      #expect(seen[t].map(\.context) == [[1, 0], [0, 1]])
      #expect(seen[t].map(\.value) == [[1, 2, 3], [5, 4, -5]])
      #expect(abs(seen[t][0].weight - first) < 1e-6)
      #expect(abs(seen[t][1].weight - (1 - first)) < 1e-6)
      for (read, (x, y)) in zip(read(network, at: t), zip([1.0, 2, 3], [5.0, 4, -5])) {
        #expect(abs(Double(read) - (first * x + (1 - first) * y)) < 1e-5)
      }
    }
  }

  @Test("one entry has the weight 1, and equal contexts have equal weights")
  func equalContexts() {
    let network = network(shape(keyCount: 7), steps: 6)
    let (here, there): ([Float], [Float]) = ([1, -1], [-1, -1])
    let seen = play(
      network,
      [
        (here, [1, 0, 0], there), (here, [0, 1, 0], here), (here, [0, 0, 1], there),
        (here, [2, 0, 0], here), (there, [0, 2, 0], here), (here, [0, 0, 0], nil),
      ])
    #expect(seen[0].isEmpty && seen[1].map(\.weight) == [1])
    #expect(seen.map(\.count) == [0, 1, 2, 3, 4, 5])
    for entries in seen {
      for context in [here, there] {
        #expect(Set(entries.filter { $0.context == context }.map(\.weight)).count <= 1)
      }
    }
    for entries in seen[2...] { #expect(abs(entries.map(\.weight).reduce(0, +) - 1) < 1e-6) }
    // Query and key start equal: like attends to like.
    #expect(seen[5][1].weight > 3 * seen[5][0].weight)
    #expect(seen[4][0].weight > 3 * seen[4][1].weight)
  }

  @Test("only the youngest are attended to, and none of what was forgotten")
  func capacity() {
    let network = network(shape(capacity: 2), steps: 5)
    let values: [[Float]] = (1...5).map { [Float($0), 0, 0] }
    let seen = play(network, values.map { ([1, 1], $0, [1, 1]) })
    #expect(seen.map { $0.map { $0.value[0] } } == [[], [1], [1, 2], [2, 3], [3, 4]])
    network.clearRestarts()
    network.forget(row: 0)
    #expect(play(network, [([1, 1], [9, 0, 0], nil)]) == [[]])
    #expect(read(network, at: 0) == [0, 0, 0])
  }

  @Test("a step that does not ask is one for which nothing is stored: zeros are read")
  func nothingStored() {
    let random = RandomNetwork(shape(), steps: 3, batch: 1)
    func heads(_ steps: [(asks: [Float]?, shown: [Float], stores: [Float]?)]) -> [Float] {
      let network = network(random.architecture, random.parameters, steps: 3)
      _ = play(network, steps)
      #expect((0..<2).allSatisfy { read(network, at: $0) == [0, 0, 0] })
      return network.heads(at: 2, row: 0)
    }
    let shown = random.inputs.map { $0[0] }
    func heads(asks: [[Float]?], stores: [[Float]?]) -> [Float] {
      heads(shown.indices.map { (asks[$0], shown[$0], stores[$0]) })
    }
    let silent = heads(asks: [nil, nil, nil], stores: [nil, nil, nil])
    #expect(heads(asks: [[1, 0], [0, 1], [1, 0]], stores: [nil, nil, nil]) == silent)
    #expect(heads(asks: [nil, nil, nil], stores: [[1, 0], [0, 1], nil]) == silent)
    #expect(heads(asks: [nil, nil, [1, 0]], stores: [[1, 0], nil, nil]) != silent)
  }

  @Test("nothing takes its part by its score, worked by hand")
  func abstaining() {
    let shape = Architecture(
      inputCount: 3,
      attention: .init(contextCount: 2, keyCount: 2, capacity: 2, canAbstain: true),
      layers: [.lstm(4)], actionCount: 2)
    var parameters = Parameters(zeros: shape.layout)
    for name in ["attention.query", "attention.key"] {
      parameters[shape.layout[name]] = [1, 0, 0, 1]
    }
    parameters[shape.layout["attention.nothing"]] = [0.5]
    let network = network(shape, parameters, steps: 3)
    let seen = play(
      network,
      [([1, 0], [1, 2, 3], [1, 0]), ([1, 0], [0, 0, 0], nil), ([-3, 1], [0, 0, 0], nil)])
    #expect(seen[0].isEmpty && seen[1].count == 1)
    // Scores 1/√2 and −3/√2 beside ½.
    for (t, score) in [(1, 0.5.squareRoot()), (2, -4.5.squareRoot())] {
      let weight = 1 / (1 + exponential(0.5 - score))
      #expect(abs(seen[t][0].weight - weight) < 1e-6)
      for (read, x) in zip(read(network, at: t), [1.0, 2, 3]) {
        #expect(abs(Double(read) - weight * x) < 1e-5)
      }
    }
  }

  @Test("however short the unrolls, what is held is the same", arguments: [1, 2, 7])
  func longLogs(stepLimit: Int) {
    let steps = 60
    let architecture = RandomNetwork.architectures.filter { $0.attention != nil }[0]
    let random = RandomNetwork(architecture, steps: steps, batch: 2)
    let weights = NetworkWeights(architecture, parameters: random.parameters)
    let straight = UnrolledNetwork(weights, batch: 2, stepLimit: steps)
    let carried = UnrolledNetwork(weights, batch: 2, stepLimit: stepLimit)
    let saved = UnrolledNetwork(weights, batch: 2, stepLimit: stepLimit)
    let state = FloatBuffer(count: saved.stateCount)
    for network in [straight, carried, saved] { network.restart() }
    for t in 0..<steps {
      let step = t % stepLimit
      if t > 0 && step == 0 {
        carried.carryState(from: stepLimit)
        saved.copyState(before: stepLimit, to: state)
        saved.setState(from: state)
      }
      for (network, step) in [(straight, t), (carried, step), (saved, step)] {
        for b in 0..<2 { random.see(network, t, b, as: step) }
        network.forward(step: step)
        for b in 0..<2 { random.keep(network, t, b, as: step) }
      }
      for b in 0..<2 {
        #expect(carried.heads(at: step, row: b) == straight.heads(at: t, row: b))
        #expect(saved.heads(at: step, row: b) == straight.heads(at: t, row: b))
      }
    }
  }

  @Test("queries and keys start equal, as large as contexts, and are found under their names")
  func start() throws {
    for (contextCount, keyCount) in [(3, 16), (6, 4)] {
      let shape = Architecture(
        inputCount: 2,
        attention: .init(contextCount: contextCount, keyCount: keyCount, capacity: 4),
        layers: [.gru(2)], actionCount: 2, critic: .separate)
      var rng = Generator(seed: 1)
      let parameters = shape.initialParameters(using: &rng)
      for prefix in ["actor.", "critic."] {
        let query = parameters[shape.layout[prefix + "attention.query"]]
        #expect(query == parameters[shape.layout[prefix + "attention.key"]])
        let square = query.reduce(0) { $0 + Double($1 * $1) }
        #expect(abs(square - Double(keyCount)) < 1e-4)
      }
      let tensor = try #require(
        shape.tensors(of: parameters).first { $0.name == "critic.attention.key.weight" })
      #expect(tensor.shape == [keyCount, contextCount])
      let block = parameters[shape.layout["critic.attention.key"]]
      #expect(tensor.values[1] == block[keyCount] && tensor.values[contextCount] == block[1])
    }
    let network = self.shape()
    #expect(network.inputCount(ofLayer: 0) == 6 && network.layout["layer0"].rows == 4 + 1 + 6)
  }
}
