import Numerics

extension ReferenceNetwork {
  /// Backpropagation through time.
  ///
  /// - Parameters:
  ///   - trace: what went through.
  ///   - headGradients: for each step, for each sequence, ∂L/∂`[logits | value]`.
  /// - Returns: ∂L/∂parameters, ∂L/∂inputs and ∂L/∂ the first state; what memory gave is a constant, and so is
  ///   what attention stored.
  public func backward(_ trace: Trace, headGradients: [[HeadGradient]]) -> Gradients {
    var gradients = Gradients(
      parameters: [Scalar](repeating: 0, count: parameters.count),
      inputs: headGradients.map { $0.map { _ in [] } }, state: [])
    var first = 0
    for (tower, towerTrace) in zip(architecture.towers, trace.towers) {
      let columns = first..<first + tower.outputCount
      first = columns.upperBound
      let (inputs, state) = backward(
        tower, towerTrace, headGradients.map { $0.map { Array($0[columns]) } },
        beginsAnew: trace.beginsAnew, &gradients.parameters)
      gradients.inputs = zip(gradients.inputs, inputs).map { zip($0, $1).map { $0 + $1 } }
      gradients.state += state
    }
    return gradients
  }

  private func backward(
    _ tower: Architecture.Tower, _ trace: TowerTrace, _ headGradients: [[[Scalar]]],
    beginsAnew: Bool, _ total: inout [Scalar]
  ) -> (inputs: [[[Scalar]]], state: [[[Scalar]]]) {
    let h = architecture.outputCount
    let outputs = trace.layers[trace.layers.count - 1].outputs
    add(
      rows: outputs.map { $0.map { $0 + [1] } }, headGradients,
      into: architecture.layout[tower.heads], &total)
    let heads = transposed(matrix(tower.heads), rows: 0..<h, columns: tower.outputCount)
    var above = headGradients.map { $0.map { product($0, heads, columns: h) } }
    var states: [[[Scalar]]] = []
    for (i, layer) in architecture.layers.enumerated().reversed() {
      let name = "\(tower.prefix)layer\(i)"
      let (inputs, state) = backward(layer, named: name, trace.layers[i], above: above, &total)
      above = inputs
      states.insert(state, at: 0)
      if beginsAnew && architecture.learnsInitialState {
        let block = architecture.layout[name + ".initial"]
        for row in state.reversed() {
          for (index, g) in zip(block.range, row) { total[index] += g }
        }
        states[0] = state.map { $0.map { _ in 0 } }
      }
    }
    if let attention = trace.attention {
      let first = architecture.inputCount(ofLayer: 0) - architecture.readCount
      backward(attention, tower, above.map { $0.map { Array($0[first...]) } }, &total)
      above = above.map { $0.map { Array($0[..<first]) } }
    }
    guard let shape = architecture.encoder, let encoded = shape.unitCounts.last else {
      return (above, states)
    }
    let others = above.map { $0.map { Array($0[encoded...]) } }
    above = above.map { $0.map { Array($0[..<encoded]) } }
    for (i, units) in shape.unitCounts.enumerated().reversed() {
      let block = architecture.layout["\(tower.prefix)encoder\(i)"]
      let dense = trace.encoder[i]
      above = zip(above, dense.outputs).map {
        zip($0, $1).map { zip($0, $1).map { $1 > 0 ? $0 : 0 } }
      }
      add(rows: dense.rows, above, into: block, &total)
      let weights = transposed(matrix(block.name), rows: 1..<block.rows, columns: units)
      above = above.map { $0.map { product($0, weights, columns: block.rows - 1) } }
    }
    return (zip(above, others).map { zip($0, $1).map { $0 + $1 } }, states)
  }

