import Networks
import Numerics
import Tasks

/// A network unrolled over time, with room for what is done and got at each step: plays the environments of a
/// shard, and finds the gradient of the loss.
///
/// Everything it needs is allocated once. Each thread has one of its own, and uses it for one shard after
/// the other: what is used again soon is still near the processor.
final class A2CUnroll {
  private let acting: ActingNetwork
  private let network: UnrolledNetwork
  private let settings: A2CSettings
  private let stepLimit: Int
  /// For each step, for each environment.
  private let actions: UnsafeMutablePointer<Int32>
  private let counts: UnsafeMutablePointer<Bool>
  private let rewards, discounts, traces, advantages: FloatBuffer

  /// Room for shards of `size` environments.
  init(_ weights: NetworkWeights, _ shape: AgentShape, settings: A2CSettings, size: Int) {
    self.settings = settings
    stepLimit =
      switch settings.unroll {
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
    (rewards, discounts) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
    (traces, advantages) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
  }

  deinit {
    actions.deallocate()
    counts.deallocate()
  }

  /// How many numbers a shard's state is.
  var stateCount: Int { network.stateCount }

  /// One update's work: the shard's gradient becomes that of the loss, times `scale`.
  func run(_ shard: A2CShard, entropyCoefficient: Double, scale: Double) {
    shard.sums = A2CShard.Sums()
    shard.gradient.clear()
    network.gradient = shard.gradient
    let count = play(shard)
    computeAdvantages(shard, steps: count)
    computeHeadGradients(
      shard, steps: count, entropyCoefficient: Float(entropyCoefficient), scale: Float(scale))
    network.backward(steps: count)
    if shard.carries { network.copyState(before: count, to: shard.state) }
  }

  // MARK: - Playing

  /// Plays until the unroll is full or all episodes are over: the number of steps.
  private func play(_ shard: A2CShard) -> Int {
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
  private func see(_ shard: A2CShard, _ step: Int) {
    for b in 0..<shard.size { shard.situations[b].isSilent = shard.players[b].phase == .over }
    acting.see(shard.situations, shard.memoryReferences, at: step)
  }

  private func act(_ shard: A2CShard, _ b: Int, _ step: Int, _ row: Int) {
    let actionCount = shard.batch.actionCount
    let action = sample(
      network.probability(at: step) + b * actionCount, actionCount,
      using: &shard.players[b].choices)
    shard.act(b, action, value: acting.value(row: b, at: step))
    // Number by number: a copy of the whole time step would count references.
    let next = shard.situations + b
    let (reward, discount) = (next.pointee.shown.reward, next.pointee.shown.discount)
    actions[row] = Int32(truncatingIfNeeded: action)
    rewards.pointer[row] = Float(reward)
    let sign = settings.negatesDiscount ? -1.0 : 1
    discounts.pointer[row] = Float(sign * settings.discount * discount)
    traces.pointer[row] =
      next.pointee.shown.isLast ? 0 : Float(sign * settings.discount * discount * settings.lambda)
  }

  // MARK: - Learning

  /// `δ[t] = r[t] + γ·V[t+1] − V[t]` and `A[t] = δ[t] + γλ·A[t+1]`, within episodes.
  private func computeAdvantages(_ shard: A2CShard, steps count: Int) {
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

  /// The gradient of `ActorCriticLoss` at every step; its value as sums for the report.
  private func computeHeadGradients(
    _ shard: A2CShard, steps count: Int, entropyCoefficient: Float, scale: Float
  ) {
    let actionCount = shard.batch.actionCount
    let valueScale = Float(settings.valueCoefficient)
    for step in 0..<count {
      let (allProbabilities, allLogarithms) = (
        network.probability(at: step), network.logarithm(at: step)
      )
      let (allGradients, valueGradients) = (
        network.logitGradient(at: step), network.valueGradient(at: step)
      )
      for b in 0..<shard.size {
        let gradient = allGradients + b * network.logitRow
        let row = step * shard.size + b
        guard counts[row] else {
          gradient.update(repeating: 0, count: actionCount)
          valueGradients[b * network.valueRow] = 0
          continue
        }
        let probabilities = allProbabilities + b * actionCount
        let logarithms = allLogarithms + b * actionCount
        var minusEntropy: Float = 0
        for j in 0..<actionCount { minusEntropy += probabilities[j] * logarithms[j] }
        let (advantage, action) = (advantages.pointer[row], Int(actions[row]))
        for j in 0..<actionCount {
          let score = probabilities[j] - (j == action ? 1 : 0)
          let entropy = probabilities[j] * (logarithms[j] - minusEntropy)
          gradient[j] = scale * (advantage * score + entropyCoefficient * entropy)
        }
        // R − V is the advantage.
        valueGradients[b * network.valueRow] = scale * (valueScale * -advantage)
        shard.sums.steps += 1
        shard.sums.entropy -= Double(minusEntropy)
        shard.sums.squaredError += Double(advantage) * Double(advantage)
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
