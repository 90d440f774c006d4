import Numerics

/// What each sequence of a batch has stored for attention.
///
/// The entries of a sequence stand in a log that only grows during an unroll. Those that there are at a step
/// are a window of it, so the way back finds each of them where it was. Keys and values stand there twice,
/// entry by entry and number by number, as the products there and back want them.
final class AttentionLog {
  /// Entries of a log, from `first` on.
  struct Window: Equatable {
    var first = 0
    var count = 0
    var end: Int { first + count }
  }

  let contextCount, keyCount, valueCount: Int
  /// The row stride of values, and that of what stands number by number: a product may read some more than
  /// there is, up to whole vectors.
  let valueRow, numberRow: Int
  private let capacity, batch, steps, room: Int
  private let weights: AttentionWeights
  /// `[batch, room, …]`.
  private let contexts, keys, values: FloatBuffer
  /// `[batch, keyCount, numberRow]` and `[batch, valueCount, numberRow]`.
  private let keysByNumber, valuesByNumber: FloatBuffer
  /// `[batch]`: what each sequence holds now, and where in its log this unroll began.
  private let held: UnsafeMutablePointer<Window>
  private let begins: UnsafeMutablePointer<Int>

  init(
    _ weights: AttentionWeights, _ shape: Architecture.Attention, valueCount: Int, batch: Int,
    steps: Int
  ) {
    self.weights = weights
    (contextCount, keyCount, capacity) = (shape.contextCount, shape.keyCount, shape.capacity)
    (self.valueCount, self.batch, self.steps) = (valueCount, batch, steps)
    // What is held and an entry for each step; more where steps are few, so that logs are seldom moved.
    room = capacity + max(capacity, steps)
    (valueRow, numberRow) = (wholeVectors(valueCount), room + 8)
    contexts = FloatBuffer(count: batch * room * contextCount)
    keys = FloatBuffer(count: batch * room * keyCount)
    values = FloatBuffer(count: batch * room * valueRow)
    keysByNumber = FloatBuffer(count: batch * keyCount * numberRow)
    valuesByNumber = FloatBuffer(count: batch * valueCount * numberRow)
    held = .allocate(capacity: batch)
    held.initialize(repeating: Window(), count: batch)
    begins = .allocate(capacity: batch)
    begins.initialize(repeating: 0, count: batch)
  }

  deinit {
    held.deallocate()
    begins.deallocate()
  }

  /// Entry i of a sequence: `[contextCount]`, `[keyCount]`, `[valueCount]`; those that follow come after it.
  func context(_ b: Int, _ i: Int) -> Floats {
    contexts.pointer + (b * room + i) * contextCount
  }
  func key(_ b: Int, _ i: Int) -> Floats { keys.pointer + place(b, i) * keyCount }
  func value(_ b: Int, _ i: Int) -> Floats { values.pointer + place(b, i) * valueRow }
  /// The first numbers of the keys or the values from entry i on; the second ones are `numberRow` after them.
  func keyNumbers(_ b: Int, _ i: Int) -> Floats {
    keysByNumber.pointer + b * keyCount * numberRow + i
  }
  func valueNumbers(_ b: Int, _ i: Int) -> Floats {
    valuesByNumber.pointer + b * valueCount * numberRow + i
  }
  /// Which place among those of all sequences an entry has.
  func place(_ b: Int, _ i: Int) -> Int { b * room + i }
  /// How many places there are.
  var placeCount: Int { batch * room }

  /// What a sequence holds now.
  func window(_ b: Int) -> Window { held[b] }
  /// All entries that may be in a window of this unroll.
  func reach(_ b: Int) -> Window { Window(first: begins[b], count: held[b].end - begins[b]) }

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

  /// Makes the keys of all that a sequence holds anew, and what stands number by number; it holds its
  /// entries from the front.
  private func makeKeys(_ b: Int) {
    let count = held[b].count
    Kernels.multiply(
      m: count, n: keyCount, k: contextCount, a: context(b, 0), aRow: contextCount,
      b: weights.keys, bRow: keyCount, into: key(b, 0), cRow: keyCount)
    let (keys, values) = (key(b, 0), value(b, 0))
    for j in 0..<keyCount {
      let numbers = keyNumbers(b, 0) + j * numberRow
      for i in 0..<count { numbers[i] = keys[i * keyCount + j] }
    }
    for j in 0..<valueCount {
      let numbers = valueNumbers(b, 0) + j * numberRow
      for i in 0..<count { numbers[i] = values[i * valueRow + j] }
    }
  }

  /// Lets a sequence hold nothing.
  func forget(row b: Int) { held[b] = Window(first: held[b].end, count: 0) }

  /// Stores a value under a context: `[valueCount]`, `[contextCount]`. The oldest entry goes if there are too
  /// many.
  func store(_ value: Floats, under context: Floats, row b: Int) {
    let i = held[b].end
    require(i < room, "more than one entry a step is stored")
    self.context(b, i).update(from: context, count: contextCount)
    self.value(b, i).update(from: value, count: valueCount)
    let key = key(b, i)
    Kernels.multiply(
      m: 1, n: keyCount, k: contextCount, a: context, aRow: contextCount, b: weights.keys,
      bRow: keyCount, into: key, cRow: keyCount)
    for j in 0..<keyCount { keyNumbers(b, i)[j * numberRow] = key[j] }
    for j in 0..<valueCount { valueNumbers(b, i)[j * numberRow] = value[j] }
    if held[b].count < capacity { held[b].count += 1 } else { held[b].first += 1 }
  }

  // MARK: - From one unroll to another

  /// How many numbers what one sequence holds takes at the most.
  var stateCount: Int { 1 + capacity * (contextCount + valueRow) }

  /// Writes what each sequence holds: `[batch, stateCount]`, how many entries, then room for all contexts, and
  /// for all values.
  func copyState(to place: Floats) {
    for b in 0..<batch {
      let (next, window) = (place + b * stateCount, held[b])
      next[0] = Float(window.count)
      (next + 1).update(from: context(b, window.first), count: window.count * contextCount)
      (next + 1 + capacity * contextCount).update(
        from: value(b, window.first), count: window.count * valueRow)
    }
  }

  /// Whether `copyState` could have written this: how many entries there are is told where it should be.
  func isState(_ place: Floats) -> Bool {
    (0..<batch).allSatisfy { b in
      Int(exactly: place[b * stateCount]).map { $0 >= 0 && $0 <= capacity } ?? false
    }
  }

  /// Takes what `copyState` wrote. Its keys are made anew, for the weights may have changed.
  func setState(from place: Floats) {
    for b in 0..<batch {
      let next = place + b * stateCount
      let count = Int(next[0])
      require(count >= 0 && count <= capacity, "\(count) entries where \(capacity) may be")
      context(b, 0).update(from: next + 1, count: count * contextCount)
      value(b, 0).update(from: next + 1 + capacity * contextCount, count: count * valueRow)
      (held[b], begins[b]) = (Window(first: 0, count: count), 0)
      makeKeys(b)
    }
  }
}

/// As many as whole vectors have.
func wholeVectors(_ count: Int) -> Int { (count + 7) / 8 * 8 }
