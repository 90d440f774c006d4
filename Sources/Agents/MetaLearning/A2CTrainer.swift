import Networks
import Numerics
import Tasks

/// Something that learns in steps, each an update of its parameters.
public protocol Learner: AnyObject {
  /// What an update tells.
  associatedtype Report
  /// What may go wrong.
  associatedtype Failure: Error
  /// How many updates have been made.
  var updatesDone: Int { get }
  /// What has been learned.
  var parameters: Parameters { get }
  /// Learns once.
  ///
  /// - Returns: what it was like.
  /// - Throws: what went wrong; nothing was learned then.
  func update() throws(Failure) -> Report
}

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
public final class A2CTrainer: Learner {
  /// How it trains.
  public let settings: A2CSettings
  /// The seed of all chance.
  public let seed: Int
  /// The network's shape.
  public let architecture: Architecture
  /// How many updates have been made.
  public internal(set) var updatesDone = 0
  let weights: NetworkWeights
  let optimizer: OptimizerState
  let shards: [A2CShard]
  /// For each thread, one for whole shards, and one for the last if it is smaller.
  private let unrolls: [[A2CUnroll]]
  private let gradient: FloatBuffer
  private let team: ThreadTeam
  /// What the agent is, apart from its weights.
  let shape: AgentShape

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
    self.seed = seed
    // Streams: 0 for the weights, then for each environment one for its task and one for its choices.
    var batches: [(batch: EnvironmentBatch, choices: [Generator])] = []
    for first in stride(from: 0, to: settings.environmentCount, by: settings.environmentsInShard) {
      let indices = first..<min(first + settings.environmentsInShard, settings.environmentCount)
      let streams = indices.map { 1 + 2 * $0 }
      batches.append(
        (
          batch: makeBatch(streams.map { Generator(seed: seed, stream: $0) }),
          choices: streams.map { Generator(seed: seed, stream: $0 + 1) }
        ))
    }
    let batch = batches[0].batch
    let shape = AgentShape(
      settings, observationCount: batch.observationCount, contextCount: batch.contextCount,
      stepLimit: batch.stepLimit)
    self.shape = shape
    let architecture = settings.architecture(
      observationCount: batch.observationCount, contextCount: batch.contextCount,
      actionCount: batch.actionCount)
    self.architecture = architecture
    var rng = Generator(seed: seed)
    let weights = NetworkWeights(
      architecture, parameters: architecture.initialParameters(using: &rng))
    self.weights = weights
    let layout = architecture.layout
    optimizer = OptimizerState(settings.optimizer, count: layout.count)
    gradient = FloatBuffer(count: layout.count)
    team = ThreadTeam(threadCount: max(1, min(threads, batches.count)))
    let sizes = batches.map(\.choices.count)
    let unrolls = (0..<team.threadCount).map { _ in
      (sizes.last == sizes[0] ? [sizes[0]] : [sizes[0], sizes[sizes.count - 1]]).map {
        A2CUnroll(weights, shape, settings: settings, size: $0)
      }
    }
    self.unrolls = unrolls
    shards = batches.map { batch, choices in
      A2CShard(
        batch: batch, choices: choices,
        memories: choices.compactMap { _ in shape.makeMemory(architecture) },
        carries: settings.unroll != .episode, parameterCount: layout.count,
        stateCount: unrolls[0][choices.count == sizes[0] ? 0 : 1].stateCount)
    }
  }

  /// What has been learned so far.
  public var parameters: Parameters { weights.parameters }

  /// The network with its present weights, which do not change any more, as an agent.
  ///
  /// - Returns: an agent that chooses by its policy's probabilities.
  public func agent() -> FrozenAgent {
    FrozenAgent(architecture, parameters: parameters, shape)
  }

  /// Plays every environment and learns from it once.
  ///
  /// - Returns: what the update was like.
  /// - Throws: that training diverged, naming the update. The parameters are as before it.
  public func update() throws(TrainingDiverged) -> A2CReport {
    let progress = min(1, Double(updatesDone) / Double(settings.updateCount))
    let entropyCoefficient = settings.entropyCoefficient.value(at: progress)
    let scale = 1 / Double(settings.environmentCount)
    team.forEach(shards.count) { index, thread in
      let shard = shards[index]
      unrolls[thread][shard.size == shards[0].size ? 0 : 1].run(
        shard, entropyCoefficient: entropyCoefficient, scale: scale)
    }
    gradient.copy(from: shards[0].gradient)
    for shard in shards.dropFirst() { gradient.add(shard.gradient) }
    let norm = clip(gradient, toNorm: settings.gradientNormLimit ?? .greatestFiniteMagnitude)
    guard norm.isFinite else {
      throw TrainingDiverged(update: updatesDone + 1, quantity: "the gradient")
    }
    weights.update(
      with: optimizer, gradient: gradient, learningRate: settings.learningRate.value(at: progress))
    updatesDone += 1
    return report(norm)
  }

  /// Trains to the end, or up to an update.
  ///
  /// - Parameters:
  ///   - last: after how many updates in all to stop; the settings' number if it is nil.
  ///   - progress: gets the report of each update.
  /// - Throws: that training diverged, naming the update.
  public func train(
    until last: Int? = nil, progress: (A2CReport) -> Void = { _ in }
  ) throws(TrainingDiverged) {
    while updatesDone < last ?? settings.updateCount { progress(try update()) }
    guard parameters.values.allSatisfy(\.isFinite) else {
      throw TrainingDiverged(update: updatesDone, quantity: "a parameter")
    }
  }

  private func report(_ norm: Double) -> A2CReport {
    var sums = A2CShard.Sums()
    for shard in shards {
      sums.steps += shard.sums.steps
      sums.episodes += shard.sums.episodes
      sums.episodeReward += shard.sums.episodeReward
      sums.entropy += shard.sums.entropy
      sums.squaredError += shard.sums.squaredError
    }
    return A2CReport(
      update: updatesDone, stepCount: sums.steps, episodeCount: sums.episodes,
      meanEpisodeReward: sums.episodes > 0 ? sums.episodeReward / Double(sums.episodes) : .nan,
      entropy: sums.entropy / Double(max(1, sums.steps)),
      squaredValueError: sums.squaredError / Double(max(1, sums.steps)), gradientNorm: norm)
  }
}
