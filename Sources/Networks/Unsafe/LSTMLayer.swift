import Numerics

/// An LSTM at work. Each row of its arena is `[h | 1 | x]`, so that one product gives all summed inputs;
/// the gates of a step are overwritten by their gradients on the way back.
package final class LSTMLayer: RecurrentLayer {
  package let units, inputs, batch: Int
  private let width: Int
  private let rows, gates, cells, cellTanhs, outputs, hiddenCarry, cellCarry: FloatBuffer
  private var restarts: [(row: Int, step: Int)] = []
  private var weights: LayerWeights?

  package init(units: Int, inputs: Int, batch: Int, steps: Int) {
    (self.units, self.inputs, self.batch) = (units, inputs, batch)
    width = units + 1 + inputs
    rows = FloatBuffer(count: (steps + 1) * batch * width)
    gates = FloatBuffer(count: steps * batch * 4 * units)
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
  /// `[batch, 4 × units]`: activations after `forward`, gradients after `backward`.
  package func gate(at step: Int) -> Floats { gates.pointer + step * batch * 4 * units }
  /// `[batch, units]`: the cells before a step.
  package func cell(before step: Int) -> Floats { cells.pointer + step * batch * units }
  private func row(_ step: Int) -> Floats { rows.pointer + step * batch * width }

  package func use(_ weights: LayerWeights) { self.weights = weights }

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
    (row(step) + b * width).update(repeating: 0, count: units)
    (cell(before: step) + b * units).update(repeating: 0, count: units)
    if step > 0 { restarts.append((b, step)) }
  }

  package func clearRestarts() { restarts.removeAll(keepingCapacity: true) }

  package func forward(step: Int) {
    guard let weights else { fatalError("an LSTM without weights") }
    Kernels.multiply(
      m: batch, n: 4 * units, k: width, a: row(step), aRow: width, b: weights.pointer,
      bRow: 4 * units, into: gate(at: step), cRow: 4 * units)
    Kernels.lstmForward(
      rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
      cell: cell(before: step + 1), cellTanh: cellTanhs.pointer + step * batch * units,
      output: output(at: step), outputRow: units + 1, next: row(step + 1), nextRow: width)
  }

  package func beginBackward() {
    hiddenCarry.clear()
    cellCarry.clear()
  }

  package func backward(step: Int, gradient: Floats) {
    guard let weights else { fatalError("an LSTM without weights") }
    Kernels.add(hiddenCarry.pointer, to: gradient, count: batch * units)
    Kernels.lstmBackward(
      rows: batch, hidden: units, gates: gate(at: step), cellBefore: cell(before: step),
      cellTanh: cellTanhs.pointer + step * batch * units, hiddenGradient: gradient,
      hiddenGradientRow: units, cellGradient: cellCarry.pointer)
    Kernels.multiply(
      m: batch, n: units, k: 4 * units, a: gate(at: step), aRow: 4 * units,
      b: weights.recurrentTransposed.pointer, bRow: units, into: hiddenCarry.pointer, cRow: units)
    for restart in restarts where restart.step == step {
      (hiddenCarry.pointer + restart.row * units).update(repeating: 0, count: units)
      (cellCarry.pointer + restart.row * units).update(repeating: 0, count: units)
    }
  }

  package func accumulate(steps: Range<Int>, into gradient: Floats) {
    Kernels.multiply(
      m: width, n: 4 * units, k: steps.count * batch, a: row(steps.lowerBound), aRow: 1,
      aColumn: width, b: gate(at: steps.lowerBound), bRow: 4 * units, into: gradient,
      cRow: 4 * units, accumulate: true)
  }

  package func inputGradient(steps: Range<Int>, into gradient: Floats) {
    guard let weights else { fatalError("an LSTM without weights") }
    Kernels.multiply(
      m: steps.count * batch, n: inputs, k: 4 * units, a: gate(at: steps.lowerBound),
      aRow: 4 * units, b: weights.inputTransposed.pointer, bRow: inputs, into: gradient,
      cRow: inputs)
  }

  package var stateGradient: [Float] {
    (0..<batch).flatMap { b in
      (0..<units).map { hiddenCarry[b * units + $0] }
        + (0..<units).map { cellCarry[b * units + $0] }
    }
  }
}
