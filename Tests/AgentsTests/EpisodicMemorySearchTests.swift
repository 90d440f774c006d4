import Agents
import Numerics
import Testing

/// A memory as a list: the oldest first, every key compared.
private struct PlainMemory {
  let settings: EpisodicMemorySettings
  private(set) var held: [(key: [Float], value: Float)] = []

  init(_ settings: EpisodicMemorySettings) { self.settings = settings }

  mutating func append(_ value: Float, under key: [Float]) {
    held.append((key, value))
    if held.count > settings.capacity { held.removeFirst() }
  }

  mutating func clear() { held = [] }

  /// What the memory compares by, with its order of operations, so that ties are its ties.
  private func likeness(_ query: [Float], _ key: [Float]) -> Float {
    let pairs = zip(query, key)
    switch settings.similarity {
    case .cosine:
      let square = key.reduce(Float(0)) { $0.addingProduct($1, $1) }
      let product = pairs.reduce(Float(0)) { $0.addingProduct($1.0, $1.1) }
      return product * (square > 0 ? 1 / square.squareRoot() : 0)
    case .l1: return pairs.reduce(Float(0)) { $0 - abs($1.0 - $1.1) }
    case .l2, .inverseDistance:
      return pairs.reduce(Float(0)) { $0.addingProduct($1.1 - $1.0, $1.0 - $1.1) }
    }
  }

  private func similarity(_ likeness: Float, _ query: [Float]) -> Double {
    switch settings.similarity {
    case .cosine:
      let length = query.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
      return length > 0 ? Double(likeness) / length : 0
    case .l1, .l2: return Double(likeness)
    case .inverseDistance(let delta): return 1 / (delta - Double(likeness))
    }
  }

  /// The most similar first, of equal ones the youngest; without those that are none.
  func ranked(_ query: [Float]) -> [(index: Int, similarity: Double)] {
    var all: [(index: Int, likeness: Float)] = []
    for (i, memory) in held.enumerated() { all.append((i, likeness(query, memory.key))) }
    all = all.filter { !$0.likeness.isNaN }
    all.sort { $0.likeness != $1.likeness ? $0.likeness > $1.likeness : $0.index > $1.index }
    return all.map { ($0.index, similarity($0.likeness, query)) }
  }

  func value(for query: [Float]) -> Double? {
    var best = Array(ranked(query).prefix(settings.neighbourCount))
    if let least = settings.leastSimilarity { best = best.filter { $0.similarity >= least } }
    if best.isEmpty { return nil }
    var (above, below) = (0.0, 0.0)
    for memory in best {
      var weight = 1.0
      if case .inverseDistance = settings.similarity { weight = memory.similarity }
      above += weight * Double(held[memory.index].value)
      below += weight
    }
    return above / below
  }
}

@Suite("Searching an episodic memory")
struct EpisodicMemorySearchTests {
  /// A kind of comparing, and a similarity that some keys have and some have not.
  private static let kinds: [(EpisodicMemorySettings.Similarity, Double)] = [
    (.cosine, 0.5), (.l1, -2.5), (.l2, -2.5), (.inverseDistance(delta: 0.01), 0.3),
  ]

  @Test(
    "whatever is stored, asked and forgotten in whatever order, it finds what a list finds",
    arguments: kinds, [false, true])
  func anyOrder(kind: (EpisodicMemorySettings.Similarity, Double), withoutNumbers: Bool) {
    var rng = Generator(seed: 4)
    var asked = 0
    for capacity in [1, 2, 3, 7, 8, 16, 17, 33] {
      for (neighbours, isSelective) in [(1, false), (1, true), (3, true), (50, false)] {
        // With several neighbours a memory that cannot be compared takes part where others are too few.
        if withoutNumbers && neighbours > 1 { continue }
        let settings = EpisodicMemorySettings {
          $0.similarity = kind.0
          $0.capacity = capacity
          $0.neighbourCount = neighbours
          $0.leastSimilarity = isSelective ? kind.1 : nil
        }
        let memory = EpisodicMemory(keyCount: 3, valueCount: 1, settings)
        var plain = PlainMemory(settings)
        // Few different keys: many are alike, and some are zeros.
        func key() -> [Float] {
          if withoutNumbers && bernoulli(0.15, using: &rng) { return [1, .nan, 0] }
          return (0..<3).map { _ in Float(integer(below: 3, using: &rng)) - 1 }
        }
        var query = key()
        for i in 0..<300 {
          switch integer(below: 60, using: &rng) {
          case 0:
            memory.clear()
            plain.clear()
          case 1..<25:
            let new = key()
            memory.append([Float(i)], under: new)
            plain.append(Float(i), under: new)
          case 25..<32: query = key()
          default:
            let (found, expected) = (memory.value(for: query), plain.value(for: query))
            asked += 1
            if let expected {
              #expect(abs(Double(found?[0] ?? .nan) - expected) < 1e-4)
            } else if isSelective || plain.held.isEmpty {
              #expect(found == nil)
            } else {
              // Nothing can be compared: any that is held.
              #expect(plain.held.contains { $0.value == found?[0] })
            }
            let ranked = plain.ranked(query).prefix(4).map(\.index)
            #expect(
              memory.neighbours(of: query, limit: 4).map(\.index).prefix(ranked.count)
                == ranked[...])
          }
        }
      }
    }
    #expect(asked > 1_000)
  }
}
