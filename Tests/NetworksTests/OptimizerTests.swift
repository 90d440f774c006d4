import Networks
import Numerics
import Testing

@Suite("Optimisers")
struct OptimizerTests {
  /// The parameter after each of some updates with the given gradients, starting at 1.
  private func path(_ optimizer: Optimizer, rate: Double, gradients: [Float]) -> [Float] {
    // Seventeen copies, so that vectors and what is left over after them are both used.
    let parameters = FloatBuffer([Float](repeating: 1, count: 17))
    let gradient = FloatBuffer(count: 17)
    let state = OptimizerState(optimizer, count: 17)
    return gradients.map { g in
      gradient.elements = [Float](repeating: g, count: 17)
      state.update(parameters, gradient: gradient, learningRate: rate)
      #expect(Set(parameters.elements).count == 1)
      return parameters[0]
    }
  }

  @Test("gradient descent with momentum, worked by hand")
  func sgd() {
    #expect(path(.sgd(), rate: 0.25, gradients: [1, -2]) == [0.75, 1.25])
    // v = 1, then ½ + 1.
    #expect(path(.sgd(momentum: 0.5), rate: 0.25, gradients: [1, 1]) == [0.75, 0.375])
  }

  @Test("RMSProp, worked by hand")
  func rmsProp() {
    let result = path(.rmsProp(decay: 0.75, epsilon: 0), rate: 0.5, gradients: [2, 2])
    // s = ¼·4 = 1, then ¾ + 1 = 7/4.
    #expect(abs(result[0] - 0) < 1e-6)
    #expect(abs(Double(result[1]) + 1 / 1.75.squareRoot()) < 1e-6)
  }

  @Test("Adam's first step is the learning rate whatever the gradient's size; the second by hand")
  func adam() {
    for size in [Float(1e-3), 1, 1e3] {
      let result = path(.adam(epsilon: 0), rate: 0.125, gradients: [size, -size])
      #expect(abs(result[0] - 0.875) < 1e-5)
      // m̂ = (0.9·0.1 − 0.1)/(1 − 0.81), ŝ = size².
      #expect(abs(Double(result[1]) - (0.875 + 0.125 * 0.01 / 0.19)) < 1e-5)
    }
  }

  @Test(
    "an optimiser that is restored goes on with the same bits",
    arguments: [
      Optimizer.sgd(momentum: 0.9), .rmsProp(), .adam(),
    ])
  func restored(optimizer: Optimizer) {
    var rng = Generator(seed: 1)
    let gradients = (0..<6).map { _ in
      FloatBuffer((0..<40).map { _ in Float(normal(using: &rng)) })
    }
    let straight = FloatBuffer(count: 40)
    let straightState = OptimizerState(optimizer, count: 40)
    for g in gradients { straightState.update(straight, gradient: g, learningRate: 0.1) }
    let first = FloatBuffer(count: 40)
    let firstState = OptimizerState(optimizer, count: 40)
    for g in gradients[..<3] { firstState.update(first, gradient: g, learningRate: 0.1) }
    let second = FloatBuffer(first.elements)
    let secondState = OptimizerState(optimizer, count: 40)
    secondState.restore(
      averages: firstState.averages.map(\.elements), updateCount: firstState.updateCount)
    for g in gradients[3...] { secondState.update(second, gradient: g, learningRate: 0.1) }
    #expect(second.elements == straight.elements && secondState.updateCount == 6)
  }

  @Test("clipping keeps the direction and never lengthens")
  func clipping() {
    let gradient = FloatBuffer([3, -4])
    #expect(clip(gradient, toNorm: 10) == 5 && gradient.elements == [3, -4])
    #expect(clip(gradient, toNorm: 2.5) == 5 && gradient.elements == [1.5, -2])
    let broken = FloatBuffer([1, .nan])
    #expect(clip(broken, toNorm: 1).isNaN && broken[0] == 1)
  }

  @Test("schedules at the start, in the middle and at the end")
  func schedules() {
    let line = Schedule.linear(from: 1, to: 0.5)
    #expect([0, 0.5, 1].map(line.value) == [1, 0.75, 0.5])
    let kept = Schedule.linearThenConstant(from: 1, to: 0, over: 0.5)
    #expect([0, 0.25, 0.5, 1].map(kept.value) == [1, 0.5, 0, 0])
    let constant: Schedule = 0.3
    #expect(constant.value(at: 0.7) == 0.3)
  }

