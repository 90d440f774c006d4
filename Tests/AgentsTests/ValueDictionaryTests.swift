import Networks
import Numerics
import Testing

@testable import Agents

@Suite("Dictionaries of values")
struct ValueDictionaryTests {
  private func keys(_ count: Int, of length: Int, using rng: inout Generator) -> [[Float]] {
    (0..<count).map { _ in (0..<length).map { _ in Float(normal(using: &rng)) } }
  }

  @Test("two keys at the distances 1 and 2 with the values 0 and 1 answer 0.2001")
  func inverseDistance() throws {
    // (1/4.001) / (1/1.001 + 1/4.001).
    var dictionary = ValueDictionary(keyCount: 2, delta: 1e-3)
    #expect(dictionary.answer(to: [0, 0]) == nil)
    dictionary.write(0, under: [1, 0], rate: 0.1)
    dictionary.write(1, under: [0, -2], rate: 0.1)
    let answer = try #require(dictionary.answer(to: [0, 0]))
    #expect(abs(answer.value - 0.2001) < 5e-5)
    #expect(answer.neighbours.map(\.slot) == [0, 1])
    #expect(answer.neighbours.map(\.squaredDistance) == [1, 4])
    #expect(abs(answer.neighbours.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
  }

  @Test("an exact key moves its value, ten times by a tenth: 0.6513; any other is a new entry")
  func exactKey() {
    var dictionary = ValueDictionary(keyCount: 3)
    dictionary.write(0, under: [1, 2, 3], rate: 0.1)
    for _ in 0..<10 { dictionary.write(1, under: [1, 2, 3], rate: 0.1) }
    #expect(dictionary.count == 1)
    #expect(abs(dictionary[0].value - 0.6513) < 5e-5)
    dictionary.write(1, under: [1, 2, Float(3).nextUp], rate: 0.1)
    #expect(dictionary.count == 2 && dictionary[1].value == 1)
    #expect(dictionary[0].key == [1, 2, 3])
  }

  @Test("only the p nearest take part")
  func neighbourCount() throws {
    var dictionary = ValueDictionary(keyCount: 1, neighbourCount: 2)
    for (value, key) in [(1, 5), (2, 3), (3, -4), (100, 9)] as [(Float, Float)] {
      dictionary.write(value, under: [key], rate: 1)
    }
    let answer = try #require(dictionary.answer(to: [0]))
    #expect(answer.neighbours.map(\.slot) == [1, 2])
    #expect(answer.value > 2 && answer.value < 2.5)
  }

