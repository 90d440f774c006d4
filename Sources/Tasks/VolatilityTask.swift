import Numerics

/// Two arms, p and 1 − p, in phases that are stable or volatile, without a sign which.
///
/// In a stable phase old outcomes stay informative, and a learner should average over many; in a volatile
/// one they soon mislead, and it should learn fast.
///
/// | | Behrens et al. (2007), from memory | Wang et al. (2018) | here |
/// |---|---|---|---|
/// | stable phase | 120 trials, p = .75 | part of 200-step episodes | 100 trials, p = .75 or .25 |
/// | volatile phase | 170 trials, p = .8 or .2, reversals after 30 to 40 | – | 100 trials, p = .8 or .2, reversal every 25, or after 25 ± a spread |
/// | change of phase | – | – | after 100 trials, or 100 ± a spread |
/// | order | both, by subject | stable, volatile, volatile, stable in tests | random, or as given |
///
/// Deviations: people saw two numbers, random amounts to be won, beside the targets, and so sometimes had
/// a reason to choose the less likely one; here every reward is 1. The good arm is drawn anew at the
/// start of each phase. The original's numbers of trials could not be checked.
///
/// - Source: Behrens et al. (2007); Wang et al. (2018), Fig. 3.
public struct VolatilityTask: Bandit, Hashable {
  /// What a part of an episode is like.
  public enum Phase: Int, Hashable, Sendable, Codable, CaseIterable {
    /// One probability throughout.
    case stable
    /// Probabilities that reverse.
    case volatile
  }

  /// The phases of an episode, in order unless they are shuffled.
  public let phases: [Phase]
  /// Whether each episode has its phases in a random order.
  public let isShuffled: Bool
  /// Trials in a phase, on average.
  public let phaseLength: Int
  /// How far the end of each phase but the last may lie from its place, either way: each is equally likely.
  /// With 0 a network can know by counting from the start when the other phase begins. The episode is as
  /// long as ever, so the last phase takes what is left.
  public let phaseSpread: Int
  /// After how many trials of a volatile phase the arms change roles, on average.
  public let reversalInterval: Int
  /// How much the interval between reversals may differ from that, either way: each is equally likely. With
  /// 0 a network can learn to expect reversals by counting, and need not learn from surprises.
  public let intervalSpread: Int
  /// The better arm's probability of a reward in a stable phase; the other has the rest to 1.
  public let stableProbability: Double
  /// The better arm's probability of a reward in a volatile phase.
  public let volatileProbability: Double

  /// The phases of this episode, in the order that was drawn. Hidden from the agent.
  public private(set) var order: [Phase]
  /// The arm that pays more now. Hidden from the agent.
  public private(set) var goodArm = 0
  /// Trials completed in this episode.
  public private(set) var trialIndex = 0
  /// The trial that the last step completed; nil at the start.
  public private(set) var completedTrial: ChoiceTrial?
  private var clock = EpisodeClock()
  /// After how many trials of the episode each phase ends.
  private var phaseEnds: [Int]
  /// After which trial of the phase the arms change roles next.
  private var nextReversal = 0

