import Numerics

/// Dense rectified units at work. Each row of its arena is `[1 | x]`, with room after it for inputs that it
/// does not see.
final class DenseLayer {
  let units, inputs, batch: Int
  /// The row stride of its arena.
  private let width: Int
  private let rows, sums: FloatBuffer
  let weights: DenseWeights
  /// Where outputs go: the arena of the layer above, with its row stride.
  let target: (_ step: Int) -> Floats
  let targetRow: Int

  init(
    _ weights: DenseWeights, bypassing others: Int, batch: Int, steps: Int, targetRow: Int,
    target: @escaping (_ step: Int) -> Floats
  ) {
    (units, inputs, self.batch) = (weights.units, weights.inputs, batch)
    (self.weights, self.targetRow, self.target) = (weights, targetRow, target)
    width = 1 + inputs + others
    rows = FloatBuffer(count: steps * batch * width)
    sums = FloatBuffer(count: batch * units)
    for r in 0..<steps * batch { rows.pointer[r * width] = 1 }
  }

  var inputRow: Int { width }
  func input(at step: Int) -> Floats { row(step) + 1 }
  func row(_ step: Int) -> Floats { rows.pointer + step * batch * width }

  func forward(step: Int) {
    Kernels.multiply(
      m: batch, n: units, k: 1 + inputs, a: row(step), aRow: width, b: weights.pointer,
      bRow: units, into: sums.pointer, cRow: units)
    Kernels.relu(
      rows: batch, n: units, sums.pointer, row: units, into: target(step), row: targetRow)
  }

  /// The way back through some steps: `gradient` is `[steps × batch, units]`, ∂L/∂output; it is overwritten.
  /// Adds the weights' gradient to `total`, and writes that of the inputs where it is wanted.
  func backward(steps: Range<Int>, gradient: Floats, into total: Floats, inputs below: Floats?) {
    let (count, first) = (steps.count * batch, steps.lowerBound)
    Kernels.reluBackward(
      rows: count, n: units, target(first), row: targetRow, gradient: gradient)
    Kernels.multiply(
      m: 1 + inputs, n: units, k: count, a: row(first), aRow: 1, aColumn: width, b: gradient,
      bRow: units, into: total + weights.offset, cRow: units, accumulate: true)
    if let below {
      Kernels.multiply(
        m: count, n: inputs, k: units, a: gradient, aRow: units,
        b: weights.inputTransposed.pointer, bRow: inputs, into: below, cRow: inputs)
    }
  }
}

/// The weights of one dense layer in the flat vector, and a transposed copy of them for the way back.
final class DenseWeights: Sendable {
  let units, inputs, offset: Int
  private let parameters: FloatBuffer
  /// `[units, inputs]`, without the bias; empty where no layer is below.
  let inputTransposed: FloatBuffer

  var pointer: Floats { parameters.pointer + offset }

  init(_ block: ParameterBlock, parameters: FloatBuffer, needsInputs: Bool) {
    (units, inputs, offset) = (block.columns, block.rows - 1, block.offset)
    self.parameters = parameters
    inputTransposed = FloatBuffer(count: needsInputs ? units * inputs : 0)
  }

  /// Copies the weights anew, after they changed.
  func refresh() {
    if inputTransposed.count == 0 { return }
    transpose(pointer + units, rows: inputs, columns: units, into: inputTransposed.pointer)
  }
}
