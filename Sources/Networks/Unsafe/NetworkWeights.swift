import Numerics

/// The weights of a network where training changes them in place, with the transposed copies that the way
/// back needs. Several unrolled networks may read them at once.
public final class NetworkWeights: Sendable {
  /// The network's shape.
  public let architecture: Architecture
  package let values: FloatBuffer
  let towers: [TowerWeights]

  /// Weights ready for use.
  ///
  /// - Parameters:
  ///   - architecture: the network's shape.
  ///   - parameters: of that shape's layout; traps on another.
  ///   - inputGradients: whether gradients with respect to the network's inputs will be wanted.
  public init(
    _ architecture: Architecture, parameters: Parameters, inputGradients: Bool = false
  ) {
    require(
      parameters.layout == architecture.layout,
      "parameters \(parameters.layout.blocks.map(\.name)) for \(architecture.layers)")
    self.architecture = architecture
    let values = FloatBuffer(parameters.values)
    self.values = values
    towers = architecture.towers.map {
      TowerWeights(architecture, $0, parameters: values, needsInputs: inputGradients)
    }
    refresh()
  }

  /// The parameters: a copy of them, or new ones for all.
  public var parameters: Parameters {
    get { Parameters(layout: architecture.layout, values: values.elements) }
    set {
      values.elements = newValue.values
      refresh()
    }
  }

  /// Changes the weights by one step of an optimiser.
  ///
  /// - Parameters:
  ///   - optimizer: the rule and its running averages.
  ///   - gradient: in the layout of the parameters.
  ///   - learningRate: η.
  public func update(
    with optimizer: OptimizerState, gradient: FloatBuffer, learningRate: Double
  ) {
    optimizer.update(values, gradient: gradient, learningRate: learningRate)
    refresh()
  }

  /// Renews the transposed copies, after the weights changed.
  package func refresh() {
    for tower in towers { tower.refresh() }
  }
}

/// The weights of one tower of layers.
final class TowerWeights: Sendable {
  let encoder: [DenseWeights]
  let attention: AttentionWeights?
  let layers: [LayerWeights]
  private let parameters: FloatBuffer
  private let heads: ParameterBlock
  var headsOffset: Int { heads.offset }
  /// `[outputs, units]`, without the bias.
  let headsTransposed: FloatBuffer
  /// `[units + 1, headRow]`: a copy with zeros to the right, so that its rows are whole vectors.
  let headsPadded: FloatBuffer
  /// How many numbers a row of the heads' outputs takes: logits, value, and zeros up to a multiple of 8.
  let headRow: Int

  init(
    _ architecture: Architecture, _ tower: Architecture.Tower, parameters: FloatBuffer,
    needsInputs: Bool
  ) {
    self.parameters = parameters
    let layout = architecture.layout
    encoder = (architecture.encoder?.unitCounts ?? []).indices.map {
      DenseWeights(
        layout["\(tower.prefix)encoder\($0)"], parameters: parameters,
        needsInputs: $0 > 0 || needsInputs)
    }
    attention = architecture.attention.map {
      AttentionWeights(
        queries: layout[tower.queries].offset, keys: layout[tower.keys].offset,
        nothing: $0.canAbstain ? layout[tower.nothing].offset : nil, parameters: parameters)
    }
    let hasLayerBelow = architecture.encoder != nil || architecture.attention != nil
    layers = architecture.layers.indices.map {
      LayerWeights(
        architecture, tower, layer: $0, parameters: parameters,
        needsInputs: $0 > 0 || hasLayerBelow || needsInputs)
    }
    heads = layout[tower.heads]
    headsTransposed = FloatBuffer(count: heads.columns * (heads.rows - 1))
    headRow = (heads.columns + 7) / 8 * 8
    headsPadded = FloatBuffer(count: heads.rows * headRow)
  }

  func refresh() {
    for layer in encoder { layer.refresh() }
    for layer in layers { layer.refresh() }
    let (columns, values) = (heads.columns, parameters.pointer + heads.offset)
    transpose(values, rows: heads.rows - 1, columns: columns, into: headsTransposed.pointer)
    for row in 0..<heads.rows {
      (headsPadded.pointer + row * headRow).update(from: values + row * columns, count: columns)
    }
  }
}

/// The weights of attention in the flat vector. No layer is below it, so nothing is transposed.
final class AttentionWeights: Sendable {
  let queryOffset, keyOffset: Int
  /// nil if attention cannot abstain.
  let nothingOffset: Int?
  private let parameters: FloatBuffer

  /// `[contextCount, keyCount]`, both.
  var queries: Floats { parameters.pointer + queryOffset }
  var keys: Floats { parameters.pointer + keyOffset }

  /// θ, the score of nothing.
  var nothing: Float? { nothingOffset.map { parameters.pointer[$0] } }

  init(queries: Int, keys: Int, nothing: Int?, parameters: FloatBuffer) {
    (queryOffset, keyOffset, nothingOffset) = (queries, keys, nothing)
    self.parameters = parameters
  }
}
