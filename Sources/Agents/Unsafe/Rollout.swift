import Networks
import Numerics
import Tasks

/// A network unrolled over time, with room for what is done and got at each step: plays the environments of a
/// shard, and finds the advantages of what was done.
///
/// Everything it needs is allocated once. Each thread has one of its own, and uses it for one shard after
/// the other: what is used again soon is still near the processor.
final class Rollout {
  let acting: ActingNetwork
  let network: UnrolledNetwork
  let stepLimit: Int
  /// γ, with the sign that the settings give it.
  var discount: Double
  private let lambda: Double
  /// For each step, for each environment.
  let actions: UnsafeMutablePointer<Int32>
  /// Whether an action was taken there.
  let counts: UnsafeMutablePointer<Bool>
  /// Whether the network's state began anew with what it saw there, and one step more.
  let beginsAnew: UnsafeMutablePointer<Bool>
  let advantages: FloatBuffer
  private let rewards, discounts, traces: FloatBuffer

  /// Room for shards of `size` environments, to be played for as long as `unroll` says, with γ, which has its
  /// sign, and λ.
  init(
    _ weights: NetworkWeights, _ shape: AgentShape, unroll: A2CSettings.Unroll, discount: Double,
    lambda: Double, size: Int
  ) {
    (self.discount, self.lambda) = (discount, lambda)
    stepLimit =
      switch unroll {
      case .episode: shape.stepLimit
      case .steps(let count): count
      }
    // One step more, to value what follows the last.
    acting = ActingNetwork(weights, shape, size: size, stepLimit: stepLimit + 1)
    network = acting.network
    let rows = stepLimit * size
    actions = .allocate(capacity: rows)
    actions.initialize(repeating: 0, count: rows)
    counts = .allocate(capacity: rows)
    counts.initialize(repeating: false, count: rows)
    beginsAnew = .allocate(capacity: rows + size)
    beginsAnew.initialize(repeating: false, count: rows + size)
    (rewards, discounts) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
    (traces, advantages) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
  }

  deinit {
    actions.deallocate()
    counts.deallocate()
    beginsAnew.deallocate()
  }

  // MARK: - Playing

  /// Plays until the unroll is full or all episodes are over: the number of steps.
  func play(_ shard: EnvironmentShard) -> Int {
    let players = shard.players
    if shard.carries {
      network.setState(from: shard.state)
    } else {
      network.clearRestarts()
      for b in 0..<shard.size { shard.begin(b) }
    }
    var running = shard.size
    var step = 0
    while step < stepLimit && (shard.carries || running > 0) {
      if shard.carries {
        for b in 0..<shard.size where players[b].phase == .over { shard.begin(b) }
      }
      see(shard, step)
      if acting.keeps(shard.memoryReferences) {
        for b in 0..<shard.size where players[b].phase == .running {
          acting.keep(shard.situations + b, shard.memoryReferences, row: b, at: step)
        }
      }
      for b in 0..<shard.size {
        let row = step * shard.size + b
        counts[row] = players[b].phase == .running
        if counts[row] {
          act(shard, b, step, row)
          if players[b].phase != .running { running -= 1 }
        } else if players[b].phase == .stopping {
          players[b].phase = .over
        }
      }
      step += 1
    }
    // What would follow the last step counts where the world goes on.
    if (0..<shard.size).contains(where: { players[$0].phase != .over }) { see(shard, step) }
    if shard.carries {
      for b in 0..<shard.size where players[b].phase == .stopping { players[b].phase = .over }
    }
    return step
  }

  /// Shows the network where every environment stands.
  private func see(_ shard: EnvironmentShard, _ step: Int) {
    for b in 0..<shard.size {
      shard.situations[b].isSilent = shard.players[b].phase == .over
      beginsAnew[step * shard.size + b] = shard.situations[b].beginsAnew
    }
    acting.see(shard.situations, shard.memoryReferences, at: step)
  }

  private func act(_ shard: EnvironmentShard, _ b: Int, _ step: Int, _ row: Int) {
    let actionCount = shard.batch.actionCount
    let action = sample(
      network.probability(at: step) + b * actionCount, actionCount,
      using: &shard.players[b].choices)
    shard.act(b, action, value: acting.value(row: b, at: step))
    // Number by number: a copy of the whole time step would count references.
    let next = shard.situations + b
    let (reward, goesOn) = (next.pointee.shown.reward, next.pointee.shown.discount)
    actions[row] = Int32(truncatingIfNeeded: action)
    rewards.pointer[row] = Float(reward)
    discounts.pointer[row] = Float(discount * goesOn)
    traces.pointer[row] = next.pointee.shown.isLast ? 0 : Float(discount * goesOn * lambda)
  }

  // MARK: - Advantages

  /// `δ[t] = r[t] + γ·V[t+1] − V[t]` and `A[t] = δ[t] + γλ·A[t+1]`, within episodes.
  func computeAdvantages(_ shard: EnvironmentShard, steps count: Int) {
    for b in 0..<shard.size {
      var following: Float = 0
      for step in (0..<count).reversed() {
        let row = step * shard.size + b
        guard counts[row] else {
          following = 0
          continue
        }
        let discount = discounts.pointer[row]
        var advantage = rewards.pointer[row] - acting.value(row: b, at: step)
        if discount != 0 { advantage += discount * acting.value(row: b, at: step + 1) }
        advantage += traces.pointer[row] * following
        advantages.pointer[row] = advantage
        following = advantage
      }
    }
  }
}

/// Draws an action from a policy's probabilities.
func sample(_ probabilities: Floats, _ actionCount: Int, using rng: inout Generator) -> Int {
  var rest = Float(uniform(using: &rng))
  for action in 0..<actionCount - 1 {
    if rest < probabilities[action] { return action }
    rest -= probabilities[action]
  }
  return actionCount - 1
}