  /// A distribution of episodes.
  ///
  /// - Parameters:
  ///   - phases: at least one; traps otherwise.
  ///   - isShuffled: whether their order is drawn for each episode.
  ///   - phaseLength: trials in a phase, at least 1; traps otherwise.
  ///   - phaseSpread: at least 0 and less than half of `phaseLength`, so that no phase is empty; traps
  ///     otherwise.
  ///   - reversalInterval: at least 1; traps otherwise.
  ///   - intervalSpread: at least 0 and less than `reversalInterval`; traps otherwise.
  ///   - stableProbability: in [0, 1]; traps otherwise.
  ///   - volatileProbability: in [0, 1]; traps otherwise.
  public init(
    _ phases: [Phase] = [.stable, .volatile], isShuffled: Bool = false, phaseLength: Int = 100,
    phaseSpread: Int = 0, reversalInterval: Int = 25, intervalSpread: Int = 0,
    stableProbability: Double = 0.75,
    volatileProbability: Double = 0.8
  ) {
    require(!phases.isEmpty, "an episode without phases")
    require(phaseLength >= 1, "a phase of \(phaseLength) trials")
    require(
      phaseSpread >= 0 && 2 * phaseSpread < phaseLength,
      "phases of \(phaseLength) trials whose ends move by \(phaseSpread)")
    require(reversalInterval >= 1, "a reversal every \(reversalInterval) trials")
    require(
      intervalSpread >= 0 && intervalSpread < reversalInterval,
      "a reversal every \(reversalInterval) ± \(intervalSpread) trials")
    for p in [stableProbability, volatileProbability] {
      require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]")
    }
    (self.phases, self.isShuffled) = (phases, isShuffled)
    (self.phaseLength, self.reversalInterval) = (phaseLength, reversalInterval)
    (self.phaseSpread, self.intervalSpread) = (phaseSpread, intervalSpread)
    (self.stableProbability, self.volatileProbability) = (stableProbability, volatileProbability)
    order = phases
    phaseEnds = phases.indices.map { ($0 + 1) * phaseLength }
  }

  /// The task that agents are trained on: a stable and a volatile phase in random order.
  public static let training = Self(isShuffled: true)

  /// 0: nothing is seen.
  public var observationCount: Int { 0 }
  /// 2 arms.
  public var actionCount: Int { 2 }
  /// The trials of all phases.
  public var stepLimit: Int { phases.count * phaseLength }
  /// The phase of the coming trial; after the last trial, of that one.
  public var phase: Phase { order[phaseIndex] }
  private var phaseIndex: Int {
    phaseEnds.firstIndex { trialIndex < $0 } ?? phaseEnds.count - 1
  }
  /// `[2]`, the probability of a reward of each arm in the coming trial.
  public var expectedRewards: [Double] {
    let p = goodProbability
    return goodArm == 0 ? [p, 1 - p] : [1 - p, p]
  }
  private var goodProbability: Double {
    phase == .stable ? stableProbability : volatileProbability
  }

  /// Draws the order of the phases and the first good arm.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    order = phases
    if isShuffled { shuffle(&order, using: &rng) }
    for i in phaseEnds.indices.dropLast() where phaseSpread > 0 {
      phaseEnds[i] =
        (i + 1) * phaseLength - phaseSpread + integer(below: 2 * phaseSpread + 1, using: &rng)
    }
    goodArm = integer(below: 2, using: &rng)
    (trialIndex, completedTrial) = (0, nil)
    nextReversal = interval(using: &rng)
    clock.start()
    return .restart()
  }

  /// Pulls an arm; then the arms may change roles.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: the source of randomness.
  /// - Returns: a reward of 0 or 1.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    let p = action == goodArm ? goodProbability : 1 - goodProbability
    let isRewarded = bernoulli(p, using: &rng)
    completedTrial = ChoiceTrial(action: action, isRewarded: isRewarded)
    trialIndex += 1
    let start = phaseIndex == 0 ? 0 : phaseEnds[phaseIndex - 1]
    let inPhase = trialIndex - start
    if inPhase == 0 {
      goodArm = integer(below: 2, using: &rng)
      nextReversal = interval(using: &rng)
    } else if phase == .volatile && inPhase == nextReversal {
      goodArm = 1 - goodArm
      nextReversal += interval(using: &rng)
    }
    let reward = isRewarded ? 1.0 : 0
    return isLast ? .termination(reward: reward) : .transition(reward: reward)
  }

  /// Draws how long it is to the next reversal; without a spread nothing is drawn.
  private func interval(using rng: inout Generator) -> Int {
    intervalSpread == 0
      ? reversalInterval
      : reversalInterval - intervalSpread + integer(below: 2 * intervalSpread + 1, using: &rng)
  }
}