  private func backward(
    _ layer: Architecture.Layer, named name: String, _ trace: LayerTrace, above: [[[Scalar]]],
    _ total: inout [Scalar]
  ) -> (inputs: [[[Scalar]]], state: [[Scalar]]) {
    let h = layer.unitCount
    let zeros = [[Scalar]](repeating: [Scalar](repeating: 0, count: h), count: trace.rows[0].count)
    var (hidden, cells) = (zeros, zeros)
    var sums: [[[Scalar]]] = []
    let columns = layer.columnCount
    var isGRU = false
    if case .gru = layer { isGRU = true }
    let block = architecture.layout[isGRU ? name + ".hidden" : name]
    let recurrent = transposed(matrix(block.name), rows: 0..<h, columns: columns)
    for t in trace.rows.indices.reversed() {
      var stepSums: [[Scalar]] = []
      for b in zeros.indices {
        let hiddenGradient = zip(above[t][b], hidden[b]).map { $0 + $1 }
        let (row, cellGradient, bypassing) = backward(
          layer, trace, t, b, hiddenGradient: hiddenGradient, cellGradient: cells[b])
        stepSums.append(row)
        cells[b] = cellGradient
        hidden[b] = product(
          Array(row[..<columns]), recurrent, columns: h, addedTo: isGRU ? bypassing : nil)
      }
      sums.insert(stepSums, at: 0)
    }
    // The recurrent part of a GRU's candidate stands third, its input part last.
    let fromInput = isGRU ? sums.map { $0.map { Array($0[..<(2 * h)] + $0[(3 * h)...]) } } : sums
    let inputBlock = isGRU ? architecture.layout[name + ".input"] : block
    if isGRU {
      add(
        rows: trace.rows.map { $0.map { Array($0[...h]) } },
        sums.map { $0.map { Array($0[..<(3 * h)]) } }, into: block, &total)
      add(
        rows: trace.rows.map { $0.map { Array($0[h...]) } }, fromInput, into: inputBlock, &total)
    } else {
      add(rows: trace.rows, sums, into: block, &total)
    }
    let firstInput = isGRU ? 1 : h + 1
    let weights = transposed(
      matrix(inputBlock.name), rows: firstInput..<inputBlock.rows, columns: columns)
    let inputs = fromInput.map { rows in
      rows.map { product($0, weights, columns: inputBlock.rows - firstInput) }
    }
    return (inputs, isGRU ? hidden : zip(hidden, cells).map { $0 + $1 })
  }

  /// One step of one sequence: ∂L/∂ all summed inputs, ∂L/∂ the cells before, and the part of ∂L/∂ the
  /// outputs before that bypasses the products.
  private func backward(
    _ layer: Architecture.Layer, _ trace: LayerTrace, _ t: Int, _ b: Int,
    hiddenGradient: [Scalar], cellGradient: [Scalar]
  ) -> (sums: [Scalar], cells: [Scalar], bypassing: [Scalar]) {
    let all = 0..<layer.unitCount
    switch layer {
    case .lstm:
      let units = all.map { j in
        trace.lstm[t][b][j].gradients(
          hiddenGradient: hiddenGradient[j], cellGradient: cellGradient[j],
          cellBefore: trace.cellsBefore[t][b][j])
      }
      let sums =
        units.map(\.sums.i) + units.map(\.sums.f) + units.map(\.sums.g) + units.map(\.sums.o)
      return (sums, units.map(\.cellBefore), [])
    case .episodicLSTM:
      let units = all.map { j in
        trace.episodicLSTM[t][b][j].gradients(
          hiddenGradient: hiddenGradient[j], cellGradient: cellGradient[j],
          cellBefore: trace.cellsBefore[t][b][j], reinstated: trace.reinstated[t][b][j])
      }
      let sums =
        units.map(\.sums.i) + units.map(\.sums.f) + units.map(\.sums.g) + units.map(\.sums.o)
        + units.map(\.sums.r)
      return (sums, units.map(\.cellBefore), [])
    case .gru:
      let units = all.map { j in
        trace.gru[t][b][j].gradients(
          hiddenGradient: hiddenGradient[j], hiddenBefore: trace.rows[t][b][j])
      }
      let sums =
        units.map(\.sums.r) + units.map(\.sums.z) + units.map(\.sums.u) + units.map(\.sums.x)
      return (sums, cellGradient, units.map(\.hiddenBefore))
    }
  }
}
