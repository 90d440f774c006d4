import Networks
import Numerics
import Tasks

/// What every trainer of a recurrent actor-critic works with: the network, environments in shards, and threads
/// that take one shard after the other.
///
/// A shard's work depends on nothing but itself and the weights, and gradients are summed in the order of
/// the shards: with any number of threads the bits are the same.
final class ShardedTraining {
  let seed: Int
  let architecture: Architecture
  let weights: NetworkWeights
  /// What the agent is, apart from its weights.
  let shape: AgentShape
  let shards: [EnvironmentShard]
  /// For each thread, one for whole shards, and one for the last if it is smaller.
  let rollouts: [[Rollout]]
  /// The sum of the shards' gradients, after `sumGradients`.
  let gradient: FloatBuffer
  private let team: ThreadTeam

  /// All that is needed to begin. `unroll` is how long is played between two updates, and γ comes with its
  /// sign.
  init(
    _ settings: some MetaLearnerSettings, unroll: A2CSettings.Unroll, discount: Double, seed: Int,
    threads: Int, makeBatch: ([Generator]) -> EnvironmentBatch
  ) {
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
      architecture,
      parameters: architecture.initialParameters(memorySpan: settings.memorySpan, using: &rng))
    self.weights = weights
    let layout = architecture.layout
    gradient = FloatBuffer(count: layout.count)
    team = ThreadTeam(threadCount: max(1, min(threads, batches.count)))
    let sizes = batches.map(\.choices.count)
    let rollouts = (0..<team.threadCount).map { _ in
      (sizes.last == sizes[0] ? [sizes[0]] : [sizes[0], sizes[sizes.count - 1]]).map {
        Rollout(
          weights, shape, unroll: unroll, discount: discount, lambda: settings.lambda, size: $0)
      }
    }
    self.rollouts = rollouts
    shards = batches.map { batch, choices in
      EnvironmentShard(
        batch: batch, choices: choices,
        memories: choices.compactMap { _ in shape.makeMemory(architecture) },
        carries: unroll != .episode, parameterCount: layout.count,
        stateCount: rollouts[0][choices.count == sizes[0] ? 0 : 1].network.stateCount)
    }
  }

  /// The network with its present weights as an agent.
  func agent() -> FrozenAgent {
    FrozenAgent(architecture, parameters: weights.parameters, shape)
  }

  /// From now on γ is this, with its sign.
  func setDiscount(_ discount: Double) {
    for thread in rollouts {
      for rollout in thread { rollout.discount = discount }
    }
  }

  /// Does something with the first shards, or all, on all threads.
  ///
  /// - Parameters:
  ///   - unrolls: made from `rollouts`, in their shape.
  ///   - count: with how many shards; nil is all.
  ///   - body: gets what the thread has for shards of this size, and the shard's index.
  func forEachShard<Unroll>(
    _ unrolls: [[Unroll]], of count: Int? = nil, _ body: (Unroll, Int) -> Void
  ) {
    team.forEach(count ?? shards.count) { index, thread in
      body(unrolls[thread][shards[index].size == shards[0].size ? 0 : 1], index)
    }
  }

  /// Sums the gradients of the first shards, or all, into `gradient`.
  func sumGradients(of count: Int? = nil) {
    gradient.copy(from: shards[0].gradient)
    for shard in shards.prefix(count ?? shards.count).dropFirst() { gradient.add(shard.gradient) }
  }

  /// What the shards told of their last update, summed.
  var sums: EnvironmentShard.Sums {
    var sums = EnvironmentShard.Sums()
    for shard in shards {
      sums.steps += shard.sums.steps
      sums.episodes += shard.sums.episodes
      sums.episodeReward += shard.sums.episodeReward
      sums.entropy += shard.sums.entropy
      sums.squaredError += shard.sums.squaredError
    }
    return sums
  }
}
