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

  /// The policy's tower, and that of the value: one if they share it.
  package let actor, critic: UnrolledTower
  private let towers: [UnrolledTower]
  private let layers: [any RecurrentLayer]
  private let attention: [AttentionLayer]
  /// Of the episodic layers.
  private let memoryPlaces: [LSTMLayer.MemoryPlaces]
  private let probabilities, logarithms: FloatBuffer

  /// How many steps the way back takes together: about 128 rows make the products of the weights' gradients
  /// fastest. The order of the sums, and so their bits, depends on it.
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
    architecture = shape
    self.batch = batch
    self.stepLimit = stepLimit
    towers = zip(shape.towers, weights.towers).map {
      UnrolledTower(
        shape, $0, $1, batch: batch, stepLimit: stepLimit, inputGradients: inputGradients)
    }
    (actor, critic) = (towers[0], towers[towers.count - 1])
    layers = towers.flatMap(\.layers)
    attention = towers.compactMap(\.attention)
    memoryPlaces = layers.compactMap { ($0 as? LSTMLayer)?.memoryPlaces }
    gradient = FloatBuffer(count: shape.layout.count)
    let rows = stepLimit * batch
    probabilities = FloatBuffer(count: rows * shape.actionCount)
    logarithms = FloatBuffer(count: rows * shape.actionCount)
  }

  // MARK: - Memory of the rows of one step

  /// π(a): `[batch, actionCount]`, and their logarithms.
  package func probability(at step: Int) -> Floats {
    probabilities.pointer + step * batch * architecture.actionCount
  }
  package func logarithm(at step: Int) -> Floats {
    logarithms.pointer + step * batch * architecture.actionCount
  }
  /// ∂L/∂logits, to be filled before `backward`: `[batch, actionCount]` with this row stride.
  package func logitGradient(at step: Int) -> Floats { actor.headGradient(at: step) }
  package var logitRow: Int { actor.headRow }
  /// V: `[batch]`, with the stride `valueRow`.
  package func value(at step: Int) -> Floats { critic.head(at: step) + critic.outputCount - 1 }
  /// ∂L/∂V, to be filled before `backward`: `[batch]` with the same stride.
  package func valueGradient(at step: Int) -> Floats {
    critic.headGradient(at: step) + critic.outputCount - 1
  }
  package var valueRow: Int { critic.headRow }
  /// The outputs of the policy's last layer with a constant 1 after them: `[batch, outputCount + 1]`.
  package func hidden(at step: Int) -> Floats { actor.hidden(at: step) }
  /// The policy's last recurrent layer.
  package var topLayer: any RecurrentLayer { actor.layers[actor.layers.count - 1] }

  /// One row of the heads' outputs: `[logits | value]`.
  package func heads(at step: Int, row b: Int) -> [Float] {
    (0..<architecture.actionCount).map { actor.head(at: step)[b * logitRow + $0] }
      + [value(at: step)[b * valueRow]]
  }

  /// Sets one row of the heads' gradients: `[logits | value]`.
  package func setHeadGradients(_ gradient: [Float], at step: Int, row b: Int) {
    for (j, g) in gradient.dropLast().enumerated() { logitGradient(at: step)[b * logitRow + j] = g }
    valueGradient(at: step)[b * valueRow] = gradient[gradient.count - 1]
  }

  // MARK: - State

  /// The state before step 0 of every recurrent layer, tower after tower, for each layer `[batch, state]`: an
  /// LSTM's rows are `[h | c]`, a GRU's `[h]`. What is stored for attention is no part of it. Traps when a new
  /// state has another shape.
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

  /// How many numbers `copyState` writes at the most.
  package var stateCount: Int {
    layers.reduce(0) { $0 + batch * $1.stateCount }
      + attention.reduce(0) { $0 + batch * $1.log.stateCount }
  }

  /// Writes the state before a step, layer after layer, and what is stored now for attention: `[stateCount]`.
  package func copyState(before step: Int, to buffer: FloatBuffer) {
    var place = buffer.pointer
    for layer in layers {
      layer.copyState(before: step, to: place)
      place += batch * layer.stateCount
    }
    for layer in attention {
      layer.log.copyState(to: place)
      place += batch * layer.log.stateCount
    }
  }

  /// Whether `copyState` could have written these `[stateCount]` numbers.
  package func isState(_ buffer: FloatBuffer) -> Bool {
    var place = buffer.pointer + layers.reduce(0) { $0 + batch * $1.stateCount }
    for layer in attention {
      if !layer.log.isState(place) { return false }
      place += batch * layer.log.stateCount
    }
    return true
  }

  /// Goes on from a state that `copyState` wrote, as the state before step 0. Zeros are no state and nothing
  /// stored.
  package func setState(from buffer: FloatBuffer) {
    clearRestarts()
    var place = buffer.pointer
    for layer in layers {
      layer.setState(from: place)
      place += batch * layer.stateCount
    }
    for layer in attention {
      layer.log.setState(from: place)
      place += batch * layer.log.stateCount
    }
  }

  /// Begins an unroll: forgets which sequences began anew where.
  package func clearRestarts() {
    for layer in layers { layer.clearRestarts() }
    for layer in attention { layer.log.beginUnroll() }
  }

  /// Lets every sequence begin anew at step 0; what is stored for attention stays.
  public func restart() {
    clearRestarts()
    for b in 0..<batch { restart(row: b, at: 0) }
  }

  /// Lets one sequence begin anew: its state before a step is the initial one, and no gradient passes back
  /// over it. What is stored for attention stays.
  ///
  /// - Parameters:
  ///   - row: which sequence.
  ///   - step: the first step of the new one; in the order of steps.
  public func restart(row: Int, at step: Int) {
    require(row >= 0 && row < batch && step >= 0 && step <= stepLimit, "row \(row), step \(step)")
    for layer in layers { layer.restart(row: row, at: step) }
  }

  /// Goes on after `count` steps with the same weights: the state there becomes the state before step 0.
  ///
  /// - Parameter count: in 0 ... `stepLimit`; traps otherwise.
  public func carryState(from count: Int) {
    require(count >= 0 && count <= stepLimit, "a state after \(count) of \(stepLimit) steps")
    clearRestarts()
    for layer in layers { layer.carryState(from: count) }
  }

  // MARK: - Memory

  /// Takes what memory gives one sequence at a step, before `forward`: `[memoryCount]`, for the cells of
  /// the episodic layers, tower after tower; nil is nothing.
  package func remember(_ cells: Floats?, row b: Int, at step: Int) {
    var source = cells
    for layer in memoryPlaces {
      let place = layer.given + (step * batch + b) * layer.units
      if let given = source {
        place.update(from: given, count: layer.units)
        source = given + layer.units
      } else {
        place.update(repeating: 0, count: layer.units)
      }
    }
  }

  /// Writes what memory gave one sequence at a step: `[memoryCount]`.
  package func copyRemembered(row b: Int, at step: Int, to cells: Floats) {
    var place = cells
    for layer in memoryPlaces {
      place.update(from: layer.given + (step * batch + b) * layer.units, count: layer.units)
      place += layer.units
    }
  }

  /// Writes what memory may keep of one sequence after a step: `[memoryCount]`.
  package func copyMemory(row b: Int, after step: Int, to cells: Floats) {
    var place = cells
    for layer in memoryPlaces {
      place.update(from: layer.kept + (step * batch + b) * layer.units, count: layer.units)
      place += layer.units
    }
  }

  // MARK: - Attention

  /// Asks at a step for what one sequence attends to; for each sequence, before `forward`. Nothing is read
  /// where the context, `[contextCount]`, is nil, or nothing is stored.
  package func attend(to context: Floats?, row b: Int, at step: Int) {
    for layer in attention { layer.ask(context, row: b, at: step) }
  }

  /// Stores the inputs of one sequence's step under a context, after `forward`.
  package func store(under context: Floats, row b: Int, after step: Int) {
    for tower in towers {
      tower.attention?.log.store(
        tower.input(at: step) + b * tower.inputRow, under: context, row: b)
    }
  }

  /// Lets one sequence have nothing stored.
  package func forget(row b: Int) {
    for layer in attention { layer.log.forget(row: b) }
  }

  /// What the policy's tower attended to at a step, the oldest entry first.
  package func attended(row b: Int, at step: Int) -> [AttendedEntry] {
    actor.attention?.attended(row: b, at: step) ?? []
  }

  // MARK: - There and back

  /// One step of all sequences, from the inputs to the policy and the value.
  ///
  /// - Parameter step: in 0 ..< `stepLimit`, in order; traps otherwise.
  public func forward(step: Int) {
    if critic !== actor { forwardCritic(step: step) }
    forwardActor(step: step)
  }

  /// One step of the tower that gives the value, where it is one of its own.
  package func forwardCritic(step: Int) {
    require(step >= 0 && step < stepLimit, "step \(step) of at most \(stepLimit)")
    critic.forward(step: step)
  }

  /// One step of the tower that gives the policy.
  package func forwardActor(step: Int) {
    require(step >= 0 && step < stepLimit, "step \(step) of at most \(stepLimit)")
    actor.forward(step: step)
    Kernels.softmax(
      rows: batch, n: architecture.actionCount, logits: actor.head(at: step), logitsRow: logitRow,
      probabilities: probability(at: step), logarithms: logarithm(at: step))
  }

  /// The way back from the gradients of the heads through all steps: adds to `gradient`.
  ///
  /// - Parameter count: how many steps went forward, in 1 ... `stepLimit`; traps otherwise.
  public func backward(steps count: Int) {
    for tower in towers { backward(tower, steps: count) }
  }

  /// The way back through the tower that gives the policy.
  package func backwardActor(steps count: Int) { backward(actor, steps: count) }

  /// The way back through the tower that gives the value, where it is one of its own.
  package func backwardCritic(steps count: Int) { backward(critic, steps: count) }

  private func backward(_ tower: UnrolledTower, steps count: Int) {
    require(count >= 1 && count <= stepLimit, "the way back over \(count) of \(stepLimit) steps")
    let chunk = Self.stepsInChunk(batch: batch)
    tower.beginBackward()
    // Chunks are counted from the start, so only the last in time may be short.
    for first in stride(from: (count - 1) / chunk * chunk, through: 0, by: -chunk) {
      tower.backward(steps: first..<min(first + chunk, count), into: gradient.pointer)
    }
  }

  /// ∂L/∂ the state before step 0 after `backward`, in the shape of `state`.
  public var stateGradient: [[Float]] { layers.map(\.stateGradient) }

  /// ∂L/∂inputs after `backward`, tower after tower: `[stepLimit × batch × inputCount]`; empty unless asked
  /// for.
  public var inputGradients: [[Float]] { towers.map(\.inputGradient) }
}
