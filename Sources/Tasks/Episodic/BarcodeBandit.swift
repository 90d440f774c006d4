import Numerics

/// Contextual bandits that come back: which arm pays goes with a barcode, and the barcodes of an epoch
/// come several times each.
///
/// In each context one arm pays 1 with a probability of .9 and the others with .1. A *presentation* of a
/// context is some pulls, during which its barcode is shown, and one step more, which shows what the last
/// pull gave and whose action does nothing: there a memory is stored. Each presentation is an inner episode
/// (`TimeStep.inner`). An episode of the environment is an *epoch*: all presentations of all contexts in
/// random order, so that only an episodic memory carries anything from one to the next. In the next epoch
/// barcodes and arms are drawn anew, so nothing about them can be learned by weights.
///
/// The arms are dealt like cards: as many contexts as arms use every arm once.
///
/// With noise, each presentation draws which bits of its barcode are flipped, like a new drawing of a known
/// picture.
///
/// - Source: Ritter et al. (2018), the bandits with barcodes. The length of the barcodes and the noise are
///   ours; the paper's noisy contexts are, by accounts of it, images.
public struct BarcodeBandit: Bandit, Hashable {
  /// One pull, with what is hidden from who plays.
  public struct Pull: Hashable, Sendable {
    /// Which context, in 0 ..< `contextNumber`.
    public let context: Int
    /// The how manieth presentation of this context, counted from 1.
    public let presentation: Int
    /// How many presentations of any context there were before in the epoch.
    public let place: Int
    /// Which pull of the presentation, counted from 0.
    public let number: Int
    /// What was pulled.
    public let arm: Int
    /// The arm that pays.
    public let payingArm: Int
    /// What the arm pays in expectation, .9 or .1.
    public let expectedReward: Double
    /// What it paid, 0 or 1.
    public let reward: Double
    /// The context whose key the most similar stored one is; nil while nothing is stored.
    public let recalledContext: Int?

    /// Whether the most similar stored key is another context's.
    public var recallsAnother: Bool {
      if let recalledContext { recalledContext != context } else { false }
    }
  }

  /// What the arm that pays, pays in expectation.
  public static let payingProbability = 0.9
  /// What the others pay.
  public static let otherProbability = 0.1

  /// How many contexts an epoch has.
  public let contextNumber: Int
  /// How often each of them comes.
  public let presentationCount: Int
  /// Pulls in a presentation.
  public let pullCount: Int
  /// How many bits a barcode has.
  public let bitCount: Int
  /// The probability that a bit is flipped in what is shown of a barcode.
  public let flipProbability: Double
  /// Whether a memory is stored under the barcode as it is, and not as it was seen.
  public let storesCleanKeys: Bool
  /// How barcodes stand in numbers.
  public let numbers: BarcodeNumbers
  /// How many arms there are.
  public let actionCount: Int
  /// `[contextNumber]`, the arm that pays in each context; empty before the first epoch.
  public private(set) var payingArms: [Int] = []
  /// The last pull; nil at the beginning and after a step that was none.
  public private(set) var lastPull: Pull?

  private var barcodes: [[Bool]] = []
  private var order: [Int] = []
  private var place = 0
  private var pull = 0
  private var presentations: [Int] = []
  /// The barcode as it is seen now.
  private var seen: [Bool] = []
  private var stored: [StoredKey] = []
  private var recalledContext: Int?
  private var clock = EpisodeClock()

  /// A distribution of epochs; the defaults are the paper's task.
  ///
  /// - Parameters:
  ///   - arms: at least 1.
  ///   - contexts: how many an epoch has, at least 1 and at most half of the barcodes that there are.
  ///   - presentations: how often each comes, at least 1.
  ///   - pulls: in a presentation, at least 1.
  ///   - bits: of a barcode, in 1...62.
  ///   - flipProbability: of each bit, in [0, 1].
  ///   - storesCleanKeys: whether memories are stored under the barcodes without their noise.
  ///   - numbers: what stands for a bit.
  ///
  ///   Traps when one of them is out of its range.
  public init(
    arms: Int = 10, contexts: Int = 10, presentations: Int = 10, pulls: Int = 10, bits: Int = 10,
    flipProbability: Double = 0, storesCleanKeys: Bool = false, numbers: BarcodeNumbers = .bits
  ) {
    require(arms >= 1 && contexts >= 1, "\(contexts) contexts with \(arms) arms")
    require(presentations >= 1 && pulls >= 1, "\(presentations) presentations of \(pulls) pulls")
    require(bits >= 1 && bits <= 62, "barcodes of \(bits) bits")
    require(2 * contexts <= 1 << bits, "\(contexts) contexts with barcodes of \(bits) bits")
    require(
      flipProbability >= 0 && flipProbability <= 1,
      "a probability of flips of \(flipProbability)")
    (actionCount, contextNumber, presentationCount) = (arms, contexts, presentations)
    (pullCount, bitCount) = (pulls, bits)
    (self.flipProbability, self.storesCleanKeys) = (flipProbability, storesCleanKeys)
    self.numbers = numbers
  }

