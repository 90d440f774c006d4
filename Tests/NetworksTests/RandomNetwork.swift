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
    inputs = (0..<steps).map { _ in (0..<batch).map { _ in numbers(architecture.inputCount) } }
    state = architecture.layers.map { layer in
      (0..<batch).map { _ in
        switch layer {
        case .lstm(let h): numbers(2 * h)
        case .gru(let h): numbers(h)
        }
      }
    }
    actions = (0..<steps).map { _ in
      (0..<batch).map { _ in integer(below: architecture.actionCount, using: &rng) }
    }
    advantages = (0..<steps).map { _ in numbers(batch) }
    returns = (0..<steps).map { _ in numbers(batch) }
  }

  static let loss = ActorCriticLoss(valueCoefficient: 0.4, entropyCoefficient: 0.3)

  /// The loss summed over all steps and sequences.
  func loss<Scalar: ReferenceScalar>(
    parameters: [Scalar], inputs: [[[Scalar]]], state: [[[Scalar]]]
  ) -> Scalar {
    let network = ReferenceNetwork<Scalar>(architecture, parameters: parameters)
    let heads = network.forward(inputs, state: state).heads
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
    as type: Scalar.Type
  ) -> (trace: ReferenceNetwork<Scalar>.Trace, gradients: ReferenceNetwork<Scalar>.Gradients) {
    let network = ReferenceNetwork(architecture, parameters: parameters.values.map { Scalar($0) })
    let trace = network.forward(
      inputs.map { $0.map { $0.map { Scalar($0) } } },
      state: state.map { $0.map { $0.map { Scalar($0) } } })
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
  func unrolled(inputGradients: Bool = true) -> UnrolledNetwork {
    let weights = NetworkWeights(
      architecture, parameters: parameters, inputGradients: inputGradients)
    let batch = inputs[0].count
    let network = UnrolledNetwork(
      weights, batch: batch, stepLimit: inputs.count, inputGradients: inputGradients)
    network.state = state.map { $0.flatMap(\.self) }
    for (t, rows) in inputs.enumerated() {
      for (b, row) in rows.enumerated() {
        for (i, x) in row.enumerated() { network.input(at: t)[b * network.inputRow + i] = x }
      }
      network.forward(step: t)
      let width = architecture.actionCount + 1
      for b in 0..<batch {
        let head = (0..<width).map { network.head(at: t)[b * network.headRow + $0] }
        let gradient = Self.loss.gradient(
          head: head, action: actions[t][b], advantage: advantages[t][b], return: returns[t][b])
        for (j, g) in gradient.enumerated() {
          network.headGradient(at: t)[b * network.headRow + j] = g
        }
      }
    }
    network.backward(steps: inputs.count)
    return network
  }

  static let architectures = [
    Architecture(inputCount: 3, layers: [.lstm(4)], actionCount: 2),
    Architecture(inputCount: 3, layers: [.gru(4)], actionCount: 3),
    Architecture(inputCount: 2, layers: [.lstm(5), .gru(3)], actionCount: 2),
    Architecture(inputCount: 2, layers: [.gru(3), .lstm(4)], actionCount: 1),
  ]
}
