import Numerics

/// How what goes through a recurrent layer changes when all parameters change along a direction, step by step
/// beside the layer's own `forward`: with `R{x} = d/dε x(θ + ε·v)` at ε = 0, the sums of rows x and weights W
/// change by `R{x}·W + x·V`, and what follows by the chain rule.
///
/// - Source: Pearlmutter (1994), who calls it R{·}.
protocol LayerTangent: AnyObject {
  /// Where R{inputs} go before `forward`: `[batch, inputs]`, with this row stride; 0 until somebody writes.
  var inputs: Floats { get }
  var inputRow: Int { get }
  /// R{outputs} after `forward`: `[batch, units]`.
  var outputs: Floats { get }
  var units: Int { get }
  /// Lets a sequence begin anew, as the layer's `restart` just before a step.
  func restart(row: Int)
  /// One step, after that of the layer.
  func forward(step: Int)
}

/// The tangent of an LSTM, or of an episodic one; what memory gives does not change.
final class LSTMTangent: LayerTangent {
  private let layer: LSTMLayer
  private let direction: FloatBuffer
  /// R{[h | 1 | x]} and R{c} before a step, and R of the summed inputs.
  private let rows, cells, sums, output: FloatBuffer
  private let columns: Int

  init(_ layer: LSTMLayer, along direction: FloatBuffer) {
    (self.layer, self.direction) = (layer, direction)
    columns = layer.gateCount * layer.units
    rows = FloatBuffer(count: layer.batch * layer.inputRow)
    cells = FloatBuffer(count: layer.batch * layer.units)
    sums = FloatBuffer(count: layer.batch * columns)
    output = FloatBuffer(count: layer.batch * layer.units)
  }

  var units: Int { layer.units }
  var inputs: Floats { rows.pointer + layer.units + 1 }
  var inputRow: Int { layer.inputRow }
  var outputs: Floats { output.pointer }

  func restart(row b: Int) {
    let (hidden, cell) = (rows.pointer + b * inputRow, cells.pointer + b * units)
    if let offset = layer.weights.initialOffset {
      hidden.update(from: direction.pointer + offset, count: units)
      cell.update(from: direction.pointer + offset + units, count: units)
    } else {
      hidden.update(repeating: 0, count: units)
      cell.update(repeating: 0, count: units)
    }
  }

  func forward(step: Int) {
    Kernels.multiply(
      m: layer.batch, n: columns, k: inputRow, a: rows.pointer, aRow: inputRow,
      b: layer.weights.pointer, bRow: columns, into: sums.pointer, cRow: columns)
    Kernels.multiply(
      m: layer.batch, n: columns, k: inputRow, a: layer.row(step), aRow: inputRow,
      b: direction.pointer + layer.weights.offset, bRow: columns, into: sums.pointer,
      cRow: columns, accumulate: true)
    let h = units
    for b in 0..<layer.batch {
      let gates = layer.gate(at: step) + b * columns
      let change = sums.pointer + b * columns
      let before = layer.cell(before: step) + b * h
      let tanhs = layer.cellTanh(at: step) + b * h
      let given = layer.memory(at: step).map { $0 + b * h }
      let (cell, out, next) = (
        cells.pointer + b * h, output.pointer + b * h, rows.pointer + b * inputRow
      )
      for j in 0..<h {
        let (i, f, g, o) = (gates[j], gates[h + j], gates[2 * h + j], gates[3 * h + j])
        let input = i * (1 - i) * change[j]
        let forget = f * (1 - f) * change[h + j]
        let candidate = (1 - g * g) * change[2 * h + j]
        cell[j] = f * cell[j] + forget * before[j] + i * candidate + input * g
        if let given {
          let r = gates[4 * h + j]
          cell[j] += r * (1 - r) * change[4 * h + j] * given[j]
        }
        let outputGate = o * (1 - o) * change[3 * h + j]
        out[j] = o * (1 - tanhs[j] * tanhs[j]) * cell[j] + outputGate * tanhs[j]
        next[j] = out[j]
      }
    }
  }
}

/// The tangent of a GRU.
final class GRUTangent: LayerTangent {
  private let layer: GRULayer
  private let direction: FloatBuffer
  /// R{[h | 1 | x]} before a step; R of the four summed inputs `[r | z | u | x]`.
  private let rows, sums, output: FloatBuffer

