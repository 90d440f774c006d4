import Networks
import Numerics

/// A network, sequences and choices to test with, all drawn from one seed.
struct RandomNetwork {
  let architecture: Architecture
  let parameters: Parameters
  /// For each step, for each sequence.
  let inputs: [[[Float]]]
  /// For each layer, for each sequence.
  let state: [[[Float]]]
  /// For each step, for each sequence.
  let remembered: [[[Float]]]
  let actions: [[Int]]
  let advantages, returns: [[Float]]
  /// nil without attention.
  let attention: ReferenceNetwork<Float>.AttentionScript?

  init(_ architecture: Architecture, steps: Int, batch: Int, seed: Int = 1) {
    var rng = Generator(seed: seed)
    self.architecture = architecture
    var parameters = architecture.initialParameters(using: &rng)
    // Larger than at the start of training, so that every part of the gradient counts.
    parameters.values = parameters.values.map { $0 + Float(0.3 * normal(using: &rng)) }
    self.parameters = parameters
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(normal(using: &rng)) } }
    let width = architecture.towers.count * architecture.inputCount
    inputs = (0..<steps).map { _ in (0..<batch).map { _ in numbers(width) } }
    state = architecture.towers.flatMap { _ in
      architecture.layers.map { layer in (0..<batch).map { _ in numbers(layer.stateCount) } }
    }
    remembered = (0..<steps).map { _ in (0..<batch).map { _ in numbers(architecture.memoryCount) } }
    actions = (0..<steps).map { _ in
      (0..<batch).map { _ in integer(below: architecture.actionCount, using: &rng) }
    }
    advantages = (0..<steps).map { _ in numbers(batch) }
    returns = (0..<steps).map { _ in numbers(batch) }
    let inputs = inputs
    attention = architecture.attention.map { shape in
      var contexts = [[Float]](repeating: [], count: batch)
      let script = (0..<steps).map { t in
        (0..<batch).map { b in
          // Few contexts, so that some come back, and some that last.
          if t == 0 || bernoulli(0.5, using: &rng) {
            contexts[b] = (0..<shape.contextCount).map { _ in
              bernoulli(0.5, using: &rng) ? 1 : -0.5
            }
          }
          return ReferenceNetwork<Float>.AttentionScript.Step(
            context: contexts[b], asks: bernoulli(0.8, using: &rng),
            stores: bernoulli(0.5, using: &rng), forgets: bernoulli(0.1, using: &rng))
        }
      }
      return .init(steps: script, values: inputs)
    }
  }

  static let loss = ActorCriticLoss(valueCoefficient: 0.4, entropyCoefficient: 0.3)

  /// The loss summed over all steps and sequences; without a state from the network's initial one.
  func loss<Scalar: ReferenceScalar>(
    parameters: [Scalar], inputs: [[[Scalar]]], state: [[[Scalar]]]?
  ) -> Scalar {
    let network = ReferenceNetwork<Scalar>(architecture, parameters: parameters)
    let heads = network.forward(
      inputs, state: state, remembered: remembered.map { $0.map { $0.map { Scalar($0) } } },
      attention: script(as: Scalar.self)
    ).heads
    var total: Scalar = 0
    for (t, rows) in heads.enumerated() {
      for (b, head) in rows.enumerated() {
        total += Self.loss.value(
          head: head, action: actions[t][b], advantage: Scalar(advantages[t][b]),
          return: Scalar(returns[t][b]))
      }
    }
    return total
  }

  /// Its gradients by backpropagation.
  func gradients<Scalar: ReferenceScalar>(
    as type: Scalar.Type, fromInitialState: Bool = false
  ) -> (trace: ReferenceNetwork<Scalar>.Trace, gradients: ReferenceNetwork<Scalar>.Gradients) {
    let network = ReferenceNetwork(architecture, parameters: parameters.values.map { Scalar($0) })
    let trace = network.forward(
      inputs.map { $0.map { $0.map { Scalar($0) } } },
      state: fromInitialState ? nil : state.map { $0.map { $0.map { Scalar($0) } } },
      remembered: remembered.map { $0.map { $0.map { Scalar($0) } } },
      attention: script(as: Scalar.self))
    let headGradients = trace.heads.enumerated().map { t, rows in
      rows.enumerated().map { b, head in
        Self.loss.gradient(
          head: head, action: actions[t][b], advantage: Scalar(advantages[t][b]),
          return: Scalar(returns[t][b]))
      }
    }
    return (trace, network.backward(trace, headGradients: headGradients))
  }

  private func script<Scalar: ReferenceScalar>(
    as type: Scalar.Type
  ) -> ReferenceNetwork<Scalar>.AttentionScript? {
    attention.map { script in
      .init(
        steps: script.steps.map {
          $0.map {
            .init(
              context: $0.context.map { Scalar($0) }, asks: $0.asks, stores: $0.stores,
              forgets: $0.forgets)
          }
        },
        values: script.values.map { $0.map { $0.map { Scalar($0) } } })
    }
  }

  /// The same through the fast network.
  func unrolled(
    inputGradients: Bool = true, fromInitialState: Bool = false
  ) -> UnrolledNetwork {
    let weights = NetworkWeights(
      architecture, parameters: parameters, inputGradients: inputGradients)
    let batch = inputs[0].count
    let network = UnrolledNetwork(
      weights, batch: batch, stepLimit: inputs.count, inputGradients: inputGradients)
    if fromInitialState {
      network.restart()
    } else {
      network.state = state.map { $0.flatMap(\.self) }
    }
    for t in inputs.indices {
      for b in 0..<batch { see(network, t, b, as: t) }
      network.forward(step: t)
      for b in 0..<batch {
        keep(network, t, b, as: t)
        let gradient = Self.loss.gradient(
          head: network.heads(at: t, row: b), action: actions[t][b], advantage: advantages[t][b],
          return: returns[t][b])
        network.setHeadGradients(gradient, at: t, row: b)
      }
    }
    network.backward(steps: inputs.count)
    return network
  }

  /// Shows a network one row's inputs and memory of step t, as its own step.
  func see(_ network: UnrolledNetwork, _ t: Int, _ b: Int, as step: Int) {
    for (i, x) in inputs[t][b].enumerated() {
      let tower = i < architecture.inputCount ? network.actor : network.critic
      tower.input(at: step)[b * tower.inputRow + i % architecture.inputCount] = x
    }
    let memory = FloatBuffer(remembered[t][b])
    withExtendedLifetime(memory) { network.remember(memory.pointer, row: b, at: step) }
    guard let now = attention?.steps[t][b] else { return }
    if now.forgets { network.forget(row: b) }
    let context = FloatBuffer(now.context)
    withExtendedLifetime(context) {
      network.attend(to: now.asks ? context.pointer : nil, row: b, at: step)
    }
  }

  /// Lets it store what is to be stored of that step, once it went forward.
  func keep(_ network: UnrolledNetwork, _ t: Int, _ b: Int, as step: Int) {
    guard let now = attention?.steps[t][b], now.stores else { return }
    let context = FloatBuffer(now.context)
    withExtendedLifetime(context) { network.store(under: context.pointer, row: b, after: step) }
  }

  static let architectures = [
    Architecture(inputCount: 3, layers: [.lstm(4)], actionCount: 2),
    Architecture(inputCount: 3, layers: [.gru(4)], actionCount: 3),
    Architecture(inputCount: 2, layers: [.lstm(5), .gru(3)], actionCount: 2),
    Architecture(inputCount: 2, layers: [.gru(3), .lstm(4)], actionCount: 1),
    Architecture(inputCount: 3, layers: [.episodicLSTM(4)], actionCount: 2),
    Architecture(
      inputCount: 2, layers: [.episodicLSTM(3, squashed: false), .lstm(2), .episodicLSTM(2)],
      actionCount: 2),
    Architecture(
      inputCount: 5, encoder: .init(inputCount: 3, unitCounts: [4, 2]), layers: [.lstm(3)],
      actionCount: 2),
    Architecture(
      inputCount: 4, encoder: .init(inputCount: 4, unitCounts: [3]), layers: [.gru(3)],
      actionCount: 2, critic: .separate, learnsInitialState: true),
    Architecture(
      inputCount: 3, layers: [.episodicLSTM(4), .gru(3)], actionCount: 3, critic: .separate),
    Architecture(
      inputCount: 2, layers: [.lstm(3), .episodicLSTM(2)], actionCount: 2,
      learnsInitialState: true),
    Architecture(
      inputCount: 3, attention: .init(contextCount: 2, keyCount: 3, capacity: 2),
      layers: [.lstm(4)], actionCount: 2),
    Architecture(
      inputCount: 4, encoder: .init(inputCount: 3, unitCounts: [3]),
      attention: .init(contextCount: 3, keyCount: 2, capacity: 90, canAbstain: true),
      layers: [.gru(3)],
      actionCount: 2, critic: .separate, learnsInitialState: true),
    Architecture(
      inputCount: 9, attention: .init(contextCount: 3, keyCount: 16, capacity: 19),
      layers: [.episodicLSTM(3), .lstm(2)], actionCount: 3),
  ]
}
