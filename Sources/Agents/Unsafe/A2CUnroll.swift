import Networks
import Numerics
import Tasks

/// What a thread needs for A2C: a rollout, from whose advantages it finds the gradient of the loss.
final class A2CUnroll {
  private let rollout: Rollout
  private let network: UnrolledNetwork
  private let valueCoefficient: Float

  init(_ rollout: Rollout, valueCoefficient: Double) {
    self.rollout = rollout
    network = rollout.network
    self.valueCoefficient = Float(valueCoefficient)
  }

  /// One update's work: the shard's gradient becomes that of the loss, times `scale`.
  func run(_ shard: EnvironmentShard, entropyCoefficient: Double, scale: Double) {
    shard.sums = EnvironmentShard.Sums()
    shard.gradient.clear()
    network.gradient = shard.gradient
    let count = rollout.play(shard)
    rollout.computeAdvantages(shard, steps: count)
    computeHeadGradients(
      shard, steps: count, entropyCoefficient: Float(entropyCoefficient), scale: Float(scale))
    network.backward(steps: count)
    if shard.carries { network.copyState(before: count, to: shard.state) }
  }

  /// The gradient of `ActorCriticLoss` at every step; its value as sums for the report.
  private func computeHeadGradients(
    _ shard: EnvironmentShard, steps count: Int, entropyCoefficient: Float, scale: Float
  ) {
    let actionCount = shard.batch.actionCount
    let (counts, actions, advantages) = (
      rollout.counts, rollout.actions, rollout.advantages.pointer
    )
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
        let (advantage, action) = (advantages[row], Int(actions[row]))
        for j in 0..<actionCount {
          let score = probabilities[j] - (j == action ? 1 : 0)
          let entropy = probabilities[j] * (logarithms[j] - minusEntropy)
          gradient[j] = scale * (advantage * score + entropyCoefficient * entropy)
        }
        // R − V is the advantage.
        valueGradients[b * network.valueRow] = scale * (valueCoefficient * -advantage)
        shard.sums.steps += 1
        shard.sums.entropy -= Double(minusEntropy)
        shard.sums.squaredError += Double(advantage) * Double(advantage)
      }
    }
  }
}
