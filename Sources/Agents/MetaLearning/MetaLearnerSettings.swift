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
  /// How the memory of episodic layers works.
  var memory: EpisodicMemorySettings { get }
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
  func architecture(observationCount: Int, actionCount: Int) -> Architecture {
    require(
      encoder.isEmpty || inputs.observation && observationCount > 0,
      "an encoder of \(encoder) units without an observation")
    return Architecture(
      inputCount: inputs.count(observationCount: observationCount, actionCount: actionCount),
      encoder: encoder.isEmpty
        ? nil : Architecture.Encoder(inputCount: observationCount, unitCounts: encoder),
      layers: layers, actionCount: actionCount, critic: critic,
      learnsInitialState: learnsInitialState)
  }

  /// Traps when one of these settings is out of its range.
  func checkPlay() {
    memory.check()
    require(environmentCount >= 1, "\(environmentCount) environments")
    require(environmentsInShard >= 1, "\(environmentsInShard) environments in a shard")
    require(updateCount >= 1, "\(updateCount) updates")
    require(discount >= 0 && discount <= 1, "discount \(discount) is not in [0, 1]")
    require(lambda >= 0 && lambda <= 1, "lambda \(lambda) is not in [0, 1]")
  }
}

/// What an update of a meta-learner was like, by whatever rule it learned.
public protocol TrainingReport: Hashable, Codable, Sendable {
  /// Which update, counted from 1.
  var update: Int { get }
  /// Steps taken in it, over all environments.
  var stepCount: Int { get }
  /// Episodes that ended in it.
  var episodeCount: Int { get }
  /// The mean reward of an episode that ended in it, summed over its steps; NaN if none ended.
  var meanEpisodeReward: Double { get }

  /// Several updates told as one: counts are sums, the others means over steps, episodes or updates.
  ///
  /// - Parameter reports: of consecutive updates, at least one; traps otherwise.
  init(merging reports: some Collection<Self>)
}

extension Collection where Element: TrainingReport {
  /// Which was the last update; traps if there is none.
  var lastUpdate: Int {
    guard let last = lazy.map(\.update).max() else { fatalError("a report of no update") }
    return last
  }

  /// The steps of all.
  var stepCount: Int { reduce(0) { $0 + $1.stepCount } }

  /// The episodes of all.
  var episodeCount: Int { reduce(0) { $0 + $1.episodeCount } }

  /// The mean reward of an episode of any of them; NaN if none ended.
  var meanEpisodeReward: Double {
    let ended = filter { $0.episodeCount > 0 }
    let reward = ended.reduce(0) { $0 + $1.meanEpisodeReward * Double($1.episodeCount) }
    return episodeCount > 0 ? reward / Double(episodeCount) : .nan
  }

  /// A mean over the steps of all.
  func meanOverSteps(_ value: (Element) -> Double) -> Double {
    reduce(0) { $0 + value($1) * Double($1.stepCount) } / Double(Swift.max(1, stepCount))
  }

  /// A mean over updates.
  func meanOverUpdates(_ value: (Element) -> Double) -> Double {
    reduce(0) { $0 + value($1) } / Double(count)
  }
}

/// Trains a recurrent actor-critic on a distribution of tasks: the slow learner of meta-learning.
public protocol MetaLearnerTrainer: Learner
where Failure == TrainingDiverged, Report: TrainingReport {
  /// How it trains.
  associatedtype Settings: MetaLearnerSettings

  /// A training that has not begun.
  ///
  /// - Parameters:
  ///   - task: the distribution of tasks; every environment is a copy.
  ///   - settings: how to train; traps when one is out of its range.
  ///   - seed: of the weights' start, the tasks and the choices.
  ///   - threads: how many work; the results do not depend on it.
  init<Task: Environment>(_ task: Task, _ settings: Settings, seed: Int, threads: Int)

  /// How it trains.
  var settings: Settings { get }
  /// The seed of all chance.
  var seed: Int { get }

  /// The network with its present weights, which do not change any more, as an agent.
  ///
  /// - Returns: an agent that chooses by its policy's probabilities.
  func agent() -> FrozenAgent

  /// All that this training needs to go on: weights, the optimiser's averages, all chance, and the
  /// episodes that are being played.
  ///
  /// The weights are called as PyTorch would; see `Architecture.tensors(of:prefix:)`.
  ///
  /// - Returns: a file to be written.
  func checkpoint() -> TensorFile

  /// Goes on from where another training with the same task, settings and seed stood: what follows has the
  /// same bits as if it had never stopped.
  ///
  /// - Parameter file: from `checkpoint()`.
  /// - Throws: what does not fit; this training is not to be used then.
  func resume(from file: TensorFile) throws(CheckpointError)
}

extension MetaLearnerTrainer {
  /// Trains to the end, or up to an update.
  ///
  /// - Parameters:
  ///   - last: after how many updates in all to stop; the settings' number if it is nil.
  ///   - progress: gets the report of each update.
  /// - Throws: that training diverged, naming the update.
  public func train(
    until last: Int? = nil, progress: (Report) -> Void = { _ in }
  ) throws(TrainingDiverged) {
    while updatesDone < last ?? settings.updateCount { progress(try update()) }
    guard parameters.values.allSatisfy(\.isFinite) else {
      throw TrainingDiverged(update: updatesDone, quantity: "a parameter")
    }
  }
}
