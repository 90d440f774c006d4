import Networks
import Numerics

/// How a meta-learner is trained by trust region policy optimisation with backpropagation through time.
///
/// One update plays one episode in every environment, makes one step of the policy within its trust region,
/// and then fits the critic, whose layers are its own, to what came of the episodes. The critic is
/// `independent`: the actor is told the reward, and what the critic learns does not move the policy.
///
/// - Source: Schulman et al. (2015) for the rule, Schulman et al. (2016) for the advantages, Duan et al. (2016)
///   for its use with recurrent networks.
public struct TRPOSettings: MetaLearnerSettings {
  /// Who trains so.
  public typealias Trainer = TRPOTrainer

  /// Dense layers between the observation and the recurrent ones: how many units each has.
  public var encoder: [Int] = []
  /// The recurrent layers of the actor, and of the critic.
  public var layers: [Architecture.Layer] = [.lstm(48)]
  /// Whether the state at the beginning of an episode is learned; else it is 0.
  public var learnsInitialState = false
  /// For how many steps fresh units remember at most, at least 3; nil: all for about three. See
  /// `Architecture.initialParameters(memorySpan:using:)`.
  public var memorySpan: Int?
  /// How the memory of episodic layers works; without such layers there is none.
  public var memory = EpisodicMemorySettings()
  /// What the network is told.
  public var inputs = MetaLearnerInputs()
  /// How many environments are played side by side, one episode each, at least 1.
  public var environmentCount = 96
  /// How many updates a whole training has, at least 1.
  public var updateCount = 400
  /// γ, in [0, 1]: what a reward one step later counts.
  public var discount = 0.9
  /// λ of generalised advantage estimation, in [0, 1]: 1 takes what was really got, 0 trusts the critic
  /// after one step.
  public var lambda = 1.0
  /// How far a step of the policy goes.
  public var trustRegion = TrustRegion()
  /// On which part of the episodes Fisher's information is measured, in (0, 1]; whole shards, at least one.
  public var fisherPart = 0.25
  /// How many steps of Adam the critic makes on all episodes of an update, at least 1.
  public var criticStepCount = 5
  /// η of the critic over the training.
  public var criticLearningRate = Schedule.constant(3e-3)
  /// How many environments one piece of work holds, at least 1. Pieces may run on several threads; their
  /// gradients are summed in order, so the results depend on this number but not on the threads.
  public var environmentsInShard = 8

  /// The critic has layers of its own, and is told what the actor is told.
  public var critic: Architecture.Critic { .independent }

  /// There is none: Fisher's information is not known of it.
  public var attention: AttentionSettings? { nil }

  /// The defaults.
  public init() {}

  /// The same settings with some of them changed.
  ///
  /// ```swift
  /// let settings = TRPOSettings { $0.trustRegion.divergenceLimit = 0.02 }
  /// ```
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) {
    change(&self)
  }

  /// Traps when a setting is out of its range.
  func check() {
    checkPlay()
    trustRegion.check()
    require(fisherPart > 0 && fisherPart <= 1, "Fisher's information on \(fisherPart) of all")
    require(criticStepCount >= 1, "\(criticStepCount) steps of the critic")
  }
}

/// What one update of training by TRPO was like.
public struct TRPOReport: TrainingReport {
  /// Which update, counted from 1.
  public let update: Int
  /// Steps taken in it, over all environments.
  public let stepCount: Int
  /// Episodes that ended in it.
  public let episodeCount: Int
  /// The mean reward of an episode that ended in it, summed over its steps; NaN if none ended.
  public let meanEpisodeReward: Double
  /// The policy's entropy, in nats, averaged over steps.
  public let entropy: Double
  /// The mean of (R − V)², in squared units of reward, before the critic was fitted.
  public let squaredValueError: Double
  /// The length of the surrogate's gradient with respect to the policy's parameters.
  public let gradientNorm: Double
  /// The mean divergence of the new policy from the old, in nats, over all steps of all episodes.
  public let divergence: Double
  /// The surrogate's gain, `mean((π/π_old − 1)·A)` with advantages of standard deviation 1.
  public let surrogateGain: Double
  /// Which part of the full step was taken; 0 if none was good enough.
  public let stepFraction: Double
  /// What conjugate gradients left of the gradient, as a part of its length.
  public let residual: Double
  /// Updates after which the policy is what it was: no step was good enough.
  public let failureCount: Int
}

extension TRPOReport {
  /// Several updates told as one: counts are sums, the others means over steps, episodes or updates.
  ///
  /// - Parameter reports: of consecutive updates, at least one; traps otherwise.
  public init(merging reports: some Collection<TRPOReport>) {
    self.init(
      update: reports.lastUpdate, stepCount: reports.stepCount,
      episodeCount: reports.episodeCount, meanEpisodeReward: reports.meanEpisodeReward,
      entropy: reports.meanOverSteps(\.entropy),
      squaredValueError: reports.meanOverSteps(\.squaredValueError),
      gradientNorm: reports.meanOverUpdates(\.gradientNorm),
      divergence: reports.meanOverUpdates(\.divergence),
      surrogateGain: reports.meanOverUpdates(\.surrogateGain),
      stepFraction: reports.meanOverUpdates(\.stepFraction),
      residual: reports.meanOverUpdates(\.residual),
      failureCount: reports.reduce(0) { $0 + $1.failureCount })
  }
}
