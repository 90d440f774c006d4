import Numerics

/// Attention at work: what each sequence of a batch has stored, and what it reads of that at each step.
///
/// The entries of a sequence stand in a log that only grows during an unroll. Those that there are at a step
/// are a window of it, so the way back finds each of them where it was. Keys and values stand there twice,
/// entry by entry and number by number, as the products there and back want them.
final class AttentionLayer {
  /// Entries of a log, from `first` on.
  struct Window {
    var first = 0
    var count = 0
    var end: Int { first + count }
  }

  let contextCount, keyCount, valueCount, capacity, batch, steps: Int
  /// For how many entries of a sequence there is room.
  let room: Int
  /// The row strides of values, of what stands number by number, and of weights: whole vectors, where a
  /// product may write or read more than there is.
  private let valueRow, logRow, weightRow: Int
  /// 1 / √d.
  private let scale: Float
  private let weights: AttentionWeights
  /// `[batch, room, …]`.
  private let contexts, keys, values, keyGradients: FloatBuffer
  /// `[batch, keyCount, logRow]` and `[batch, valueCount, logRow]`.
  private let keysTransposed, valuesTransposed: FloatBuffer
  /// `[batch]`: what each sequence holds now, and where in its log this unroll began.
  private let held: UnsafeMutablePointer<Window>
  private let begins: UnsafeMutablePointer<Int>
  /// `[steps, batch]`: what each asked.
  private let windows: UnsafeMutablePointer<Window>
  /// `[steps, batch, …]`: contexts that ask, or zeros; queries, divided by √d; weights of the entries, and
  /// after them that of nothing.
  private let asking, queries, weighting: FloatBuffer
  /// `[rows of a chunk, keyCount]`.
  private let queryGradients: FloatBuffer
  /// For one sequence at one step.
  private let scores, logarithms, read: FloatBuffer

  init(
    _ weights: AttentionWeights, _ shape: Architecture.Attention, valueCount: Int, batch: Int,
    steps: Int
  ) {
    self.weights = weights
    (contextCount, keyCount, capacity) = (shape.contextCount, shape.keyCount, shape.capacity)
    (self.valueCount, self.batch, self.steps) = (valueCount, batch, steps)
    // What is held and an entry for each step; more where steps are few, so that logs are seldom moved.
    room = capacity + max(capacity, steps)
    let whole = { (count: Int) in (count + 7) / 8 * 8 }
    (valueRow, logRow, weightRow) = (whole(valueCount), room + 8, whole(capacity + 1))
    scale = 1 / Float(keyCount).squareRoot()
    contexts = FloatBuffer(count: batch * room * contextCount)
    keys = FloatBuffer(count: batch * room * keyCount)
    keyGradients = FloatBuffer(count: batch * room * keyCount)
    keysTransposed = FloatBuffer(count: batch * keyCount * logRow)
    values = FloatBuffer(count: batch * room * valueRow)
    valuesTransposed = FloatBuffer(count: batch * valueCount * logRow)
    held = .allocate(capacity: batch)
    held.initialize(repeating: Window(), count: batch)
    begins = .allocate(capacity: batch)
    begins.initialize(repeating: 0, count: batch)
    windows = .allocate(capacity: steps * batch)
    windows.initialize(repeating: Window(), count: steps * batch)
    asking = FloatBuffer(count: steps * batch * contextCount)
    queries = FloatBuffer(count: steps * batch * keyCount)
    weighting = FloatBuffer(count: steps * batch * weightRow)
    queryGradients = FloatBuffer(
      count: UnrolledNetwork.stepsInChunk(batch: batch) * batch * keyCount)
    (scores, logarithms) = (FloatBuffer(count: weightRow), FloatBuffer(count: weightRow))
    read = FloatBuffer(count: valueRow)
  }

  deinit {
    held.deallocate()
    begins.deallocate()
    windows.deallocate()
  }

  // MARK: - Places

  private func context(_ b: Int, _ i: Int) -> Floats {
    contexts.pointer + (b * room + i) * contextCount
  }
  private func key(_ b: Int, _ i: Int) -> Floats { keys.pointer + (b * room + i) * keyCount }
  private func value(_ b: Int, _ i: Int) -> Floats { values.pointer + (b * room + i) * valueRow }
  private func asking(at step: Int) -> Floats { asking.pointer + step * batch * contextCount }
  private func query(at step: Int) -> Floats { queries.pointer + step * batch * keyCount }
  private func weighting(_ b: Int, at step: Int) -> Floats {
    weighting.pointer + (step * batch + b) * weightRow
  }

