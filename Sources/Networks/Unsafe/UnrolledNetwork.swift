import Numerics

/// A recurrent actor-critic unrolled over time for a batch of sequences, with room for every activity and
/// gradient, allocated once.
///
/// For each step: fill the inputs, `forward`. At the end: fill the gradients of the heads, `backward`,
/// which adds to `gradient`. Each row of the batch is one sequence.
public final class UnrolledNetwork {
  /// The network's shape.
  public let architecture: Architecture
  /// How many sequences go side by side.
  public let batch: Int
  /// How many steps there is room for.
  public let stepLimit: Int
  /// The gradient of the loss with respect to all parameters, in their layout; `backward` adds to it.
  /// Another buffer can take its place.
  public var gradient: FloatBuffer {
    didSet {
      require(
        gradient.count == architecture.layout.count,
        "a gradient of \(gradient.count) for \(architecture.layout.count) parameters")
    }
  }

  package let layers: [any RecurrentLayer]
  private let heads, probabilities, logarithms, headGradients: FloatBuffer
  /// ∂L/∂outputs of each layer, for the steps of one chunk.
  private let chunkGradients: [FloatBuffer]
  private let inputGradients: FloatBuffer?
  private let weights: NetworkWeights
  private let gradientOffsets: [Int]
  private let headsOffset: Int
  /// The row stride of the heads' outputs and their gradients.
  package let headRow: Int

  /// Steps in one chunk of the way back: about 128 rows make the products of the weights' gradients
  /// fastest. The order of the sums, and so their bits, depends on it.
  private var chunk: Int { Self.stepsInChunk(batch: batch) }

  /// How many steps the way back takes together.
  ///
  /// - Parameter batch: sequences side by side, at least 1.
  /// - Returns: about 128 rows' worth, at least one step.
  public static func stepsInChunk(batch: Int) -> Int { max(1, 128 / batch) }

  /// Room for unrolling a network.
  ///
  /// - Parameters:
  ///   - weights: the network's weights, read at each step.
  ///   - batch: at least 1; traps otherwise.
  ///   - stepLimit: at least 1; traps otherwise.
  ///   - inputGradients: whether `backward` also gives gradients with respect to the inputs.
  public init(_ weights: NetworkWeights, batch: Int, stepLimit: Int, inputGradients: Bool = false) {
    require(batch >= 1, "a batch of \(batch) sequences")
    require(stepLimit >= 1, "room for \(stepLimit) steps")
    let shape = weights.architecture
    self.weights = weights
    architecture = shape
    self.batch = batch
    self.stepLimit = stepLimit
    layers = shape.layers.indices.map { i -> any RecurrentLayer in
      let inputs = shape.inputCount(ofLayer: i)
      switch shape.layers[i] {
      case .lstm(let units):
        return LSTMLayer(units: units, inputs: inputs, batch: batch, steps: stepLimit)
      case .gru(let units):
        return GRULayer(units: units, inputs: inputs, batch: batch, steps: stepLimit)
      }
    }
    for (layer, layerWeights) in zip(layers, weights.layers) { layer.use(layerWeights) }
    gradient = FloatBuffer(count: shape.layout.count)
    let rows = stepLimit * batch
    headRow = weights.headRow
    heads = FloatBuffer(count: rows * headRow)
    headGradients = FloatBuffer(count: rows * headRow)
    probabilities = FloatBuffer(count: rows * shape.actionCount)
    logarithms = FloatBuffer(count: rows * shape.actionCount)
    let chunkRows = Self.stepsInChunk(batch: batch) * batch
    chunkGradients = shape.layers.map { FloatBuffer(count: chunkRows * $0.unitCount) }
    self.inputGradients = inputGradients ? FloatBuffer(count: rows * shape.inputCount) : nil
    gradientOffsets = weights.layers.map(\.offset)
    headsOffset = weights.headsOffset
  }

  // MARK: - Memory of the rows of one step

  /// The inputs of a step: `[batch, inputCount]` with the row stride `inputRow`.
  package func input(at step: Int) -> Floats { layers[0].input(at: step) }
  package var inputRow: Int { layers[0].inputRow }
  /// The outputs of the heads: `[batch, logits | value]` with the row stride `headRow`.
  package func head(at step: Int) -> Floats { row(heads, step, headRow) }
  /// π(a): `[batch, actionCount]`, and their logarithms.
  package func probability(at step: Int) -> Floats {
    row(probabilities, step, architecture.actionCount)
  }
  package func logarithm(at step: Int) -> Floats { row(logarithms, step, architecture.actionCount) }
  /// ∂L/∂ the outputs of the heads, to be filled before `backward`: `[batch, logits | value]` with the row
  /// stride `headRow`.
  package func headGradient(at step: Int) -> Floats { row(headGradients, step, headRow) }
  /// The outputs of the last layer with a constant 1 after them: `[batch, outputCount + 1]`.
  package func hidden(at step: Int) -> Floats { layers[layers.count - 1].output(at: step) }

  private func row(_ buffer: FloatBuffer, _ step: Int, _ width: Int) -> Floats {
    buffer.pointer + step * batch * width
  }

  // MARK: - State

