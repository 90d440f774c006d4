import Numerics

/// A dictionary whose keys need only be similar: what was stored under the most similar key comes back.
///
/// Memories are appended, also under a key that is there already; of equally similar ones the youngest
/// answers, and one whose similarity is not a number only where none is. Every key is compared with the
/// query, by vectors of eight: exact, and for a hundred keys of ten numbers a twentieth of a microsecond; a
/// tree would be slower up to many thousands of keys, and in many dimensions always.
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
  /// What owns the numbers at the four addresses below: by an address nobody counts references.
  private var owners: [FloatBuffer]
  /// Blocks of 16 keys: the first numbers of all 16, then the second ones.
  @exclusivity(unchecked) private var keys: Floats
  /// 1 / |k| of each key, for the cosine.
  @exclusivity(unchecked) private var scales: Floats
  @exclusivity(unchecked) private var values: Floats
  @exclusivity(unchecked) private var similarities: Floats
  /// Where a mean of several values is put together.
  private let mean: FloatBuffer
  /// The last query and its answer, as long as that is known: a context lasts for many steps.
  private let lastQuery: Floats
  private let lastQueryOwner: FloatBuffer
  @exclusivity(unchecked) private var lastAnswer: Answer?

  private struct Answer {
    let slot: Int
    let similarity: Float
    /// The only memory that has been stored since, and has not been compared.
    var unseen: Int?
  }

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
    owners = [keyCount, 1, valueCount, 1].map { [room] in FloatBuffer(count: room * $0) }
    (keys, scales) = (owners[0].pointer, owners[1].pointer)
    (values, similarities) = (owners[2].pointer, owners[3].pointer)
    lastQueryOwner = FloatBuffer(count: keyCount)
    lastQuery = lastQueryOwner.pointer
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
    append(under: key.pointer).update(from: value.pointer, count: value.count)
    withExtendedLifetime((value, key)) {}
  }

  /// Makes a memory under a key; the caller writes its value to the place that this gives.
  func append(under key: Floats) -> Floats {
    let slot = count < settings.capacity ? count : oldest
    if count < settings.capacity {
      count += 1
      if count > room { grow() }
    } else {
      oldest += 1
      if oldest == settings.capacity { oldest = 0 }
    }
    scales[slot] = Kernels.storeKey(
      key, count: keyCount, at: keys + slot / 16 * 16 * keyCount + slot % 16)
    noteStored(slot)
    let value = values + slot * valueCount
    // The next memory's place is asked for early: it was last used long ago, or never.
    if slot + 1 < room { Kernels.fetch(value + valueCount, count: valueCount) }
    return value
  }

  private func noteStored(_ slot: Int) {
    guard let answer = lastAnswer else { return }
    if answer.slot == slot || answer.unseen != nil {
      lastAnswer = nil
    } else {
      lastAnswer?.unseen = slot
    }
  }

  private func grow() {
    room *= 2
    owners = owners.map { buffer in
      let new = FloatBuffer(count: 2 * buffer.count)
      new.pointer.update(from: buffer.pointer, count: buffer.count)
      return new
    }
    (keys, scales) = (owners[0].pointer, owners[1].pointer)
    (values, similarities) = (owners[2].pointer, owners[3].pointer)
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
        index: (slot - oldest + count) % count,
        similarity: similarity(of: similarities[slot], length: length))
    }
  }

  private func length(of query: Floats) -> Double {
    Kernels.sumOfSquares(query, count: keyCount).squareRoot()
  }

  /// How alike a key is to a query of this length, from what the comparison found.
  private func similarity(of found: Float, length: Double) -> Double {
    let found = Double(found)
    return switch settings.similarity {
    case .cosine: length > 0 ? found / length : 0
    case .l1, .l2: found
    case .inverseDistance(let delta): 1 / (delta - found)
    }
  }

  /// Whether a key is similar enough to a query of this length to answer it.
  private func isAlike(_ found: Float, length: Double) -> Bool {
    guard let least = settings.leastSimilarity else { return true }
    return similarity(of: found, length: length) >= least
  }

  /// The key and the value of a memory.
  ///
  /// - Parameter index: in 0 ..< `count`, 0 being the oldest; traps otherwise.
  public subscript(index: Int) -> (key: [Float], value: [Float]) {
    require(index >= 0 && index < count, "memory \(index) of \(count)")
    let slot = (oldest + index) % count
    let key = keys + slot / 16 * 16 * keyCount + slot % 16
    let value = values + slot * valueCount
    return ((0..<keyCount).map { key[16 * $0] }, (0..<valueCount).map { value[$0] })
  }

  /// Where what comes back for a query stands, until the memory is used again; nil if nothing does.
  func retrieve(_ query: Floats) -> Floats? {
    guard settings.isRetrieving && count > 0 else { return nil }
    if settings.neighbourCount == 1 {
      let answer = mostSimilar(query)
      // The length is asked for only where it matters.
      if settings.leastSimilarity != nil && !isAlike(answer.similarity, length: length(of: query)) {
        return nil
      }
      let value = values + answer.slot * valueCount
      Kernels.fetch(value, count: valueCount)
      return value
    }
    let length = length(of: query)
    let slots = nearest(query, limit: settings.neighbourCount).filter {
      isAlike(similarities[$0], length: length)
    }
    if slots.isEmpty { return nil }
    var weights = slots.map { _ in 1.0 }
    if case .inverseDistance(let delta) = settings.similarity {
      weights = slots.map { 1 / (delta - Double(similarities[$0])) }
    }
    let total = weights.reduce(0, +)
    for j in 0..<valueCount {
      let sum = zip(slots, weights).reduce(0) {
        $0 + $1.1 * Double(values[$1.0 * valueCount + j])
      }
      mean.pointer[j] = Float(sum / total)
    }
    return mean.pointer
  }

  /// Fills `similarities`: up to a factor that all share and, for the inverse distance, up to a function
  /// that keeps their order.
  private func compare(_ query: Floats) {
    compare(query, firstBlock: 0, blocks: (count + 15) / 16)
  }

  private func compare(_ query: Floats, firstBlock first: Int, blocks: Int) {
    let kind: Kernels.Comparison =
      switch settings.similarity {
      case .cosine: .cosine
      case .l1: .l1
      case .l2, .inverseDistance: .l2
      }
    Kernels.similarities(
      kind, blocks: blocks, keyCount: keyCount, keys: keys + 16 * first * keyCount,
      scales: scales + 16 * first, query: query, into: similarities + 16 * first)
  }

  /// The most similar key, and of equal ones the youngest.
  private func mostSimilar(_ query: Floats) -> Answer {
    if let last = lastAnswer, isLast(query), let answer = stillMostSimilar(last) { return answer }
    compare(query)
    let all = similarities
    // The slots before the oldest one are the younger ones.
    var slot = oldest + Kernels.lastLargest(all + oldest, count: count - oldest)
    if oldest > 0 {
      let younger = Kernels.lastLargest(all, count: oldest)
      if all[younger] >= all[slot] || all[slot].isNaN { slot = younger }
    }
    lastQuery.update(from: query, count: keyCount)
    let answer = Answer(slot: slot, similarity: all[slot])
    lastAnswer = answer
    return answer
  }

  /// Whether a query is the last one, bit by bit: without a branch for each number.
  private func isLast(_ query: Floats) -> Bool {
    var difference: UInt32 = 0
    for i in 0..<keyCount { difference |= query[i].bitPattern ^ lastQuery[i].bitPattern }
    return difference == 0
  }

  /// At most one key is new since the last query: it answers if it is as similar as the best of the others.
  /// nil if that is not known, for something is not a number.
  private func stillMostSimilar(_ answer: Answer) -> Answer? {
    guard let new = answer.unseen else { return answer }
    compare(lastQuery, firstBlock: new / 16, blocks: 1)
    let similarity = similarities[new]
    if similarity >= answer.similarity {
      lastAnswer = Answer(slot: new, similarity: similarity)
    } else if similarity < answer.similarity {
      lastAnswer?.unseen = nil
    } else {
      return nil
    }
    return lastAnswer
  }

  /// The slots of the most similar keys, the most similar first, and of equal ones the youngest.
  private func nearest(_ query: Floats, limit: Int) -> [Int] {
    require(limit >= 1, "the \(limit) nearest memories")
    compare(query)
    // From the youngest to the oldest: the slots before the oldest one are the younger ones.
    let all = similarities
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
