import Networks
import Numerics
import Testing

@Suite("Gradients")
struct GradientTests {
  @Test(
    "backpropagation through time is the central difference, for parameters, inputs and state",
    arguments: RandomNetwork.architectures, [1, 2, 5])
  func referenceGradients(architecture: Architecture, steps: Int) {
    let random = RandomNetwork(architecture, steps: steps, batch: 2)
    let gradients = random.gradients(as: Double.self).gradients
    let parameters = random.parameters.values.map(Double.init)
    let inputs = random.inputs.map { $0.map { $0.map(Double.init) } }
    let state = random.state.map { $0.map { $0.map(Double.init) } }

    let ofParameters = gradientError(of: gradients.parameters, at: parameters) {
      random.loss(parameters: $0, inputs: inputs, state: state)
    }
    #expect(ofParameters < 1e-6)
    let ofInputs = gradientError(
      of: gradients.inputs.flatMap(\.self).flatMap(\.self),
      at: inputs.flatMap(\.self).flatMap(\.self)
    ) {
      random.loss(parameters: parameters, inputs: shaped($0, like: inputs), state: state)
    }
    #expect(ofInputs < 1e-6)
    let ofState = gradientError(
      of: gradients.state.flatMap(\.self).flatMap(\.self), at: state.flatMap(\.self).flatMap(\.self)
    ) {
      random.loss(parameters: parameters, inputs: inputs, state: shaped($0, like: state))
    }
    #expect(ofState < 1e-6)
  }

  @Test(
    "the fast network has the reference's bits, there and back",
    arguments: RandomNetwork.architectures, [1, 2, 5, 70])
  func sameBits(architecture: Architecture, steps: Int) {
    let random = RandomNetwork(architecture, steps: steps, batch: 3)
    let (trace, expected) = random.gradients(as: Float.self)
    let network = random.unrolled()
    for t in 0..<steps {
      let heads = (0..<3).flatMap { network.heads(at: t, row: $0) }
      #expect(bits(heads) == bits(trace.heads[t].flatMap(\.self)), "heads of step \(t)")
    }
    #expect(bits(network.gradient.elements) == bits(expected.parameters))
    for (i, gradient) in network.inputGradients.enumerated() {
      let columns = i * architecture.inputCount..<(i + 1) * architecture.inputCount
      let own = expected.inputs.flatMap { $0.flatMap { $0[columns] } }
      #expect(bits(gradient) == bits(own))
    }
    #expect(network.stateGradient.map(bits) == expected.state.map { bits($0.flatMap(\.self)) })
  }

