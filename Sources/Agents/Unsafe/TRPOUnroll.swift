import Networks
import Numerics

/// What a thread needs for TRPO: a rollout that plays episodes, and goes through them again with other weights.
///
/// Every gradient is that of a sum over the steps in which an action was taken, times a scale: it takes the
/// place of the shard's gradient.
final class TRPOUnroll {
  private let rollout: Rollout
  private let network: UnrolledNetwork
  private let tangent: TowerTangent

  /// `direction` is where v stands when `fisherProduct` is called.
  init(_ rollout: Rollout, direction: FloatBuffer) {
    self.rollout = rollout
    network = rollout.network
    tangent = network.actorTangent(along: direction)
  }

  /// Plays one episode in every environment, and keeps what is needed to go through them again.
  func play(_ shard: EnvironmentShard, _ episodes: PlayedEpisodes) {
    shard.sums = EnvironmentShard.Sums()
    let count = rollout.play(shard)
    rollout.computeAdvantages(shard, steps: count)
    episodes.record(rollout, steps: count)
    for row in 0..<episodes.rowCount where episodes.counts[row] {
      let advantage = Double(episodes.advantages.pointer[row])
      shard.sums.steps += 1
      shard.sums.squaredError += advantage * advantage
      for j in row * episodes.actionCount..<(row + 1) * episodes.actionCount {
        shard.sums.entropy -=
          Double(episodes.probabilities.pointer[j]) * Double(episodes.logarithms.pointer[j])
      }
    }
  }

  /// The gradient of `Σ ln π(a)·A`, which is that of the surrogate where the policy is the one that chose.
  func surrogateGradient(
    _ episodes: PlayedEpisodes, into gradient: FloatBuffer, scale: Double
  ) {
    let actionCount = episodes.actionCount
    goThrough(episodes, actor: true) { step in
      let (probabilities, gradients) = (
        network.probability(at: step), network.logitGradient(at: step)
      )
      for b in 0..<episodes.size {
        let row = step * episodes.size + b
        let weight = episodes.counts[row] ? Float(scale) * episodes.advantages.pointer[row] : 0
        for j in 0..<actionCount {
          let score = (j == Int(episodes.actions[row]) ? 1 : 0) - probabilities[b * actionCount + j]
          gradients[b * network.logitRow + j] = weight * score
        }
      }
    }
    backwardActor(episodes, into: gradient)
  }

  /// Fisher's information times v, `Σ Jᵀ·(diag π − π·πᵀ)·J·v`: along v the logits change by J·v, of which the
  /// softmax takes the deviation from its mean, each weighted with its probability, and back through time.
  func fisherProduct(_ episodes: PlayedEpisodes, into gradient: FloatBuffer, scale: Double) {
    let actionCount = episodes.actionCount
    goThrough(episodes, actor: true, tangent: true) { step in
      let (probabilities, gradients) = (
        network.probability(at: step), network.logitGradient(at: step)
      )
      for b in 0..<episodes.size {
        let p = probabilities + b * actionCount
        let change = tangent.outputs + b * network.logitRow
        let gradient = gradients + b * network.logitRow
        var mean: Float = 0
        for j in 0..<actionCount { mean += p[j] * change[j] }
        let weight = episodes.counts[step * episodes.size + b] ? Float(scale) : 0
        for j in 0..<actionCount { gradient[j] = weight * (p[j] * (change[j] - mean)) }
      }
    }
    backwardActor(episodes, into: gradient)
  }

  /// `Σ KL(π_old ‖ π)` and `Σ (π(a)/π_old(a) − 1)·A`, written to the episodes.
  func evaluate(_ episodes: PlayedEpisodes) {
    let actionCount = episodes.actionCount
    (episodes.divergence, episodes.gain) = (0, 0)
    goThrough(episodes, actor: true)
    for row in 0..<episodes.rowCount where episodes.counts[row] {
      let now = network.logarithm(at: 0) + row * actionCount
      let old = episodes.logarithms.pointer + row * actionCount
      let probabilities = episodes.probabilities.pointer + row * actionCount
      for j in 0..<actionCount {
        episodes.divergence += Double(probabilities[j]) * (Double(old[j]) - Double(now[j]))
      }
      let action = Int(episodes.actions[row])
      let ratio = Float.exponential(now[action] - old[action])
      episodes.gain += Double(ratio - 1) * Double(episodes.advantages.pointer[row])
    }
  }

  /// The gradient of `Σ ½·(R − V)²`.
  func criticGradient(_ episodes: PlayedEpisodes, into gradient: FloatBuffer, scale: Double) {
    goThrough(episodes, actor: false) { step in
      let (values, gradients) = (network.value(at: step), network.valueGradient(at: step))
      for b in 0..<episodes.size {
        let row = step * episodes.size + b
        gradients[b * network.valueRow] =
          episodes.counts[row]
          ? Float(scale) * (values[b * network.valueRow] - episodes.returns.pointer[row]) : 0
      }
    }
    gradient.clear()
    network.gradient = gradient
    network.backwardCritic(steps: episodes.stepCount)
  }

  // MARK: - There and back

  /// Goes back through the actor, given the gradients of the logits.
  private func backwardActor(_ episodes: PlayedEpisodes, into gradient: FloatBuffer) {
    gradient.clear()
    network.gradient = gradient
    network.backwardActor(steps: episodes.stepCount)
  }

  /// Goes through the episodes with the present weights of one tower, the actor's tangent beside it if it is
  /// wanted, and does something after each step.
  private func goThrough(
    _ episodes: PlayedEpisodes, actor: Bool, tangent wantsTangent: Bool = false,
    after: (_ step: Int) -> Void = { _ in }
  ) {
    let tower = actor ? network.actor : network.critic
    let (size, inputCount) = (episodes.size, episodes.inputCount)
    network.clearRestarts()
    for step in 0..<episodes.stepCount {
      let (input, inputRow) = (tower.input(at: step), tower.inputRow)
      for b in 0..<size {
        let row = step * size + b
        if episodes.beginsAnew[row] {
          network.restart(row: b, at: step)
          if wantsTangent { tangent.restart(row: b) }
        }
        (input + b * inputRow).update(
          from: episodes.inputs.pointer + row * inputCount, count: inputCount)
        if episodes.memoryCount > 0 {
          network.remember(
            episodes.remembered.pointer + row * episodes.memoryCount, row: b, at: step)
        }
      }
      if actor { network.forwardActor(step: step) } else { network.forwardCritic(step: step) }
      if wantsTangent { tangent.forward(step: step) }
      after(step)
    }
  }
}

extension FloatBuffer {
  /// Takes over its first numbers.
  func setFirst(_ numbers: [Double]) {
    require(numbers.count <= count, "\(numbers.count) numbers for \(count)")
    for (i, x) in numbers.enumerated() { pointer[i] = Float(x) }
  }
}

extension NetworkWeights {
  /// Becomes `θ + factor·v`: v for the first parameters, the others as in θ.
  func move(from start: FloatBuffer, along direction: [Double], times factor: Double) {
    values.copy(from: start)
    for (i, v) in direction.enumerated() {
      values.pointer[i] = Float(Double(start.pointer[i]) + factor * v)
    }
    refresh()
  }
}
