import Numerics

/// The shape of a recurrent actor-critic: recurrent layers one on the other, then a policy and a value.
///
/// ```swift
/// let network = Architecture(inputCount: 6, layers: [.lstm(48)], actionCount: 2)
/// network.layout.count  // how many parameters it has
/// ```
///
/// All weights into a layer are one matrix with a row for each input. An LSTM's rows are
/// `[h | 1 | x]`, its columns the gates `[input | forget | cell | output]`, h wide each. A GRU has two
/// matrices: rows `[h | 1]` and rows `[1 | x]`, both with columns `[reset | update | candidate]`. The
/// heads are one matrix with rows `[h | 1]` and columns `[logits | value]`.
public struct Architecture: Hashable, Codable, Sendable {
  /// A recurrent layer and how many units it has.
  public enum Layer: Hashable, Codable, Sendable {
    /// Long short-term memory.
    case lstm(Int)
    /// Gated recurrent units.
    case gru(Int)

    /// How many units.
    public var unitCount: Int {
      switch self {
      case .lstm(let count), .gru(let count): count
      }
    }
  }

  /// How many numbers come in at each step.
  public let inputCount: Int
  /// The recurrent layers from the input up, at least one.
  public let layers: [Layer]
  /// How many actions the policy chooses from.
  public let actionCount: Int
  /// Which parameters stand where.
  public let layout: ParameterLayout

  /// A shape.
  ///
  /// - Parameters:
  ///   - inputCount: at least 1; traps otherwise.
  ///   - layers: at least one, each with at least one unit; traps otherwise.
  ///   - actionCount: at least 1; traps otherwise.
  public init(inputCount: Int, layers: [Layer], actionCount: Int) {
    require(inputCount >= 1, "a network of \(inputCount) inputs")
    require(actionCount >= 1, "a policy of \(actionCount) actions")
    require(!layers.isEmpty, "a recurrent network without layers")
    self.inputCount = inputCount
    self.layers = layers
    self.actionCount = actionCount
    var layout = ParameterLayout()
    var below = inputCount
    for (i, layer) in layers.enumerated() {
      let h = layer.unitCount
      require(h >= 1, "layer \(i) has \(h) units")
      switch layer {
      case .lstm:
        layout.append("layer\(i)", rows: h + 1 + below, columns: 4 * h)
      case .gru:
        layout.append("layer\(i).hidden", rows: h + 1, columns: 3 * h)
        layout.append("layer\(i).input", rows: 1 + below, columns: 3 * h)
      }
      below = h
    }
    layout.append("heads", rows: below + 1, columns: actionCount + 1)
    self.layout = layout
  }

  /// How many units the last recurrent layer has.
  public var outputCount: Int { layers[layers.count - 1].unitCount }

  /// How many numbers come into a layer.
  ///
  /// - Parameter layer: in 0 ..< `layers.count`.
  /// - Returns: the units of the layer below, or `inputCount`.
  public func inputCount(ofLayer layer: Int) -> Int {
    layer == 0 ? inputCount : layers[layer - 1].unitCount
  }

  /// Fresh parameters.
  ///
  /// Recurrent weights are orthogonal for each gate, input weights Xavier for each gate, biases 0 but for
  /// the forget gate's 1. The policy starts almost uniform (orthogonal with gain 0.01), the value
  /// orthogonal with gain 1.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: parameters for this shape.
  public func initialParameters(using rng: inout Generator) -> Parameters {
    var parameters = Parameters(zeros: layout)
    for (i, layer) in layers.enumerated() {
      let (h, below) = (layer.unitCount, inputCount(ofLayer: i))
      switch layer {
      case .lstm:
        let block = layout["layer\(i)"]
        for gate in 0..<4 {
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
          let (hidden, inputs) = (layout["layer\(i).hidden"], layout["layer\(i).input"])
          parameters.set(recurrent, in: hidden, row: 0, column: gate * h, width: h)
          parameters.set(input, in: inputs, row: 1, column: gate * h, width: h)
        }
      }
    }
    let heads = layout["heads"]
    let policy = orthogonal(rows: outputCount, columns: actionCount, gain: 0.01, using: &rng)
    let value = orthogonal(rows: outputCount, columns: 1, using: &rng)
    parameters.set(policy, in: heads, row: 0, column: 0, width: actionCount)
    parameters.set(value, in: heads, row: 0, column: actionCount, width: 1)
    return parameters
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
