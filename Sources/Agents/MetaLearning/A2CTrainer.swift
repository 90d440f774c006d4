import Networks
import Numerics
import Tasks

/// Trains a recurrent actor-critic on a distribution of tasks: the slow learning of meta-learning.
///
/// ```swift
/// let trainer = A2CTrainer(BernoulliBandit(.medium), A2CSettings(), seed: 0)
/// try trainer.train()
/// let agent = trainer.agent()  // its weights never change again
/// ```
///
/// Weights change only here, between episodes (or between unrolls); the network's state changes only within
/// an episode. The same seed gives the same parameters to the bit, with any number of threads, in debug and
/// release builds, straight through or from a checkpoint.
///
/// - Source: Wang et al. (2016, 2018); Mnih et al. (2016).
public final class A2CTrainer: MetaLearnerTrainer {
  /// How it trains.
  public let settings: A2CSettings
  /// How many updates have been made.
  public private(set) var updatesDone = 0
  private let training: ShardedTraining
  private let unrolls: [[A2CUnroll]]
  private let optimizer: OptimizerState

  /// A training that has not begun.
  ///
  /// - Parameters:
  ///   - task: the distribution of tasks; every environment is a copy.
  ///   - settings: how to train; traps when one is out of its range.
  ///   - seed: of the weights' start, the tasks and the choices.
  ///   - threads: how many work; the results do not depend on it.
  @inlinable
  public convenience init<Task: Environment>(
    _ task: Task, _ settings: A2CSettings, seed: Int, threads: Int = 1
  ) {
    self.init(settings, seed: seed, threads: threads) { EnvironmentBatch(task, generators: $0) }
  }

  @usableFromInline
  init(
    _ settings: A2CSettings, seed: Int, threads: Int,
    makeBatch: ([Generator]) -> EnvironmentBatch
  ) {
    settings.check()
    self.settings = settings
    let training = ShardedTraining(
      settings, unroll: settings.unroll, discount: settings.signedDiscount(at: 0), seed: seed,
      threads: threads, makeBatch: makeBatch)
    self.training = training
    unrolls = training.rollouts.map {
      $0.map { A2CUnroll($0, valueCoefficient: settings.valueCoefficient) }
    }
    optimizer = OptimizerState(settings.optimizer, count: training.architecture.layout.count)
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

  /// Plays every environment and learns from it once.
  ///
  /// - Returns: what the update was like.
  /// - Throws: that training diverged, naming the update. The parameters are as before it.
  public func update() throws(TrainingDiverged) -> A2CReport {
    let progress = min(1, Double(updatesDone) / Double(settings.updateCount))
    let entropyCoefficient = settings.entropyCoefficient.value(at: progress)
    let scale = 1 / Double(settings.environmentCount)
    training.setDiscount(settings.signedDiscount(at: progress))
    training.forEachShard(unrolls) { unroll, index in
      unroll.run(training.shards[index], entropyCoefficient: entropyCoefficient, scale: scale)
    }
    training.sumGradients()
    let gradient = training.gradient
    let norm = clip(gradient, toNorm: settings.gradientNormLimit ?? .greatestFiniteMagnitude)
    guard norm.isFinite else {
      // Only looked for here: it may be the update before that lost a parameter.
      guard parameters.values.allSatisfy(\.isFinite) else {
        throw TrainingDiverged(update: updatesDone, quantity: "a parameter")
      }
      throw TrainingDiverged(update: updatesDone + 1, quantity: "the gradient")
    }
    training.weights.update(
      with: optimizer, gradient: gradient, learningRate: settings.learningRate.value(at: progress))
    updatesDone += 1
    let sums = training.sums
    return A2CReport(
      update: updatesDone, stepCount: sums.steps, episodeCount: sums.episodes,
      meanEpisodeReward: sums.meanEpisodeReward,
      entropy: sums.entropy / Double(max(1, sums.steps)),
      squaredValueError: sums.squaredError / Double(max(1, sums.steps)), gradientNorm: norm)
  }

  /// All that this training needs to go on: weights, the optimiser's averages, all chance, and the
  /// episodes that are being played.
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
    updatesDone = try training.resume(Self.rule, settings, from: file, optimizer)
  }

  private static let rule = "an A2C"
}
