import Numerics

/// Bandits put together from arms that one may have met before, though never together.
///
/// An epoch has some good cues and some poor ones, each with a barcode. An inner episode offers several
/// arms, each under a cue of its own: one good cue, which pays 1 with a probability of .9, and poor ones,
/// which pay with .1, in random places. First the cues are *looked at* one after the other, each look being a
/// step at which the memory looks for that cue. Then there are some pulls, and after each a memory is stored
/// under the cue of the arm that was pulled; one step more shows the last outcome. So what is recalled of
/// each arm comes from other inner episodes and other places, and the memory of a whole combination would be
/// of little use: combinations seldom come again.
///
/// The observation says only which look it is, or that it is none. The cue is the key of the memory: its
/// barcode is drawn anew in each epoch, and means nothing by itself.
///
/// - Source: ours, after an idea of Ritter et al. (2018): by accounts of it, a task with a cue for each arm.
public struct CompositionalBandit: Environment, Hashable {
  /// What a memory is stored under.
  public enum Keys: Hashable, Sendable {
    /// Each cue by itself, after each pull of its arm.
    case cues
    /// All cues of the inner episode together, in their order, once, after the last pull.
    case combination
  }

  /// One pull, with what is hidden from who plays.
  public struct Pull: Hashable, Sendable {
    /// The how manieth presentation of this good cue, counted from 1.
    public let presentation: Int
    /// How many of the poor cues were there in an earlier inner episode.
    public let knownPoorCues: Int
    /// Whether the same cues were offered together before, in any order.
    public let isKnownCombination: Bool
    /// Which pull of the inner episode, counted from 0.
    public let number: Int
    /// What was pulled.
    public let arm: Int
    /// The arm that pays.
    public let payingArm: Int
    /// What the arm pays in expectation, .9 or .1.
    public let expectedReward: Double
    /// What it paid, 0 or 1.
    public let reward: Double
  }

  /// How many arms an inner episode offers.
  public let actionCount: Int
  /// How many good cues an epoch has.
  public let goodCueCount: Int
  /// How many poor cues an epoch has.
  public let poorCueCount: Int
  /// How often each good cue comes.
  public let presentationCount: Int
  /// Pulls in an inner episode.
  public let pullCount: Int
  /// How many bits a cue's barcode has.
  public let bitCount: Int
  /// What a memory is stored under.
  public let keys: Keys
  /// The last pull; nil at the beginning and after a step that was none.
  public private(set) var lastPull: Pull?

  private var barcodes: [[Bool]] = []
  private var order: [Int] = []
  private var place = 0
  /// Steps of the inner episode so far: looks, then pulls, then one more.
  private var moment = 0
  /// The cues offered now: the good ones have the first numbers.
  private var offered: [Int] = []
  private var timesSeen: [Int] = []
  private var combinations: [[Int]] = []
  private var isKnownCombination = false
  private var clock = EpisodeClock()

  /// A distribution of epochs.
  ///
  /// - Parameters:
  ///   - arms: in an inner episode, at least 2.
  ///   - goodCues: in an epoch, at least 1.
  ///   - poorCues: in an epoch, at least `arms` − 1.
  ///   - presentations: of each good cue, at least 1.
  ///   - pulls: in an inner episode, at least 1.
  ///   - bits: of a barcode, in 1...62, enough for twice as many as there are cues.
  ///   - keys: what a memory is stored under.
  ///
  ///   Traps when one of them is out of its range.
  public init(
    arms: Int = 3, goodCues: Int = 4, poorCues: Int = 8, presentations: Int = 8, pulls: Int = 5,
    bits: Int = 10, keys: Keys = .cues
  ) {
    require(arms >= 2, "\(arms) arms")
    require(goodCues >= 1 && poorCues >= arms - 1, "\(goodCues) good cues, \(poorCues) poor ones")
    require(presentations >= 1 && pulls >= 1, "\(presentations) presentations of \(pulls) pulls")
    require(bits >= 1 && bits <= 62, "barcodes of \(bits) bits")
    require(2 * (goodCues + poorCues) <= 1 << bits, "too many cues for barcodes of \(bits) bits")
    (actionCount, goodCueCount, poorCueCount) = (arms, goodCues, poorCues)
    (presentationCount, pullCount, bitCount) = (presentations, pulls, bits)
    self.keys = keys
  }

