import Numerics

/// Attention at work: what each sequence of a batch reads of what it stored, at each step, and the way back.
///
/// A context often lasts for many steps. As long as a sequence asks the same of the same entries, what it read
/// is copied, and the gradients are summed until the step that read it: most of the work is done once.
final class AttentionLayer {
  private typealias Window = AttentionLog.Window

  let log: AttentionLog
  /// How many numbers are read.
  var valueCount: Int { log.valueCount }
  private let batch, contextCount, keyCount: Int
  /// The row stride of weights: whole vectors, where a product may write more than there is.
  private let weightRow: Int
  /// 1 / √d.
  private let scale: Float
  private let weights: AttentionWeights
  /// `[steps, batch]`: of which entries each asked, and at which step what it read was read first.
  private let windows: UnsafeMutablePointer<Window>
  private let sources: UnsafeMutablePointer<Int>
  /// `[steps, batch, …]`: contexts that ask, or zeros; queries, divided by √d; weights of the entries, and
  /// after them that of nothing.
  private let asking, queries, weighting: FloatBuffer
  /// `[rows of a chunk, keyCount]` and `[places of the log, keyCount]`.
  private let queryGradients, keyGradients: FloatBuffer
  /// `[batch, valueCount]`: ∂L/∂ what was read, from the steps that copied it.
  private let copyGradients: FloatBuffer
  /// For one sequence at one step.
  private let scores, logarithms, read: FloatBuffer

  init(
    _ weights: AttentionWeights, _ shape: Architecture.Attention, valueCount: Int, batch: Int,
    steps: Int
  ) {
    (self.weights, self.batch) = (weights, batch)
    (contextCount, keyCount) = (shape.contextCount, shape.keyCount)
    log = AttentionLog(weights, shape, valueCount: valueCount, batch: batch, steps: steps)
    weightRow = wholeVectors(shape.capacity + 1)
    scale = 1 / Float(keyCount).squareRoot()
    windows = .allocate(capacity: steps * batch)
    windows.initialize(repeating: Window(), count: steps * batch)
    sources = .allocate(capacity: steps * batch)
    sources.initialize(repeating: 0, count: steps * batch)
    asking = FloatBuffer(count: steps * batch * contextCount)
    queries = FloatBuffer(count: steps * batch * keyCount)
    weighting = FloatBuffer(count: steps * batch * weightRow)
    queryGradients = FloatBuffer(
      count: UnrolledNetwork.stepsInChunk(batch: batch) * batch * keyCount)
    keyGradients = FloatBuffer(count: log.placeCount * keyCount)
    copyGradients = FloatBuffer(count: batch * valueCount)
    (scores, logarithms) = (FloatBuffer(count: weightRow), FloatBuffer(count: weightRow))
    read = FloatBuffer(count: log.valueRow)
  }

  deinit {
    windows.deallocate()
    sources.deallocate()
  }

  private func asking(at step: Int) -> Floats { asking.pointer + step * batch * contextCount }
  private func query(at step: Int) -> Floats { queries.pointer + step * batch * keyCount }
  private func weighting(_ b: Int, at step: Int) -> Floats {
    weighting.pointer + (step * batch + b) * weightRow
  }
  private func keyGradient(_ b: Int, _ i: Int) -> Floats {
    keyGradients.pointer + log.place(b, i) * keyCount
  }

  /// What a sequence attended to at a step: the entries with their weights, the oldest first.
  func attended(row b: Int, at step: Int) -> [AttendedEntry] {
    let window = windows[step * batch + b]
    let weights = weighting(b, at: sources[step * batch + b])
    return (0..<window.count).map { i in
      let (context, value) = (log.context(b, window.first + i), log.value(b, window.first + i))
      return AttendedEntry(
        context: (0..<contextCount).map { context[$0] }, value: (0..<valueCount).map { value[$0] },
        weight: Double(weights[i]))
    }
  }

  // MARK: - There

  /// Asks for one sequence at a step, of what it holds now: `[contextCount]`; nil asks nothing. Steps come in
  /// order.
  func ask(_ context: Floats?, row b: Int, at step: Int) {
    let (row, window) = (step * batch + b, log.window(b))
    let place = asking(at: step) + b * contextCount
    sources[row] = step
    guard let context, window.count > 0 else {
      place.update(repeating: 0, count: contextCount)
      windows[row] = Window()
      return
    }
    place.update(from: context, count: contextCount)
    windows[row] = window
    if step > 0 && windows[row - batch] == window {
      let before = asking(at: step - 1) + b * contextCount
      var difference: UInt32 = 0
      for i in 0..<contextCount { difference |= context[i].bitPattern ^ before[i].bitPattern }
      if difference == 0 { sources[row] = sources[row - batch] }
    }
  }

  /// What is read at a step: `[batch, valueCount]` with a row stride; `before` is that of the step before.
  func forward(step: Int, into target: Floats, before: Floats, row targetRow: Int) {
    let queries = query(at: step)
    Kernels.multiply(
      m: batch, n: keyCount, k: contextCount, a: asking(at: step), aRow: contextCount,
      b: weights.queries, bRow: keyCount, into: queries, cRow: keyCount)
    Kernels.scale(queries, count: batch * keyCount, by: scale)
    for b in 0..<batch {
      let (window, place) = (windows[step * batch + b], target + b * targetRow)
      if window.count == 0 {
        place.update(repeating: 0, count: valueCount)
      } else if sources[step * batch + b] < step {
        place.update(from: before + b * targetRow, count: valueCount)
      } else {
        look(b, step, window, queries + b * keyCount)
        place.update(from: read.pointer, count: valueCount)
      }
    }
  }

