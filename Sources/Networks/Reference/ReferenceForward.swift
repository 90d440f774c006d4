import Numerics

extension ReferenceNetwork {
  /// Goes through all steps.
  ///
  /// - Parameters:
  ///   - inputs: for each step, for each sequence, `[inputCount]`; with a critic of its own, its inputs
  ///     come after the policy's: `[2 × inputCount]`.
  ///   - state: before the first step: for each layer, tower after tower, for each sequence `[h | c]` or
  ///     `[h]`; the network's own initial state if it is nil.
  ///   - remembered: what memory gives: for each step, for each sequence, `[memoryCount]`, for the cells
  ///     of the episodic layers, tower after tower; zeros if it is nil.
  ///   - attention: what attention asks and stores; nothing if it is nil.
  /// - Returns: what went through, the outputs of the heads among it.
  public func forward(
    _ inputs: [[[Scalar]]], state: [[[Scalar]]]? = nil, remembered: [[[Scalar]]]? = nil,
    attention: AttentionScript? = nil
  ) -> Trace {
    let start = state ?? initialState(batch: inputs.first?.count ?? 0)
    var rest = remembered
    let towers = architecture.towers.enumerated().map { i, tower in
      let columns = i * architecture.inputCount..<(i + 1) * architecture.inputCount
      let layers = i * architecture.layers.count..<(i + 1) * architecture.layers.count
      return forward(
        tower, inputs.map { $0.map { Array($0[columns]) } }, state: Array(start[layers]), &rest,
        attention?.restricted(to: columns))
    }
    // Logits from the first tower, the value from the last.
    let heads = inputs.indices.map { t in
      inputs[t].indices.map { b in towers.flatMap { $0.heads[t][b] } }
    }
    return Trace(towers: towers, beginsAnew: state == nil, heads: heads)
  }

  private func forward(
    _ tower: Architecture.Tower, _ inputs: [[[Scalar]]], state: [[[Scalar]]],
    _ remembered: inout [[[Scalar]]]?, _ script: AttentionScript?
  ) -> TowerTrace {
    var below = inputs
    var encoder: [DenseTrace] = []
    if let shape = architecture.encoder {
      below = below.map { $0.map { Array($0[..<shape.inputCount]) } }
      for (i, units) in shape.unitCounts.enumerated() {
        let weights = matrix("\(tower.prefix)encoder\(i)")
        let rows = below.map { $0.map { [1] + $0 } }
        below = rows.map { $0.map { product($0, weights, columns: units).map { $0 > 0 ? $0 : 0 } } }
        encoder.append(DenseTrace(rows: rows, outputs: below))
      }
      below = zip(below, inputs).map { zip($0, $1).map { $0 + $1[shape.inputCount...] } }
    }
    let attention = architecture.attention.map { attend($0, tower, inputs, script) }
    if let attention {
      below = zip(below, attention.readings).map { zip($0, $1).map { $0 + $1.read } }
    }
    var layers: [LayerTrace] = []
    for (i, layer) in architecture.layers.enumerated() {
      var own: [[[Scalar]]] = []
      if layer.isEpisodic {
        let h = layer.unitCount
        let zeros = [Scalar](repeating: 0, count: h)
        own = below.map { $0.map { _ in zeros } }
        if let cells = remembered {
          own = cells.map { $0.map { Array($0[..<h]) } }
          remembered = cells.map { $0.map { Array($0[h...]) } }
        }
      }
      let trace = forward(
        layer, named: "\(tower.prefix)layer\(i)", below, state: state[i], remembered: own)
      below = trace.outputs
      layers.append(trace)
    }
    let weights = matrix(tower.heads)
    let heads = below.map { rows in
      rows.map { product($0 + [1], weights, columns: tower.outputCount) }
    }
    return TowerTrace(encoder: encoder, attention: attention, layers: layers, heads: heads)
  }

  private func forward(
    _ layer: Architecture.Layer, named name: String, _ inputs: [[[Scalar]]], state: [[Scalar]],
    remembered: [[[Scalar]]]
  ) -> LayerTrace {
    let h = layer.unitCount
    var trace = LayerTrace()
    var hidden = state.map { Array($0[..<h]) }
    var cells = state.map { Array($0[h...]) }
    for (t, input) in inputs.enumerated() {
      let rows = zip(hidden, input).map { $0 + [1] + $1 }
      trace.rows.append(rows)
      trace.cellsBefore.append(cells)
      switch layer {
      case .lstm:
        let weights = matrix(name)
        let units = rows.indices.map { b in
          let sums = product(rows[b], weights, columns: 4 * h)
          return (0..<h).map { j in
            LSTMUnit(
              sums: (sums[j], sums[h + j], sums[2 * h + j], sums[3 * h + j]),
              cellBefore: cells[b][j])
          }
        }
        trace.lstm.append(units)
        hidden = units.map { $0.map(\.hidden) }
        cells = units.map { $0.map(\.cell) }
      case .episodicLSTM:
        let (weights, reinstated) = (matrix(name), remembered[t])
        let units = rows.indices.map { b in
          let sums = product(rows[b], weights, columns: 5 * h)
          return (0..<h).map { j in
            EpisodicLSTMUnit(
              sums: (sums[j], sums[h + j], sums[2 * h + j], sums[3 * h + j], sums[4 * h + j]),
              cellBefore: cells[b][j], reinstated: reinstated[b][j])
          }
        }
        trace.reinstated.append(reinstated)
        trace.episodicLSTM.append(units)
        hidden = units.map { $0.map(\.hidden) }
        cells = units.map { $0.map(\.cell) }
      case .gru:
        let (recurrent, fromInput) = (matrix(name + ".hidden"), matrix(name + ".input"))
        let units = rows.indices.map { b in
          let left = product(Array(rows[b][...h]), recurrent, columns: 3 * h)
          let start = Array(left[..<(2 * h)]) + [Scalar](repeating: 0, count: h)
          let right = product(Array(rows[b][h...]), fromInput, columns: 3 * h, addedTo: start)
          return (0..<h).map { j in
            GRUUnit(
              sums: (right[j], right[h + j], left[2 * h + j], right[2 * h + j]),
              hiddenBefore: hidden[b][j])
          }
        }
        trace.gru.append(units)
        hidden = units.map { $0.map(\.hidden) }
      }
      trace.outputs.append(hidden)
    }
    return trace
  }
}
