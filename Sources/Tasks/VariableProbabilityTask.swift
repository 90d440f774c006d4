import Numerics

/// Three odours, after which the same reward comes with probability 10, 50 or 90 %.
///
/// Nothing depends on what is done: there is one action, to wait. A step is a trial; its odour was shown
/// with the time step before it, and its reward is 1 or 0.
///
/// | | experiment | here |
/// |---|---|---|
/// | probabilities | 10, 50, 90 % | the same |
/// | odour to outcome | 2 s | one step |
/// | how often each odour | – | equally often (our choice) |
///
/// - Source: Dabney et al. (2020), Fig. 3 and Extended Data Fig. 9.
public struct VariableProbabilityTask: Environment, Hashable {
  /// `[odour]`, how likely the reward is after each.
  public let probabilities: [Double]
  /// Trials in an episode.
  public let trialCount: Int
  /// The odour that was shown last: the outcome of the next step follows it.
  public private(set) var odour = 0
  private var clock = EpisodeClock()

  /// The task.
  ///
  /// - Parameters:
  ///   - probabilities: at least one, each in [0, 1]; traps otherwise.
  ///   - trialCount: at least 1; traps otherwise.
  public init(probabilities: [Double] = [0.1, 0.5, 0.9], trialCount: Int = 100) {
    require(!probabilities.isEmpty, "a task without odours")
    for p in probabilities { require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]") }
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    self.probabilities = probabilities
    self.trialCount = trialCount
  }

  /// How many odours there are.
  public var observationCount: Int { probabilities.count }
  /// 1: to wait.
  public var actionCount: Int { 1 }
  /// Trials in an episode.
  public var stepLimit: Int { trialCount }

  /// Begins an episode.
  ///
  /// - Parameter rng: the source of randomness; one draw is taken.
  /// - Returns: the odour of the first trial.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    clock.start()
    odour = integer(below: probabilities.count, using: &rng)
    return .restart(.cue(odour))
  }

  /// Waits for the outcome.
  ///
  /// - Parameters:
  ///   - action: 0.
  ///   - rng: the source of randomness.
  /// - Returns: 1 or 0, and the odour of the next trial.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: trialCount)
    let reward = bernoulli(probabilities[odour], using: &rng) ? 1.0 : 0
    if isLast { return .termination(reward: reward) }
    odour = integer(below: probabilities.count, using: &rng)
    return .transition(reward: reward, .cue(odour))
  }
}
