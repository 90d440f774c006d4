import Numerics

extension ReferenceNetwork {
  /// What attention does with one batch of sequences.
  public struct AttentionScript: Sendable {
    /// What it does with one sequence at one step.
    public struct Step: Sendable {
      /// Whether all that is stored is forgotten, before anything else.
      public var forgets: Bool
      /// `[contextCount]`.
      public var context: [Scalar]
      /// Whether something is read, of what was stored at earlier steps.
      public var asks: Bool
      /// Whether the inputs are stored under the context.
      public var stores: Bool

      /// A step.
      ///
      /// - Parameters:
      ///   - context: `[contextCount]`.
      ///   - asks: whether something is read.
      ///   - stores: whether the inputs are stored.
      ///   - forgets: whether all that is stored is forgotten first.
      public init(context: [Scalar], asks: Bool, stores: Bool, forgets: Bool = false) {
        (self.context, self.asks, self.stores) = (context, asks, stores)
        self.forgets = forgets
      }
    }

    /// For each step, for each sequence.
    public var steps: [[Step]]
    /// What is stored: for each step, for each sequence, a row like that of the inputs. It is told apart
    /// from them because it counts as data: a difference of the inputs must not change it.
    public var values: [[[Scalar]]]

    /// A script.
    ///
    /// - Parameters:
    ///   - steps: for each step, for each sequence.
    ///   - values: for each step, for each sequence, in the shape of the inputs.
    public init(steps: [[Step]], values: [[[Scalar]]]) {
      (self.steps, self.values) = (steps, values)
    }

    /// That of one tower, which has some columns of the inputs.
    func restricted(to columns: Range<Int>) -> Self {
      Self(steps: steps, values: values.map { $0.map { Array($0[columns]) } })
    }
  }

  /// Reads and stores at all steps.
  func attend(
    _ shape: Architecture.Attention, _ tower: Architecture.Tower, _ inputs: [[[Scalar]]],
    _ script: AttentionScript?
  ) -> AttentionTrace {
    var trace = AttentionTrace()
    let batch = inputs.first?.count ?? 0
    trace.contexts = [[[Scalar]]](repeating: [], count: batch)
    (trace.keys, trace.values) = (trace.contexts, trace.contexts)
    var firsts = [Int](repeating: 0, count: batch)
    let (queryWeights, keyWeights) = (matrix(tower.queries), matrix(tower.keys))
    let nothing = shape.canAbstain ? matrix(tower.nothing) : []
    let scale = 1 / Scalar(shape.keyCount).squareRoot()
    let zeros = { [Scalar](repeating: 0, count: $0) }
    for t in inputs.indices {
      let readings = (0..<batch).map { b in
        let count = trace.contexts[b].count
        if script?.steps[t][b].forgets ?? false { firsts[b] = count }
        let window = firsts[b]..<count
        guard let step = script?.steps[t][b], step.asks, !window.isEmpty else {
          return Reading(
            window: 0..<0, context: zeros(shape.contextCount), query: zeros(shape.keyCount),
            weights: [], read: zeros(architecture.readCount))
        }
        if let before = trace.readings.last?[b], before.window == window,
          before.context == step.context
        {
          var copy = before
          copy.isCopy = true
          return copy
        }
        let query = product(step.context, queryWeights, columns: shape.keyCount).map { $0 * scale }
        let scores = product(
          query, columns(trace.keys[b][window]), columns: window.count)
        let weights = Reference.softmax(scores + nothing).probabilities
        let read = product(
          Array(weights.prefix(window.count)), trace.values[b][window].flatMap(\.self),
          columns: architecture.readCount)
        return Reading(
          window: window, context: step.context, query: query, weights: weights, read: read)
      }
      trace.readings.append(readings)
      for b in 0..<batch {
        guard let script, script.steps[t][b].stores else { continue }
        let context = script.steps[t][b].context
        trace.contexts[b].append(context)
        trace.keys[b].append(product(context, keyWeights, columns: shape.keyCount))
        trace.values[b].append(script.values[t][b])
        if trace.contexts[b].count - firsts[b] > shape.capacity { firsts[b] += 1 }
      }
    }
    return trace
  }

  /// The way back from ∂L/∂ what was read: for each step, for each sequence. The gradients of copies are
  /// summed until the step that read what they copied.
  func backward(
    _ trace: AttentionTrace, _ tower: Architecture.Tower, _ gradients: [[[Scalar]]],
    _ total: inout [Scalar]
  ) {
    let (queryBlock, keyBlock) = (
      architecture.layout[tower.queries], architecture.layout[tower.keys]
    )
    let d = queryBlock.columns
    let scale = 1 / Scalar(d).squareRoot()
    let zeros = [Scalar](repeating: 0, count: d)
    var ofKeys = trace.keys.map { $0.map { _ in zeros } }
    var ofQueries: [[[Scalar]]] = []
    let noRead = [Scalar](repeating: 0, count: architecture.readCount)
    var ofCopies = trace.keys.map { _ in noRead }
    for (t, readings) in trace.readings.enumerated().reversed() {
      let row = readings.enumerated().map { b, reading in
        let window = reading.window
        if window.isEmpty { return zeros }
        let gradient = zip(ofCopies[b], gradients[t][b]).map { $0 + $1 }
        ofCopies[b] = reading.isCopy ? gradient : noRead
        if reading.isCopy { return zeros }
        let mean = zip(gradient, reading.read).reduce(0) { $0 + $1.0 * $1.1 }
        let ofWeights = product(
          gradient, columns(trace.values[b][window]), columns: window.count)
        let ofScores = zip(reading.weights, ofWeights).map { $0 * ($1 - mean) }
        if architecture.attention?.canAbstain ?? false {
          let index = architecture.layout[tower.nothing].offset
          total[index] += reading.weights[window.count] * (0 - mean)
        }
        for (i, s) in zip(window, ofScores) {
          ofKeys[b][i] = product([s], reading.query, columns: d, addedTo: ofKeys[b][i])
        }
        return product(ofScores, trace.keys[b][window].flatMap(\.self), columns: d).map {
          $0 * scale
        }
      }
      ofQueries.insert(row, at: 0)
    }
    add(rows: trace.readings.map { $0.map(\.context) }, ofQueries, into: queryBlock, &total)
    for (contexts, gradients) in zip(trace.contexts, ofKeys) {
      total.replaceSubrange(
        keyBlock.range,
        with: Reference.product(
          columns(contexts[...]), gradients.flatMap(\.self), rows: keyBlock.rows,
          inner: contexts.count, columns: d, addedTo: Array(total[keyBlock.range])))
    }
  }

  /// Rows as columns of one matrix.
  private func columns(_ rows: ArraySlice<[Scalar]>) -> [Scalar] {
    Reference.transposed(
      rows.flatMap(\.self), rows: rows.count, columns: rows.first?.count ?? 0)
  }
}
