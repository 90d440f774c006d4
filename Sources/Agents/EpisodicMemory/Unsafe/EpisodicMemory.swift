import Numerics

/// A dictionary whose keys need only be similar: what was stored under the most similar key comes back.
///
/// Memories are appended, also under a key that is there already; of equally similar ones the youngest
/// answers. Every key is compared with the query, by vectors of eight: exact, and for a hundred keys of ten
/// numbers a twentieth of a microsecond; a tree would be slower up to many thousands of keys, and in many
/// dimensions always.
///
/// - Source: the differentiable neural dictionary of Pritzel et al. (2017), as Ritter et al. (2018) use it:
///   for the cells of an LSTM, and without gradients.
public final class EpisodicMemory {
  /// One memory that is like the query.
  public struct Neighbour: Equatable, Sendable {
    /// Which memory: 0 is the oldest that is held.
    public let index: Int
    /// How alike its key is.
    public let similarity: Double
  }

  /// How it compares and how much it holds.
  public let settings: EpisodicMemorySettings
  /// How many numbers a key has.
  public let keyCount: Int
  /// How many numbers a value has.
  public let valueCount: Int
  // One thread at a time uses a memory, and no closure that it calls does: Swift need not check that at each
  // step.

  /// How many memories it holds.
  @exclusivity(unchecked) public private(set) var count = 0
  /// Where the oldest memory is; memories follow in the order of their age, round the end.
  @exclusivity(unchecked) private var oldest = 0
  /// For how many memories there is room now: a multiple of 16, which doubles.
  @exclusivity(unchecked) private var room = 16
  /// Blocks of 16 keys: the first numbers of all 16, then the second ones.
  @exclusivity(unchecked) private var keys: FloatBuffer
  /// 1 / |k| of each key, for the cosine.
  @exclusivity(unchecked) private var scales: FloatBuffer
  @exclusivity(unchecked) private var values: FloatBuffer
  @exclusivity(unchecked) private var similarities: FloatBuffer
  /// Where a mean of several values is put together.
  private let mean: FloatBuffer
  /// The last query and the slot that answered it, as long as that holds: a context lasts for many steps.
  private let lastQuery: FloatBuffer
  @exclusivity(unchecked) private var lastAnswer: Int?
  /// Whether the slot that answered is similar enough.
  @exclusivity(unchecked) private var lastIsAlike = false

  /// A memory that holds nothing.
  ///
  /// - Parameters:
  ///   - keyCount: how many numbers a key has, at least 1; traps otherwise.
  ///   - valueCount: how many numbers a value has, at least 1; traps otherwise.
  ///   - settings: how it compares; traps when one is out of its range.
  public init(
    keyCount: Int, valueCount: Int, _ settings: EpisodicMemorySettings = EpisodicMemorySettings()
  ) {
    require(keyCount >= 1 && valueCount >= 1, "keys of \(keyCount), values of \(valueCount)")
    settings.check()
    (self.settings, self.keyCount, self.valueCount) = (settings, keyCount, valueCount)
    keys = FloatBuffer(count: room * keyCount)
    scales = FloatBuffer(count: room)
    values = FloatBuffer(count: room * valueCount)
    similarities = FloatBuffer(count: room)
    lastQuery = FloatBuffer(count: keyCount)
    mean = FloatBuffer(count: valueCount)
  }

  // MARK: - Storing

  /// Forgets everything.
  public func clear() { (count, oldest, lastAnswer) = (0, 0, nil) }

  /// Stores a value under a key; a full memory forgets its oldest for it.
  ///
  /// - Parameters:
  ///   - value: `[valueCount]`; traps on another count.
  ///   - key: `[keyCount]`; traps on another count.
  public func append(_ value: [Float], under key: [Float]) {
    require(value.count == valueCount, "a value of \(value.count) numbers, not \(valueCount)")
    let (value, key) = (FloatBuffer(value), checked(key))
    append(under: key.pointer) { $0.update(from: value.pointer, count: value.count) }
    withExtendedLifetime((value, key)) {}
  }

  /// Stores under a key what `write` writes.
  func append(under key: Floats, _ write: (Floats) -> Void) {
    let slot = count < settings.capacity ? count : oldest
    if count < settings.capacity {
      count += 1
      if count > room { grow() }
    } else {
      oldest = (oldest + 1) % settings.capacity
    }
    lastAnswer = nil
    let place = keys.pointer + slot / 16 * 16 * keyCount + slot % 16
    for i in 0..<keyCount { place[16 * i] = key[i] }
    var square: Float = 0
    for i in 0..<keyCount { square.addProduct(key[i], key[i]) }
    scales.pointer[slot] = square > 0 ? 1 / square.squareRoot() : 0
    write(values.pointer + slot * valueCount)
  }

  private func grow() {
    room *= 2
    func larger(_ buffer: FloatBuffer) -> FloatBuffer {
      let new = FloatBuffer(count: 2 * buffer.count)
      new.pointer.update(from: buffer.pointer, count: buffer.count)
      return new
    }
    (keys, scales, values) = (larger(keys), larger(scales), larger(values))
    similarities = larger(similarities)
  }

  // MARK: - Retrieving

