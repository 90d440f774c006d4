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

  /// Renews the transposed copies, after the weights changed.
  package func refresh() {
    for layer in layers { layer.refresh() }
    transpose(
      heads, rows: architecture.outputCount, columns: architecture.actionCount + 1,
      into: headsTransposed.pointer)
  }

  var heads: Floats { values.pointer + headsOffset }
}
