/// A seeded random number generator: xoshiro256++, with independent streams by index.
///
/// The same seed and stream give the same numbers on every machine and with every version of Swift.
/// For that reason it is deliberately no `RandomNumberGenerator`: the standard library's `random`
/// and `shuffle` may change their sequences, so the compiler refuses them here. Sample with
/// `uniform(using:)`, `integer(below:using:)`, `normal(using:)`, `bernoulli(_:using:)`,
/// `categorical(_:using:)` and `shuffle(_:using:)`.
///
/// It is a value: a copy goes on from the same place as the original and repeats its numbers.
///
/// - Source: Blackman & Vigna (2021), *Scrambled linear pseudorandom number generators*, ACM TOMS 47,
///   <https://prng.di.unimi.it>. Seeded from SplitMix64, as its authors advise.
public struct Generator: Hashable, Sendable, Codable {
  private var a, b, c, d: UInt64

  /// A generator at the start of one stream of a seed.
  ///
  /// The state of stream `s` is the outputs 4s … 4s + 3 of SplitMix64 started at `seed`. So no two
  /// streams of a seed share a word of state, and any stream is reached at once.
  ///
  /// - Parameters:
  ///   - seed: any number.
  ///   - stream: which of the seed's streams, for example the index of a simulated subject.
  public init(seed: Int, stream: Int = 0) {
    let (seed, stream) = (UInt64(bitPattern: Int64(seed)), UInt64(bitPattern: Int64(stream)))
    var seeder = SplitMix64(state: seed &+ 4 &* stream &* SplitMix64.increment)
    self.init(state: (seeder.next(), seeder.next(), seeder.next(), seeder.next()))
  }

  /// A generator in a given state, for test vectors.
  ///
  /// - Parameter state: the four words of xoshiro256++; traps if all are zero, a state it never
  ///   leaves.
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
    require(a | b | c | d != 0, "the state of a Generator must not be all zeros")
  }

  /// The four words of xoshiro256++: a generator made from them goes on from here.
  public var state: (UInt64, UInt64, UInt64, UInt64) { (a, b, c, d) }

  /// The next 64 random bits.
  ///
  /// - Returns: any `UInt64`, all equally likely.
  public mutating func next() -> UInt64 {
    let result = rotatedLeft(a &+ d, by: 23) &+ a
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotatedLeft(d, by: 45)
    return result
  }
}

/// SplitMix64: a counter and a mixing function; every seed has another sequence.
///
/// It only seeds `Generator`.
///
/// - Source: Steele, Lea & Flood (2014), *Fast splittable pseudorandom number generators*, OOPSLA.
struct SplitMix64 {
  static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= Self.increment
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

private func rotatedLeft(_ x: UInt64, by count: UInt64) -> UInt64 {
  x << count | x >> (64 - count)
}