  /// What comes back for a query.
  ///
  /// - Parameter query: `[keyCount]`; traps on another count.
  /// - Returns: `[valueCount]`; nil while nothing is stored or nothing is similar enough, or if nothing is to
  ///   come back.
  public func value(for query: [Float]) -> [Float]? {
    let query = checked(query)
    return retrieve(query.pointer).map { value in (0..<valueCount).map { value[$0] } }
  }

  /// The memories most like a query.
  ///
  /// - Parameters:
  ///   - query: `[keyCount]`; traps on another count.
  ///   - limit: how many at most, at least 1.
  /// - Returns: at most `limit`, the most similar first; of equally similar ones the youngest.
  public func neighbours(of query: [Float], limit: Int) -> [Neighbour] {
    let query = checked(query)
    let length = length(of: query.pointer)
    return nearest(query.pointer, limit: limit).map { slot in
      Neighbour(
        index: (slot - oldest + count) % count, similarity: similarity(at: slot, length: length))
    }
  }

  private func length(of query: Floats) -> Double {
    Kernels.sumOfSquares(query, count: keyCount).squareRoot()
  }

  /// How alike the key of a slot is to the query that was compared last, whose length this is.
  private func similarity(at slot: Int, length: Double) -> Double {
    let found = Double(similarities.pointer[slot])
    return switch settings.similarity {
    case .cosine: length > 0 ? found / length : 0
    case .l1, .l2: found
    case .inverseDistance(let delta): 1 / (delta - found)
    }
  }

  /// Whether the key of a slot is similar enough to the query that was compared last to answer it.
  private func isAlike(_ slot: Int, length: Double) -> Bool {
    guard let least = settings.leastSimilarity else { return true }
    return similarity(at: slot, length: length) >= least
  }

  /// The key and the value of a memory.
  ///
  /// - Parameter index: in 0 ..< `count`, 0 being the oldest; traps otherwise.
  public subscript(index: Int) -> (key: [Float], value: [Float]) {
    require(index >= 0 && index < count, "memory \(index) of \(count)")
    let slot = (oldest + index) % count
    let key = keys.pointer + slot / 16 * 16 * keyCount + slot % 16
    let value = values.pointer + slot * valueCount
    return ((0..<keyCount).map { key[16 * $0] }, (0..<valueCount).map { value[$0] })
  }

  /// Where what comes back for a query stands, until the memory is used again; nil if nothing does.
  func retrieve(_ query: Floats) -> Floats? {
    guard settings.isRetrieving && count > 0 else { return nil }
    if settings.neighbourCount == 1 {
      let slot = mostSimilar(query)
      return lastIsAlike ? values.pointer + slot * valueCount : nil
    }
    let length = length(of: query)
    let slots = nearest(query, limit: settings.neighbourCount).filter {
      isAlike($0, length: length)
    }
    if slots.isEmpty { return nil }
    var weights = slots.map { _ in 1.0 }
    if case .inverseDistance(let delta) = settings.similarity {
      weights = slots.map { 1 / (delta - Double(similarities.pointer[$0])) }
    }
    let total = weights.reduce(0, +)
    for j in 0..<valueCount {
      let sum = zip(slots, weights).reduce(0) {
        $0 + $1.1 * Double(values.pointer[$1.0 * valueCount + j])
      }
      mean.pointer[j] = Float(sum / total)
    }
    return mean.pointer
  }

  /// Fills `similarities`: up to a factor that all share and, for the inverse distance, up to a function
  /// that keeps their order.
  private func compare(_ query: Floats) {
    let kind: Kernels.Comparison =
      switch settings.similarity {
      case .cosine: .cosine
      case .l1: .l1
      case .l2, .inverseDistance: .l2
      }
    Kernels.similarities(
      kind, blocks: (count + 15) / 16, keyCount: keyCount, keys: keys.pointer,
      scales: scales.pointer, query: query, into: similarities.pointer)
  }

  /// The slot of the most similar key, and of equal ones the youngest.
  private func mostSimilar(_ query: Floats) -> Int {
    let known = lastQuery.pointer
    if let lastAnswer, (0..<keyCount).allSatisfy({ query[$0] == known[$0] }) { return lastAnswer }
    compare(query)
    let all = similarities.pointer
    // The slots before the oldest one are the younger ones.
    var slot = oldest + Kernels.lastLargest(all + oldest, count: count - oldest)
    if oldest > 0 {
      let younger = Kernels.lastLargest(all, count: oldest)
      if all[younger] >= all[slot] { slot = younger }
    }
    known.update(from: query, count: keyCount)
    lastAnswer = slot
    lastIsAlike = settings.leastSimilarity == nil || isAlike(slot, length: length(of: query))
    return slot
  }

  /// The slots of the most similar keys, the most similar first, and of equal ones the youngest.
  private func nearest(_ query: Floats, limit: Int) -> [Int] {
    require(limit >= 1, "the \(limit) nearest memories")
    compare(query)
    // From the youngest to the oldest: the slots before the oldest one are the younger ones.
    let all = similarities.pointer
    var largest = LargestNumbers(limit: min(limit, count))
    largest.look(through: all, count: oldest)
    largest.look(through: all + oldest, count: count - oldest, first: oldest)
    return largest.places
  }

  private func checked(_ key: [Float]) -> FloatBuffer {
    require(key.count == keyCount, "a key of \(key.count) numbers, not \(keyCount)")
    return FloatBuffer(key)
  }
}
