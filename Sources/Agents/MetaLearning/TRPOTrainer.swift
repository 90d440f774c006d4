import Networks
import Numerics
import Tasks

/// Trains a recurrent actor-critic on a distribution of tasks by trust region policy optimisation.
///
/// ```swift
/// let trainer = TRPOTrainer(BernoulliBandit(.medium), TRPOSettings(), seed: 0)
/// try trainer.train { print($0.divergence, $0.stepFraction) }
/// ```
///
/// Each update changes the policy as far as `TrustRegion` allows, whole episodes long: gradients pass back
/// through time, and divergences are measured with the network's own state under the new weights. A policy
/// for which no step is good enough stays as it is, and the report says so.
///
/// Fisher's information is the curvature of the mean divergence, `F = mean Jᵀ·(diag π − π·πᵀ)·J` with J the
/// derivatives of the logits; its product with a vector is exact, J·v forward beside the network and the rest
/// back through time. (A difference of gradients in single precision would need a step that fits the
/// curvature along v, which differs by five orders of magnitude from one v to another.) The same seed gives
/// the same parameters to the bit, with any number of threads, in debug and release builds, straight through
/// or from a checkpoint.
///
/// - Source: Schulman et al. (2015), appendix C; Pearlmutter (1994) for J·v; Duan et al. (2016).
public final class TRPOTrainer: MetaLearnerTrainer {
  /// How it trains.
  public let settings: TRPOSettings
  /// How many updates have been made.
  public private(set) var updatesDone = 0
  let training: ShardedTraining
  /// For each shard, what was last played.
  let episodes: [PlayedEpisodes]
  private let unrolls: [[TRPOUnroll]]
  private let optimizer: OptimizerState
  /// The weights before the update.
  private let start: FloatBuffer
  /// Along which the unrolls go for Fisher's information: 0 for the critic's parameters.
  private let direction: FloatBuffer
  /// On how many shards Fisher's information is measured.
  private let fisherShardCount: Int

  /// A training that has not begun.
  ///
  /// - Parameters:
  ///   - task: the distribution of tasks; every environment is a copy.
  ///   - settings: how to train; traps when one is out of its range.
  ///   - seed: of the weights' start, the tasks and the choices.
  ///   - threads: how many work; the results do not depend on it.
  @inlinable
  public convenience init<Task: Environment>(
    _ task: Task, _ settings: TRPOSettings, seed: Int, threads: Int = 1
  ) {
    self.init(settings, seed: seed, threads: threads) { EnvironmentBatch(task, generators: $0) }
  }

  @usableFromInline
  init(
    _ settings: TRPOSettings, seed: Int, threads: Int,
    makeBatch: ([Generator]) -> EnvironmentBatch
  ) {
    settings.check()
    self.settings = settings
    let training = ShardedTraining(
      settings, unroll: .episode, discount: settings.discount, seed: seed, threads: threads,
      makeBatch: makeBatch)
    self.training = training
    let count = training.architecture.layout.count
    let direction = FloatBuffer(count: count)
    self.direction = direction
    unrolls = training.rollouts.map { $0.map { TRPOUnroll($0, direction: direction) } }
    episodes = training.shards.map { shard in
      let rollouts = training.rollouts[0]
      return PlayedEpisodes(
        rollouts[shard.size == training.shards[0].size ? 0 : 1], training.architecture)
    }
    optimizer = OptimizerState(.adam(), count: count)
    start = FloatBuffer(count: count)
    let part = settings.fisherPart * Double(training.shards.count)
    fisherShardCount = max(1, Int(part.rounded(.up)))
  }

  /// The seed of all chance.
  public var seed: Int { training.seed }
  /// The network's shape.
  public var architecture: Architecture { training.architecture }
  /// What has been learned so far.
  public var parameters: Parameters { training.weights.parameters }

  /// The network with its present weights, which do not change any more, as an agent.
  ///
  /// - Returns: an agent that chooses by its policy's probabilities.
  public func agent() -> FrozenAgent { training.agent() }

  /// Plays an episode in every environment and learns from it once.
  ///
  /// - Returns: what the update was like.
  /// - Throws: that training diverged, naming the update. The parameters are as before it.
  public func update() throws(TrainingDiverged) -> TRPOReport {
    let weights = training.weights
    play()
    let gradient = surrogateGradient()
    let norm = dot(gradient, gradient).squareRoot()
    guard norm.isFinite else {
      throw TrainingDiverged(update: updatesDone + 1, quantity: "the gradient")
    }
    let step = settings.trustRegion.step(
      gradient: gradient, fisher: fisherProduct, evaluate: evaluate)
    weights.move(from: start, along: step.change, times: 1)
    guard fitCritic() else {
      weights.move(from: start, along: [], times: 0)
      throw TrainingDiverged(update: updatesDone + 1, quantity: "the critic's gradient")
    }
    updatesDone += 1
    let sums = training.sums
    let count = Double(max(1, sums.steps))
    return TRPOReport(
      update: updatesDone, stepCount: sums.steps, episodeCount: sums.episodes,
      meanEpisodeReward: sums.meanEpisodeReward, entropy: sums.entropy / count,
      squaredValueError: sums.squaredError / count, gradientNorm: norm,
      divergence: step.divergence, surrogateGain: step.gain, stepFraction: step.fraction,
      residual: step.residual, failureCount: step.fraction > 0 ? 0 : 1)
  }

