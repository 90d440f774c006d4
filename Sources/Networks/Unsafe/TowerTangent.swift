import Numerics

/// How the outputs of a tower change, step by step, when all parameters change along a direction: the
/// product J·v of their derivatives with it, found beside the way forward without any difference.
package final class TowerTangent {
  private let tower: UnrolledTower
  private let direction: FloatBuffer
  private let encoder: [DenseTangent]
  private let layers: [any LayerTangent]
  private let heads: FloatBuffer

  /// - Parameters:
  ///   - tower: goes forward.
  ///   - direction: v, in the layout of the parameters; read at each step.
  init(_ tower: UnrolledTower, along direction: FloatBuffer) {
    (self.tower, self.direction) = (tower, direction)
    encoder = tower.encoder.map { DenseTangent($0, along: direction) }
    layers = tower.layers.compactMap { layer -> (any LayerTangent)? in
      switch layer {
      case let layer as LSTMLayer: LSTMTangent(layer, along: direction)
      case let layer as GRULayer: GRUTangent(layer, along: direction)
      default: nil
      }
    }
    require(layers.count == tower.layers.count, "a recurrent layer without a tangent")
    heads = FloatBuffer(count: tower.batch * tower.headRow)
  }

  /// J·v of the last step: `[batch, outputs]`, with the row stride of the tower's heads.
  package var outputs: Floats { heads.pointer }

  /// Lets a sequence begin anew with the next step.
  package func restart(row: Int) {
    for layer in layers { layer.restart(row: row) }
  }

  /// One step, after that of the tower.
  package func forward(step: Int) {
    for (i, dense) in encoder.enumerated() {
      dense.forward(step: step, inputs: i > 0 ? encoder[i - 1].outputs : nil)
    }
    if let top = encoder.last { copy(top.outputs, count: top.units, to: layers[0]) }
    for (i, layer) in layers.enumerated() {
      if i > 0 { copy(layers[i - 1].outputs, count: layers[i - 1].units, to: layer) }
      layer.forward(step: step)
    }
    let (last, weights) = (layers[layers.count - 1], tower.weights)
    let (h, row) = (last.units, tower.headRow)
    Kernels.multiply(
      m: tower.batch, n: row, k: h, a: last.outputs, aRow: h, b: weights.headsPadded.pointer,
      bRow: row, into: outputs, cRow: row)
    Kernels.multiply(
      m: tower.batch, n: tower.outputCount, k: h + 1, a: tower.hidden(at: step), aRow: h + 1,
      b: direction.pointer + weights.headsOffset, bRow: tower.outputCount, into: outputs,
      cRow: row, accumulate: true)
  }

  private func copy(_ source: Floats, count: Int, to layer: any LayerTangent) {
    for b in 0..<tower.batch {
      (layer.inputs + b * layer.inputRow).update(from: source + b * count, count: count)
    }
  }
}

extension UnrolledNetwork {
  /// How the policy's logits change along a direction of the parameters.
  ///
  /// - Parameter direction: `[layout.count]`; read at each step, so its numbers may change later.
  /// - Returns: goes forward beside `forwardActor`.
  package func actorTangent(along direction: FloatBuffer) -> TowerTangent {
    require(
      direction.count == architecture.layout.count,
      "a direction of \(direction.count) for \(architecture.layout.count) parameters")
    require(architecture.attention == nil, "tangents of a network with attention")
    return TowerTangent(actor, along: direction)
  }
}
