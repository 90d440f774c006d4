import Networks
import Numerics
import Tasks

/// One episode of a frozen network, with all that was seen of it. `rewards[t]` and `discounts[t]` follow
/// `actions[t]`.
public struct RecordedEpisode: Equatable, Sendable {
  /// `[T]`, what was shown before each action.
  public var observations: [Observation] = []
  /// `[T]`, what the agent did.
  public var actions: [Int] = []
  /// `[T]`, in the task's units.
  public var rewards: [Double] = []
  /// `[T]`, the task's own γ, in [0, 1]: 0 where nothing that follows counts, as at the end of an inner
  /// episode.
  public var discounts: [Double] = []
  /// `[T]`, the network's activity when it chose.
  public var activities: [Activity] = []
  /// `[T + 1]`, V before each action, and after the last one: 0 if nothing comes after the end.
  public var values: [Double] = []

  /// An episode without steps.
  public init() {}

  /// The reward prediction errors `δ[t] = r[t] + γ·V[t+1] − V[t]`: the model's dopamine. γ is the agent's times
  /// the task's, so that an error ends with its episode, an inner one too.
  ///
  /// - Parameter discount: the agent's γ, as in training; in [0, 1], traps otherwise.
  /// - Returns: `[T]`, in units of reward; δ[t] comes with what follows `actions[t]`.
  public func predictionErrors(discount: Double) -> [Double] {
    require(discount >= 0 && discount <= 1, "discount \(discount) is not in [0, 1]")
    require(
      discounts.count == rewards.count && values.count == rewards.count + 1,
      "\(rewards.count) rewards with \(discounts.count) discounts and \(values.count) values")
    return rewards.indices.map { t in
      rewards[t] + discount * discounts[t] * values[t + 1] - values[t]
    }
  }
}

/// Episodes of a frozen network, and the proof that it stayed as it was.
public struct FrozenRecording: Equatable, Sendable {
  /// The episodes in order.
  public let episodes: [RecordedEpisode]
  /// `Parameters.hash` before the first episode.
  public let hashBefore: UInt64
  /// `Parameters.hash` after the last.
  public let hashAfter: UInt64

  /// Whether the weights are the same to the bit: what was learned was learned in the activity.
  public var weightsAreUnchanged: Bool { hashBefore == hashAfter }
}

extension FrozenAgent {
  /// Plays episodes with a probe in the network.
  ///
  /// - Parameters:
  ///   - task: the distribution of tasks.
  ///   - episodes: how many.
  ///   - seed: of the tasks and the choices, used as by `play(_:_:episodes:seed:measuring:)`: the same
  ///     seed gives the same episodes there and here.
  /// - Returns: what was seen.
  public mutating func record<Task: Environment>(
    _ task: Task, episodes: Int, seed: Int
  ) -> FrozenRecording {
    let hashBefore = parameters.hash
    let recorded = (0..<episodes).map { episode in
      var chance = Generator(seed: seed, stream: testStream + 2 * episode)
      var choices = Generator(seed: seed, stream: testStream + 2 * episode + 1)
      var task = task
      var record = RecordedEpisode()
      var shown = task.reset(using: &chance)
      begin()
      while !shown.isLast {
        let action = action(after: shown, using: &choices)
        let activity = activity
        record.observations.append(shown.observation)
        record.actions.append(action)
        record.activities.append(activity)
        record.values.append(activity.value)
        shown = task.step(action, using: &chance)
        record.rewards.append(shown.reward)
        record.discounts.append(shown.discount)
      }
      if shown.discount > 0 { see(shown) }
      record.values.append(shown.discount > 0 ? activity.value : 0)
      return record
    }
    return FrozenRecording(
      episodes: recorded, hashBefore: hashBefore, hashAfter: parameters.hash)
  }
}
