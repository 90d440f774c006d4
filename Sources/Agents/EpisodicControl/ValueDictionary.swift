import Numerics

/// A dictionary of values whose keys need only be near: the answer is a mean over the nearest keys.
///
/// `Q(h) = Σ wᵢ·vᵢ` over the p nearest keys, `wᵢ = k(h, hᵢ) / Σⱼ k(h, hⱼ)`, `k = 1 / (‖h − hᵢ‖² + δ)`. A
/// value stored under exactly this key has the weight 1/δ and outweighs the others, if they are not very
/// near; far from all keys it is close to their plain mean.
///
/// It is the differentiable neural dictionary of one action. It holds *values*, to be averaged; the
/// dictionary of the same name in Ritter et al. (2018), `EpisodicMemory`, holds *states of a network*, and
/// gives back one.
///
/// Keys are compared one by one: exact, and in many dimensions no tree is faster, for it must look into nearly
/// all its leaves (a k-d tree of normal random keys: into 98 % of 5,000 keys at 16 numbers, all at 64). On one
/// core of the machine of the book's benchmarks the 50 nearest of 10⁵ keys of 64 numbers are found 800 times a
/// second, as fast as the keys can be read from memory, and 4,000 times in minibatches of 32 that share a
/// reading; `book bench dictionary` measures it.
///
/// - Source: Pritzel et al. (2017), equations 1, 2 and 5.
public struct ValueDictionary: Hashable, Sendable {
  /// A stored value that takes part in an answer.
  public struct Neighbour: Hashable, Sendable {
    /// Where it is, in 0 ..< `count`.
    public let slot: Int
    /// `‖h − hᵢ‖²`.
    public let squaredDistance: Float
    /// wᵢ, in (0, 1].
    public let weight: Float
  }

  /// What a dictionary answers.
  public struct Answer: Hashable, Sendable {
    /// Q, in units of the values.
    public let value: Float
    /// Who took part, the nearest first; of equally near ones that in the later slot. Never empty.
    public let neighbours: [Neighbour]
  }

  /// How many numbers a key has.
  public let keyCount: Int
  /// p: how many of the nearest keys take part in an answer, at least 1.
  public let neighbourCount: Int
  /// δ, above 0.
  public let delta: Float
  /// The most it holds, at least 1.
  public let capacity: Int
  private var keys: KeyTable
  private var values: [Float] = []
  /// When each slot last took part in an answer that was used, or was written.
  private var lastUses: [Int] = []
  private var clock = 0

  /// A dictionary that holds nothing.
  ///
  /// - Parameters:
  ///   - keyCount: how many numbers a key has, at least 1; traps otherwise.
  ///   - capacity: the most it holds, at least 1; traps otherwise.
  ///   - neighbourCount: p, at least 1; traps otherwise.
  ///   - delta: δ, above 0; traps otherwise.
  public init(
    keyCount: Int, capacity: Int = 500_000, neighbourCount: Int = 50, delta: Double = 1e-3
  ) {
    require(capacity >= 1, "room for \(capacity) values")
    require(neighbourCount >= 1, "an answer from \(neighbourCount) values")
    require(delta > 0, "δ of the inverse distance is \(delta), not above 0")
    (self.keyCount, self.capacity, self.neighbourCount) = (keyCount, capacity, neighbourCount)
    self.delta = Float(delta)
    keys = KeyTable(keyCount: keyCount)
  }

  /// How many values it holds.
  public var count: Int { keys.count }

  /// A key and its value.
  ///
  /// - Parameter slot: in 0 ..< `count`; traps otherwise.
  public subscript(slot: Int) -> (key: [Float], value: Float) { (keys[slot], values[slot]) }

  /// What it answers to a key.
  ///
  /// - Parameter key: `[keyCount]`; traps on another count.
  /// - Returns: nil while it holds nothing.
  public func answer(to key: [Float]) -> Answer? {
    require(key.count == keyCount, "a key of \(key.count) numbers, not \(keyCount)")
    return answers(to: key)?[0]
  }

  /// What it answers to several keys, in one pass over those it holds.
  ///
  /// - Parameter queries: `[queries, keyCount]`, row by row; traps if it is no whole number of keys.
  /// - Returns: `[queries]`, each as `answer(to:)` gives it; nil while it holds nothing.
  public func answers(to queries: [Float]) -> [Answer]? {
    if count == 0 { return nil }
    return keys.nearest(to: queries, limit: neighbourCount).map { found in
      let mean = InverseDistanceMean(
        squaredDistances: found.map(\.squaredDistance), values: found.map { values[$0.slot] },
        delta: delta)
      return Answer(
        value: mean.value,
        neighbours: zip(found, mean.weights).map {
          Neighbour(slot: $0.slot, squaredDistance: $0.squaredDistance, weight: $1)
        })
    }
  }

  /// Notes that an answer was used: who took part in it is not forgotten soon.
  ///
  /// - Parameter answer: one of this dictionary, before anything else was written.
  public mutating func use(_ answer: Answer) {
    clock += 1
    for neighbour in answer.neighbours { lastUses[neighbour.slot] = clock }
  }

  /// Writes a target under a key: `v ← v + α·(target − v)` if exactly this key is there (or one so near
  /// that its squared distance is 0 in single precision: 10⁻²³ for single numbers), else a new entry
  /// with the value `target`. A full dictionary forgets for it the entry that was used longest ago; of
  /// several used together, the one in the first slot.
  ///
  /// - Parameters:
  ///   - target: in units of the values; traps if it is not finite.
  ///   - key: `[keyCount]`, finite numbers; traps otherwise.
  ///   - rate: α, in [0, 1]; traps otherwise.
  public mutating func write(_ target: Float, under key: [Float], rate: Double) {
    require(target.isFinite, "a target of \(target)")
    require(rate >= 0 && rate <= 1, "a rate of \(rate) is not in [0, 1]")
    require(key.count == keyCount, "a key of \(key.count) numbers, not \(keyCount)")
    // It would be as far from all queries, itself included, and still answer them all.
    require(key.allSatisfy(\.isFinite), "a key of \(key)")
    clock += 1
    if let nearest = keys.nearest(to: key, limit: 1)[0].first, nearest.squaredDistance == 0 {
      values[nearest.slot] += Float(rate) * (target - values[nearest.slot])
      lastUses[nearest.slot] = clock
    } else if count < capacity {
      add(target, under: key)
    } else {
      var slot = 0
      for i in 1..<max(1, count) where lastUses[i] < lastUses[slot] { slot = i }
      keys[slot] = key
      (values[slot], lastUses[slot]) = (target, clock)
    }
  }

  /// A new entry, whether or not its key is there already; only below the capacity.
  mutating func add(_ value: Float, under key: [Float]) {
    keys.append(key)
    values.append(value)
    lastUses.append(clock)
  }

  /// Adds to a key and to its value what learning makes of them; it counts as no use.
  mutating func change(_ slot: Int, key change: some Sequence<Float>, value: Float) {
    keys[slot] = zip(keys[slot], change).map { $0 + $1 }
    values[slot] += value
  }
}
