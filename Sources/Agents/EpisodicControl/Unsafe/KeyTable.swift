import Numerics

/// A table of keys that finds the nearest ones by their distance, for several queries in one pass.
///
/// It compares with every key, by vectors of eight. A table of 10⁵ keys of 64 numbers is 26 MB, more than
/// the caches hold: reading it takes longer than computing with it, so a minibatch of queries shares one
/// reading.
struct KeyTable: Hashable, Sendable {
  /// Where a key is, and how far from the query.
  struct Neighbour: Hashable, Sendable {
    let slot: Int
    /// `Σ (q − k)²`; 0 for the query itself, and for what differs from it by less than about 10⁻²³.
    let squaredDistance: Float
  }

  /// How many numbers a key has.
  let keyCount: Int
  /// How many keys.
  private(set) var count = 0
  /// Blocks of 16 keys: the first numbers of all 16, then the second ones.
  private var numbers: [Float] = []

  /// No keys yet, of `keyCount` numbers, at least 1.
  init(keyCount: Int) {
    require(keyCount >= 1, "keys of \(keyCount) numbers")
    self.keyCount = keyCount
  }

  /// `[keyCount]`, the key in a slot.
  subscript(slot: Int) -> [Float] {
    get {
      require(slot >= 0 && slot < count, "key \(slot) of \(count)")
      return (0..<keyCount).map { numbers[place(slot) + 16 * $0] }
    }
    set {
      require(slot >= 0 && slot < count, "key \(slot) of \(count)")
      require(newValue.count == keyCount, "a key of \(newValue.count) numbers, not \(keyCount)")
      for (i, x) in newValue.enumerated() { numbers[place(slot) + 16 * i] = x }
    }
  }

  /// Adds a key in a new slot.
  mutating func append(_ key: [Float]) {
    if count % 16 == 0 { numbers += [Float](repeating: 0, count: 16 * keyCount) }
    count += 1
    self[count - 1] = key
  }

  private func place(_ slot: Int) -> Int { slot / 16 * 16 * keyCount + slot % 16 }

  /// The nearest keys to each query, the nearest first; of equally near ones that in the later slot.
  ///
  /// - Parameters:
  ///   - queries: `[queries, keyCount]`; traps if it is no whole number of queries.
  ///   - limit: how many at most, at least 1.
  /// - Returns: `[queries]`, each at most `limit`.
  func nearest(to queries: [Float], limit: Int) -> [[Neighbour]] {
    require(queries.count % keyCount == 0, "\(queries.count) numbers for queries of \(keyCount)")
    require(limit >= 1, "the \(limit) nearest keys")
    let queryCount = queries.count / keyCount
    var lists = [LargestNumbers](
      repeating: LargestNumbers(limit: min(limit, count)), count: queryCount)
    if count == 0 || queryCount == 0 { return lists.map { _ in [] } }
    // So many keys at once that they and the similarities stay in the cache.
    let piece = max(16, 1 << 15 / keyCount / 16 * 16)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: queryCount * piece) { similarities in
      guard let result = similarities.baseAddress else { return }
      numbers.withUnsafeBufferPointer { keys in
        queries.withUnsafeBufferPointer { queries in
          guard let keys = keys.baseAddress, let queries = queries.baseAddress else { return }
          for first in stride(from: (count - 1) / piece * piece, through: 0, by: -piece) {
            let here = min(piece, count - first)
            Kernels.similarities(
              .l2, ofMany: queryCount, blocks: (here + 15) / 16, keyCount: keyCount,
              keys: keys + first * keyCount, queries: queries, into: result, resultRow: piece)
            for q in lists.indices {
              lists[q].look(through: result + q * piece, count: here, first: first)
            }
          }
        }
      }
    }
    return lists.map { list in
      zip(list.places, list.values).map { Neighbour(slot: $0, squaredDistance: -$1) }
    }
  }
}
