import Networks
import Numerics

/// How a meta-learner is trained: advantage actor-critic with backpropagation through time.
///
/// The defaults are the book's recipe for small bandits. One update plays some steps in every environment,
/// computes advantages, and follows the gradient of the loss, summed over time and averaged over
/// environments.
///
/// - Source: Mnih et al. (2016); Wang et al. (2016), Table 1, for what the values stand for.
public struct A2CSettings: MetaLearnerSettings {
  /// Who trains so.
  public typealias Trainer = A2CTrainer

  /// How long the environments are played between two updates.
  public enum Unroll: Hashable, Codable, Sendable {
    /// Until every environment has finished one episode; all begin anew together.
    case episode
    /// A number of steps; the network's state is carried on, its gradient is not.
    case steps(Int)
  }

  /// Dense layers between the observation and the recurrent ones: how many units each has.
  public var encoder: [Int] = []
  /// The recurrent layers.
  public var layers: [Architecture.Layer] = [.lstm(48)]
  /// Where the value comes from. A separate critic is told the reward, and the actor, in place of the
  /// reward, the error of the critic's prediction: `δ = r + γ·V − V′`. An independent one is told what the
  /// actor is told, the reward among it.
  public var critic = Architecture.Critic.shared
  /// Whether the state at the beginning of an episode is learned; else it is 0.
  public var learnsInitialState = false
  /// For how many steps fresh units remember at most, at least 3; nil: all for about three. See
  /// `Architecture.initialParameters(memorySpan:using:)`.
  public var memorySpan: Int?
  /// How the memory of episodic layers works; without such layers there is none.
  public var memory = EpisodicMemorySettings()
  /// How the network attends to what it stored; nil: there is no attention.
  public var attention: AttentionSettings?
  /// What the network is told.
  public var inputs = MetaLearnerInputs()
  /// How many environments are played side by side, at least 1.
  public var environmentCount = 32
  /// How long between two updates.
  public var unroll = Unroll.episode
  /// How many updates a whole training has, at least 1.
  public var updateCount = 2_500
  /// γ, in [0, 1]: what a reward one step later counts.
  public var discount = 0.9
  /// How far ahead is looked over the training, in steps: `1 / (1 − γ)`, at least 1. With it γ follows from
  /// this and not from `discount`; nil: `discount` holds throughout. Not for a separate critic, whose errors
  /// the actor is told: what they mean would change under it.
  ///
  /// Short returns are less noisy, and teach sooner; long ones teach what pays only later, as exploring does.
  public var horizon: Schedule?
  /// Whether γ is taken with a minus sign, `R[t] = r[t] − γ·R[t+1]`. Nobody should learn so; a published
  /// program did, where `~done` was to be a mask and is −1 in Python, and chapter 7 shows what follows.
  public var negatesDiscount = false
  /// λ of generalised advantage estimation, in [0, 1]: 1 takes what was really got, 0 trusts the critic
  /// after one step.
  public var lambda = 1.0
  /// βᵥ: the weight of the critic's loss.
  public var valueCoefficient = 0.05
  /// βₑ over the training: the weight of the policy's entropy.
  public var entropyCoefficient = Schedule.linear(from: 0.05, to: 0)
  /// η over the training.
  public var learningRate = Schedule.linear(from: 2e-3, to: 2e-4)
  /// The rule that turns gradients into changes.
  public var optimizer = Optimizer.adam()
  /// The greatest length of a gradient; nil leaves them as they are.
  public var gradientNormLimit: Double? = 40
  /// How many environments one piece of work holds, at least 1. Pieces may run on several threads; their
  /// gradients are summed in order, so the results depend on this number but not on the threads.
  public var environmentsInShard = 8

  /// The defaults.
  public init() {}

