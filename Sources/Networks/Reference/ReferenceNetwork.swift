import Numerics

/// A recurrent actor-critic over one batch of sequences, written to be read: forward, and backpropagation
/// through time.
///
/// At `Float` it gives the bits of `UnrolledNetwork`, at `Double` derivatives can be checked to many
/// digits. It has the same parameters in the same layout, and is a thousand times slower.
public struct ReferenceNetwork<Scalar: ReferenceScalar>: Sendable {
  /// What the loss says about one step of one sequence: its gradient with respect to `[logits | value]`.
  public typealias HeadGradient = [Scalar]

  /// The network's shape.
  public let architecture: Architecture
  /// The flat vector of parameters.
  public var parameters: [Scalar]

  /// A network with given parameters.
  ///
  /// - Parameters:
  ///   - architecture: the network's shape.
  ///   - parameters: `[layout.count]`; traps on another count.
  public init(_ architecture: Architecture, parameters: [Scalar]) {
    require(
      parameters.count == architecture.layout.count,
      "\(parameters.count) values for \(architecture.layout.count) parameters")
    self.architecture = architecture
    self.parameters = parameters
  }

  /// What went through one layer, for the way back.
  struct LayerTrace: Sendable {
    /// For each step `[batch]` rows `[h before | 1 | x]`.
    var rows: [[[Scalar]]] = []
    var lstm: [[[LSTMUnit<Scalar>]]] = []
    var gru: [[[GRUUnit<Scalar>]]] = []
    /// For each step `[batch]` rows `[c before]`; only an LSTM has them.
    var cellsBefore: [[[Scalar]]] = []
    /// For each step `[batch]` rows `[h]`.
    var outputs: [[[Scalar]]] = []
  }

  /// All that went through the network.
  public struct Trace: Sendable {
    var layers: [LayerTrace]
    /// For each step `[batch]` rows `[logits | value]`.
    public internal(set) var heads: [[[Scalar]]]
  }

  /// The gradients of a loss.
  public struct Gradients: Sendable {
    /// With respect to the parameters, in their layout.
    public var parameters: [Scalar]
    /// With respect to the inputs: for each step, for each sequence.
    public var inputs: [[[Scalar]]]
    /// With respect to the state before the first step: for each layer, for each sequence `[h | c]` or
    /// `[h]`.
    public var state: [[[Scalar]]]
  }

  /// Goes through all steps.
  ///
  /// - Parameters:
  ///   - inputs: for each step, for each sequence, `[inputCount]`.
  ///   - state: before the first step: for each layer, for each sequence `[h | c]` (LSTM) or `[h]` (GRU).
  /// - Returns: what went through, the outputs of the heads among it.
  public func forward(_ inputs: [[[Scalar]]], state: [[[Scalar]]]) -> Trace {
    var below = inputs
    var traces: [LayerTrace] = []
    for (i, layer) in architecture.layers.enumerated() {
      let trace = forward(layer, named: "layer\(i)", below, state: state[i])
      below = trace.outputs
      traces.append(trace)
    }
    let weights = matrix("heads")
    let columns = architecture.actionCount + 1
    let heads = below.map { rows in
      rows.map { product([$0 + [1]], weights, columns: columns) }
    }
    return Trace(layers: traces, heads: heads)
  }

  /// The state of zeros.
  ///
  /// - Parameter batch: how many sequences.
  /// - Returns: for each layer, for each sequence, zeros.
  public func initialState(batch: Int) -> [[[Scalar]]] {
    architecture.layers.map { layer in
      let width =
        switch layer {
        case .lstm(let h): 2 * h
        case .gru(let h): h
        }
      return [[Scalar]](repeating: [Scalar](repeating: 0, count: width), count: batch)
    }
  }