  /// What a sequence attended to at a step: the entries with their weights, the oldest first.
  func attended(row b: Int, at step: Int) -> [AttendedEntry] {
    let (window, weights) = (windows[step * batch + b], weighting(b, at: step))
    return (0..<window.count).map { i in
      let (context, value) = (context(b, window.first + i), value(b, window.first + i))
      return AttendedEntry(
        context: (0..<contextCount).map { context[$0] }, value: (0..<valueCount).map { value[$0] },
        weight: Double(weights[i]))
    }
  }

  // MARK: - Storing

  /// Begins an unroll: makes room for an entry a step.
  func beginUnroll() {
    for b in 0..<batch {
      if held[b].end + steps > room { moveToFront(b) }
      begins[b] = held[b].first
    }
  }

  private func moveToFront(_ b: Int) {
    let (first, count) = (held[b].first, held[b].count)
    context(b, 0).update(from: context(b, first), count: count * contextCount)
    value(b, 0).update(from: value(b, first), count: count * valueRow)
    held[b] = Window(first: 0, count: count)
    makeKeys(b)
  }

  /// Makes the keys of what a sequence holds anew, and what stands number by number.
  private func makeKeys(_ b: Int) {
    let (first, count) = (held[b].first, held[b].count)
    Kernels.multiply(
      m: count, n: keyCount, k: contextCount, a: context(b, first), aRow: contextCount,
      b: weights.keys, bRow: keyCount, into: key(b, first), cRow: keyCount)
    for i in first..<first + count { transpose(b, i) }
  }

  private func transpose(_ b: Int, _ i: Int) {
    let (key, value) = (key(b, i), value(b, i))
    let keyPlace = keysTransposed.pointer + b * keyCount * logRow + i
    for j in 0..<keyCount { keyPlace[j * logRow] = key[j] }
    let valuePlace = valuesTransposed.pointer + b * valueCount * logRow + i
    for j in 0..<valueCount { valuePlace[j * logRow] = value[j] }
  }

  /// Lets a sequence hold nothing.
  func forget(row b: Int) { held[b] = Window(first: held[b].end, count: 0) }

  /// Stores a value under a context: `[contextCount]`, `[valueCount]`. The oldest entry goes if there are too
  /// many.
  func store(_ value: Floats, under context: Floats, row b: Int) {
    let i = held[b].end
    require(i < room, "more than one entry a step is stored")
    self.context(b, i).update(from: context, count: contextCount)
    self.value(b, i).update(from: value, count: valueCount)
    Kernels.multiply(
      m: 1, n: keyCount, k: contextCount, a: context, aRow: contextCount, b: weights.keys,
      bRow: keyCount, into: key(b, i), cRow: keyCount)
    transpose(b, i)
    if held[b].count < capacity { held[b].count += 1 } else { held[b].first += 1 }
  }

  // MARK: - What is held, from one unroll to another

  /// How many numbers what one sequence holds takes at the most.
  var stateCount: Int { 1 + capacity * (contextCount + valueCount) }

  /// Writes what each sequence holds: `[batch, stateCount]`, how many entries, and then each as
  /// `[context | value]`.
  func copyState(to place: Floats) {
    for b in 0..<batch {
      let window = held[b]
      var next = place + b * stateCount
      next[0] = Float(window.count)
      next += 1
      for i in window.first..<window.end {
        next.update(from: context(b, i), count: contextCount)
        (next + contextCount).update(from: value(b, i), count: valueCount)
        next += contextCount + valueCount
      }
    }
  }

  /// Takes what `copyState` wrote. Its keys are made anew, for the weights may have changed.
  func setState(from place: Floats) {
    for b in 0..<batch {
      var next = place + b * stateCount
      let count = Int(next[0])
      require(count >= 0 && count <= capacity, "\(count) entries where \(capacity) may be")
      next += 1
      for i in 0..<count {
        context(b, i).update(from: next, count: contextCount)
        value(b, i).update(from: next + contextCount, count: valueCount)
        next += contextCount + valueCount
      }
      (held[b], begins[b]) = (Window(first: 0, count: count), 0)
      makeKeys(b)
    }
  }

  // MARK: - There and back

  /// Asks for one sequence at a step, of what it holds now: `[contextCount]`; nil asks nothing.
  func ask(_ context: Floats?, row b: Int, at step: Int) {
    let place = asking(at: step) + b * contextCount
    guard let context, held[b].count > 0 else {
      place.update(repeating: 0, count: contextCount)
      windows[step * batch + b] = Window()
      return
    }
    place.update(from: context, count: contextCount)
    windows[step * batch + b] = held[b]
  }

