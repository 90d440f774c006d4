import Networks
import Numerics
import Tasks

/// Something that learns in steps, each an update of its parameters.
public protocol Learner: AnyObject {
  /// What an update tells.
  associatedtype Report
  /// What may go wrong.
  associatedtype Failure: Error
  /// How many updates have been made.
  var updatesDone: Int { get }
  /// What has been learned.
  var parameters: Parameters { get }
  /// Learns once.
  ///
  /// - Returns: what it was like.
  /// - Throws: what went wrong; nothing was learned then.
  func update() throws(Failure) -> Report
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
