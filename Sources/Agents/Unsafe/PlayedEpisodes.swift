import Networks
import Numerics

/// What was seen and done in the episodes of one shard, so that a network with other weights can go through
/// them again: it sees the same, and its state is its own.
///
/// Everything is `[steps, environments, …]` in memory allocated once.
final class PlayedEpisodes {
  let size: Int
  let inputCount, memoryCount, actionCount: Int
  /// How many steps the longest episode had.
  private(set) var stepCount = 0
  /// The network's inputs: `[steps, environments, inputCount]`.
  let inputs: FloatBuffer
  /// What memory gave: `[steps, environments, memoryCount]`.
  let remembered: FloatBuffer
  /// Whether the state began anew with a step.
  let beginsAnew: UnsafeMutablePointer<Bool>
  /// Whether an action was taken there, and which.
  let counts: UnsafeMutablePointer<Bool>
  let actions: UnsafeMutablePointer<Int32>
  /// The policy that chose, and its logarithms: `[steps, environments, actionCount]`.
  let probabilities, logarithms: FloatBuffer
  /// A, and R = A + V in units of reward.
  let advantages, returns: FloatBuffer
  /// What came of the last way through with other weights, summed over steps.
  var divergence = 0.0
  var gain = 0.0

  init(_ rollout: Rollout, _ architecture: Architecture) {
    size = rollout.network.batch
    (inputCount, memoryCount) = (architecture.inputCount, architecture.memoryCount)
    actionCount = architecture.actionCount
    let rows = rollout.stepLimit * size
    inputs = FloatBuffer(count: rows * inputCount)
    remembered = FloatBuffer(count: rows * memoryCount)
    beginsAnew = .allocate(capacity: rows)
    beginsAnew.initialize(repeating: false, count: rows)
    counts = .allocate(capacity: rows)
    counts.initialize(repeating: false, count: rows)
    actions = .allocate(capacity: rows)
    actions.initialize(repeating: 0, count: rows)
    probabilities = FloatBuffer(count: rows * actionCount)
    logarithms = FloatBuffer(count: rows * actionCount)
    (advantages, returns) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
  }

  deinit {
    beginsAnew.deallocate()
    counts.deallocate()
    actions.deallocate()
  }

  /// The rows of all steps.
  var rowCount: Int { stepCount * size }

  /// The advantages of the steps in which an action was taken, in order.
  var countedAdvantages: [Double] {
    (0..<rowCount).filter { counts[$0] }.map { Double(advantages.pointer[$0]) }
  }

  /// `A ← (A − mean)·scale`, where an action was taken.
  func standardizeAdvantages(mean: Double, scale: Double) {
    for row in 0..<rowCount where counts[row] {
      advantages.pointer[row] = Float((Double(advantages.pointer[row]) - mean) * scale)
    }
  }

  /// Takes over what a rollout has just played.
  func record(_ rollout: Rollout, steps: Int) {
    stepCount = steps
    let network = rollout.network
    for step in 0..<steps {
      let (input, inputRow) = (network.actor.input(at: step), network.actor.inputRow)
      for b in 0..<size {
        let row = step * size + b
        (inputs.pointer + row * inputCount).update(from: input + b * inputRow, count: inputCount)
        if memoryCount > 0 {
          network.copyRemembered(row: b, at: step, to: remembered.pointer + row * memoryCount)
        }
        returns.pointer[row] =
          rollout.advantages.pointer[row] + rollout.acting.value(row: b, at: step)
      }
    }
    let rows = steps * size
    beginsAnew.update(from: rollout.beginsAnew, count: rows)
    counts.update(from: rollout.counts, count: rows)
    actions.update(from: rollout.actions, count: rows)
    advantages.pointer.update(from: rollout.advantages.pointer, count: rows)
    probabilities.pointer.update(from: network.probability(at: 0), count: rows * actionCount)
    logarithms.pointer.update(from: network.logarithm(at: 0), count: rows * actionCount)
  }
}
