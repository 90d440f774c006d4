import Networks
import Numerics
import Tasks

/// What one whole training gave.
public struct TrainingRun: Sendable {
  /// The seed of all its chance.
  public let seed: Int
  /// How it was trained.
  public let settings: A2CSettings
  /// One report for each update.
  public let reports: [A2CReport]
  /// The network's shape.
  public let architecture: Architecture
  /// The weights at the end.
  public let parameters: Parameters
  let observationCount: Int
  let stepLimit: Int

  /// The trained network as an agent whose weights do not change.
  ///
  /// - Returns: a new agent each time, with an activity of its own.
  public func agent() -> FrozenAgent {
    FrozenAgent(
      architecture, parameters: parameters, inputs: settings.inputs,
      observationCount: observationCount, stepLimit: stepLimit)
  }

  /// The learning curve: the mean reward of an episode, in equal parts of the training.
  ///
  /// - Parameter points: into how many parts, at least 1; traps otherwise.
  /// - Returns: `[points]`, averaged over the updates of each part in which an episode ended.
  public func curve(points: Int) -> [Double] {
    require(points >= 1, "a curve of \(points) points")
    return (0..<points).map { i in
      let part = reports[i * reports.count / points..<(i + 1) * reports.count / points]
      let ended = part.filter { $0.episodeCount > 0 }
      let total = ended.reduce(0) { $0 + $1.meanEpisodeReward * Double($1.episodeCount) }
      return total / Double(ended.reduce(0) { $0 + $1.episodeCount })
    }
  }
}

/// Trains one meta-learner for each seed, side by side on the cores.
///
/// - Parameters:
///   - task: the distribution of tasks.
///   - settings: how to train.
///   - seeds: which; each gives the same result as if it were alone.
///   - threads: how many run at once.
///   - progress: gets each report as it comes, with its seed; called from several threads.
/// - Returns: one run for each seed, in their order.
/// - Throws: that the first of the seeds that diverged did.
public func trainMetaLearners<Task: Environment>(
  on task: Task, _ settings: A2CSettings = A2CSettings(), seeds: Range<Int>,
  threads: Int = ThreadTeam.processorCount,
  progress: @Sendable (Int, A2CReport) -> Void = { _, _ in }
) throws(TrainingDiverged) -> [TrainingRun] {
  try sideBySide(seeds.count, threads: threads) { (index) throws(TrainingDiverged) in
    let seed = seeds.lowerBound + index
    let trainer = A2CTrainer(task, settings, seed: seed)
    var reports: [A2CReport] = []
    try trainer.train {
      reports.append($0)
      progress(seed, $0)
    }
    return TrainingRun(
      seed: seed, settings: settings, reports: reports, architecture: trainer.architecture,
      parameters: trainer.parameters, observationCount: task.observationCount,
      stepLimit: task.stepLimit)
  }
}
