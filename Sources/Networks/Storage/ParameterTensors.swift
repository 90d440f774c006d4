import Numerics

// How parameters are called on disk: as PyTorch would, so that in Python
//
//     core = nn.LSTM(inputs, units); policy = nn.Linear(units, actions); value = nn.Linear(units, 1)
//
// take them with `load_state_dict`. Our matrices have a row for each input, PyTorch's a row for each
// output, so they are transposed; the order of the gates is the same.
//
//     layer<i>           core.weight_ih_l<i>  [4h, x]    rows h + 1 … of the block, transposed
//                        core.weight_hh_l<i>  [4h, h]    rows 0 ..< h, transposed
//                        core.bias_ih_l<i>    [4h]       row h
//                        core.bias_hh_l<i>    [4h]       zeros: one bias is enough; added when read
//     layer<i>.hidden    core.weight_hh_l<i>  [3h, h], core.bias_hh_l<i> [3h]
//     layer<i>.input     core.weight_ih_l<i>  [3h, x], core.bias_ih_l<i> [3h]
//     encoder<i>         encoder.<2i>.weight [units, x], encoder.<2i>.bias [units]: between the layers of
//                        an nn.Sequential stand its nn.ReLU
//     attention.query    attention.query.weight [d, context]: an nn.Linear without bias
//     attention.key      attention.key.weight [d, context], the same
//     attention.nothing  attention.nothing [1]: an nn.Parameter
//     layer<i>.initial   core.initial_h_l<i> [h], core.initial_c_l<i> [h] (an LSTM's)
//     heads              policy.weight [actions, h], policy.bias [actions], value.weight [1, h],
//                        value.bias [1]
//
// An episodic LSTM has the names of an LSTM and [5h, …]: its gates are input, forget, cell, output,
// reinstatement. With a critic of its own, `actor.` and `critic.` stand before the names of encoders,
// attention and cores. With attention the x of the first core is its other inputs, and then what is read.

/// A part of a block of parameters as a tensor: some rows and columns, transposed.
private struct TensorPart {
  let name: String
  let block: ParameterBlock
  let rows: Range<Int>
  let columns: Range<Int>
  /// A bias is one row, and a tensor of one dimension.
  var isBias = false
  /// A second bias, which is written as zeros and added when read.
  var isExtra = false

  var shape: [Int] { isBias ? [columns.count] : [columns.count, rows.count] }
  /// The places in the flat vector, in the tensor's order.
  var indices: [Int] {
    columns.flatMap { j in rows.map { block.offset + $0 * block.columns + j } }
  }
}

extension Architecture {
  private var parts: [TensorPart] {
    var parts: [TensorPart] = []
    func add(
      _ name: String, _ block: ParameterBlock, _ rows: Range<Int>, _ columns: Range<Int>? = nil
    ) {
      parts.append(
        TensorPart(name: name, block: block, rows: rows, columns: columns ?? 0..<block.columns))
    }
    func addBias(
      _ name: String, _ block: ParameterBlock, _ row: Int, _ columns: Range<Int>? = nil,
      isExtra: Bool = false
    ) {
      parts.append(
        TensorPart(
          name: name, block: block, rows: row..<row + 1, columns: columns ?? 0..<block.columns,
          isBias: true, isExtra: isExtra))
    }
    for tower in towers {
      let prefix = tower.prefix
      for i in (encoder?.unitCounts ?? []).indices {
        let block = layout["\(prefix)encoder\(i)"]
        add("\(prefix)encoder.\(2 * i).weight", block, 1..<block.rows)
        addBias("\(prefix)encoder.\(2 * i).bias", block, 0)
      }
      if let attention {
        for name in [tower.queries, tower.keys] {
          let block = layout[name]
          add(name + ".weight", block, 0..<block.rows)
        }
        if attention.canAbstain { addBias(tower.nothing, layout[tower.nothing], 0) }
      }
      for (i, layer) in layers.enumerated() {
        let (h, core, name) = (layer.unitCount, "\(prefix)core.", "\(prefix)layer\(i)")
        switch layer {
        case .lstm, .episodicLSTM:
          let block = layout[name]
          add("\(core)weight_ih_l\(i)", block, h + 1..<block.rows)
          add("\(core)weight_hh_l\(i)", block, 0..<h)
          addBias("\(core)bias_ih_l\(i)", block, h)
          addBias("\(core)bias_hh_l\(i)", block, h, isExtra: true)
        case .gru:
          let (hidden, input) = (layout[name + ".hidden"], layout[name + ".input"])
          add("\(core)weight_ih_l\(i)", input, 1..<input.rows)
          add("\(core)weight_hh_l\(i)", hidden, 0..<h)
          addBias("\(core)bias_ih_l\(i)", input, 0)
          addBias("\(core)bias_hh_l\(i)", hidden, h)
        }
        if learnsInitialState {
          let block = layout[name + ".initial"]
          addBias("\(core)initial_h_l\(i)", block, 0, 0..<h)
          if layer.stateCount > h { addBias("\(core)initial_c_l\(i)", block, 0, h..<2 * h) }
        }
      }
      let heads = layout[tower.heads]
      if tower.logitCount > 0 {
        add("policy.weight", heads, 0..<outputCount, 0..<tower.logitCount)
        addBias("policy.bias", heads, outputCount, 0..<tower.logitCount)
      }
      if tower.valueCount > 0 {
        let value = tower.logitCount..<tower.outputCount
        add("value.weight", heads, 0..<outputCount, value)
        addBias("value.bias", heads, outputCount, value)
      }
    }
    return parts
  }

  /// Parameters, or anything of their shape such as an optimiser's averages, as tensors for PyTorch.
  ///
  /// - Parameters:
  ///   - parameters: of this shape's layout; traps otherwise.
  ///   - prefix: comes before each name.
  /// - Returns: tensors with the names and shapes of `nn.LSTM`, `nn.GRU` and `nn.Linear`.
  public func tensors(of parameters: Parameters, prefix: String = "") -> [Tensor] {
    require(parameters.layout == layout, "parameters of another shape")
    return parts.map { part in
      let values = part.indices.map { part.isExtra ? 0 : parameters.values[$0] }
      return Tensor(prefix + part.name, shape: part.shape, values: values)
    }
  }

  /// Reads parameters from tensors.
  ///
  /// - Parameters:
  ///   - file: holds every tensor of this shape.
  ///   - prefix: comes before each name.
  /// - Returns: the parameters.
  /// - Throws: which tensor is missing or has another shape, or a number that is not finite.
  public func parameters(
    from file: TensorFile, prefix: String = ""
  ) throws(TensorFileError) -> Parameters {
    var parameters = Parameters(zeros: layout)
    for part in parts {
      let name = prefix + part.name
      guard let tensor = file[name] else { throw TensorFileError("there is no tensor \"\(name)\"") }
      guard tensor.shape == part.shape else {
        throw TensorFileError(
          "tensor \"\(name)\" has the shape \(tensor.shape), but this network needs \(part.shape)")
      }
      for (index, value) in zip(part.indices, tensor.values) {
        guard value.isFinite else { throw TensorFileError("tensor \"\(name)\" holds \(value)") }
        if !part.isExtra {
          parameters.values[index] = value
        } else if value != 0 {
          parameters.values[index] += value
        }
      }
    }
    return parameters
  }
}
