import Foundation
import Numerics
import Testing

/// Each sampler is tested with the seeds 0 ..< 10; the margin is the one of `sidakThreshold`: all ten
/// together fail by chance once in a thousand.
@Suite("Sampling")
struct SamplingTests {
  let threshold = sidakThreshold(tests: 10)

  @Test("uniform fills [0, 1) evenly", arguments: 0..<10)
  func uniformCells(seed: Int) {
    var rng = Generator(seed: seed)
    var counts = [Int](repeating: 0, count: 200)
    for _ in 0..<50_000 {
      let x = uniform(using: &rng)
      #expect(x >= 0 && x < 1)
      counts[Int(x * 200)] += 1
    }
    expectEven(counts)
  }

  @Test("uniform in a range stays in it", arguments: [0.0..<1e-300, -3.0..<5, 1.0..<1.0.nextUp])
  func uniformRange(range: Range<Double>) {
    var rng = Generator(seed: 0)
    for _ in 0..<1000 { #expect(range.contains(uniform(in: range, using: &rng))) }
  }

  @Test("integer(below:) is even", arguments: [1, 2, 3, 7, 100, 1000])
  func integers(bound: Int) {
    for seed in 0..<10 {
      var rng = Generator(seed: seed)
      var counts = [Int](repeating: 0, count: bound)
      for _ in 0..<20_000 { counts[integer(below: bound, using: &rng)] += 1 }
      if bound > 1 { expectEven(counts, tests: 60) }
    }
  }

  @Test("integer(below:) has no bias where a plain remainder has")
  func integersWithoutBias() {
    // Below 3·2⁶¹ a remainder would fall into the lower half with probability 2/3 instead of 1/2.
    let bound = 3 << 61
    let half = bound / 2
    var rng = Generator(seed: 0)
    let low = (0..<20_000).filter { _ in integer(below: bound, using: &rng) < half }.count
    expectEven([low, 20_000 - low])
  }

  @Test("normal fills its quantiles evenly", arguments: 0..<10)
  func normals(seed: Int) {
    var rng = Generator(seed: seed)
    var counts = [Int](repeating: 0, count: 100)
    for _ in 0..<50_000 {
      let z = (normal(mean: 3, standardDeviation: 2, using: &rng) - 3) / 2
      let quantile = 0.5 * erfc(-z / 2.0.squareRoot())
      counts[min(99, Int(quantile * 100))] += 1
    }
    expectEven(counts)
  }

  @Test("bernoulli has its probability", arguments: [0.0, 0.001, 0.3, 0.5, 0.999, 1])
  func bernoullis(probability: Double) {
    for seed in 0..<10 {
      var rng = Generator(seed: seed)
      let hits = (0..<20_000).filter { _ in bernoulli(probability, using: &rng) }.count
      if probability == 0 || probability == 1 {
        #expect(hits == Int(probability * 20_000))
      } else {
        let expected = [20_000 * probability, 20_000 * (1 - probability)]
        let p = chiSquareProbability(observed: [hits, 20_000 - hits], expected: expected)
        #expect(p > sidakThreshold(tests: 40))
      }
    }
  }

  @Test("categorical has its probabilities, never draws the impossible", arguments: 0..<10)
  func categoricals(seed: Int) {
    let probabilities = [0, 0.5, 0.2, 0, 0.299, 0.001, 0]
    var rng = Generator(seed: seed)
    var counts = [Int](repeating: 0, count: probabilities.count)
    for _ in 0..<20_000 { counts[categorical(probabilities, using: &rng)] += 1 }
    #expect(counts[0] == 0 && counts[3] == 0 && counts[6] == 0)
    let p = chiSquareProbability(observed: counts, expected: probabilities.map { $0 * 20_000 })
    #expect(p > threshold)
  }

  @Test("shuffle gives all 24 orders of four equally", arguments: 0..<10)
  func shuffles(seed: Int) {
    var rng = Generator(seed: seed)
    var counts = [Int](repeating: 0, count: 256)
    for _ in 0..<24_000 {
      var order = [0, 1, 2, 3]
      shuffle(&order, using: &rng)
      counts[order.reduce(0) { 4 * $0 + $1 }] += 1
    }
    let seen = counts.filter { $0 > 0 }
    #expect(seen.count == 24)
    expectEven(seen)
  }

  @Test("impossible requests are refused with their values")
  func refusals() async {
    let below = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var rng = Generator(seed: 0)
      _ = integer(below: 0, using: &rng)
    }
    #expect(message(of: below).contains("integer(below: 0) has nothing to choose from"))
    let probability = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var rng = Generator(seed: 0)
      _ = bernoulli(1.2, using: &rng)
    }
    #expect(message(of: probability).contains("probability 1.2 is not in [0, 1]"))
    let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var rng = Generator(seed: 0)
      _ = categorical([0.5, 0.25], using: &rng)
    }
    #expect(message(of: sum).contains("have the sum 0.75, not 1"))
  }

  private func expectEven(
    _ counts: [Int], tests: Int = 10, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let each = Double(counts.reduce(0, +)) / Double(counts.count)
    let expected = [Double](repeating: each, count: counts.count)
    let p = chiSquareProbability(observed: counts, expected: expected)
    #expect(p > sidakThreshold(tests: tests), sourceLocation: sourceLocation)
  }
}