  private func forward(
    _ layer: Architecture.Layer, named name: String, _ inputs: [[[Scalar]]], state: [[Scalar]]
  ) -> LayerTrace {
    let h = layer.unitCount
    var trace = LayerTrace()
    var hidden = state.map { Array($0[..<h]) }
    var cells = state.map { Array($0[h...]) }
    for input in inputs {
      let rows = zip(hidden, input).map { $0 + [1] + $1 }
      trace.rows.append(rows)
      trace.cellsBefore.append(cells)
      switch layer {
      case .lstm:
        let weights = matrix(name)
        let units = rows.indices.map { b in
          let sums = product([rows[b]], weights, columns: 4 * h)
          return (0..<h).map { j in
            LSTMUnit(
              sums: (sums[j], sums[h + j], sums[2 * h + j], sums[3 * h + j]),
              cellBefore: cells[b][j])
          }
        }
        trace.lstm.append(units)
        hidden = units.map { $0.map(\.hidden) }
        cells = units.map { $0.map(\.cell) }
      case .gru:
        let (recurrent, fromInput) = (matrix(name + ".hidden"), matrix(name + ".input"))
        let units = rows.indices.map { b in
          let left = product([Array(rows[b][...h])], recurrent, columns: 3 * h)
          let start = Array(left[..<(2 * h)]) + [Scalar](repeating: 0, count: h)
          let right = product([Array(rows[b][h...])], fromInput, columns: 3 * h, addedTo: start)
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

  // MARK: - The way back

  /// Backpropagation through time.
  ///
  /// - Parameters:
  ///   - trace: what went through.
  ///   - headGradients: for each step, for each sequence, ∂L/∂`[logits | value]`.
  /// - Returns: ∂L/∂parameters, ∂L/∂inputs and ∂L/∂ the first state.
  public func backward(_ trace: Trace, headGradients: [[HeadGradient]]) -> Gradients {
    var gradients = Gradients(
      parameters: [Scalar](repeating: 0, count: parameters.count), inputs: [], state: [])
    let h = architecture.outputCount
    let columns = architecture.actionCount + 1
    let heads = architecture.layout["heads"]
    let outputs = trace.layers[trace.layers.count - 1].outputs
    add(
      rows: outputs.map { $0.map { $0 + [1] } }, headGradients, into: heads, &gradients.parameters)
    let transposed = Reference.transposed(
      Array(matrix("heads")[..<(h * columns)]), rows: h, columns: columns)
    var above = headGradients.map { $0.map { product([$0], transposed, columns: h) } }
    for (i, layer) in architecture.layers.enumerated().reversed() {
      let (inputs, state) = backward(
        layer, named: "layer\(i)", trace.layers[i], above: above, &gradients.parameters)
      above = inputs
      gradients.state.insert(state, at: 0)
    }
    gradients.inputs = above
    return gradients
  }

  private func backward(
    _ layer: Architecture.Layer, named name: String, _ trace: LayerTrace, above: [[[Scalar]]],
    _ gradient: inout [Scalar]
  ) -> (inputs: [[[Scalar]]], state: [[Scalar]]) {
    let h = layer.unitCount
    let batch = trace.rows[0].count
    let zeros = [[Scalar]](repeating: [Scalar](repeating: 0, count: h), count: batch)
    var (hidden, cells) = (zeros, zeros)
    var sums: [[[Scalar]]] = []
    let isLSTM = !trace.lstm.isEmpty
    let columns = isLSTM ? 4 * h : 3 * h
    let block = isLSTM ? name : name + ".hidden"
    let recurrent = Reference.transposed(
      Array(matrix(block)[..<(h * columns)]), rows: h, columns: columns)
    for t in trace.rows.indices.reversed() {
      var stepSums: [[Scalar]] = []
      for b in 0..<batch {
        let total = (0..<h).map { above[t][b][$0] + hidden[b][$0] }
        if isLSTM {
          let units = (0..<h).map { j in
            trace.lstm[t][b][j].gradients(
              hiddenGradient: total[j], cellGradient: cells[b][j],
              cellBefore: trace.cellsBefore[t][b][j])
          }
          cells[b] = units.map(\.cellBefore)
          stepSums.append(
            units.map(\.sums.i) + units.map(\.sums.f) + units.map(\.sums.g) + units.map(\.sums.o))
          hidden[b] = product([stepSums[b]], recurrent, columns: h)
        } else {
          let units = (0..<h).map { j in
            trace.gru[t][b][j].gradients(
              hiddenGradient: total[j], hiddenBefore: trace.rows[t][b][j])
          }
          stepSums.append(
            units.map(\.sums.r) + units.map(\.sums.z) + units.map(\.sums.u) + units.map(\.sums.x))
          hidden[b] = product(
            [Array(stepSums[b][..<(3 * h)])], recurrent, columns: h,
            addedTo: units.map(\.hiddenBefore))
        }
      }
      sums.insert(stepSums, at: 0)
    }
    let state = isLSTM ? zip(hidden, cells).map { $0 + $1 } : hidden
    if isLSTM {
      add(rows: trace.rows, sums, into: architecture.layout[name], &gradient)
    } else {
      add(
        rows: trace.rows.map { $0.map { Array($0[...h]) } },
        sums.map { $0.map { Array($0[..<(3 * h)]) } }, into: architecture.layout[block], &gradient)
      add(
        rows: trace.rows.map { $0.map { Array($0[h...]) } },
        sums.map { $0.map { Array($0[..<(2 * h)] + $0[(3 * h)...]) } },
        into: architecture.layout[name + ".input"], &gradient)
    }
    return (inputGradients(isLSTM, name, h, sums), state)
  }

  private func inputGradients(
    _ isLSTM: Bool, _ name: String, _ h: Int, _ sums: [[[Scalar]]]
  ) -> [[[Scalar]]] {
    let columns = isLSTM ? 4 * h : 3 * h
    let all = matrix(isLSTM ? name : name + ".input")
    let weights = Array(all[((isLSTM ? h + 1 : 1) * columns)...])
    let inputs = weights.count / columns
    let transposed = Reference.transposed(weights, rows: inputs, columns: columns)
    return sums.map { rows in
      rows.map { row in
        let reaching = isLSTM ? row : Array(row[..<(2 * h)] + row[(3 * h)...])
        return product([reaching], transposed, columns: inputs)
      }
    }
  }

  // MARK: - Matrices

  private func matrix(_ name: String) -> [Scalar] {
    Array(parameters[architecture.layout[name].range])
  }

  private func product(
    _ rows: [[Scalar]], _ matrix: [Scalar], columns: Int, addedTo start: [Scalar]? = nil
  ) -> [Scalar] {
    Reference.product(
      rows.flatMap(\.self), matrix, rows: rows.count, inner: rows[0].count, columns: columns,
      addedTo: start)
  }

  /// Adds `rowsᵀ · gradients` to a block, in the order of `UnrolledNetwork`: chunks of steps from the end,
  /// each in the order of time.
  private func add(
    rows: [[[Scalar]]], _ gradients: [[[Scalar]]], into block: ParameterBlock,
    _ total: inout [Scalar]
  ) {
    let chunk = UnrolledNetwork.stepsInChunk(batch: rows[0].count)
    for first in stride(from: 0, to: rows.count, by: chunk).reversed() {
      for t in first..<min(first + chunk, rows.count) {
        for (row, gradient) in zip(rows[t], gradients[t]) {
          total.replaceSubrange(
            block.range,
            with: Reference.product(
              row, gradient, rows: block.rows, inner: 1, columns: block.columns,
              addedTo: Array(total[block.range])))
        }
      }
    }
  }
}
