import Numerics

/// What an agent sees at one moment, besides the reward.
///
/// A task says once how many numbers its observations have (`Environment.observationCount`).
public enum Observation: Hashable, Sendable {
  /// Nothing: zeros.
  case nothing
  /// One cue out of many: a 1 at its index, zeros elsewhere.
  case cue(Int)
  /// Numbers, exactly as many as the task's observations have.
  case numbers([Float])

  /// The observation as numbers.
  ///
  /// - Parameter count: the task's `observationCount`; traps when this observation does not fit.
  /// - Returns: `[count]`.
  public func numbers(count: Int) -> [Float] {
    switch self {
    case .nothing: return [Float](repeating: 0, count: count)
    case .cue(let index):
      require(index >= 0 && index < count, "cue \(index) among \(count)")
      return (0..<count).map { $0 == index ? 1 : 0 }
    case .numbers(let numbers):
      require(numbers.count == count, "an observation of \(numbers.count) numbers, not \(count)")
      return numbers
    }
  }
}

/// What a task answers: an observation, and the reward for the action before it.
///
/// Made by one of five constructors, so that a task's `step` ends in a sentence: `return .termination(
/// reward: 1)`.
///
/// - Source: the shape of DeepMind's dm_env (Muldal et al., 2019).
public struct TimeStep: Hashable, Sendable {
  /// Where in its episode a time step is.
  public enum Stage: Hashable, Sendable {
    /// The first: no action came before it.
    case first
    /// Neither first nor last.
    case middle
    /// The last: the task must be reset before it takes another action.
    case last
  }

  /// Where in its episode it is.
  public let stage: Stage
  /// The reward for the action before it, in the task's units; 0 in the first.
  public let reward: Double
  /// γ of the task itself, in [0, 1]: how much what comes after counts. 0 when the world ends here, 1
  /// when only the observer stops looking. It does not say whether the episode ends: `stage` does.
  public let discount: Double
  /// What is seen.
  public let observation: Observation
  /// Whether an inner episode begins here: see `inner(reward:_:)`.
  public let beginsAnew: Bool
  /// What an episodic memory does here; nil is nothing.
  public let recall: Recall?

  /// Whether the episode ends here.
  public var isLast: Bool { stage == .last }

  init(
    _ stage: Stage, _ reward: Double, _ discount: Double, _ observation: Observation,
    beginsAnew: Bool = false, recall: Recall? = nil
  ) {
    (self.stage, self.reward, self.discount) = (stage, reward, discount)
    (self.observation, self.beginsAnew, self.recall) = (observation, beginsAnew, recall)
  }

  /// The beginning of an episode.
  ///
  /// - Parameter observation: what is seen first.
  /// - Returns: a first time step without reward.
  public static func restart(_ observation: Observation = .nothing) -> Self {
    Self(.first, 0, 1, observation)
  }

  /// The episode goes on.
  ///
  /// - Parameters:
  ///   - reward: for the action just taken.
  ///   - observation: what is seen after it.
  /// - Returns: a middle time step.
  public static func transition(reward: Double, _ observation: Observation = .nothing) -> Self {
    Self(.middle, reward, 1, observation)
  }

  /// An inner episode ends with this reward, and the next begins with this observation: the agent's working
  /// memory begins anew, as does what it is told of its last action and reward, and nothing that follows
  /// counts for what it did before. Only an episodic memory goes on, to the end of the whole episode.
  ///
  /// - Parameters:
  ///   - reward: for the action just taken.
  ///   - observation: what is seen first in the next inner episode.
  /// - Returns: a middle time step with discount 0.
  public static func inner(reward: Double, _ observation: Observation = .nothing) -> Self {
    Self(.middle, reward, 0, observation, beginsAnew: true)
  }

  /// The episode ends, and nothing comes after it.
  ///
  /// - Parameters:
  ///   - reward: for the action just taken.
  ///   - observation: what is seen after it.
  /// - Returns: a last time step with discount 0.
  public static func termination(reward: Double, _ observation: Observation = .nothing) -> Self {
    Self(.last, reward, 0, observation)
  }

  /// The observer stops looking while the world goes on.
  ///
  /// - Parameters:
  ///   - reward: for the action just taken.
  ///   - observation: what is seen after it.
  /// - Returns: a last time step with discount 1.
  public static func truncation(reward: Double, _ observation: Observation = .nothing) -> Self {
    Self(.last, reward, 1, observation)
  }
}