  /// A number for each bit: the barcode is seen.
  public var observationCount: Int { bitCount }
  /// The barcode is the key.
  public var contextCount: Int { bitCount }
  /// An epoch: a presentation has one step more than pulls.
  public var stepLimit: Int { contextNumber * presentationCount * (pullCount + 1) }

  /// `[actionCount]`: what each arm pays in expectation; zeros at the step that shows the outcome.
  public var expectedRewards: [Double] {
    guard place < order.count && pull < pullCount else {
      return [Double](repeating: 0, count: actionCount)
    }
    let paying = payingArms[order[place]]
    return (0..<actionCount).map {
      $0 == paying ? Self.payingProbability : Self.otherProbability
    }
  }

  /// Draws an epoch.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step, with the first barcode.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    barcodes = distinctBarcodes(contextNumber, bits: bitCount, using: &rng)
    payingArms = []
    while payingArms.count < contextNumber {
      var deck = Array(0..<actionCount)
      shuffle(&deck, using: &rng)
      payingArms += deck.prefix(contextNumber - payingArms.count)
    }
    order = (0..<contextNumber * presentationCount).map { $0 % contextNumber }
    shuffle(&order, using: &rng)
    presentations = [Int](repeating: 0, count: contextNumber)
    (stored, place, lastPull) = ([], 0, nil)
    clock.start()
    present(using: &rng)
    return seeing(.restart(observation))
  }

  /// Pulls an arm; after the last pull of a presentation, ends it.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: the source of randomness.
  /// - Returns: a reward of 0 or 1 and the barcode; after the step that shows the outcome, the next one's.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    if pull < pullCount {
      let context = order[place]
      let expected = expectedRewards[action]
      let reward = bernoulli(expected, using: &rng) ? 1.0 : 0
      lastPull = Pull(
        context: context, presentation: presentations[context], place: place, number: pull,
        arm: action, payingArm: payingArms[context], expectedReward: expected, reward: reward,
        recalledContext: recalledContext)
      pull += 1
      return seeing(.transition(reward: reward, observation))
    }
    lastPull = nil
    stored.append(StoredKey(storedKey, numbers, context: order[place]))
    place += 1
    if isLast { return .termination(reward: 0, observation) }
    present(using: &rng)
    return seeing(.inner(reward: 0, observation))
  }

  private var observation: Observation { .numbers(barcodeKey(seen, numbers)) }
  private var storedKey: [Bool] { storesCleanKeys ? barcodes[order[place]] : seen }

  /// Shows the next context.
  private mutating func present(using rng: inout Generator) {
    let context = order[place]
    presentations[context] += 1
    pull = 0
    seen = barcodes[context]
    if flipProbability > 0 {
      seen = seen.map { bernoulli(flipProbability, using: &rng) ? !$0 : $0 }
    }
    recalledContext = mostSimilarContext
  }

  /// With the memory: it looks while there are pulls, and stores when their outcomes are all seen.
  private func seeing(_ step: TimeStep) -> TimeStep {
    let isOver = pull == pullCount
    let context = isOver ? Observation.numbers(barcodeKey(storedKey, numbers)) : step.observation
    return step.with(Recall(context, retrieves: !isOver, stores: isOver))
  }

  /// Whose stored key is most similar by the cosine, and of equal ones the youngest, as in a memory with
  /// the default settings; the arithmetic is the memory's, so that ties are its ties.
  private var mostSimilarContext: Int? {
    let query = StoredKey(seen, numbers, context: 0).bits
    var best: (context: Int, similarity: Float)?
    for key in stored {
      let product =
        numbers == .bits
        ? (query & key.bits).nonzeroBitCount : bitCount - 2 * (query ^ key.bits).nonzeroBitCount
      let similarity = Float(product) * key.scale
      if best.map({ similarity >= $0.similarity }) ?? true { best = (key.context, similarity) }
    }
    return best?.context
  }
}

/// A key in a memory, as a task keeps count of it.
private struct StoredKey: Hashable, Sendable {
  /// Bit i of the barcode is bit i.
  let bits: UInt64
  /// 1 over the length of the key as numbers, 0 for a key of zeros.
  let scale: Float
  let context: Int

  init(_ code: [Bool], _ numbers: BarcodeNumbers, context: Int) {
    bits = code.indices.reduce(0) { code[$1] ? $0 | 1 << UInt64($1) : $0 }
    let square = numbers == .bits ? bits.nonzeroBitCount : code.count
    scale = square > 0 ? 1 / Float(square).squareRoot() : 0
    self.context = context
  }
}