  init(_ layer: GRULayer, along direction: FloatBuffer) {
    (self.layer, self.direction) = (layer, direction)
    rows = FloatBuffer(count: layer.batch * layer.inputRow)
    sums = FloatBuffer(count: layer.batch * 4 * layer.units)
    output = FloatBuffer(count: layer.batch * layer.units)
  }

  var units: Int { layer.units }
  var inputs: Floats { rows.pointer + layer.units + 1 }
  var inputRow: Int { layer.inputRow }
  var outputs: Floats { output.pointer }

  func restart(row b: Int) {
    let hidden = rows.pointer + b * inputRow
    if let offset = layer.weights.initialOffset {
      hidden.update(from: direction.pointer + offset, count: units)
    } else {
      hidden.update(repeating: 0, count: units)
    }
  }

  func forward(step: Int) {
    add(rows.pointer, layer.weights.pointer, accumulate: false)
    add(layer.row(step), direction.pointer + layer.weights.offset, accumulate: true)
    let h = units
    for b in 0..<layer.batch {
      let gates = layer.gate(at: step) + b * 4 * h
      let change = sums.pointer + b * 4 * h
      let before = layer.row(step) + b * inputRow
      let (out, hidden) = (output.pointer + b * h, rows.pointer + b * inputRow)
      for j in 0..<h {
        let (r, z, u, n) = (gates[j], gates[h + j], gates[2 * h + j], gates[3 * h + j])
        let reset = r * (1 - r) * change[j]
        let update = z * (1 - z) * change[h + j]
        let candidate = (1 - n * n) * (change[3 * h + j] + reset * u + r * change[2 * h + j])
        out[j] = candidate + update * (before[j] - n) + z * (hidden[j] - candidate)
        hidden[j] = out[j]
      }
    }
  }

  /// Rows `[h | 1 | x]` times weights: the recurrent ones on `[h | 1]`, those of the input on `[1 | x]`, the
  /// candidate's two parts apart.
  private func add(_ rows: Floats, _ weights: Floats, accumulate: Bool) {
    let (h, m) = (units, layer.batch)
    let fromInput = weights + (h + 1) * 3 * h
    Kernels.multiply(
      m: m, n: 3 * h, k: h + 1, a: rows, aRow: inputRow, b: weights, bRow: 3 * h,
      into: sums.pointer, cRow: 4 * h, accumulate: accumulate)
    Kernels.multiply(
      m: m, n: 2 * h, k: 1 + layer.inputs, a: rows + h, aRow: inputRow, b: fromInput, bRow: 3 * h,
      into: sums.pointer, cRow: 4 * h, accumulate: true)
    Kernels.multiply(
      m: m, n: h, k: 1 + layer.inputs, a: rows + h, aRow: inputRow, b: fromInput + 2 * h,
      bRow: 3 * h, into: sums.pointer + 3 * h, cRow: 4 * h, accumulate: accumulate)
  }
}

/// The tangent of dense rectified units.
final class DenseTangent {
  private let layer: DenseLayer
  private let direction: FloatBuffer
  private let output: FloatBuffer

  init(_ layer: DenseLayer, along direction: FloatBuffer) {
    (self.layer, self.direction) = (layer, direction)
    output = FloatBuffer(count: layer.batch * layer.units)
  }

  var units: Int { layer.units }
  /// R{outputs}: `[batch, units]`.
  var outputs: Floats { output.pointer }

  /// One step, after that of the layer; `inputs` are R{inputs}, `[batch, inputs]`, nil where they are 0.
  func forward(step: Int, inputs: Floats?) {
    let (batch, weights) = (layer.batch, layer.weights)
    Kernels.multiply(
      m: batch, n: units, k: 1 + layer.inputs, a: layer.row(step), aRow: layer.inputRow,
      b: direction.pointer + weights.offset, bRow: units, into: outputs, cRow: units)
    if let inputs {
      Kernels.multiply(
        m: batch, n: units, k: layer.inputs, a: inputs, aRow: layer.inputs,
        b: weights.pointer + units, bRow: units, into: outputs, cRow: units, accumulate: true)
    }
    Kernels.reluBackward(
      rows: batch, n: units, layer.target(step), row: layer.targetRow, gradient: outputs)
  }
}