  /// What is read at a step: `[batch, valueCount]` with a row stride.
  func forward(step: Int, into target: Floats, row targetRow: Int) {
    let queries = query(at: step)
    Kernels.multiply(
      m: batch, n: keyCount, k: contextCount, a: asking(at: step), aRow: contextCount,
      b: weights.queries, bRow: keyCount, into: queries, cRow: keyCount)
    Kernels.scale(queries, count: batch * keyCount, by: scale)
    for b in 0..<batch {
      let window = windows[step * batch + b]
      if window.count == 0 {
        (target + b * targetRow).update(repeating: 0, count: valueCount)
        continue
      }
      let place = weighting(b, at: step)
      Kernels.multiply(
        m: 1, n: whole(window.count), k: keyCount, a: queries + b * keyCount, aRow: keyCount,
        b: keysTransposed.pointer + b * keyCount * logRow + window.first, bRow: logRow,
        into: scores.pointer, cRow: weightRow)
      var count = window.count
      if let nothing = weights.nothing {
        scores.pointer[count] = nothing
        count += 1
      }
      Kernels.softmax(
        rows: 1, n: count, logits: scores.pointer, logitsRow: weightRow, probabilities: place,
        logarithms: logarithms.pointer)
      Kernels.multiply(
        m: 1, n: valueRow, k: window.count, a: place, aRow: weightRow, b: value(b, window.first),
        bRow: valueRow, into: read.pointer, cRow: valueRow)
      (target + b * targetRow).update(from: read.pointer, count: valueCount)
    }
  }

  /// Up to whole vectors: these products have no narrow rest, which would take them longer.
  private func whole(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// Begins the way back.
  func beginBackward() {
    for b in 0..<batch {
      (keyGradients.pointer + (b * room + begins[b]) * keyCount).update(
        repeating: 0, count: (held[b].end - begins[b]) * keyCount)
    }
  }

  /// The way back through one step from ∂L/∂ what was read, `[batch, valueCount]` with its row stride;
  /// `reads` is that itself with its own. Adds to `total` the gradient of the score of nothing.
  ///
  /// `∂L/∂wᵢ = g·vᵢ` and `∂L/∂sᵢ = wᵢ·(∂L/∂wᵢ − Σⱼ wⱼ·∂L/∂wⱼ)`, where the sum is g·read. With the divided
  /// query, `∂L/∂q = Σ ∂L/∂sᵢ·kᵢ / √d` and `∂L/∂kᵢ = ∂L/∂sᵢ·q`.
  func backward(
    step: Int, inChunkFrom first: Int, gradient: Floats, row gradientRow: Int, reads: Floats,
    row readRow: Int, into total: Floats
  ) {
    for b in 0..<batch {
      let place = queryGradients.pointer + ((step - first) * batch + b) * keyCount
      let window = windows[step * batch + b]
      if window.count == 0 {
        place.update(repeating: 0, count: keyCount)
        continue
      }
      let (g, r) = (gradient + b * gradientRow, reads + b * readRow)
      var mean: Float = 0
      for j in 0..<valueCount { mean += g[j] * r[j] }
      Kernels.multiply(
        m: 1, n: whole(window.count), k: valueCount, a: g, aRow: gradientRow,
        b: valuesTransposed.pointer + b * valueCount * logRow + window.first, bRow: logRow,
        into: scores.pointer, cRow: weightRow)
      let (w, s) = (weighting(b, at: step), scores.pointer)
      for i in 0..<window.count { s[i] = w[i] * (s[i] - mean) }
      if let offset = weights.nothingOffset { total[offset] += w[window.count] * (0 - mean) }
      Kernels.multiply(
        m: 1, n: keyCount, k: window.count, a: s, aRow: weightRow, b: key(b, window.first),
        bRow: keyCount, into: place, cRow: keyCount)
      Kernels.scale(place, count: keyCount, by: scale)
      Kernels.multiply(
        m: window.count, n: keyCount, k: 1, a: s, aRow: 1, b: query(at: step) + b * keyCount,
        bRow: keyCount, into: keyGradients.pointer + (b * room + window.first) * keyCount,
        cRow: keyCount, accumulate: true)
    }
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
      Kernels.multiply(
        m: contextCount, n: keyCount, k: held[b].end - begins[b], a: context(b, begins[b]),
        aRow: 1, aColumn: contextCount,
        b: keyGradients.pointer + (b * room + begins[b]) * keyCount, bRow: keyCount,
        into: gradient + weights.keyOffset, cRow: keyCount, accumulate: true)
    }
  }
}
