import Networks
import Numerics
import Tasks

/// How a meta-learner is trained, as far as it does not hang on the rule of learning: what its network is
/// like, and how it plays.
public protocol MetaLearnerSettings: Hashable, Codable, Sendable {
  /// Who trains so.
  associatedtype Trainer: MetaLearnerTrainer where Trainer.Settings == Self

  /// Dense layers between the observation and the recurrent ones: how many units each has.
  var encoder: [Int] { get }
  /// The recurrent layers.
  var layers: [Architecture.Layer] { get }
  /// Where the value comes from.
  var critic: Architecture.Critic { get }
  /// Whether the state at the beginning of an episode is learned; else it is 0.
  var learnsInitialState: Bool { get }
  /// For how many steps fresh units remember at most, at least 3; nil: all for about three.
  var memorySpan: Int? { get }
  /// How the memory of episodic layers works.
  var memory: EpisodicMemorySettings { get }
  /// How the network attends to what it stored; nil: there is no attention.
  var attention: AttentionSettings? { get }
  /// What the network is told.
  var inputs: MetaLearnerInputs { get }
  /// How many environments are played side by side, at least 1.
  var environmentCount: Int { get }
  /// How many environments one piece of work holds, at least 1.
  var environmentsInShard: Int { get }
  /// How many updates a whole training has, at least 1.
  var updateCount: Int { get }
  /// γ, in [0, 1].
  var discount: Double { get }
  /// λ of generalised advantage estimation, in [0, 1].
  var lambda: Double { get }
}

extension MetaLearnerSettings {
  /// The network's shape for a task.
  func architecture(
    observationCount: Int, contextCount: Int, actionCount: Int
  ) -> Architecture {
    require(
      encoder.isEmpty || inputs.observation && observationCount > 0,
      "an encoder of \(encoder) units without an observation")
    return Architecture(
      inputCount: inputs.count(observationCount: observationCount, actionCount: actionCount),
      encoder: encoder.isEmpty
        ? nil : Architecture.Encoder(inputCount: observationCount, unitCounts: encoder),
      attention: attention.map { $0.shape(contextCount: contextCount) },
      layers: layers, actionCount: actionCount, critic: critic,
      learnsInitialState: learnsInitialState)
  }

  /// Traps when one of these settings is out of its range.
  func checkPlay() {
    memory.check()
    attention?.check()
    require(environmentCount >= 1, "\(environmentCount) environments")
    require(environmentsInShard >= 1, "\(environmentsInShard) environments in a shard")
    require(updateCount >= 1, "\(updateCount) updates")
    if let memorySpan { require(memorySpan >= 3, "a memory span of \(memorySpan) steps") }
    require(discount >= 0 && discount <= 1, "discount \(discount) is not in [0, 1]")
    require(lambda >= 0 && lambda <= 1, "lambda \(lambda) is not in [0, 1]")
  }
}
