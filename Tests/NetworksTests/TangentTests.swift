import Networks
import Numerics
import Testing

@Suite("Tangents")
struct TangentTests {
  /// The logits' change along a direction: for each step, for each sequence.
  private func tangents(
    _ random: RandomNetwork, along direction: [Float], fromInitialState: Bool
  ) -> [[[Float]]] {
    let weights = NetworkWeights(random.architecture, parameters: random.parameters)
    let (batch, steps) = (random.inputs[0].count, random.inputs.count)
    let network = UnrolledNetwork(weights, batch: batch, stepLimit: steps)
    let tangent = network.actorTangent(along: FloatBuffer(direction))
    if fromInitialState {
      network.restart()
      for b in 0..<batch { tangent.restart(row: b) }
    } else {
      network.state = random.state.map { $0.flatMap(\.self) }
    }
    return (0..<steps).map { t in
      for b in 0..<batch { random.see(network, t, b, as: t) }
      network.forwardActor(step: t)
      tangent.forward(step: t)
      return (0..<batch).map { b in
        (0..<random.architecture.actionCount).map { tangent.outputs[b * network.logitRow + $0] }
      }
    }
  }

  /// The same by central differences in double precision.
  private func differences(
    _ random: RandomNetwork, along direction: [Float], fromInitialState: Bool
  ) -> [[[Double]]] {
    let epsilon = 1e-6
    func logits(_ factor: Double) -> [[[Double]]] {
      let moved = zip(random.parameters.values, direction).map { Double($0) + factor * Double($1) }
      let network = ReferenceNetwork<Double>(random.architecture, parameters: moved)
      let doubles = { (x: [[[Float]]]) in x.map { $0.map { $0.map(Double.init) } } }
      let heads = network.forward(
        doubles(random.inputs), state: fromInitialState ? nil : doubles(random.state),
        remembered: doubles(random.remembered)
      ).heads
      return heads.map { $0.map { Array($0.dropLast()) } }
    }
    let (above, below) = (logits(epsilon), logits(-epsilon))
    return zip(above, below).map {
      zip($0, $1).map { zip($0, $1).map { ($0 - $1) / (2 * epsilon) } }
    }
  }

  @Test(
    "the logits' change along a direction is the central difference",
    arguments: RandomNetwork.architectures.filter { $0.attention == nil }, [1, 2, 5])
  func centralDifference(architecture: Architecture, steps: Int) {
    let random = RandomNetwork(architecture, steps: steps, batch: 2)
    var rng = Generator(seed: steps)
    let direction = random.parameters.values.map { _ in Float(normal(using: &rng)) }
    for fromInitialState in [false, true] {
      let found = tangents(random, along: direction, fromInitialState: fromInitialState)
        .flatMap(\.self).flatMap(\.self).map(Double.init)
      let expected = differences(random, along: direction, fromInitialState: fromInitialState)
        .flatMap(\.self).flatMap(\.self)
      let error = zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let size = expected.reduce(0) { $0 + $1 * $1 }
      #expect(size > 0 && error.squareRoot() < 1e-4 * size.squareRoot())
    }
  }

  @Test("along two directions at once it is the sum of both")
  func linearity() {
    let random = RandomNetwork(RandomNetwork.architectures[0], steps: 4, batch: 3)
    var rng = Generator(seed: 9)
    let u = random.parameters.values.map { _ in Float(normal(using: &rng)) }
    let v = random.parameters.values.map { _ in Float(normal(using: &rng)) }
    func along(_ direction: [Float]) -> [Float] {
      tangents(random, along: direction, fromInitialState: true).flatMap(\.self).flatMap(\.self)
    }
    let sums = zip(along(u), along(v)).map { $0 + 2 * $1 }
    for (x, y) in zip(along(zip(u, v).map { $0 + 2 * $1 }), sums) {
      #expect(abs(x - y) < 1e-4 * (1 + abs(y)))
    }
  }
}