  private func look(_ b: Int, _ step: Int, _ window: Window, _ query: Floats) {
    let weighting = weighting(b, at: step)
    // Whole vectors: a product has then no narrow rest, which would take it longer.
    Kernels.multiply(
      m: 1, n: wholeVectors(window.count), k: keyCount, a: query, aRow: keyCount,
      b: log.keyNumbers(b, window.first), bRow: log.numberRow, into: scores.pointer,
      cRow: weightRow)
    var count = window.count
    if let nothing = weights.nothing {
      scores.pointer[count] = nothing
      count += 1
    }
    Kernels.softmax(
      rows: 1, n: count, logits: scores.pointer, logitsRow: weightRow, probabilities: weighting,
      logarithms: logarithms.pointer)
    Kernels.multiply(
      m: 1, n: log.valueRow, k: window.count, a: weighting, aRow: weightRow,
      b: log.value(b, window.first), bRow: log.valueRow, into: read.pointer, cRow: log.valueRow)
  }

  // MARK: - Back

  /// Begins the way back.
  func beginBackward() {
    copyGradients.clear()
    for b in 0..<batch {
      let reach = log.reach(b)
      keyGradient(b, reach.first).update(repeating: 0, count: reach.count * keyCount)
    }
  }

  /// The way back through one step from ∂L/∂ what was read, `[batch, valueCount]` with its row stride;
  /// `reads` is that itself with its own. Adds to `total` the gradient of the score of nothing.
  func backward(
    step: Int, inChunkFrom first: Int, gradient: Floats, row gradientRow: Int, reads: Floats,
    row readRow: Int, into total: Floats
  ) {
    for b in 0..<batch {
      let row = step * batch + b
      let toQuery = queryGradients.pointer + (row - first * batch) * keyCount
      toQuery.update(repeating: 0, count: keyCount)
      if windows[row].count == 0 { continue }
      let sum = copyGradients.pointer + b * valueCount
      Kernels.add(gradient + b * gradientRow, to: sum, count: valueCount)
      if sources[row] < step { continue }
      lookBack(b, step, windows[row], sum, reads + b * readRow, toQuery: toQuery, into: total)
      sum.update(repeating: 0, count: valueCount)
    }
  }

  /// From g = ∂L/∂read: `∂L/∂wᵢ = g·vᵢ` and `∂L/∂sᵢ = wᵢ·(∂L/∂wᵢ − Σⱼ wⱼ·∂L/∂wⱼ)`, where the sum is g·read.
  /// With the divided query, `∂L/∂q = Σ ∂L/∂sᵢ·kᵢ / √d` and `∂L/∂kᵢ = ∂L/∂sᵢ·q`.
  private func lookBack(
    _ b: Int, _ step: Int, _ window: Window, _ g: Floats, _ read: Floats, toQuery: Floats,
    into total: Floats
  ) {
    var mean: Float = 0
    for j in 0..<valueCount { mean += g[j] * read[j] }
    Kernels.multiply(
      m: 1, n: wholeVectors(window.count), k: valueCount, a: g, aRow: valueCount,
      b: log.valueNumbers(b, window.first), bRow: log.numberRow, into: scores.pointer,
      cRow: weightRow)
    let (w, s) = (weighting(b, at: step), scores.pointer)
    for i in 0..<window.count { s[i] = w[i] * (s[i] - mean) }
    if let offset = weights.nothingOffset { total[offset] += w[window.count] * (0 - mean) }
    Kernels.multiply(
      m: 1, n: keyCount, k: window.count, a: s, aRow: weightRow, b: log.key(b, window.first),
      bRow: keyCount, into: toQuery, cRow: keyCount)
    Kernels.scale(toQuery, count: keyCount, by: scale)
    Kernels.multiply(
      m: window.count, n: keyCount, k: 1, a: s, aRow: 1, b: query(at: step) + b * keyCount,
      bRow: keyCount, into: keyGradient(b, window.first), cRow: keyCount, accumulate: true)
  }

  /// Adds the gradient of the queries' weights from some steps, whose `backward` is done, and, when the
  /// first step is among them, that of the keys' weights from all.
  func accumulate(steps: Range<Int>, into gradient: Floats) {
    Kernels.multiply(
      m: contextCount, n: keyCount, k: steps.count * batch, a: asking(at: steps.lowerBound),
      aRow: 1, aColumn: contextCount, b: queryGradients.pointer, bRow: keyCount,
      into: gradient + weights.queryOffset, cRow: keyCount, accumulate: true)
    if steps.lowerBound > 0 { return }
    for b in 0..<batch {
      let reach = log.reach(b)
      Kernels.multiply(
        m: contextCount, n: keyCount, k: reach.count, a: log.context(b, reach.first), aRow: 1,
        aColumn: contextCount, b: keyGradient(b, reach.first), bRow: keyCount,
        into: gradient + weights.keyOffset, cRow: keyCount, accumulate: true)
    }
  }
}
