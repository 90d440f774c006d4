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
  }

  static let loss = ActorCriticLoss(valueCoefficient: 0.4, entropyCoefficient: 0.3)

  /// The loss summed over all steps and sequences; without a state from the network's initial one.
  func loss<Scalar: ReferenceScalar>(
    parameters: [Scalar], inputs: [[[Scalar]]], state: [[[Scalar]]]?
  ) -> Scalar {
    let network = ReferenceNetwork<Scalar>(architecture, parameters: parameters)
    let heads = network.forward(
      inputs, state: state, remembered: remembered.map { $0.map { $0.map { Scalar($0) } } }
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
      remembered: remembered.map { $0.map { $0.map { Scalar($0) } } })
    let headGradients = trace.heads.enumerated().map { t, rows in
      rows.enumerated().map { b, head in
        Self.loss.gradient(
          head: head, action: actions[t][b], advantage: Scalar(advantages[t][b]),
          return: Scalar(returns[t][b]))
      }
    }
    return (trace, network.backward(trace, headGradients: headGradients))
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
  ]
}
