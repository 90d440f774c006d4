import Numerics

/// A GRU at work. Each row of its arena is `[h | 1 | x]`: the recurrent weights act on `[h | 1]`, the
/// input weights on `[1 | x]`, and the candidate keeps its two parts apart: gates are `[r | z | u | n]`.
package final class GRULayer: RecurrentLayer {
  package let units, inputs, batch: Int
  private let width: Int
  private let rows, gates, outputs, carry: FloatBuffer
  @exclusivity(unchecked) private var restarts = Restarts()
  let weights: LayerWeights

  package init(_ weights: LayerWeights, units: Int, inputs: Int, batch: Int, steps: Int) {
    self.weights = weights
    (self.units, self.inputs, self.batch) = (units, inputs, batch)
    width = units + 1 + inputs
    rows = FloatBuffer(count: (steps + 1) * batch * width)
    gates = FloatBuffer(count: steps * batch * 4 * units)
    outputs = FloatBuffer(count: steps * batch * (units + 1))
    carry = FloatBuffer(count: batch * units)
    for r in 0..<(steps + 1) * batch { rows.pointer[r * width + units] = 1 }
    for r in 0..<steps * batch { outputs.pointer[r * (units + 1) + units] = 1 }
  }

  package var inputRow: Int { width }
  package func input(at step: Int) -> Floats { row(step) + units + 1 }
  package func output(at step: Int) -> Floats { outputs.pointer + step * batch * (units + 1) }
  /// `[batch, 4 × units]`: activations after `forward`, gradients after `backward`.
  package func gate(at step: Int) -> Floats { gates.pointer + step * batch * 4 * units }
  func row(_ step: Int) -> Floats { rows.pointer + step * batch * width }
  private var inputWeights: Floats { weights.pointer + (units + 1) * 3 * units }

  package var stateCount: Int { units }

  package func copyState(before step: Int, to place: Floats) {
    for b in 0..<batch {
      (place + b * units).update(from: row(step) + b * width, count: units)
    }
  }

  package func setState(from place: Floats) {
    for b in 0..<batch {
      (row(0) + b * width).update(from: place + b * units, count: units)
    }
  }

  package func carryState(from count: Int) {
    for b in 0..<batch {
      (row(0) + b * width).update(from: row(count) + b * width, count: units)
    }
  }

  package func restart(row b: Int, at step: Int) {
    if let initial = weights.initial {
      (row(step) + b * width).update(from: initial, count: units)
    } else {
      (row(step) + b * width).update(repeating: 0, count: units)
    }
    restarts.append(row: b, step: step)
  }

  package func clearRestarts() { restarts.clear() }

  package func forward(step: Int) {
    let (h, gate, fromInput) = (units, gate(at: step), inputWeights)
    Kernels.multiply(
      m: batch, n: 3 * h, k: h + 1, a: row(step), aRow: width, b: weights.pointer, bRow: 3 * h,
      into: gate, cRow: 4 * h)
    Kernels.multiply(
      m: batch, n: 2 * h, k: 1 + inputs, a: row(step) + h, aRow: width, b: fromInput, bRow: 3 * h,
      into: gate, cRow: 4 * h, accumulate: true)
    Kernels.multiply(
      m: batch, n: h, k: 1 + inputs, a: row(step) + h, aRow: width, b: fromInput + 2 * h,
      bRow: 3 * h, into: gate + 3 * h, cRow: 4 * h)
    Kernels.gruForward(
      rows: batch, hidden: h, gates: gate, before: row(step), beforeRow: width,
      output: output(at: step), outputRow: h + 1, next: row(step + 1), nextRow: width)
  }

  package func beginBackward() {
    carry.clear()
    restarts.beginBackward()
  }

  package func backward(step: Int, gradient: Floats, initial: Floats?) {
    Kernels.add(carry.pointer, to: gradient, count: batch * units)
    Kernels.gruBackward(
      rows: batch, hidden: units, gates: gate(at: step), before: row(step), beforeRow: width,
      hiddenGradient: gradient)
    carry.pointer.update(from: gradient, count: batch * units)
    Kernels.multiply(
      m: batch, n: units, k: 3 * units, a: gate(at: step), aRow: 4 * units,
      b: weights.recurrentTransposed.pointer, bRow: units, into: carry.pointer, cRow: units,
      accumulate: true)
    while let b = restarts.next(at: step) {
      let toState = carry.pointer + b * units
      if let initial { Kernels.add(toState, to: initial, count: units) }
      toState.update(repeating: 0, count: units)
    }
  }

  package func accumulate(steps: Range<Int>, into gradient: Floats) {
    let (h, k, first) = (units, steps.count * batch, steps.lowerBound)
    let forInput = gradient + (h + 1) * 3 * h
    Kernels.multiply(
      m: h + 1, n: 3 * h, k: k, a: row(first), aRow: 1, aColumn: width, b: gate(at: first),
      bRow: 4 * h, into: gradient, cRow: 3 * h, accumulate: true)
    Kernels.multiply(
      m: 1 + inputs, n: 2 * h, k: k, a: row(first) + h, aRow: 1, aColumn: width,
      b: gate(at: first), bRow: 4 * h, into: forInput, cRow: 3 * h, accumulate: true)
    Kernels.multiply(
      m: 1 + inputs, n: h, k: k, a: row(first) + h, aRow: 1, aColumn: width,
      b: gate(at: first) + 3 * h, bRow: 4 * h, into: forInput + 2 * h, cRow: 3 * h,
      accumulate: true)
  }

  package func inputGradient(steps: Range<Int>, into gradient: Floats) {
    let (h, m, first) = (units, steps.count * batch, steps.lowerBound)
    let transposed = weights.inputTransposed.pointer
    Kernels.multiply(
      m: m, n: inputs, k: 2 * h, a: gate(at: first), aRow: 4 * h, b: transposed, bRow: inputs,
      into: gradient, cRow: inputs)
    Kernels.multiply(
      m: m, n: inputs, k: h, a: gate(at: first) + 3 * h, aRow: 4 * h,
      b: transposed + 2 * h * inputs, bRow: inputs, into: gradient, cRow: inputs, accumulate: true)
  }

  package var stateGradient: [Float] { carry.elements }
}
