import Networks
import Numerics

/// An optimiser at work that is a value: who changes it while someone else holds it gets a copy.
struct SharedOptimizer: @unchecked Sendable {
  // Unchecked: the state is changed only by who alone holds it.
  private var state: OptimizerState
  private let count: Int

  /// For `count` parameters.
  init(_ optimizer: Optimizer, count: Int) {
    state = OptimizerState(optimizer, count: count)
    self.count = count
  }

  /// One update of `[count]` parameters down their gradient.
  mutating func update(_ parameters: inout [Float], gradient: [Float], rate: Double) {
    if rate == 0 { return }
    if !isKnownUniquelyReferenced(&state) {
      let copy = OptimizerState(state.optimizer, count: count)
      copy.restore(
        averages: state.averages.map(\.elements), updateCount: state.updateCount)
      state = copy
    }
    let buffer = FloatBuffer(parameters)
    state.update(buffer, gradient: FloatBuffer(gradient), learningRate: rate)
    parameters = buffer.elements
  }
}
