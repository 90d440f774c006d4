import Numerics

/// Two arms, p and 1 − p, where p wanders: slowly in some episodes, fast in others, without a sign which.
///
/// - Source: Wang et al. (2016), § 3.1.4. The text does not give the sizes of the steps: here σ is .02 or
///   .2, p starts uniform on [0, 1], and it is reflected at 0 and 1.
public struct RestlessBandit: Bandit, Hashable {
  /// σ of one trial's step of p, in calm episodes and in volatile ones; each kind comes half the time.
  public let stepSizes: [Double]
  /// Trials in an episode.
  public let trialCount: Int
  /// p, the first arm's probability of a reward now.
  public private(set) var probability = 0.5
  /// Which of `stepSizes` this episode has.
  public private(set) var volatility = 0
  private var clock = EpisodeClock()

  /// A distribution of restless bandits.
  ///
  /// - Parameters:
  ///   - stepSizes: σ of each kind of episode, at least one, each at least 0; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  public init(stepSizes: [Double] = [0.02, 0.2], trialCount: Int = 100) {
    require(!stepSizes.isEmpty, "a restless bandit without a size of its steps")
    for size in stepSizes { require(size >= 0, "steps of size \(size)") }
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    self.stepSizes = stepSizes
    self.trialCount = trialCount
  }

  /// 0: nothing is seen.
  public var observationCount: Int { 0 }
  /// 2 arms.
  public var actionCount: Int { 2 }
  /// Trials in an episode.
  public var stepLimit: Int { trialCount }
  /// `[p, 1 − p]` now.
  public var expectedRewards: [Double] { [probability, 1 - probability] }

  /// Draws the kind of episode and the first p.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    volatility = integer(below: stepSizes.count, using: &rng)
    probability = uniform(using: &rng)
    clock.start()
    return .restart()
  }

  /// Pulls an arm; then p wanders.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: the source of randomness.
  /// - Returns: a reward of 0 or 1.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: trialCount)
    let reward = bernoulli(expectedRewards[action], using: &rng) ? 1.0 : 0
    probability += normal(standardDeviation: stepSizes[volatility], using: &rng)
    while probability < 0 || probability > 1 {
      probability = probability < 0 ? -probability : 2 - probability
    }
    return isLast ? .termination(reward: reward) : .transition(reward: reward)
  }
}
