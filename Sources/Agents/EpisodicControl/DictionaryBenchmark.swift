import Numerics

/// How fast a dictionary answers in one setting.
public struct DictionarySpeed: Hashable, Sendable {
  /// What was asked: `dnd/l2/n100000/d64/k50/q32` compares by squared distance with 10⁵ keys of 64 numbers,
  /// and gives the 50 nearest of each of 32 queries at a time.
  public let name: String
  /// Queries answered a second, on one core.
  public let queriesPerSecond: Double
  /// Billions of bytes of keys a second that were compared with: queries × keys × their numbers × 4.
  public let gigabytesCompared: Double
  /// Billions of bytes of keys a second that were read from memory: with several queries in a pass they are
  /// read once for all.
  public let gigabytesRead: Double

  /// One line of JSON.
  public var json: String {
    "{\"name\": \"\(name)\", \"queries_per_second\": \(rounded(queriesPerSecond)), "
      + "\"gb_compared_per_second\": \(rounded(gigabytesCompared)), "
      + "\"gb_read_per_second\": \(rounded(gigabytesRead))}"
  }

  private func rounded(_ x: Double) -> Double { (x * 100).rounded() / 100 }
}

/// Measures exact search for the nearest of normal random keys, by comparing with all of them.
///
/// Run it in a release build. Each setting is repeated and the fastest taken.
///
/// - Parameters:
///   - count: how many keys, at least 1.
///   - keyCount: how many numbers each has, at least 1.
///   - seconds: roughly how long each repetition of each setting runs.
///   - repetitions: how often, at least 1.
///   - report: gets each result as soon as it is there.
/// - Returns: the memory of the episodic agents (`EpisodicMemory`) by each similarity, for the nearest and
///   for the 50 nearest; and the dictionary of values (`ValueDictionary`) for the 50 nearest, one query at a
///   time and a minibatch of 32.
@discardableResult
public func benchmarkDictionary(
  count: Int = 100_000, keyCount: Int = 64, seconds: Double = 0.5, repetitions: Int = 3,
  report: (DictionarySpeed) -> Void = { _ in }
) -> [DictionarySpeed] {
  require(count >= 1 && keyCount >= 1, "\(count) keys of \(keyCount) numbers")
  require(repetitions >= 1, "\(repetitions) repetitions")
  var rng = Generator(seed: 0)
  func keys(_ number: Int) -> [[Float]] {
    (0..<number).map { _ in (0..<keyCount).map { _ in Float(normal(using: &rng)) } }
  }
  let (stored, queries) = (keys(count), keys(32))
  var results: [DictionarySpeed] = []

  func measure(_ name: String, neighbours: Int, queries perPass: Int, _ pass: (Int) -> Void) {
    let rates = (0..<repetitions).map { _ in
      let start = now()
      var passes = 0
      repeat {
        pass(passes)
        passes += 1
      } while now() - start < seconds
      return Double(passes) / (now() - start)
    }
    let rate = rates.reduce(0, max)
    let bytes = 4e-9 * Double(count * keyCount) * rate
    let result = DictionarySpeed(
      name: "\(name)/n\(count)/d\(keyCount)/k\(neighbours)/q\(perPass)",
      queriesPerSecond: rate * Double(perPass), gigabytesCompared: bytes * Double(perPass),
      gigabytesRead: bytes)
    results.append(result)
    report(result)
  }

  let similarities: [(String, EpisodicMemorySettings.Similarity)] = [
    ("cosine", .cosine), ("l1", .l1), ("l2", .l2),
  ]
  for (name, similarity) in similarities {
    let memory = EpisodicMemory(
      keyCount: keyCount, valueCount: 1,
      EpisodicMemorySettings {
        $0.similarity = similarity
        $0.capacity = count
      })
    for key in stored { memory.append([0], under: key) }
    for neighbours in [1, 50] {
      measure("memory/\(name)", neighbours: neighbours, queries: 1) { pass in
        let found = memory.neighbours(of: queries[pass % 32], limit: neighbours)
        require(found.count == min(neighbours, count), "\(found.count) neighbours")
      }
    }
  }
  var dictionary = ValueDictionary(keyCount: keyCount, capacity: count)
  for (i, key) in stored.enumerated() { dictionary.add(Float(i), under: key) }
  let minibatch = queries.flatMap(\.self)
  measure("values/l2", neighbours: 50, queries: 1) { pass in
    require(dictionary.answer(to: queries[pass % 32]) != nil, "no answer")
  }
  measure("values/l2", neighbours: 50, queries: 32) { _ in
    require(dictionary.answers(to: minibatch)?.count == 32, "no answers")
  }
  return results
}