  @Test("a full dictionary forgets what was used longest ago")
  func eviction() throws {
    var dictionary = ValueDictionary(keyCount: 1, capacity: 3, neighbourCount: 1)
    for key in [10, 20, 30] as [Float] { dictionary.write(key, under: [key], rate: 1) }
    // The oldest is used and stays; an answer that is not used does not count.
    dictionary.use(try #require(dictionary.answer(to: [11])))
    _ = dictionary.answer(to: [20])
    dictionary.write(40, under: [40], rate: 1)
    #expect((0..<3).map { dictionary[$0].value } == [10, 40, 30])
    // To be written counts as use.
    dictionary.write(31, under: [30], rate: 1)
    dictionary.write(50, under: [50], rate: 1)
    #expect((0..<3).map { dictionary[$0].value } == [50, 40, 31])
    #expect(dictionary[0].key == [50] && dictionary.answer(to: [50])?.value == 50)
    // Used together, the first slot goes first.
    var pairs = ValueDictionary(keyCount: 1, capacity: 2)
    pairs.write(1, under: [1], rate: 1)
    pairs.write(2, under: [2], rate: 1)
    pairs.use(try #require(pairs.answer(to: [0])))
    pairs.write(3, under: [3], rate: 1)
    #expect((0..<2).map { pairs[$0].value } == [3, 2])
  }

  @Test(
    "the nearest are those that sorting finds, one query or many at once, to the bit",
    arguments: [1, 15, 16, 17, 700, 5_000])
  func nearest(stored: Int) {
    var rng = Generator(seed: 3)
    let length = 20
    var table = KeyTable(keyCount: length)
    let all = keys(stored, of: length, using: &rng)
    for key in all { table.append(key) }
    let queries = keys(7, of: length, using: &rng)
    let together = table.nearest(to: queries.flatMap(\.self), limit: 50)
    for (query, found) in zip(queries, together) {
      #expect(table.nearest(to: query, limit: 50) == [found])
      let ranked = all.indices.map { slot in
        KeyTable.Neighbour(
          slot: slot,
          squaredDistance: zip(query, all[slot]).reduce(Float(0)) {
            $0.addingProduct($1.0 - $1.1, $1.0 - $1.1)
          })
      }.sorted { ($0.squaredDistance, -$0.slot) < ($1.squaredDistance, -$1.slot) }
      #expect(found == Array(ranked.prefix(50)))
    }
    for slot in all.indices { #expect(table[slot] == all[slot]) }
  }

  @Test("of equally near keys the later slots come first")
  func ties() {
    var table = KeyTable(keyCount: 1)
    for i in 0..<3_000 { table.append([Float(i % 3)]) }
    let found = table.nearest(to: [0], limit: 40)[0]
    #expect(found.map(\.slot) == (0..<40).map { 2_997 - 3 * $0 })
    #expect(found.allSatisfy { $0.squaredDistance == 0 })
  }

  @Test("the largest of any numbers, in order, met from the end", arguments: [1, 5, 33])
  func largest(limit: Int) {
    var rng = Generator(seed: 4)
    for count in [0, 1, 7, 31, 32, 33, 64, 200] {
      let x = FloatBuffer((0..<count).map { _ in Float(integer(below: 20, using: &rng)) })
      var list = LargestNumbers(limit: limit)
      let half = count / 2
      list.look(through: x.pointer + half, count: count - half, first: half)
      list.look(through: x.pointer, count: half)
      let ranked = (0..<count).sorted { (x[$0], $0) > (x[$1], $1) }.prefix(limit)
      #expect(list.places == Array(ranked))
      #expect(Array(list.values) == ranked.map { x[$0] })
    }
  }

  @Test("what is not a number is smaller than all that are")
  func largestWithoutNumbers() {
    var rng = Generator(seed: 11)
    for limit in [1, 3, 40] {
      for count in [1, 8, 33, 100] {
        let x = FloatBuffer(
          (0..<count).map { _ in
            bernoulli(0.4, using: &rng) ? .nan : Float(integer(below: 20, using: &rng))
          })
        var list = LargestNumbers(limit: limit)
        list.look(through: x.pointer, count: count)
        let numbers = (0..<count).filter { !x[$0].isNaN }.sorted { (x[$0], $0) > (x[$1], $1) }
        #expect(list.count == min(limit, count))
        #expect(list.places.prefix(numbers.count) == numbers.prefix(limit))
        #expect(list.values.dropFirst(numbers.count).allSatisfy { $0.isNaN })
      }
    }
  }

  @Test("a key that is near nothing is refused")
  func noNumber() async {
    await #expect(processExitsWith: .failure) {
      var dictionary = ValueDictionary(keyCount: 2)
      dictionary.write(1, under: [0, .nan], rate: 1)
    }
    await #expect(processExitsWith: .failure) {
      var dictionary = ValueDictionary(keyCount: 2)
      dictionary.write(1, under: [-.infinity, 0], rate: 1)
    }
  }

  @Test("many queries at once have the bits of one, by every distance")
  func manyQueries() {
    var rng = Generator(seed: 5)
    let (d, blocks) = (13, 3)
    let table = FloatBuffer((0..<blocks * 16 * d).map { _ in Float(normal(using: &rng)) })
    let scales = FloatBuffer(count: blocks * 16)
    for kind in [Kernels.Comparison.l1, .l2] {
      for count in 1...9 {
        let queries = FloatBuffer((0..<count * d).map { _ in Float(normal(using: &rng)) })
        let (many, one) = (FloatBuffer(count: count * 50), FloatBuffer(count: blocks * 16))
        Kernels.similarities(
          kind, ofMany: count, blocks: blocks, keyCount: d, keys: table.pointer,
          queries: queries.pointer, into: many.pointer, resultRow: 50)
        for q in 0..<count {
          Kernels.similarities(
            kind, blocks: blocks, keyCount: d, keys: table.pointer, scales: scales.pointer,
            query: queries.pointer + q * d, into: one.pointer)
          #expect(Array(many.elements[q * 50..<q * 50 + blocks * 16]) == one.elements)
        }
      }
    }
  }

  @Test("the slopes of an answer are central differences, of query, keys and values")
  func slopes() {
    var rng = Generator(seed: 6)
    let (n, d, delta) = (5, 3, 0.05)
    func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in normal(using: &rng) } }
    let (query, keys, values) = (numbers(d), numbers(n * d), numbers(n))
    func mean(_ query: [Double], _ keys: [Double], _ values: [Double])
      -> InverseDistanceMean<Double>
    {
      InverseDistanceMean(
        squaredDistances: (0..<n).map { i in
          (0..<d).reduce(0) {
            $0 + (query[$1] - keys[i * d + $1]) * (query[$1] - keys[i * d + $1])
          }
        }, values: values, delta: delta)
    }
    let answer = mean(query, keys, values)
    let slopes = answer.slopes(
      query: query, keys: (0..<n).map { Array(keys[$0 * d..<$0 * d + d]) })
    #expect(gradientError(of: slopes.query, at: query) { mean($0, keys, values).value } < 1e-6)
    #expect(
      gradientError(of: slopes.keys.flatMap(\.self), at: keys) { mean(query, $0, values).value }
        < 1e-6)
    #expect(
      gradientError(of: answer.valueSlopes, at: values) { mean(query, keys, $0).value } < 1e-6)
  }
}
