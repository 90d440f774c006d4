import Numerics

/// An LSTM at work, or an episodic one. Each row of its arena is `[h | 1 | x]`, so that one product gives all
/// summed inputs; the gates of a step are overwritten by their gradients on the way back.
package final class LSTMLayer: RecurrentLayer {
  package let units, inputs, batch: Int
  /// Gates of each unit: 4, or 5 with that for what memory gives.
  package let gateCount: Int
  private let width: Int
  private let rows, gates, cells, cellTanhs, outputs, hiddenCarry, cellCarry: FloatBuffer
  /// What memory gives at each step; only an episodic LSTM has it.
  private let memories: FloatBuffer?
  private let keepsTanh: Bool
  @exclusivity(unchecked) private var restarts = Restarts()
  let weights: LayerWeights

  package init(
    _ weights: LayerWeights, _ layer: Architecture.Layer, inputs: Int, batch: Int, steps: Int
  ) {
    let units = layer.unitCount
    self.weights = weights
    (self.units, self.inputs, self.batch) = (units, inputs, batch)
    gateCount = layer.isEpisodic ? 5 : 4
    if case .episodicLSTM(_, let squashed) = layer {
      (memories, keepsTanh) = (FloatBuffer(count: steps * batch * units), squashed)
    } else {
      (memories, keepsTanh) = (nil, false)
    }
    width = units + 1 + inputs
    rows = FloatBuffer(count: (steps + 1) * batch * width)
    gates = FloatBuffer(count: steps * batch * gateCount * units)
    cells = FloatBuffer(count: (steps + 1) * batch * units)
    cellTanhs = FloatBuffer(count: steps * batch * units)
    outputs = FloatBuffer(count: steps * batch * (units + 1))
    hiddenCarry = FloatBuffer(count: batch * units)
    cellCarry = FloatBuffer(count: batch * units)
    for r in 0..<(steps + 1) * batch { rows.pointer[r * width + units] = 1 }
    for r in 0..<steps * batch { outputs.pointer[r * (units + 1) + units] = 1 }
  }

  package var inputRow: Int { width }
  package func input(at step: Int) -> Floats { row(step) + units + 1 }
  package func output(at step: Int) -> Floats { outputs.pointer + step * batch * (units + 1) }
  /// `[batch, gateCount × units]`: activations after `forward`, gradients after `backward`.
  package func gate(at step: Int) -> Floats { gates.pointer + step * batch * gateCount * units }
  /// `[batch, units]`: the cells before a step.
  package func cell(before step: Int) -> Floats { cells.pointer + step * batch * units }
  func row(_ step: Int) -> Floats { rows.pointer + step * batch * width }
  func cellTanh(at step: Int) -> Floats { cellTanhs.pointer + step * batch * units }
  /// `[batch, units]`: what memory gives at a step; nil if there is no gate for it.
  func memory(at step: Int) -> Floats? { memories.map { $0.pointer + step * batch * units } }

  /// Where it takes what memory gives, and has what memory may keep: addresses that hold as long as the
  /// layer lives, for a reference would be counted at each step of each sequence.
  struct MemoryPlaces {
    let units: Int
    /// `[steps, batch, units]`, both. Kept are the cells after a step, or tanh of them if that is what comes
    /// back.
    let given, kept: Floats
  }

  /// nil if there is no gate for what memory gives.
  var memoryPlaces: MemoryPlaces? {
    memories.map {
      MemoryPlaces(
        units: units, given: $0.pointer, kept: keepsTanh ? cellTanhs.pointer : cell(before: 1))
    }
  }

  package var stateCount: Int { 2 * units }

  package func copyState(before step: Int, to place: Floats) {
    for b in 0..<batch {
      (place + 2 * b * units).update(from: row(step) + b * width, count: units)
      (place + (2 * b + 1) * units).update(from: cell(before: step) + b * units, count: units)
    }
  }

  package func setState(from place: Floats) {
    for b in 0..<batch {
      (row(0) + b * width).update(from: place + 2 * b * units, count: units)
      (cell(before: 0) + b * units).update(from: place + (2 * b + 1) * units, count: units)
    }
  }

  package func carryState(from count: Int) {
    for b in 0..<batch {
      (row(0) + b * width).update(from: row(count) + b * width, count: units)
    }
    cell(before: 0).update(from: cell(before: count), count: batch * units)
  }

  package func restart(row b: Int, at step: Int) {
    if let initial = weights.initial {
      (row(step) + b * width).update(from: initial, count: units)
      (cell(before: step) + b * units).update(from: initial + units, count: units)
    } else {
      (row(step) + b * width).update(repeating: 0, count: units)
      (cell(before: step) + b * units).update(repeating: 0, count: units)
    }
    restarts.append(row: b, step: step)
  }

  package func clearRestarts() { restarts.clear() }

  package func forward(step: Int) {
    Kernels.multiply(
      m: batch, n: gateCount * units, k: width, a: row(step), aRow: width, b: weights.pointer,
      bRow: gateCount * units, into: gate(at: step), cRow: gateCount * units)
    if let memories {
      Kernels.episodicLSTMForward(
        rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
        reinstated: memories.pointer + step * batch * units, cell: cell(before: step + 1),
        cellTanh: cellTanh(at: step), output: output(at: step), outputRow: units + 1,
        next: row(step + 1), nextRow: width)
    } else {
      Kernels.lstmForward(
        rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
        cell: cell(before: step + 1), cellTanh: cellTanh(at: step), output: output(at: step),
        outputRow: units + 1, next: row(step + 1), nextRow: width)
    }
  }

  package func beginBackward() {
    hiddenCarry.clear()
    cellCarry.clear()
    restarts.beginBackward()
  }

  package func backward(step: Int, gradient: Floats, initial: Floats?) {
    Kernels.add(hiddenCarry.pointer, to: gradient, count: batch * units)
    if let memories {
      Kernels.episodicLSTMBackward(
        rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
        reinstated: memories.pointer + step * batch * units, cellTanh: cellTanh(at: step),
        hiddenGradient: gradient, hiddenGradientRow: units, cellGradient: cellCarry.pointer)
    } else {
      Kernels.lstmBackward(
        rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
        cellTanh: cellTanh(at: step), hiddenGradient: gradient, hiddenGradientRow: units,
        cellGradient: cellCarry.pointer)
    }
    Kernels.multiply(
      m: batch, n: units, k: gateCount * units, a: gate(at: step), aRow: gateCount * units,
      b: weights.recurrentTransposed.pointer, bRow: units, into: hiddenCarry.pointer, cRow: units)
    while let b = restarts.next(at: step) {
      let (toHidden, toCell) = (hiddenCarry.pointer + b * units, cellCarry.pointer + b * units)
      if let initial {
        Kernels.add(toHidden, to: initial, count: units)
        Kernels.add(toCell, to: initial + units, count: units)
      }
      toHidden.update(repeating: 0, count: units)
      toCell.update(repeating: 0, count: units)
    }
  }

  package func accumulate(steps: Range<Int>, into gradient: Floats) {
    Kernels.multiply(
      m: width, n: gateCount * units, k: steps.count * batch, a: row(steps.lowerBound), aRow: 1,
      aColumn: width, b: gate(at: steps.lowerBound), bRow: gateCount * units, into: gradient,
      cRow: gateCount * units, accumulate: true)
  }

  package func inputGradient(steps: Range<Int>, into gradient: Floats) {
    Kernels.multiply(
      m: steps.count * batch, n: inputs, k: gateCount * units, a: gate(at: steps.lowerBound),
      aRow: gateCount * units, b: weights.inputTransposed.pointer, bRow: inputs, into: gradient,
      cRow: inputs)
  }

  package var stateGradient: [Float] {
    (0..<batch).flatMap { b in
      (0..<units).map { hiddenCarry[b * units + $0] }
        + (0..<units).map { cellCarry[b * units + $0] }
    }
  }
}