  /// The state before step 0 of every layer, for each layer `[batch, state]`: an LSTM's rows are
  /// `[h | c]`, a GRU's `[h]`. Traps when a new state has another shape.
  public var state: [[Float]] {
    get {
      layers.map { layer in
        let state = FloatBuffer(count: batch * layer.stateCount)
        layer.copyState(before: 0, to: state.pointer)
        return state.elements
      }
    }
    set {
      require(newValue.count == layers.count, "states of \(newValue.count) layers")
      for (layer, state) in zip(layers, newValue) {
        require(
          state.count == batch * layer.stateCount,
          "a state of \(state.count) numbers for \(batch) sequences of \(layer.stateCount)")
        let buffer = FloatBuffer(state)
        withExtendedLifetime(buffer) { layer.setState(from: buffer.pointer) }
      }
    }
  }

  /// How many numbers `copyState` writes.
  package var stateCount: Int { layers.reduce(0) { $0 + batch * $1.stateCount } }

  /// Writes the state before a step, layer after layer: `[stateCount]`.
  package func copyState(before step: Int, to buffer: FloatBuffer) {
    var place = buffer.pointer
    for layer in layers {
      layer.copyState(before: step, to: place)
      place += batch * layer.stateCount
    }
  }

  /// Goes on from a state that `copyState` wrote, as the state before step 0.
  package func setState(from buffer: FloatBuffer) {
    var place = buffer.pointer
    for layer in layers {
      layer.clearRestarts()
      layer.setState(from: place)
      place += batch * layer.stateCount
    }
  }

  /// Lets every sequence begin anew at step 0.
  public func restart() {
    for layer in layers {
      layer.clearRestarts()
      for b in 0..<batch { layer.restart(row: b, at: 0) }
    }
  }

  /// Lets one sequence begin anew: its state before a step is 0, and no gradient passes back over it.
  ///
  /// - Parameters:
  ///   - row: which sequence.
  ///   - step: the first step of the new one.
  public func restart(row: Int, at step: Int) {
    require(row >= 0 && row < batch && step >= 0 && step <= stepLimit, "row \(row), step \(step)")
    for layer in layers { layer.restart(row: row, at: step) }
  }

  /// Goes on after `count` steps: the state there becomes the state before step 0.
  ///
  /// - Parameter count: in 0 ... `stepLimit`; traps otherwise.
  public func carryState(from count: Int) {
    require(count >= 0 && count <= stepLimit, "a state after \(count) of \(stepLimit) steps")
    for layer in layers {
      layer.clearRestarts()
      layer.carryState(from: count)
    }
  }

  // MARK: - There and back

  /// One step of all sequences, from the inputs to the policy and the value.
  ///
  /// - Parameter step: in 0 ..< `stepLimit`, in order; traps otherwise.
  public func forward(step: Int) {
    require(step >= 0 && step < stepLimit, "step \(step) of at most \(stepLimit)")
    for (i, layer) in layers.enumerated() {
      if i > 0 {
        let (below, target) = (layers[i - 1], layer.input(at: step))
        for b in 0..<batch {
          (target + b * layer.inputRow).update(
            from: below.output(at: step) + b * (below.units + 1), count: below.units)
        }
      }
      layer.forward(step: step)
    }
    let (h, actions) = (architecture.outputCount, architecture.actionCount)
    Kernels.multiply(
      m: batch, n: headRow, k: h + 1, a: hidden(at: step), aRow: h + 1,
      b: weights.headsPadded.pointer, bRow: headRow, into: head(at: step), cRow: headRow)
    Kernels.softmax(
      rows: batch, n: actions, logits: head(at: step), logitsRow: headRow,
      probabilities: probability(at: step), logarithms: logarithm(at: step))
  }

  /// The way back from the gradients of the heads through all steps: adds to `gradient`.
  ///
  /// - Parameter count: how many steps went forward, in 1 ... `stepLimit`; traps otherwise.
  public func backward(steps count: Int) {
    require(count >= 1 && count <= stepLimit, "the way back over \(count) of \(stepLimit) steps")
    let (h, outputs) = (architecture.outputCount, architecture.actionCount + 1)
    for layer in layers { layer.beginBackward() }
    // Chunks are counted from the start, so only the last in time may be short.
    var first = (count - 1) / chunk * chunk
    while first >= 0 {
      let steps = first..<min(first + chunk, count)
      let rows = steps.count * batch
      let top = layers.count - 1
      Kernels.multiply(
        m: rows, n: h, k: outputs, a: headGradient(at: first), aRow: headRow,
        b: weights.headsTransposed.pointer, bRow: h, into: chunkGradients[top].pointer, cRow: h)
      Kernels.multiply(
        m: h + 1, n: outputs, k: rows, a: hidden(at: first), aRow: 1, aColumn: h + 1,
        b: headGradient(at: first), bRow: headRow, into: gradient.pointer + headsOffset,
        cRow: outputs, accumulate: true)
      for i in layers.indices.reversed() {
        let layer = layers[i]
        for step in steps.reversed() {
          layer.backward(
            step: step,
            gradient: chunkGradients[i].pointer + (step - first) * batch * layer.units)
        }
        layer.accumulate(steps: steps, into: gradient.pointer + gradientOffsets[i])
        if i > 0 {
          layer.inputGradient(steps: steps, into: chunkGradients[i - 1].pointer)
        } else if let inputGradients {
          layer.inputGradient(
            steps: steps, into: row(inputGradients, first, architecture.inputCount))
        }
      }
      first -= chunk
    }
  }

  /// ∂L/∂ the state before step 0 after `backward`, in the shape of `state`.
  public var stateGradient: [[Float]] { layers.map(\.stateGradient) }

  /// ∂L/∂inputs after `backward`: `[stepLimit × batch × inputCount]`; empty unless asked for.
  public var inputGradient: [Float] { inputGradients?.elements ?? [] }
}
