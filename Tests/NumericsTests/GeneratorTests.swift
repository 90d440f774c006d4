import Testing

@testable import Numerics

@Suite("Generator")
struct GeneratorTests {
  @Test("xoshiro256++ gives the published numbers from the state 1, 2, 3, 4")
  func xoshiroReference() {
    // rand_xoshiro's vector, made with the authors' reference implementation.
    var rng = Generator(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in rng.next() } == expected)
  }

  @Test("SplitMix64 gives the published numbers from the seed 1234567")
  func splitMixReference() {
    var seeder = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in seeder.next() } == expected)
  }

  @Test("stream 0 is the authors' own seeding: four outputs of SplitMix64")
  func seeding() {
    var seeder = SplitMix64(state: 1_234_567)
    let state = (seeder.next(), seeder.next(), seeder.next(), seeder.next())
    #expect(Generator(seed: 1_234_567) == Generator(state: state))
    let following = (seeder.next(), seeder.next(), seeder.next(), seeder.next())
    #expect(Generator(seed: 1_234_567, stream: 1) == Generator(state: following))
  }

  @Test("the same seed repeats, another seed or stream does not")
  func repeatability() {
    let first = numbers(Generator(seed: 7))
    #expect(first == numbers(Generator(seed: 7)))
    #expect(Set(first).isDisjoint(with: numbers(Generator(seed: 8))))
    #expect(Set(first).isDisjoint(with: numbers(Generator(seed: 7, stream: 1))))
  }

  @Test("neighbouring streams and seeds are uncorrelated")
  func independence() {
    // |r| of n = 20,000 pairs has the standard error 1/√n; 20 pairs, margin 4.5 of them.
    let streams = (0..<11).map { uniforms(Generator(seed: 0, stream: $0), 20_000) }
    let seeds = (0..<11).map { uniforms(Generator(seed: $0 + 100), 20_000) }
    for family in [streams, seeds] {
      for (one, next) in zip(family, family.dropFirst()) {
        #expect(abs(correlation(one, next)) < 4.5 / 20_000.0.squareRoot())
      }
    }
  }

  @Test("an all-zero state is refused")
  func zeroState() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator(state: (0, 0, 0, 0))
    }
    #expect(message(of: result).contains("must not be all zeros"))
  }

  private func numbers(_ generator: Generator) -> [UInt64] {
    var rng = generator
    return (0..<100).map { _ in rng.next() }
  }

  private func uniforms(_ generator: Generator, _ count: Int) -> [Double] {
    var rng = generator
    return (0..<count).map { _ in uniform(using: &rng) }
  }
}
