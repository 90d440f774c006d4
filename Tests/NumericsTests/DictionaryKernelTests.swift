import Numerics
import Testing

@Suite("Kernels of dense layers and of memory")
struct DictionaryKernelTests {
  private func numbers(_ count: Int, using rng: inout Generator) -> [Float] {
    (0..<count).map { _ in Float(normal(using: &rng)) }
  }
  private func bits(_ x: [Float]) -> [UInt32] { x.map(\.bitPattern) }

  @Test(
    "steps of an episodic LSTM are the reference bit for bit, there and back", arguments: 1...17)
  func episodicLSTM(hidden: Int) {
    var rng = Generator(seed: 8)
    let rows = 3
    let sums = numbers(rows * 5 * hidden, using: &rng)
    let gates = FloatBuffer(sums)
    let before = FloatBuffer(numbers(rows * hidden, using: &rng))
    let memory = FloatBuffer(numbers(rows * hidden, using: &rng))
    let dh = FloatBuffer(numbers(rows * hidden, using: &rng))
    let dcIn = numbers(rows * hidden, using: &rng)
    let dc = FloatBuffer(dcIn)
    let (cell, cellTanh) = (FloatBuffer(count: rows * hidden), FloatBuffer(count: rows * hidden))
    let (output, next) = (FloatBuffer(count: rows * hidden), FloatBuffer(count: rows * hidden))
    Kernels.episodicLSTMForward(
      rows: rows, hidden: hidden, gates: gates.pointer, cellBefore: before.pointer,
      reinstated: memory.pointer, cell: cell.pointer, cellTanh: cellTanh.pointer,
      output: output.pointer, outputRow: hidden, next: next.pointer, nextRow: hidden)
    Kernels.episodicLSTMBackward(
      rows: rows, hidden: hidden, gates: gates.pointer, cellBefore: before.pointer,
      reinstated: memory.pointer, cellTanh: cellTanh.pointer, hiddenGradient: dh.pointer,
      hiddenGradientRow: hidden, cellGradient: dc.pointer)
    for r in 0..<rows {
      for j in 0..<hidden {
        let at = { (gate: Int) in r * 5 * hidden + gate * hidden + j }
        let e = r * hidden + j
        let unit = EpisodicLSTMUnit(
          sums: (sums[at(0)], sums[at(1)], sums[at(2)], sums[at(3)], sums[at(4)]),
          cellBefore: before[e], reinstated: memory[e])
        let back = unit.gradients(
          hiddenGradient: dh[e], cellGradient: dcIn[e], cellBefore: before[e],
          reinstated: memory[e])
        #expect(
          bits([cell[e], cellTanh[e], output[e], next[e], dc[e]])
            == bits([unit.cell, unit.cellTanh, unit.hidden, unit.hidden, back.cellBefore]))
        let (d, found) = (back.sums, (0..<5).map { gates[at($0)] })
        #expect(bits(found) == bits([d.i, d.f, d.g, d.o, d.r]))
      }
    }
  }

  @Test("without a memory, and with the gate shut, it is an LSTM", arguments: [Float(0), 2])
  func likeLSTM(memory: Float) {
    // σ(−200) is 0 up to its error of 10⁻⁶.
    let unit = EpisodicLSTMUnit<Float>(
      sums: (0.3, -0.2, 0.7, 0.1, memory == 0 ? 0.4 : -200), cellBefore: 0.5, reinstated: memory)
    let plain = LSTMUnit<Float>(sums: (0.3, -0.2, 0.7, 0.1), cellBefore: 0.5)
    #expect(abs(unit.cell - plain.cell) <= memory * 1e-6)
    #expect(abs(unit.hidden - plain.hidden) <= memory * 1e-6)
    #expect(abs(unit.reinstatement - (memory == 0 ? Float.sigmoid(0.4) : 0)) <= 1e-6)
  }

  @Test("rectified rows and their gradients", arguments: 1...17)
  func relu(columns: Int) {
    var rng = Generator(seed: 9)
    let (x, gradients) = (
      numbers(2 * columns, using: &rng), numbers(2 * columns, using: &rng)
    )
    let (source, gradient) = (FloatBuffer(x), FloatBuffer(gradients))
    let y = FloatBuffer([Float](repeating: 9, count: 2 * (columns + 1)))
    Kernels.relu(
      rows: 2, n: columns, source.pointer, row: columns, into: y.pointer, row: columns + 1)
    Kernels.reluBackward(
      rows: 2, n: columns, y.pointer, row: columns + 1, gradient: gradient.pointer)
    for r in 0..<2 {
      for j in 0..<columns {
        let e = r * columns + j
        #expect(y[r * (columns + 1) + j] == max(x[e], 0))
        #expect(gradient[e] == (x[e] > 0 ? gradients[e] : 0))
      }
      #expect(y[r * (columns + 1) + columns] == 9, "the margin is untouched")
    }
  }

  @Test("similarities are sums in order, whatever the number of blocks", arguments: 1...9)
  func similarities(blocks: Int) {
    var rng = Generator(seed: 10)
    for d in [1, 2, 10, 17] {
      let (keys, query) = (
        FloatBuffer(numbers(blocks * 16 * d, using: &rng)), FloatBuffer(numbers(d, using: &rng))
      )
      let scales = FloatBuffer(numbers(blocks * 16, using: &rng))
      for kind in [Kernels.Comparison.cosine, .l1, .l2] {
        let found = FloatBuffer(count: blocks * 16)
        Kernels.similarities(
          kind, blocks: blocks, keyCount: d, keys: keys.pointer, scales: scales.pointer,
          query: query.pointer, into: found.pointer)
        let expected = (0..<blocks * 16).map { slot in
          let sum = (0..<d).reduce(Float(0)) { sum, i in
            let key = keys[(slot / 16 * d + i) * 16 + slot % 16]
            let difference = query[i] - key
            switch kind {
            case .cosine: return sum.addingProduct(query[i], key)
            case .l1: return sum - abs(difference)
            case .l2: return sum.addingProduct(-difference, difference)
            }
          }
          return kind == .cosine ? sum * scales[slot] : sum
        }
        #expect(bits(found.elements) == bits(expected), "\(kind), \(d) numbers")
      }
    }
  }

  @Test("the last of the largest is found at every count and place")
  func lastLargest() {
    var rng = Generator(seed: 11)
    for count in 1...40 {
      for _ in 0..<20 {
        // Few different values, so that the largest comes several times.
        let x = FloatBuffer((0..<count).map { _ in Float(integer(below: 3, using: &rng)) - 2 })
        let largest = x.elements.reduce(-9, max)
        #expect(
          Kernels.lastLargest(x.pointer, count: count) == x.elements.lastIndex(of: largest))
        let place = integer(below: count, using: &rng)
        for i in 0..<count where i != place { x.pointer[i] = .nan }
        #expect(Kernels.lastLargest(x.pointer, count: count) == place)
        x.pointer[place] = .nan
        #expect(Kernels.lastLargest(x.pointer, count: count) == 0)
      }
    }
  }
}
