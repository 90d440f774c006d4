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

  /// How many numbers the state of one sequence is.
  var stateCount: Int { get }
  /// Writes the state before a step: `[batch, stateCount]`.
  func copyState(before step: Int, to place: Floats)
  /// Takes a state before step 0: `[batch, stateCount]`.
  func setState(from place: Floats)
  /// Lets the state after `count` steps be the state before step 0.
  func carryState(from count: Int)
  /// Lets a sequence begin anew at a step: its state before it is the initial one, and no gradient passes.
  func restart(row: Int, at step: Int)
  /// Forgets all restarts.
  func clearRestarts()

  /// One step forward.
  func forward(step: Int)
  /// Begins the way back: no gradient comes from later steps.
  func beginBackward()
  /// One step back: `gradient` is `[batch, units]`, ∂L/∂output from above; it is overwritten. What reaches
  /// a learned initial state is added to `initial`: `[stateCount]`.
  func backward(step: Int, gradient: Floats, initial: Floats?)
  /// Adds the gradients of the weights from some steps, whose `backward` is done.
  func accumulate(steps: Range<Int>, into gradient: Floats)
  /// ∂L/∂input of some steps, whose `backward` is done: `[steps × batch, inputs]`.
  func inputGradient(steps: Range<Int>, into gradient: Floats)
  /// ∂L/∂ the state before step 0, once all steps are done.
  var stateGradient: [Float] { get }
}

/// Which sequences begin anew at which steps, in the order of the steps.
struct Restarts {
  private var all: [(row: Int, step: Int)] = []
  /// How many of them the way back has not met.
  private var left = 0

  mutating func append(row: Int, step: Int) { all.append((row, step)) }
  mutating func clear() { all.removeAll(keepingCapacity: true) }
  mutating func beginBackward() { left = all.count }

  /// The next sequence that begins anew at this step, on the way back from the last step.
  mutating func next(at step: Int) -> Int? {
    while left > 0 && all[left - 1].step > step { left -= 1 }
    guard left > 0, all[left - 1].step == step else { return nil }
    left -= 1
    return all[left].row
  }
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
  /// Where the learned initial state begins; nil if it is 0.
  let initialOffset: Int?
  private let layer: Architecture.Layer
  private let inputs: Int
  private let needsInputs: Bool

  var pointer: Floats { parameters.pointer + offset }
  /// The state at the beginning of an episode, if it is learned.
  var initial: Floats? { initialOffset.map { parameters.pointer + $0 } }

  init(
    _ architecture: Architecture, _ tower: Architecture.Tower, layer index: Int,
    parameters: FloatBuffer, needsInputs: Bool
  ) {
    layer = architecture.layers[index]
    inputs = architecture.inputCount(ofLayer: index)
    self.needsInputs = needsInputs
    self.parameters = parameters
    let (h, columns) = (layer.unitCount, layer.columnCount)
    let (name, layout) = ("\(tower.prefix)layer\(index)", architecture.layout)
    switch layer {
    case .lstm, .episodicLSTM: offset = layout[name].offset
    case .gru: offset = layout[name + ".hidden"].offset
    }
    initialOffset = architecture.learnsInitialState ? layout[name + ".initial"].offset : nil
    recurrentTransposed = FloatBuffer(count: columns * h)
    inputTransposed = FloatBuffer(count: needsInputs ? columns * inputs : 0)
  }

  /// Copies the weights anew, after they changed.
  func refresh() {
    let (h, columns) = (layer.unitCount, layer.columnCount)
    // In both kinds the rows are [h | 1 | x] or [h | 1], [1 | x]: a GRU has its bias twice.
    let firstInput =
      switch layer {
      case .lstm, .episodicLSTM: h + 1
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
    case .episodicLSTM(let h, _): 5 * h
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
