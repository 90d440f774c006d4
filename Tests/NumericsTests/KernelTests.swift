import Numerics
import Testing

/// Runs a check for every combination of two sizes.
private func withEvery(
  _ first: ClosedRange<Int>, _ second: ClosedRange<Int>, _ body: (Int, Int) -> Void
) {
  for i in first { for j in second { body(i, j) } }
}

/// Whether two results are the same to the bit (NaN equals NaN).
private func sameBits(_ x: [Float], _ y: [Float]) -> Bool {
  x.count == y.count && zip(x, y).allSatisfy { $0.bitPattern == $1.bitPattern }
}

private func numbers(_ count: Int, using rng: inout Generator) -> [Float] {
  (0..<count).map { _ in Float(normal(using: &rng)) }
}

@Suite("Kernels")
struct KernelTests {
  @Test("the matrix product is the reference bit for bit at every size from 0 to 17")
  func products() {
    var rng = Generator(seed: 1)
    withEvery(0...17, 0...17) { m, n in
      let columnsOfA = (0..<17).map { _ in numbers(m, using: &rng) }
      let rowsOfB = (0..<17).map { _ in numbers(n, using: &rng) }
      let start = numbers(m * n, using: &rng)
      // A longer sum goes on where the shorter one stopped.
      var fresh = [Float](repeating: 0, count: m * n)
      var added = start
      for k in 0...17 {
        let a = (0..<m).flatMap { i in columnsOfA[..<k].map { $0[i] } }
        let b = rowsOfB[..<k].flatMap(\.self)
        if k > 0 {
          let (x, y) = (columnsOfA[k - 1], rowsOfB[k - 1])
          fresh = Reference.product(x, y, rows: m, inner: 1, columns: n, addedTo: fresh)
          added = Reference.product(x, y, rows: m, inner: 1, columns: n, addedTo: added)
        }
        let fast = Kernels.product(a, b, rows: m, inner: k, columns: n)
        let fastAdded = Kernels.product(a, b, rows: m, inner: k, columns: n, addedTo: start)
        #expect(sameBits(fast, fresh) && sameBits(fastAdded, added), "\(m)×\(k) times \(k)×\(n)")
      }
    }
  }