  @Test(
    "a learned initial state has its gradient, by differences and to the bit",
    arguments: RandomNetwork.architectures.filter(\.learnsInitialState), [1, 2, 5])
  func initialState(architecture: Architecture, steps: Int) {
    let random = RandomNetwork(architecture, steps: steps, batch: 2)
    let gradients = random.gradients(as: Double.self, fromInitialState: true).gradients
    let inputs = random.inputs.map { $0.map { $0.map(Double.init) } }
    let error = gradientError(
      of: gradients.parameters, at: random.parameters.values.map(Double.init)
    ) {
      random.loss(parameters: $0, inputs: inputs, state: nil)
    }
    #expect(error < 1e-6)
    let initial = architecture.layout.blocks.filter { $0.name.hasSuffix("initial") }
    #expect(initial.allSatisfy { gradients.parameters[$0.range].contains { $0 != 0 } })
    let expected = random.gradients(as: Float.self, fromInitialState: true)
    let network = random.unrolled(fromInitialState: true)
    #expect(bits(network.gradient.elements) == bits(expected.gradients.parameters))
    for b in 0..<2 {
      #expect(
        bits(network.heads(at: steps - 1, row: b)) == bits(expected.trace.heads[steps - 1][b]))
    }
  }

  @Test(
    "in single precision the gradient is within a hundredth of its length",
    arguments: RandomNetwork.architectures)
  func singlePrecision(architecture: Architecture) {
    let random = RandomNetwork(architecture, steps: 5, batch: 2)
    let exact = random.gradients(as: Double.self).gradients.parameters
    let fast = random.unrolled().gradient.elements
    let error = zip(exact, fast).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
    let length = exact.reduce(0) { $0 + $1 * $1 }
    // Far better than it must be.
    #expect(error.squareRoot() < 1e-4 * length.squareRoot())
  }

  @Test("the loss's own gradient is the central difference, part by part")
  func lossGradients() {
    for (value, entropy) in [(0.0, 0.0), (0.5, 0), (0, 0.7), (0.4, -0.2)] {
      let loss = ActorCriticLoss(valueCoefficient: value, entropyCoefficient: entropy)
      let head = [0.3, -1.2, 0.8, 0.4]
      for action in 0..<3 {
        let gradient = loss.gradient(head: head, action: action, advantage: -0.6, return: 1.5)
        let error = gradientError(of: gradient, at: head) {
          loss.value(head: $0, action: action, advantage: -0.6, return: 1.5)
        }
        #expect(error < 1e-8)
      }
    }
  }

  @Test("the loss of one step worked by hand: two equal actions")
  func lossByHand() {
    let loss = ActorCriticLoss(valueCoefficient: 0.5, entropyCoefficient: 0.1)
    // −2·ln ½ + ½·½·(1 − 3)² − 0.1·ln 2, and 2·(½ − 1), 2·½, ½·(3 − 1).
    let head = [0.0, 0, 3]
    let value = loss.value(head: head, action: 0, advantage: 2, return: 1)
    #expect(abs(value - (1.9 * logarithm(2) + 1)) < 1e-12)
    #expect(loss.gradient(head: head, action: 0, advantage: 2, return: 1) == [-1, 1, 1])
  }

  @Test("a gradient that is wrong in one place is found")
  func wrongGradient() {
    let error = gradientError(of: [2, 4.1], at: [1, 2]) { $0[0] * $0[0] + $0[1] * $0[1] }
    #expect(error > 0.02)
  }

  @Test(
    "a sequence that begins anew within an unroll is two sequences",
    arguments: RandomNetwork.architectures)
  func restarts(architecture: Architecture) {
    let random = RandomNetwork(architecture, steps: 4, batch: 1)
    func network(
      steps: Range<Int>, restartAt restart: Int?, after first: UnrolledNetwork? = nil
    ) -> UnrolledNetwork {
      let weights = NetworkWeights(architecture, parameters: random.parameters)
      let network = UnrolledNetwork(weights, batch: 1, stepLimit: 4)
      // What is stored for attention goes on.
      if let first {
        let state = FloatBuffer(count: first.stateCount)
        first.copyState(before: 2, to: state)
        network.setState(from: state)
      }
      network.restart()
      for (step, t) in steps.enumerated() {
        if step == restart { network.restart(row: 0, at: step) }
        random.see(network, t, 0, as: step)
        network.forward(step: step)
        random.keep(network, t, 0, as: step)
        network.setHeadGradients(
          (0...architecture.actionCount).map { Float(t + $0) }, at: step, row: 0)
      }
      network.backward(steps: steps.count)
      return network
    }
    let whole = network(steps: 0..<4, restartAt: 2)
    let first = network(steps: 0..<2, restartAt: nil)
    let second = network(steps: 2..<4, restartAt: nil, after: first)
    #expect(whole.heads(at: 3, row: 0) == second.heads(at: 1, row: 0))
    for (sum, parts) in zip(
      whole.gradient.elements, zip(first.gradient.elements, second.gradient.elements))
    {
      #expect(abs(sum - (parts.0 + parts.1)) <= 1e-5 * max(1, abs(sum)))
    }
  }

  @Test(
    "going on from a carried state is going straight through",
    arguments: RandomNetwork.architectures)
  func carriedState(architecture: Architecture) {
    let random = RandomNetwork(architecture, steps: 5, batch: 2)
    let weights = NetworkWeights(architecture, parameters: random.parameters)
    let straight = UnrolledNetwork(weights, batch: 2, stepLimit: 5)
    let pieces = UnrolledNetwork(weights, batch: 2, stepLimit: 3)
    for network in [straight, pieces] { network.state = random.state.map { $0.flatMap(\.self) } }
    for t in 0..<5 {
      if t == 3 { pieces.carryState(from: 3) }
      for (network, step) in [(straight, t), (pieces, t % 3)] {
        for b in 0..<2 { random.see(network, t, b, as: step) }
        network.forward(step: step)
        for b in 0..<2 { random.keep(network, t, b, as: step) }
      }
      for b in 0..<2 {
        #expect(bits(straight.heads(at: t, row: b)) == bits(pieces.heads(at: t % 3, row: b)))
      }
    }
  }

  private func bits(_ x: [Float]) -> [UInt32] { x.map(\.bitPattern) }

  private func shaped(_ flat: [Double], like shape: [[[Double]]]) -> [[[Double]]] {
    var rest = flat[...]
    return shape.map {
      $0.map { row in
        defer { rest = rest.dropFirst(row.count) }
        return Array(rest.prefix(row.count))
      }
    }
  }
}
