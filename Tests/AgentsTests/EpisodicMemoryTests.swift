import Agents
import Numerics
import Testing

@Suite("Episodic memory")
struct EpisodicMemoryTests {
  private static let similarities: [EpisodicMemorySettings.Similarity] = [
    .cosine, .l1, .l2, .inverseDistance(delta: 0.01),
  ]

  /// The same in double precision, without blocks and vectors.
  private func similarity(
    _ kind: EpisodicMemorySettings.Similarity, _ q: [Float], _ k: [Float]
  ) -> Double {
    let pairs = zip(q, k).map { (Double($0), Double($1)) }
    let square = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    switch kind {
    case .cosine:
      let lengths = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.0 * $1.0, $0.1 + $1.1 * $1.1) }
      let product = pairs.reduce(0) { $0 + $1.0 * $1.1 }
      return product / (lengths.0 * lengths.1).squareRoot()
    case .l1: return -pairs.reduce(0) { $0 + abs($1.0 - $1.1) }
    case .l2: return -square
    case .inverseDistance(let delta): return 1 / (square + delta)
    }
  }

  @Test(
    "it finds what comparing with every key finds, also after it has forgotten some",
    arguments: similarities, [3, 40, 200])
  func nearest(kind: EpisodicMemorySettings.Similarity, stored: Int) {
    var rng = Generator(seed: 1)
    let settings = EpisodicMemorySettings {
      $0.similarity = kind
      $0.capacity = 100
    }
    let memory = EpisodicMemory(keyCount: 5, valueCount: 2, settings)
    var all: [(key: [Float], value: [Float])] = []
    for i in 0..<stored {
      let key = (0..<5).map { _ in Float(normal(using: &rng)) }
      all.append((key, [Float(i), -Float(i)]))
      memory.append(all[i].value, under: key)
    }
    let held = Array(all.suffix(100))
    #expect(memory.count == held.count)
    for (i, entry) in held.enumerated() {
      #expect(memory[i].key == entry.key && memory[i].value == entry.value)
    }
    for _ in 0..<20 {
      let query = (0..<5).map { _ in Float(normal(using: &rng)) }
      let ranked = held.indices.map { ($0, similarity(kind, query, held[$0].key)) }
        .sorted { $0.1 > $1.1 }
      let found = memory.neighbours(of: query, limit: 4)
      #expect(found.map(\.index) == ranked.prefix(4).map(\.0))
      for (neighbour, expected) in zip(found, ranked) {
        #expect(abs(neighbour.similarity - expected.1) < 1e-4 * max(1, abs(expected.1)))
      }
      #expect(memory.value(for: query) == held[ranked[0].0].value)
      // Asked again it gives the same without looking, until there is something new.
      #expect(memory.value(for: query) == held[ranked[0].0].value)
    }
  }

  @Test("of equal keys the youngest answers, round the end too", arguments: similarities)
  func equalKeys(kind: EpisodicMemorySettings.Similarity) {
    let settings = EpisodicMemorySettings {
      $0.similarity = kind
      $0.capacity = 20
    }
    let memory = EpisodicMemory(keyCount: 2, valueCount: 1, settings)
    for i in 0..<50 {
      memory.append([Float(i)], under: i % 2 == 0 ? [1, -1] : [1, 1])
      #expect(memory.value(for: [1, -1]) == [Float(i / 2 * 2)])
      if i > 0 { #expect(memory.value(for: [1, 1]) == [Float((i - 1) / 2 * 2 + 1)]) }
    }
  }

  @Test("a query that is asked again finds what has been stored since", arguments: similarities)
  func askedAgain(kind: EpisodicMemorySettings.Similarity) {
    var rng = Generator(seed: 3)
    for capacity in [1, 2, 7, 40] {
      let settings = EpisodicMemorySettings {
        $0.similarity = kind
        $0.capacity = capacity
      }
      // One is always asked the same; the other is asked something else in between, and so looks anew.
      let one = EpisodicMemory(keyCount: 2, valueCount: 1, settings)
      let other = EpisodicMemory(keyCount: 2, valueCount: 1, settings)
      for i in 0..<100 {
        // Few different keys, so that many are equally similar.
        let key = (0..<2).map { _ in Float(integer(below: 3, using: &rng)) - 1 }
        for memory in [one, other] { memory.append([Float(i)], under: key) }
        if bernoulli(0.5, using: &rng) {
          _ = other.value(for: [-1, 1])
          #expect(one.value(for: [1, 0.5]) == other.value(for: [1, 0.5]))
        }
      }
    }
  }

  @Test("nothing comes back before anything is stored, after clearing, or without retrieval")
  func nothing() {
    let memory = EpisodicMemory(keyCount: 1, valueCount: 1)
    #expect(memory.value(for: [1]) == nil && memory.neighbours(of: [1], limit: 3).isEmpty)
    memory.append([5], under: [1])
    #expect(memory.value(for: [1]) == [5])
    memory.clear()
    #expect(memory.count == 0 && memory.value(for: [1]) == nil)
    let control = EpisodicMemory(
      keyCount: 1, valueCount: 1, EpisodicMemorySettings { $0.isRetrieving = false })
    control.append([5], under: [1])
    #expect(control.count == 1 && control.value(for: [1]) == nil)
  }

  @Test("several neighbours: the weights of the inverse distance, or the mean")
  func severalNeighbours() throws {
    // Keys at distances 1 and 2 with values 0 and 1: (1/4.001) / (1/1.001 + 1/4.001) = 0.2001.
    func answer(_ kind: EpisodicMemorySettings.Similarity) throws -> Float {
      let settings = EpisodicMemorySettings {
        $0.similarity = kind
        $0.neighbourCount = 2
      }
      let memory = EpisodicMemory(keyCount: 1, valueCount: 1, settings)
      memory.append([1], under: [2])
      memory.append([0], under: [-1])
      memory.append([100], under: [30])
      return try #require(memory.value(for: [0]))[0]
    }
    #expect(abs(try answer(.inverseDistance(delta: 1e-3)) - 0.2001) < 5e-5)
    #expect(try answer(.l2) == 0.5)
  }

  @Test("a key of zeros is like nothing, and keys may be long")
  func edges() {
    let memory = EpisodicMemory(keyCount: 3, valueCount: 1)
    memory.append([1], under: [0.1, 0, 0])
    memory.append([2], under: [0, 0, 0])
    #expect(memory.value(for: [1, 0.5, 0]) == [1])
    #expect(memory.neighbours(of: [0, 0, 0], limit: 2).map(\.similarity) == [0, 0])
    var rng = Generator(seed: 2)
    let long = EpisodicMemory(keyCount: 300, valueCount: 1)
    let keys = (0..<30).map { _ in (0..<300).map { _ in Float(normal(using: &rng)) } }
    for (i, key) in keys.enumerated() { long.append([Float(i)], under: key) }
    for (i, key) in keys.enumerated() { #expect(long.value(for: key) == [Float(i)]) }
  }

  @Test(
    "with a least similarity, what is too unlike does not answer",
    arguments: [
      (EpisodicMemorySettings.Similarity.cosine, 0.9), (.l1, -0.5), (.l2, -0.25),
      (.inverseDistance(delta: 0.01), 2.0),
    ])
  func leastSimilarity(kind: EpisodicMemorySettings.Similarity, least: Double) {
    func memory(neighbours: Int) -> EpisodicMemory {
      let memory = EpisodicMemory(
        keyCount: 2, valueCount: 1,
        EpisodicMemorySettings {
          $0.similarity = kind
          $0.neighbourCount = neighbours
          $0.leastSimilarity = least
        })
      memory.append([7], under: [1, 0])
      memory.append([3], under: [0, 1])
      return memory
    }
    for neighbours in [1, 2] {
      let memory = memory(neighbours: neighbours)
      for _ in 0..<2 {
        // Of two neighbours only the one that is like it answers.
        #expect(memory.value(for: [1, 0.25]) == [7])
        #expect(memory.neighbours(of: [0, 1], limit: 1)[0].index == 1)
        #expect(memory.value(for: [1, 1]) == nil)
        #expect(memory.neighbours(of: [1, 0], limit: 1)[0].index == 0)
        #expect(memory.value(for: [1, 1]) == nil)
      }
      memory.append([5], under: [1, 1])
      #expect(memory.value(for: [1, 1]) == [5])
    }
  }
}