  @Test("so it is at the sizes of training, where the widest tiles and pieces of sums are used")
  func wideProducts() {
    var rng = Generator(seed: 2)
    for (m, n, k) in [(1, 192, 59), (1, 300, 3), (16, 48, 192), (59, 192, 128), (49, 3, 300)] {
      let a = numbers(m * k, using: &rng)
      let b = numbers(k * n, using: &rng)
      #expect(
        sameBits(
          Kernels.product(a, b, rows: m, inner: k, columns: n),
          Reference.product(a, b, rows: m, inner: k, columns: n)), "\(m)×\(k) times \(k)×\(n)")
    }
  }

  @Test("products of two vectors are added as one by one")
  func addedProducts() {
    var rng = Generator(seed: 4)
    withEvery(0...9, 0...19) { m, n in
      let x = (0..<m).map { _ in normal(using: &rng) }
      let y = (0..<n).map { _ in normal(using: &rng) }
      let start = (0..<m * n).map { _ in normal(using: &rng) }
      var sums = start
      Kernels.addProducts(x.span, y.span, to: &sums)
      var expected = start
      for i in 0..<m { for j in 0..<n { expected[i * n + j] += x[i] * y[j] } }
      #expect(sums.map(\.bitPattern) == expected.map(\.bitPattern), "\(m) times \(n)")
    }
  }

  @Test("a left factor with any strides, and matrices inside wider ones")
  func strides() {
    var rng = Generator(seed: 3)
    let (m, n, k) = (7, 19, 5)
    let a = FloatBuffer(numbers(k * (m + 2), using: &rng))
    let b = FloatBuffer(numbers(k * (n + 3), using: &rng))
    let c = FloatBuffer(count: m * (n + 4))
    Kernels.multiply(
      m: m, n: n, k: k, a: a.pointer, aRow: 1, aColumn: m + 2, b: b.pointer,
      bRow: n + 3, into: c.pointer, cRow: n + 4)
    withExtendedLifetime(a) {}
    let left = (0..<m).flatMap { i in (0..<k).map { a[$0 * (m + 2) + i] } }
    let right = (0..<k).flatMap { l in (0..<n).map { b[l * (n + 3) + $0] } }
    let expected = Reference.product(left, right, rows: m, inner: k, columns: n)
    for i in 0..<m {
      #expect(sameBits((0..<n).map { c[i * (n + 4) + $0] }, Array(expected[i * n..<(i + 1) * n])))
      #expect((n..<n + 4).allSatisfy { c[i * (n + 4) + $0] == 0 }, "the margin is untouched")
    }
  }

  @Test("a product worked by hand, and its transposition")
  func productByHand() {
    let product = Reference.product([1, 2, 3, 4], [5, 6, 7, 8], rows: 2, inner: 2, columns: 2)
    #expect(product == [19.0, 22, 43, 50])
    #expect(Reference.transposed([1, 2, 3, 4, 5, 6], rows: 2, columns: 3) == [1, 4, 2, 5, 3, 6])
  }

  @Test("softmax rows are the reference bit for bit", arguments: 1...17)
  func softmaxRows(columns: Int) {
    var rng = Generator(seed: 4)
    let logits = numbers(3 * columns, using: &rng).map { 10 * $0 }
    let fast = Kernels.softmax(logits, rows: 3, columns: columns)
    let rows = (0..<3).map { Reference.softmax(Array(logits[$0 * columns..<($0 + 1) * columns])) }
    #expect(sameBits(fast.probabilities, rows.flatMap(\.probabilities)))
    #expect(sameBits(fast.logarithms, rows.flatMap(\.logarithms)))
    for row in rows { #expect(abs(row.probabilities.reduce(0, +) - 1) < 1e-6) }
  }

  @Test("LSTM steps are the reference bit for bit, there and back", arguments: 1...17)
  func lstm(hidden: Int) {
    var rng = Generator(seed: 5)
    let rows = 3
    let sums = numbers(rows * 4 * hidden, using: &rng)
    let gates = FloatBuffer(sums)
    let before = FloatBuffer(numbers(rows * hidden, using: &rng))
    let dh = FloatBuffer(numbers(rows * hidden, using: &rng))
    let dcIn = numbers(rows * hidden, using: &rng)
    let dc = FloatBuffer(dcIn)
    let (cell, cellTanh) = (FloatBuffer(count: rows * hidden), FloatBuffer(count: rows * hidden))
    let output = FloatBuffer(count: rows * (hidden + 1))
    let next = FloatBuffer(count: rows * hidden)
    Kernels.lstmForward(
      rows: rows, hidden: hidden, gates: gates.pointer, cellBefore: before.pointer,
      cell: cell.pointer, cellTanh: cellTanh.pointer, output: output.pointer,
      outputRow: hidden + 1, next: next.pointer, nextRow: hidden)
    Kernels.lstmBackward(
      rows: rows, hidden: hidden, gates: gates.pointer, cellBefore: before.pointer,
      cellTanh: cellTanh.pointer, hiddenGradient: dh.pointer, hiddenGradientRow: hidden,
      cellGradient: dc.pointer)
    for r in 0..<rows {
      for j in 0..<hidden {
        let at = { (gate: Int) in r * 4 * hidden + gate * hidden + j }
        let e = r * hidden + j
        let unit = LSTMUnit(
          sums: (sums[at(0)], sums[at(1)], sums[at(2)], sums[at(3)]), cellBefore: before[e])
        let back = unit.gradients(
          hiddenGradient: dh[e], cellGradient: dcIn[e], cellBefore: before[e])
        #expect(
          sameBits(
            [cell[e], cellTanh[e], output[r * (hidden + 1) + j], next[e]],
            [unit.cell, unit.cellTanh, unit.hidden, unit.hidden]))
        #expect(
          sameBits(
            [gates[at(0)], gates[at(1)], gates[at(2)], gates[at(3)], dc[e]],
            [back.sums.i, back.sums.f, back.sums.g, back.sums.o, back.cellBefore]))
      }
    }
  }

  @Test("GRU steps are the reference bit for bit, there and back", arguments: 1...17)
  func gru(hidden: Int) {
    var rng = Generator(seed: 6)
    let rows = 3
    let sums = numbers(rows * 4 * hidden, using: &rng)
    let gates = FloatBuffer(sums)
    let before = FloatBuffer(numbers(rows * hidden, using: &rng))
    let dhIn = numbers(rows * hidden, using: &rng)
    let dh = FloatBuffer(dhIn)
    let output = FloatBuffer(count: rows * hidden)
    Kernels.gruForward(
      rows: rows, hidden: hidden, gates: gates.pointer, before: before.pointer, beforeRow: hidden,
      output: output.pointer, outputRow: hidden, next: nil, nextRow: 0)
    Kernels.gruBackward(
      rows: rows, hidden: hidden, gates: gates.pointer, before: before.pointer, beforeRow: hidden,
      hiddenGradient: dh.pointer)
    for r in 0..<rows {
      for j in 0..<hidden {
        let at = { (gate: Int) in r * 4 * hidden + gate * hidden + j }
        let e = r * hidden + j
        let unit = GRUUnit(
          sums: (sums[at(0)], sums[at(1)], sums[at(2)], sums[at(3)]), hiddenBefore: before[e])
        let back = unit.gradients(hiddenGradient: dhIn[e], hiddenBefore: before[e])
        #expect(sameBits([output[e]], [unit.hidden]))
        #expect(
          sameBits(
            [gates[at(0)], gates[at(1)], gates[at(2)], gates[at(3)], dh[e]],
            [back.sums.r, back.sums.z, back.sums.u, back.sums.x, back.hiddenBefore]))
      }
    }
  }

  @Test("sums and scalings of buffers")
  func buffers() {
    var rng = Generator(seed: 7)
    for count in 0...40 {
      let x = numbers(count, using: &rng)
      let buffer = FloatBuffer(x)
      let square = Kernels.sumOfSquares(buffer.pointer, count: count)
      #expect(abs(square - x.reduce(0) { $0 + Double($1) * Double($1) }) < 1e-12 * (1 + square))
      let other = FloatBuffer(x)
      Kernels.add(other.pointer, to: buffer.pointer, count: count)
      #expect(sameBits(buffer.elements, x.map { $0 + $0 }))
      #expect(sameBits(other.elements, x))
      Kernels.scale(buffer.pointer, count: count, by: 0.5)
      #expect(sameBits(buffer.elements, x))
    }
  }
}
