import Numerics

/// One tower of a network unrolled over time: dense layers if there are any, recurrent layers, and heads.
package final class UnrolledTower {
  let batch: Int
  let layers: [any RecurrentLayer]
  let attention: AttentionLayer?
  /// How many outputs the heads have, and the row stride of these outputs and their gradients.
  let outputCount, headRow: Int
  let encoder: [DenseLayer]
  let weights: TowerWeights
  private let inputCount: Int
  private let heads, headGradients: FloatBuffer
  /// ∂L/∂outputs of each layer, for the steps of one chunk.
  private let layerGradients, encoderGradients: [FloatBuffer]
  /// ∂L/∂inputs of the first recurrent layer, and then of the encoder, for the steps of one chunk.
  private let firstGradients: FloatBuffer
  private let inputGradients: FloatBuffer?

  init(
    _ shape: Architecture, _ tower: Architecture.Tower, _ weights: TowerWeights, batch: Int,
    stepLimit: Int, inputGradients: Bool
  ) {
    (self.batch, self.weights) = (batch, weights)
    inputCount = shape.inputCount
    let layers = shape.layers.enumerated().map { i, layer -> any RecurrentLayer in
      let inputs = shape.inputCount(ofLayer: i)
      switch layer {
      case .lstm, .episodicLSTM:
        return LSTMLayer(weights.layers[i], layer, inputs: inputs, batch: batch, steps: stepLimit)
      case .gru(let units):
        return GRULayer(
          weights.layers[i], units: units, inputs: inputs, batch: batch, steps: stepLimit)
      }
    }
    self.layers = layers
    attention =
      if let own = weights.attention, let attention = shape.attention {
        AttentionLayer(
          own, attention, valueCount: shape.readCount, batch: batch, steps: stepLimit)
      } else {
        nil
      }
    // From the top down, for each layer writes into the one above.
    var encoder: [DenseLayer] = []
    for (i, dense) in weights.encoder.enumerated().reversed() {
      let (first, above) = (layers[0], encoder.first)
      encoder.insert(
        DenseLayer(
          dense, bypassing: i == 0 ? inputCount - dense.inputs : 0, batch: batch,
          steps: stepLimit, targetRow: above?.inputRow ?? first.inputRow,
          target: { above?.input(at: $0) ?? first.input(at: $0) }), at: 0)
    }
    self.encoder = encoder
    (outputCount, headRow) = (tower.outputCount, weights.headRow)
    let rows = stepLimit * batch
    heads = FloatBuffer(count: rows * headRow)
    headGradients = FloatBuffer(count: rows * headRow)
    let chunkRows = UnrolledNetwork.stepsInChunk(batch: batch) * batch
    layerGradients = layers.map { FloatBuffer(count: chunkRows * $0.units) }
    encoderGradients = encoder.map { FloatBuffer(count: chunkRows * $0.units) }
    firstGradients = FloatBuffer(
      count: inputGradients || !encoder.isEmpty || attention != nil
        ? chunkRows * max(layers[0].inputs, encoder.first?.inputs ?? 0) : 0)
    self.inputGradients = inputGradients ? FloatBuffer(count: rows * inputCount) : nil
  }

  // MARK: - Memory of the rows of one step

  /// The inputs of a step: `[batch, inputCount]` with the row stride `inputRow`.
  package func input(at step: Int) -> Floats {
    encoder.first?.input(at: step) ?? layers[0].input(at: step)
  }
  package var inputRow: Int { encoder.first?.inputRow ?? layers[0].inputRow }
  /// The outputs of the heads: `[batch, outputCount]` with the row stride `headRow`.
  func head(at step: Int) -> Floats { heads.pointer + step * batch * headRow }
  /// ∂L/∂ these, to be filled before `backward`.
  func headGradient(at step: Int) -> Floats { headGradients.pointer + step * batch * headRow }
  /// The outputs of the last layer with a constant 1 after them: `[batch, units + 1]`.
  func hidden(at step: Int) -> Floats { layers[layers.count - 1].output(at: step) }
  /// ∂L/∂inputs after `backward`: `[steps, batch, inputCount]`.
  var inputGradient: [Float] { inputGradients?.elements ?? [] }

  // MARK: - There and back

  func forward(step: Int) {
    if let dense = encoder.first { bypass(dense, step) }
    for dense in encoder { dense.forward(step: step) }
    if let attention {
      attention.forward(
        step: step, into: read(attention, step), before: read(attention, max(0, step - 1)),
        row: layers[0].inputRow)
    }
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
    let h = layers[layers.count - 1].units
    Kernels.multiply(
      m: batch, n: headRow, k: h + 1, a: hidden(at: step), aRow: h + 1,
      b: weights.headsPadded.pointer, bRow: headRow, into: head(at: step), cRow: headRow)
  }

  /// Where what is read at a step goes: after the other inputs of the first recurrent layer.
  private func read(_ attention: AttentionLayer, _ step: Int) -> Floats {
    layers[0].input(at: step) + layers[0].inputs - attention.valueCount
  }

  /// Copies what the encoder does not see to after what it gives.
  private func bypass(_ dense: DenseLayer, _ step: Int) {
    let others = inputCount - dense.inputs
    let (source, target) = (dense.input(at: step), layers[0].input(at: step))
    let encoded = encoder[encoder.count - 1].units
    for b in 0..<batch {
      (target + b * layers[0].inputRow + encoded).update(
        from: source + b * dense.inputRow + dense.inputs, count: others)
    }
  }

  func beginBackward() {
    for layer in layers { layer.beginBackward() }
    attention?.beginBackward()
  }

  /// The way back through a chunk of steps: adds to `gradient`, which holds all parameters.
  func backward(steps: Range<Int>, into gradient: Floats) {
    let (rows, first, top) = (steps.count * batch, steps.lowerBound, layers.count - 1)
    let h = layers[top].units
    Kernels.multiply(
      m: rows, n: h, k: outputCount, a: headGradient(at: first), aRow: headRow,
      b: weights.headsTransposed.pointer, bRow: h, into: layerGradients[top].pointer, cRow: h)
    Kernels.multiply(
      m: h + 1, n: outputCount, k: rows, a: hidden(at: first), aRow: 1, aColumn: h + 1,
      b: headGradient(at: first), bRow: headRow, into: gradient + weights.headsOffset,
      cRow: outputCount, accumulate: true)
    for i in layers.indices.reversed() {
      let (layer, layerWeights) = (layers[i], weights.layers[i])
      let initial = layerWeights.initialOffset.map { gradient + $0 }
      for step in steps.reversed() {
        layer.backward(
          step: step,
          gradient: layerGradients[i].pointer + (step - first) * batch * layer.units,
          initial: initial)
      }
      layer.accumulate(steps: steps, into: gradient + layerWeights.offset)
      if i > 0 { layer.inputGradient(steps: steps, into: layerGradients[i - 1].pointer) }
    }
    if firstGradients.count > 0 { backwardToInputs(steps, gradient) }
  }

  private func backwardToInputs(_ steps: Range<Int>, _ gradient: Floats) {
    let (rows, layer) = (steps.count * batch, layers[0])
    layer.inputGradient(steps: steps, into: firstGradients.pointer)
    if let attention { backward(attention, steps, gradient) }
    let place = inputGradients.map { $0.pointer + steps.lowerBound * batch * inputCount }
    guard let top = encoder.last, let bottom = encoder.first else {
      guard let place else { return }
      for r in 0..<rows {
        (place + r * inputCount).update(
          from: firstGradients.pointer + r * layer.inputs, count: inputCount)
      }
      return
    }
    let others = inputCount - bottom.inputs
    for r in 0..<rows {
      let source = firstGradients.pointer + r * layer.inputs
      (encoderGradients[encoder.count - 1].pointer + r * top.units).update(
        from: source, count: top.units)
      if let place {
        (place + r * inputCount + bottom.inputs).update(from: source + top.units, count: others)
      }
    }
    for i in encoder.indices.reversed() {
      encoder[i].backward(
        steps: steps, gradient: encoderGradients[i].pointer, into: gradient,
        inputs: i > 0 ? encoderGradients[i - 1].pointer : place.map { _ in firstGradients.pointer })
    }
    guard let place else { return }
    for r in 0..<rows {
      (place + r * inputCount).update(
        from: firstGradients.pointer + r * bottom.inputs, count: bottom.inputs)
    }
  }

  private func backward(_ attention: AttentionLayer, _ steps: Range<Int>, _ gradient: Floats) {
    let (first, row) = (steps.lowerBound, layers[0].inputs)
    let column = row - attention.valueCount
    for step in steps.reversed() {
      attention.backward(
        step: step, inChunkFrom: first,
        gradient: firstGradients.pointer + (step - first) * batch * row + column, row: row,
        reads: read(attention, step), row: layers[0].inputRow, into: gradient)
    }
    attention.accumulate(steps: steps, into: gradient)
  }
}