  /// The same settings with some of them changed.
  ///
  /// ```swift
  /// let settings = A2CSettings { $0.discount = 0.8 }
  /// ```
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) {
    change(&self)
  }

  /// Traps when a setting is out of its range.
  func check() {
    checkPlay()
    if case .steps(let count) = unroll { require(count >= 1, "an unroll of \(count) steps") }
    if let horizon {
      // Straight lines: what holds at both ends holds between.
      for steps in [horizon.value(at: 0), horizon.value(at: 1)] {
        require(steps >= 1 && steps < .infinity, "a horizon of \(steps) steps")
      }
      require(critic != .separate, "a horizon that changes, with a separate critic")
    }
  }

  /// γ with its sign at a point of the training, a part of it in [0, 1].
  func signedDiscount(at progress: Double) -> Double {
    (negatesDiscount ? -1 : 1) * (horizon.map { 1 - 1 / $0.value(at: progress) } ?? discount)
  }
}

extension A2CSettings {
  /// Reads settings; what is not named is as the defaults have it.
  ///
  /// - Parameter decoder: where they are read from.
  /// - Throws: what cannot be read.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, or standard: Value) throws -> Value {
      try values.decodeIfPresent(Value.self, forKey: key) ?? standard
    }
    self.init()
    encoder = try read(.encoder, or: encoder)
    layers = try read(.layers, or: layers)
    critic = try read(.critic, or: critic)
    learnsInitialState = try read(.learnsInitialState, or: learnsInitialState)
    memorySpan = try values.decodeIfPresent(Int.self, forKey: .memorySpan)
    memory = try read(.memory, or: memory)
    attention = try values.decodeIfPresent(AttentionSettings.self, forKey: .attention)
    inputs = try read(.inputs, or: inputs)
    environmentCount = try read(.environmentCount, or: environmentCount)
    unroll = try read(.unroll, or: unroll)
    updateCount = try read(.updateCount, or: updateCount)
    discount = try read(.discount, or: discount)
    horizon = try values.decodeIfPresent(Schedule.self, forKey: .horizon)
    negatesDiscount = try read(.negatesDiscount, or: negatesDiscount)
    lambda = try read(.lambda, or: lambda)
    valueCoefficient = try read(.valueCoefficient, or: valueCoefficient)
    entropyCoefficient = try read(.entropyCoefficient, or: entropyCoefficient)
    learningRate = try read(.learningRate, or: learningRate)
    optimizer = try read(.optimizer, or: optimizer)
    // A limit that is missing is none: nothing is written for it.
    gradientNormLimit = try values.decodeIfPresent(Double.self, forKey: .gradientNormLimit)
    environmentsInShard = try read(.environmentsInShard, or: environmentsInShard)
  }
}

/// Training stopped because a number was no longer one.
public struct TrainingDiverged: Error, Equatable, CustomStringConvertible {
  /// The update at which it was found, counted from 1.
  public let update: Int
  /// What was not finite.
  public let quantity: String

  /// A failure.
  ///
  /// - Parameters:
  ///   - update: counted from 1.
  ///   - quantity: what was not finite.
  public init(update: Int, quantity: String) {
    (self.update, self.quantity) = (update, quantity)
  }

  /// What happened and what to do.
  public var description: String {
    "training diverged at update \(update): \(quantity) is not finite; "
      + "try a lower learning rate or a lower limit of the gradient's norm"
  }
}

/// What one update of training was like.
public struct A2CReport: TrainingReport {
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
  /// The mean of (R − V)², in squared units of reward.
  public let squaredValueError: Double
  /// The gradient's length before it was clipped.
  public let gradientNorm: Double
}

extension A2CReport {
  /// Several updates told as one: counts are sums, the others means over steps, episodes or updates.
  ///
  /// - Parameter reports: of consecutive updates, at least one; traps otherwise.
  public init(merging reports: some Collection<A2CReport>) {
    self.init(
      update: reports.lastUpdate, stepCount: reports.stepCount,
      episodeCount: reports.episodeCount, meanEpisodeReward: reports.meanEpisodeReward,
      entropy: reports.meanOverSteps(\.entropy),
      squaredValueError: reports.meanOverSteps(\.squaredValueError),
      gradientNorm: reports.meanOverUpdates(\.gradientNorm))
  }
}