  /// A number for each look, and one for all other moments.
  public var observationCount: Int { actionCount + 1 }
  /// The barcode of a cue, or those of all that are offered.
  public var contextCount: Int { keys == .cues ? bitCount : actionCount * bitCount }
  /// An epoch.
  public var stepLimit: Int { goodCueCount * presentationCount * innerCount }

  private var innerCount: Int { actionCount + pullCount + 1 }
  private var isPull: Bool { moment >= actionCount && moment < actionCount + pullCount }

  /// Draws an epoch.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step: a look at the first cue.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    barcodes = distinctBarcodes(goodCueCount + poorCueCount, bits: bitCount, using: &rng)
    order = (0..<goodCueCount * presentationCount).map { $0 % goodCueCount }
    shuffle(&order, using: &rng)
    timesSeen = [Int](repeating: 0, count: barcodes.count)
    (combinations, place, lastPull) = ([], 0, nil)
    clock.start()
    offer(using: &rng)
    return looking(.restart(observation))
  }

  /// Pulls an arm, or goes on with a look, where any action does the same.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: the source of randomness.
  /// - Returns: the reward of a pull, 0 or 1, and what comes next.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    var reward = 0.0
    let wasPull = isPull
    lastPull = nil
    if wasPull {
      let isGood = offered[action] < goodCueCount
      let expected =
        isGood ? BarcodeBandit.payingProbability : BarcodeBandit.otherProbability
      reward = bernoulli(expected, using: &rng) ? 1 : 0
      lastPull = pull(action, expected: expected, reward: reward)
    }
    moment += 1
    if moment < innerCount {
      let step = TimeStep.transition(reward: reward, observation)
      return wasPull ? storing(step, action) : looking(step)
    }
    for cue in offered { timesSeen[cue] += 1 }
    combinations.append(offered.sorted())
    if isLast { return .termination(reward: 0) }
    place += 1
    offer(using: &rng)
    return looking(.inner(reward: 0, observation))
  }

  private func pull(_ arm: Int, expected: Double, reward: Double) -> Pull {
    Pull(
      presentation: timesSeen[order[place]] + 1,
      knownPoorCues: offered.filter { $0 >= goodCueCount && timesSeen[$0] > 0 }.count,
      isKnownCombination: isKnownCombination, number: moment - actionCount, arm: arm,
      payingArm: offered.firstIndex { $0 < goodCueCount } ?? 0, expectedReward: expected,
      reward: reward)
  }

  /// Puts together the next inner episode.
  private mutating func offer(using rng: inout Generator) {
    var poor = Array(goodCueCount..<goodCueCount + poorCueCount)
    shuffle(&poor, using: &rng)
    offered = [order[place]] + poor.prefix(actionCount - 1)
    shuffle(&offered, using: &rng)
    isKnownCombination = combinations.contains(offered.sorted())
    moment = 0
  }

  private var observation: Observation { .cue(min(moment, actionCount)) }

  /// With a look into the memory, if one of the cues is looked at.
  private func looking(_ step: TimeStep) -> TimeStep {
    guard moment < actionCount else { return step }
    let context = keys == .cues ? key(ofArm: moment) : keyOfAll
    return step.with(Recall(.numbers(context), retrieves: true, stores: false))
  }

  /// With a memory of the pull just made.
  private func storing(_ step: TimeStep, _ arm: Int) -> TimeStep {
    switch keys {
    case .cues:
      return step.with(Recall(.numbers(key(ofArm: arm)), retrieves: false, stores: true))
    case .combination:
      if isPull { return step }
      return step.with(Recall(.numbers(keyOfAll), retrieves: false, stores: true))
    }
  }

  private func key(ofArm arm: Int) -> [Float] { barcodeKey(barcodes[offered[arm]], .bits) }
  private var keyOfAll: [Float] { offered.indices.flatMap { key(ofArm: $0) } }
}
