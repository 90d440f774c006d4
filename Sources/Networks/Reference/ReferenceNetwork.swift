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

  /// What went through one dense layer, for the way back: for each step `[batch]` rows.
  struct DenseTrace: Sendable {
    /// Rows `[1 | x]`.
    var rows: [[[Scalar]]] = []
    /// Rows `[y]`.
    var outputs: [[[Scalar]]] = []
  }

  /// What attention did, for the way back.
  struct AttentionTrace: Sendable {
    /// For each sequence all that it ever stored, in order.
    var contexts: [[[Scalar]]] = []
    var keys: [[[Scalar]]] = []
    var values: [[[Scalar]]] = []
    /// For each step `[batch]` readings.
    var readings: [[Reading]] = []
  }

  /// What was read by one sequence at one step.
  struct Reading: Sendable {
    /// Of the sequence's entries.
    var window: Range<Int>
    /// What asked; zeros if nothing did.
    var context: [Scalar]
    /// Divided by √d.
    var query: [Scalar]
    /// Of the entries, and after them that of nothing.
    var weights: [Scalar]
    var read: [Scalar]
    /// Whether it is what the step before read: the same was asked of the same entries.
    var isCopy = false
  }

  /// What went through one recurrent layer, for the way back.
  struct LayerTrace: Sendable {
    /// For each step `[batch]` rows `[h before | 1 | x]`.
    var rows: [[[Scalar]]] = []
    var lstm: [[[LSTMUnit<Scalar>]]] = []
    var episodicLSTM: [[[EpisodicLSTMUnit<Scalar>]]] = []
    var gru: [[[GRUUnit<Scalar>]]] = []
    /// For each step `[batch]` rows `[c before]`; a GRU has none.
    var cellsBefore: [[[Scalar]]] = []
    /// For each step `[batch]` rows of what memory gave; only an episodic LSTM has them.
    var reinstated: [[[Scalar]]] = []
    /// For each step `[batch]` rows `[h]`.
    var outputs: [[[Scalar]]] = []
  }

  /// What went through one tower.
  struct TowerTrace: Sendable {
    var encoder: [DenseTrace]
    /// nil without attention.
    var attention: AttentionTrace?
    var layers: [LayerTrace]
    /// For each step `[batch]` rows of the heads' outputs.
    var heads: [[[Scalar]]]
  }

  /// All that went through the network.
  public struct Trace: Sendable {
    var towers: [TowerTrace]
    /// Whether the sequences began with the network's own initial state.
    var beginsAnew: Bool
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

  /// The state at the beginning of an episode: what was learned, or zeros.
  ///
  /// - Parameter batch: how many sequences.
  /// - Returns: for each layer, tower after tower, for each sequence the same.
  public func initialState(batch: Int) -> [[[Scalar]]] {
    architecture.towers.flatMap { tower in
      architecture.layers.enumerated().map { i, layer in
        let state =
          architecture.learnsInitialState
          ? matrix("\(tower.prefix)layer\(i).initial")
          : [Scalar](repeating: 0, count: layer.stateCount)
        return [[Scalar]](repeating: state, count: batch)
      }
    }
  }

  // MARK: - Matrices

  func matrix(_ name: String) -> [Scalar] {
    Array(parameters[architecture.layout[name].range])
  }

  func product(
    _ row: [Scalar], _ matrix: [Scalar], columns: Int, addedTo start: [Scalar]? = nil
  ) -> [Scalar] {
    Reference.product(row, matrix, rows: 1, inner: row.count, columns: columns, addedTo: start)
  }

  /// Rows `from` … of a matrix, transposed.
  func transposed(_ matrix: [Scalar], rows: Range<Int>, columns: Int) -> [Scalar] {
    Reference.transposed(
      Array(matrix[rows.lowerBound * columns..<rows.upperBound * columns]), rows: rows.count,
      columns: columns)
  }

  /// Adds `rowsᵀ · gradients` to a block, in the order of `UnrolledNetwork`: chunks of steps from the end,
  /// each in the order of time.
  func add(
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
