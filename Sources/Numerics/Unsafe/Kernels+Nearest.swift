internal import CKernels

extension Kernels {
  /// How near several queries are to each key, in one pass over the keys; see `ck_similarities_of_many`.
  /// The results have a row for each query, `resultRow` apart.
  package static func similarities(
    _ comparison: Comparison, ofMany queryCount: Int, blocks: Int, keyCount: Int, keys: ReadFloats,
    queries: ReadFloats, into result: Floats, resultRow: Int
  ) {
    // A key has no scale but for the cosine, of which only the memory of one query makes use.
    require(comparison != .cosine, "many queries are compared by their distance")
    if queryCount == 1 {
      ck_similarities(comparison.rawValue, blocks, keyCount, keys, keys, queries, result)
    } else {
      ck_similarities_of_many(
        comparison.rawValue, queryCount, blocks, keyCount, keys, keys, queries, keyCount, result,
        resultRow)
    }
  }
}

package typealias ReadFloats = UnsafePointer<Float>

/// The largest of many numbers in order, looked through piece by piece from the last to the first. Of equal
/// ones the one that was met first comes first.
package struct LargestNumbers {
  /// How many are kept at most.
  package let limit: Int
  /// How many are kept.
  package private(set) var count = 0
  private var keptValues: [Float]
  private var keptPlaces: [Int32]

  /// None yet; `limit` is at least 0.
  package init(limit: Int) {
    self.limit = limit
    keptValues = [Float](repeating: 0, count: limit)
    keptPlaces = [Int32](repeating: 0, count: limit)
  }

  /// Looks through `count` numbers; the place of each is `first` and its index.
  package mutating func look(through x: Floats, count number: Int, first: Int = 0) {
    if limit == 0 { return }
    count = ck_largest(number, x, first, limit, count, &keptValues, &keptPlaces)
  }

  /// The largest numbers, in order.
  package var values: ArraySlice<Float> { keptValues[..<count] }
  /// Where they were.
  package var places: [Int] { keptPlaces[..<count].map(Int.init) }
}
