import Numerics

/// The weights of a network where training changes them in place, with the transposed copies that the way
/// back needs. Several unrolled networks may read them at once.
public final class NetworkWeights: Sendable {
  /// The network's shape.
  public let architecture: Architecture
  package let values: FloatBuffer
  let layers: [LayerWeights]
  /// `[actions + 1, units]`, without the bias.
  let headsTransposed: FloatBuffer
  let headsOffset: Int
  /// `[units + 1, headRow]`: a copy with zeros to the right, so that its rows are whole vectors.
  let headsPadded: FloatBuffer
  /// How many numbers a row of the heads' outputs takes: logits, value, and zeros up to a multiple of 8.
  package let headRow: Int

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
    layers = architecture.layers.indices.map {
      LayerWeights(
        architecture, layer: $0, parameters: values, needsInputs: $0 > 0 || inputGradients)
    }
    headsTransposed = FloatBuffer(
      count: (architecture.actionCount + 1) * architecture.outputCount)
    headsOffset = architecture.layout["heads"].offset
    headRow = (architecture.actionCount + 1 + 7) / 8 * 8
    headsPadded = FloatBuffer(count: (architecture.outputCount + 1) * headRow)
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
    for layer in layers { layer.refresh() }
    let heads = values.pointer + headsOffset
    let columns = architecture.actionCount + 1
    transpose(
      heads, rows: architecture.outputCount, columns: columns, into: headsTransposed.pointer)
    for row in 0...architecture.outputCount {
      (headsPadded.pointer + row * headRow).update(from: heads + row * columns, count: columns)
    }
  }
}
