import Numerics

/// A recurrent layer at work on a batch of sequences: its arena remembers every step, so that the way back
/// finds all it needs.
///
/// Rows are one for each sequence of the batch. The way back goes through chunks of steps from the end:
/// for each step `backward`, then `accumulate` for the chunk.
package protocol RecurrentLayer: AnyObject {
  /// Units h; inputs d; sequences.
  var units: Int { get }
  var inputs: Int { get }
  var batch: Int { get }

  /// Where the inputs of a step go: `[batch, inputs]`, with this row stride.
  func input(at step: Int) -> Floats
  var inputRow: Int { get }

  /// The outputs of a step with a constant 1 after them: `[batch, units + 1]`, contiguous.
  func output(at step: Int) -> Floats

  /// Takes over weights, and transposes of them.
  func use(_ weights: LayerWeights)

  /// How many numbers the state of one sequence is.
  var stateCount: Int { get }
  /// Writes the state before a step: `[batch, stateCount]`.
  func copyState(before step: Int, to place: Floats)
  /// Takes a state before step 0: `[batch, stateCount]`.
  func setState(from place: Floats)
  /// Lets the state after `count` steps be the state before step 0.
  func carryState(from count: Int)
  /// Lets a sequence begin anew at a step: its state before it is 0, and no gradient passes.
  func restart(row: Int, at step: Int)
  /// Forgets all restarts.
  func clearRestarts()

  /// One step forward.
  func forward(step: Int)
  /// Begins the way back: no gradient comes from later steps.
  func beginBackward()
  /// One step back: `gradient` is `[batch, units]`, ∂L/∂output from above; it is overwritten.
  func backward(step: Int, gradient: Floats)
  /// Adds the gradients of the weights from some steps, whose `backward` is done.
  func accumulate(steps: Range<Int>, into gradient: Floats)
  /// ∂L/∂input of some steps, whose `backward` is done: `[steps × batch, inputs]`.
  func inputGradient(steps: Range<Int>, into gradient: Floats)
  /// ∂L/∂ the state before step 0, once all steps are done.
  var stateGradient: [Float] { get }
}

/// The weights of one layer in the flat vector, and transposed copies of them for the way back.
package final class LayerWeights: Sendable {
  /// The layer's first parameter.
  let parameters: FloatBuffer
  let offset: Int
  /// Recurrent weights, `[gates × units, units]`.
  let recurrentTransposed: FloatBuffer
  /// Input weights, `[gates × units, inputs]`; empty where no layer is below.
  let inputTransposed: FloatBuffer
  private let layer: Architecture.Layer
  private let inputs: Int
  private let needsInputs: Bool

  var pointer: Floats { parameters.pointer + offset }

  init(_ architecture: Architecture, layer index: Int, parameters: FloatBuffer, needsInputs: Bool) {
    layer = architecture.layers[index]
    inputs = architecture.inputCount(ofLayer: index)
    self.needsInputs = needsInputs
    self.parameters = parameters
    let (h, columns) = (layer.unitCount, layer.columnCount)
    switch layer {
    case .lstm: offset = architecture.layout["layer\(index)"].offset
    case .gru: offset = architecture.layout["layer\(index).hidden"].offset
    }
    recurrentTransposed = FloatBuffer(count: columns * h)
    inputTransposed = FloatBuffer(count: needsInputs ? columns * inputs : 0)
  }

  /// Copies the weights anew, after they changed.
  func refresh() {
    let (h, columns) = (layer.unitCount, layer.columnCount)
    // In both kinds the rows are [h | 1 | x] or [h | 1], [1 | x]: a GRU has its bias twice.
    let firstInput =
      switch layer {
      case .lstm: h + 1
      case .gru: h + 2
      }
    transpose(pointer, rows: h, columns: columns, into: recurrentTransposed.pointer)
    if needsInputs {
      transpose(
        pointer + firstInput * columns, rows: inputs, columns: columns,
        into: inputTransposed.pointer)
    }
  }
}

extension Architecture.Layer {
  /// Columns of the weights: gates × units.
  var columnCount: Int {
    switch self {
    case .lstm(let h): 4 * h
    case .gru(let h): 3 * h
    }
  }
}

/// Writes a contiguous matrix's transpose.
func transpose(_ a: Floats, rows: Int, columns: Int, into b: Floats) {
  for i in 0..<rows {
    for j in 0..<columns { b[j * rows + i] = a[i * columns + j] }
  }
}
