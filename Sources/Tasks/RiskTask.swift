import Numerics

/// One trial of the risk task, as the analyses need it.
public struct RiskTrial: Hashable, Sendable, Codable {
  /// Whether the large, risky lever was pressed.
  public let isRisky: Bool
  /// What it paid, in units of the small reward.
  public let reward: Double
  /// Whether only one lever could be pressed.
  public let isForced: Bool

  /// One trial.
  ///
  /// - Parameters:
  ///   - isRisky: whether the risky lever was pressed.
  ///   - reward: what it paid.
  ///   - isForced: whether only one lever could be pressed.
  public init(isRisky: Bool, reward: Double, isForced: Bool) {
    (self.isRisky, self.reward, self.isForced) = (isRisky, reward, isForced)
  }

  /// Whether the large reward was left out.
  public var isOmission: Bool { isRisky && reward == 0 }
}

/// A small reward that is certain, or a large one that is not.
///
/// In the first trials only one lever can be pressed, each equally often, in random order; then both can.
/// Which side is risky is drawn for each episode.
///
/// | | Stopper et al. (2014), as Wang et al. (2018) model it | a public reimplementation | here |
/// |---|---|---|---|
/// | small, certain | 1 | 1 | 1 |
/// | large, risky | 4 | 4 | 4 with probability p, else 0 |
/// | p in tests | .5 and .125 | .5 and .125, in blocks of a session | as given, one an episode |
/// | p in training | – | .5 and .125 in blocks | .05, .125, .25, .5 or .75, one an episode |
/// | forced trials | – | 5 a lever, in random order | 5 a lever, in random order |
/// | trials | – | 100, tests 120 | 60 |
///
/// A forced trial presses the lever that is out, whatever the action. The observation is four numbers:
/// which levers are out (left, right), and which was pressed in the trial before (left, right); so an
/// agent's previous action, which in a forced trial may not be what happened, cannot mislead it.
///
/// Deviations: p does not change within an episode, where the rats' falls from block to block (100, 50, 25,
/// 12.5 % in the same laboratory's St. Onge et al., 2011, with one pellet against four); there are no delays,
/// and no trial is left out.
///
/// - Source: Stopper et al. (2014); Wang et al. (2018), simulation 6.
public struct RiskTask: Environment, Hashable {
  /// The certain reward.
  public static let smallReward = 1.0
  /// The risky reward.
  public static let largeReward = 4.0
  /// The probabilities of the large reward, one of which is drawn for each episode, all equally likely.
  public let probabilities: [Double]
  /// Forced trials of each lever.
  public let forcedTrialsPerLever: Int
  /// Trials in an episode, the forced ones among them.
  public let trialCount: Int

  /// p, the probability of the large reward in this episode. Hidden from the agent.
  public private(set) var probability: Double
  /// The side of the risky lever: 0 left, 1 right. Hidden from the agent.
  public private(set) var riskySide = 0
  /// The trial that the last step completed; nil at the start.
  public private(set) var completedTrial: RiskTrial?
  /// Trials completed in this episode.
  public private(set) var trialIndex = 0
  /// `[2 × forcedTrialsPerLever]`, the lever that is out in each of the forced trials.
  private var forcedLevers: [Int] = []
  private var clock = EpisodeClock()
  /// What is seen, for each lever that is out (left, right, both) and each that was pressed (left, right,
  /// none), made once.
  private let looks: [Observation]

  /// A distribution of episodes.
  ///
  /// - Parameters:
  ///   - probabilities: of the large reward, at least one, each in [0, 1]; traps otherwise.
  ///   - forcedTrialsPerLever: at least 0; traps otherwise.
  ///   - trialCount: more than the forced trials; traps otherwise.
  public init(
    probabilities: [Double] = [0.05, 0.125, 0.25, 0.5, 0.75], forcedTrialsPerLever: Int = 5,
    trialCount: Int = 60
  ) {
    require(!probabilities.isEmpty, "a risk task without a probability")
    for p in probabilities { require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]") }
    require(forcedTrialsPerLever >= 0, "\(forcedTrialsPerLever) forced trials")
    require(
      trialCount > 2 * forcedTrialsPerLever,
      "\(trialCount) trials, of which \(2 * forcedTrialsPerLever) are forced")
    self.probabilities = probabilities
    self.forcedTrialsPerLever = forcedTrialsPerLever
    self.trialCount = trialCount
    probability = probabilities[0]
    let (out, pressed): ([[Float]], [[Float]]) = (
      [[1, 0], [0, 1], [1, 1]], [[1, 0], [0, 1], [0, 0]]
    )
    looks = out.flatMap { out in pressed.map { .numbers(out + $0) } }
  }

  /// 4 numbers: levers that are out, lever that was pressed.
  public var observationCount: Int { 4 }
  /// 2 levers.
  public var actionCount: Int { 2 }
  /// Trials in an episode.
  public var stepLimit: Int { trialCount }
  /// The lever that is out in the coming trial; nil if both are.
  public var forcedLever: Int? {
    trialIndex < forcedLevers.count ? forcedLevers[trialIndex] : nil
  }
  /// `[2]`, what each lever pays in expectation. Hidden from the agent.
  public var expectedRewards: [Double] {
    [0, 1].map { $0 == riskySide ? probability * Self.largeReward : Self.smallReward }
  }

  /// Draws p, the sides and the order of the forced trials.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first trial's levers.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    probability = probabilities[integer(below: probabilities.count, using: &rng)]
    riskySide = integer(below: 2, using: &rng)
    forcedLevers = (0..<2 * forcedTrialsPerLever).map { $0 % 2 }
    shuffle(&forcedLevers, using: &rng)
    (trialIndex, completedTrial) = (0, nil)
    clock.start()
    return .restart(look(pressed: nil))
  }

  /// Presses a lever, or the only one that is out.
  ///
  /// - Parameters:
  ///   - action: 0 for left, 1 for right.
  ///   - rng: the source of randomness.
  /// - Returns: the reward, 0, 1 or 4, and the next trial's levers.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: trialCount)
    let forced = forcedLever
    let pressed = forced ?? action
    let isRisky = pressed == riskySide
    var reward = Self.smallReward
    if isRisky { reward = bernoulli(probability, using: &rng) ? Self.largeReward : 0 }
    completedTrial = RiskTrial(isRisky: isRisky, reward: reward, isForced: forced != nil)
    trialIndex += 1
    let seen = look(pressed: pressed)
    return isLast ? .termination(reward: reward, seen) : .transition(reward: reward, seen)
  }

  private func look(pressed: Int?) -> Observation {
    looks[3 * (forcedLever ?? 2) + (pressed ?? 2)]
  }
}