  @Test("orthogonal matrices are orthogonal, tall and wide, and have their gain")
  func orthogonalMatrices() {
    var rng = Generator(seed: 2)
    for (rows, columns) in [(5, 5), (7, 3), (2, 6), (1, 1)] {
      let matrix = orthogonal(rows: rows, columns: columns, gain: 2, using: &rng)
      let tall = rows >= columns
      let vectors = (0..<min(rows, columns)).map { v in
        (0..<max(rows, columns)).map { i in
          Double(tall ? matrix[i * columns + v] : matrix[v * columns + i])
        }
      }
      for (i, u) in vectors.enumerated() {
        for (j, v) in vectors.enumerated() {
          let product = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(product - (i == j ? 4 : 0)) < 1e-6)
        }
      }
    }
  }

  @Test("Xavier's matrices are uniform within their bound")
  func xavierMatrices() {
    var rng = Generator(seed: 4)
    let x = xavier(rows: 40, columns: 60, gain: 2, using: &rng).map { Double($0) }
    let bound = 2 * 0.06.squareRoot()
    #expect(x.allSatisfy { abs($0) <= bound * 1.000_001 })
    // The mean and the mean square of 2,400 uniform numbers, ± 4 standard errors.
    #expect(abs(mean(x)) < 4 * bound / (3.0 * 2_400).squareRoot())
    let error = bound * bound * (4.0 / 45 / 2_400).squareRoot()
    #expect(abs(mean(x.map { $0 * $0 }) - bound * bound / 3) < 4 * error)
  }

  @Test("fresh parameters: forget bias 1, other biases 0, an almost uniform policy")
  func initialParameters() {
    var rng = Generator(seed: 3)
    let shape = Architecture(inputCount: 3, layers: [.lstm(4)], actionCount: 2)
    let parameters = shape.initialParameters(using: &rng)
    let lstm = parameters[shape.layout["layer0"]]
    let bias = Array(lstm[4 * 16..<5 * 16])
    #expect(bias == (0..<16).map { (4..<8).contains($0) ? 1 : 0 })
    #expect(lstm.count == (4 + 1 + 3) * 16)
    for gate in 0..<4 {
      let column = { (rows: Range<Int>, unit: Int) in
        rows.map { Double(lstm[$0 * 16 + gate * 4 + unit]) }
      }
      for i in 0..<4 {
        for j in 0..<4 {
          let product = zip(column(0..<4, i), column(0..<4, j)).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-6)
        }
        #expect(column(5..<8, i).allSatisfy { $0 != 0 && abs($0) <= (6.0 / 7).squareRoot() })
      }
    }
    let heads = parameters[shape.layout["heads"]]
    for row in 0..<4 {
      for action in 0..<2 { #expect(abs(heads[row * 3 + action]) <= 0.01) }
    }
    #expect(Array(heads[12...]) == [0, 0, 0])
  }

  @Test("a memory span: of the layers only gates’ biases differ; they keep for 1 to T − 1 steps")
  func memorySpan() {
    let h = 24
    for layer in [Architecture.Layer.lstm(h), .episodicLSTM(h), .gru(h)] {
      let shape = Architecture(inputCount: 1, layers: [layer], actionCount: 2)
      var (rng, other) = (Generator(seed: 3), Generator(seed: 3))
      let standard = shape.initialParameters(using: &rng)
      let long = shape.initialParameters(memorySpan: 50, using: &other)
      let isGRU = layer == .gru(h)
      let block = shape.layout[isGRU ? "layer0.input" : "layer0"]
      let biases = block.offset + (isGRU ? 0 : h) * block.columns
      let changed = Set(isGRU ? biases + h..<biases + 2 * h : biases..<biases + 2 * h)
      // The heads are drawn after the biases, and so come out otherwise.
      let layers = 0..<shape.layout["heads"].offset
      let others = layers.filter { !changed.contains($0) }
      #expect(others.allSatisfy { standard.values[$0] == long.values[$0] })
      let keeping = (0..<h).map { Double(long.values[biases + h + $0]) }
      // e to the bias is uniform in [1, 49]: its mean has a standard error of 48 / √(12 · 24).
      let spans = keeping.map { exponential($0) }
      #expect(spans.allSatisfy { $0 > 0.999 && $0 < 49.001 })
      #expect(abs(mean(spans) - 25) < 4 * 2.83)
      if !isGRU {
        let closing = (0..<h).map { -Double(long.values[biases + $0]) }
        #expect(closing == keeping)
      }
    }
  }

  @Test("the hash tells parameters apart by one bit")
  func hashes() {
    let layout = Architecture(inputCount: 1, layers: [.gru(2)], actionCount: 2).layout
    var parameters = Parameters(zeros: layout)
    let before = parameters.hash
    parameters.values[3] = -0.0
    #expect(parameters.hash != before)
    parameters.values[3] = 0
    #expect(parameters.hash == before)
  }
}