  // MARK: - The parts of an update

  /// Plays, and gives the advantages the mean 0 and the standard deviation 1 over all steps.
  func play() {
    start.copy(from: training.weights.values)
    training.forEachShard(unrolls) { unroll, i in unroll.play(training.shards[i], episodes[i]) }
    let advantages = episodes.flatMap(\.countedAdvantages)
    let center = mean(advantages)
    let deviation = advantages.count > 1 ? standardDeviation(advantages) : 0
    for part in episodes {
      part.standardizeAdvantages(mean: center, scale: deviation == 0 ? 0 : 1 / deviation)
    }
  }

  /// `[policy parameters]`, the gradient of the surrogate, averaged over steps.
  private func surrogateGradient() -> [Double] {
    let scale = 1 / stepCount()
    training.forEachShard(unrolls) { unroll, i in
      unroll.surrogateGradient(episodes[i], into: training.shards[i].gradient, scale: scale)
    }
    training.sumGradients()
    return policyPart
  }

  /// `[policy parameters]`, F·v for such a v, with the present weights: a mean over the steps of the episodes
  /// that were last played, or of that part of them that the settings say.
  func fisherProduct(_ v: [Double]) -> [Double] {
    direction.setFirst(v)
    let scale = 1 / stepCount(of: fisherShardCount)
    training.forEachShard(unrolls, of: fisherShardCount) { unroll, i in
      unroll.fisherProduct(episodes[i], into: training.shards[i].gradient, scale: scale)
    }
    training.sumGradients(of: fisherShardCount)
    return policyPart
  }

  /// The mean divergence and the surrogate's gain of a change, over all steps.
  func evaluate(_ change: [Double]) -> (divergence: Double, gain: Double) {
    training.weights.move(from: start, along: change, times: 1)
    training.forEachShard(unrolls) { unroll, i in unroll.evaluate(episodes[i]) }
    let count = stepCount()
    return (
      episodes.reduce(0) { $0 + $1.divergence } / count,
      episodes.reduce(0) { $0 + $1.gain } / count
    )
  }

  /// Fits the critic to what came of the episodes. Whether its gradients were numbers.
  private func fitCritic() -> Bool {
    let progress = min(1, Double(updatesDone) / Double(settings.updateCount))
    let (scale, rate) = (1 / stepCount(), settings.criticLearningRate.value(at: progress))
    for _ in 0..<settings.criticStepCount {
      training.forEachShard(unrolls) { unroll, i in
        unroll.criticGradient(episodes[i], into: training.shards[i].gradient, scale: scale)
      }
      training.sumGradients()
      guard clip(training.gradient, toNorm: .greatestFiniteMagnitude).isFinite else { return false }
      // The policy's part of the gradient is 0: its parameters do not change.
      training.weights.update(with: optimizer, gradient: training.gradient, learningRate: rate)
    }
    return true
  }

  /// How many steps were played in the first shards, or in all.
  private func stepCount(of count: Int? = nil) -> Double {
    let shards = training.shards
    return Double(max(1, shards.prefix(count ?? shards.count).reduce(0) { $0 + $1.sums.steps }))
  }

  private var policyPart: [Double] {
    training.gradient.elements.prefix(architecture.policyParameterCount).map(Double.init)
  }

  // MARK: - Stopping and going on

  /// All that this training needs to go on: weights, the critic's optimiser, and all chance.
  ///
  /// The weights are called as PyTorch would; see `Architecture.tensors(of:prefix:)`.
  ///
  /// - Returns: a file to be written.
  public func checkpoint() -> TensorFile {
    training.checkpoint(of: Self.rule, settings, updates: updatesDone, optimizer)
  }

  /// Goes on from where another training with the same task, settings and seed stood: what follows has the
  /// same bits as if it had never stopped.
  ///
  /// - Parameter file: from `checkpoint()`.
  /// - Throws: what does not fit; this training is not to be used then.
  public func resume(from file: TensorFile) throws(CheckpointError) {
    updatesDone = try training.resume(
      Self.rule, settings, from: file, optimizer, changesOfOptimizer: settings.criticStepCount)
  }

  private static let rule = "a TRPO"
}
