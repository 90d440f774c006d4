import Numerics

extension Architecture {
  /// Fresh parameters.
  ///
  /// Recurrent weights are orthogonal for each gate, input weights Xavier for each gate, biases 0 but for
  /// the forget gate's 1. Dense weights are Xavier with gain √2, an initial state is 0. The policy starts
  /// almost uniform (orthogonal with gain 0.01), the value orthogonal with gain 1.
  ///
  /// The queries' and the keys' weights in attention start equal, so that like contexts attend to one
  /// another from the beginning: orthogonal, and so long that a key's numbers are as large as a context's.
  /// The score of two contexts is then their product, times √d divided by the numbers of a context (or, with
  /// keys smaller than contexts, that of what is left of them). Nothing has the score 0.
  ///
  /// With a memory span T the units are made to remember from the start, some for a step or two, some for
  /// T: the bias of a forget gate, or of a GRU's update gate, is ln u, u uniform in [1, T − 1], so that the
  /// gate alone keeps 1/e for about u steps; that of an input gate is −ln u. A forget bias of 1 keeps 1/e
  /// for about 3 steps, and what is to be kept for longer is hard to find.
  ///
  /// - Parameters:
  ///   - memorySpan: T in steps, at least 3; traps otherwise. Nil: biases as said above.
  ///   - rng: the source of randomness.
  /// - Returns: parameters for this shape.
  /// - Source: Tallec & Ollivier (2018), *Can recurrent neural networks warp time?*, for the span.
  public func initialParameters(
    memorySpan: Int? = nil, using rng: inout Generator
  ) -> Parameters {
    if let memorySpan { require(memorySpan >= 3, "a memory span of \(memorySpan) steps") }
    var parameters = Parameters(zeros: layout)
    for tower in towers {
      for (i, units) in (encoder?.unitCounts ?? []).enumerated() {
        let block = layout["\(tower.prefix)encoder\(i)"]
        let weights = xavier(
          rows: block.rows - 1, columns: units, gain: 2.0.squareRoot(), using: &rng)
        parameters.set(weights, in: block, row: 1, column: 0, width: units)
      }
      if let attention {
        let (rows, columns) = (attention.contextCount, attention.keyCount)
        let gain = max(1, Double(columns) / Double(rows)).squareRoot()
        let weights = orthogonal(rows: rows, columns: columns, gain: gain, using: &rng)
        for name in [tower.queries, tower.keys] { parameters[layout[name]] = weights }
      }
      for i in layers.indices {
        initialize(&parameters, tower, layer: i, using: &rng)
        if let memorySpan { lengthen(&parameters, tower, layer: i, to: memorySpan, using: &rng) }
      }
      let heads = layout[tower.heads]
      if tower.logitCount > 0 {
        let policy = orthogonal(rows: outputCount, columns: actionCount, gain: 0.01, using: &rng)
        parameters.set(policy, in: heads, row: 0, column: 0, width: actionCount)
      }
      if tower.valueCount > 0 {
        let value = orthogonal(rows: outputCount, columns: 1, using: &rng)
        parameters.set(value, in: heads, row: 0, column: tower.logitCount, width: 1)
      }
    }
    return parameters
  }

  private func initialize(
    _ parameters: inout Parameters, _ tower: Tower, layer index: Int, using rng: inout Generator
  ) {
    let (name, layer) = ("\(tower.prefix)layer\(index)", layers[index])
    let (h, below) = (layer.unitCount, inputCount(ofLayer: index))
    switch layer {
    case .lstm, .episodicLSTM:
      let block = layout[name]
      for gate in 0..<block.columns / h {
        let recurrent = orthogonal(rows: h, columns: h, using: &rng)
        let input = xavier(rows: below, columns: h, using: &rng)
        parameters.set(recurrent, in: block, row: 0, column: gate * h, width: h)
        parameters.set(input, in: block, row: h + 1, column: gate * h, width: h)
      }
      let ones = [Float](repeating: 1, count: h)
      parameters.set(ones, in: block, row: h, column: h, width: h)
    case .gru:
      for gate in 0..<3 {
        let recurrent = orthogonal(rows: h, columns: h, using: &rng)
        let input = xavier(rows: below, columns: h, using: &rng)
        let (hidden, inputs) = (layout[name + ".hidden"], layout[name + ".input"])
        parameters.set(recurrent, in: hidden, row: 0, column: gate * h, width: h)
        parameters.set(input, in: inputs, row: 1, column: gate * h, width: h)
      }
    }
  }
}

extension Architecture {
  /// Sets the biases of the gates that keep and let in, for memories of up to `span` steps.
  private func lengthen(
    _ parameters: inout Parameters, _ tower: Tower, layer index: Int, to span: Int,
    using rng: inout Generator
  ) {
    let (name, h) = ("\(tower.prefix)layer\(index)", layers[index].unitCount)
    let biases = (0..<h).map { _ in
      Float(logarithm(1 + Double(span - 2) * uniform(using: &rng)))
    }
    switch layers[index] {
    case .lstm, .episodicLSTM:
      parameters.set(biases.map { -$0 }, in: layout[name], row: h, column: 0, width: h)
      parameters.set(biases, in: layout[name], row: h, column: h, width: h)
    case .gru:
      parameters.set(biases, in: layout[name + ".input"], row: 0, column: h, width: h)
    }
  }
}

extension Parameters {
  /// Writes a smaller matrix into a block.
  ///
  /// - Parameters:
  ///   - matrix: row by row, `width` numbers a row.
  ///   - block: where.
  ///   - row: its first row there.
  ///   - column: its first column there.
  ///   - width: its columns.
  mutating func set(
    _ matrix: [Float], in block: ParameterBlock, row: Int, column: Int, width: Int
  ) {
    for (i, x) in matrix.enumerated() {
      values[block.offset + (row + i / width) * block.columns + column + i % width] = x
    }
  }
}
