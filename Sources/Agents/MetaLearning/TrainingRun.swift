import Networks
import Numerics
import Tasks

/// What one whole training by A2C gave.
public typealias TrainingRun = MetaLearnerRun<A2CSettings>

/// What one whole training gave.
public struct MetaLearnerRun<Settings: MetaLearnerSettings>: Sendable {
  /// What an update told.
  public typealias Report = Settings.Trainer.Report

  /// The seed of all its chance.
  public let seed: Int
  /// How it was trained.
  public let settings: Settings
  /// How the training went, in at most 100 equal parts: each tells of its updates as one.
  public let reports: [Report]
  /// The network's shape.
  public let architecture: Architecture
  /// The weights at the end.
  public let parameters: Parameters
  private let shape: AgentShape

  init(
    seed: Int, settings: Settings, reports: [Report], architecture: Architecture,
    parameters: Parameters, _ shape: AgentShape
  ) {
    let parts = min(100, reports.count)
    self.reports = (0..<parts).map { i in
      Report(merging: reports[i * reports.count / parts..<(i + 1) * reports.count / parts])
    }
    (self.seed, self.settings) = (seed, settings)
    (self.architecture, self.parameters) = (architecture, parameters)
    self.shape = shape
  }

  /// What a trainer has reached, for who trains step by step and looks at the network on the way.
  ///
  /// - Parameters:
  ///   - trainer: who trained.
  ///   - reports: of its updates, in order, at least one; traps otherwise.
  public init(_ trainer: Settings.Trainer, reports: [Report]) {
    require(!reports.isEmpty, "a training without updates")
    let agent = trainer.agent()
    self.init(
      seed: trainer.seed, settings: trainer.settings, reports: reports,
      architecture: agent.architecture, parameters: agent.parameters, agent.shape)
  }

  /// The trained network as an agent whose weights do not change.
  ///
  /// - Returns: a new agent each time, with an activity of its own.
  public func agent() -> FrozenAgent {
    FrozenAgent(architecture, parameters: parameters, shape)
  }

  /// The learning curve: the mean reward of an episode, in equal parts of the training.
  ///
  /// - Parameter points: into how many parts, at least 1 and at most `reports.count`; traps otherwise.
  /// - Returns: `[points]`, averaged over the episodes that ended in each part.
  public func curve(points: Int) -> [Double] {
    require(
      points >= 1 && points <= reports.count, "a curve of \(points) points of \(reports.count)")
    return (0..<points).map { i in
      let part = reports[i * reports.count / points..<(i + 1) * reports.count / points]
      return Report(merging: part).meanEpisodeReward
    }
  }

  /// All but the weights, to be written down.
  public struct Summary: Codable, Sendable {
    let seed: Int
    let settings: Settings
    let reports: [Report]
    let architecture: Architecture
    let observationCount: Int
    /// Missing in what was written before there were contexts.
    let contextCount: Int?
    let stepLimit: Int
  }

  /// All but the weights.
  public var summary: Summary {
    Summary(
      seed: seed, settings: settings, reports: reports, architecture: architecture,
      observationCount: shape.observationCount, contextCount: shape.contextCount,
      stepLimit: shape.stepLimit)
  }

  /// The weights as the bytes of a safetensors file, called as PyTorch would.
  public var tensorBytes: [UInt8] {
    TensorFile(tensors: architecture.tensors(of: parameters), metadata: ["seed": "\(seed)"]).bytes
  }

  /// A training that was written down.
  ///
  /// - Parameters:
  ///   - summary: from `summary`.
  ///   - tensorBytes: from `tensorBytes`.
  /// - Throws: what is wrong with the bytes, or that they are not of the summary's architecture.
  public init(summary: Summary, tensorBytes: [UInt8]) throws(TensorFileError) {
    let parameters = try summary.architecture.parameters(from: TensorFile(bytes: tensorBytes))
    self.init(
      seed: summary.seed, settings: summary.settings, reports: summary.reports,
      architecture: summary.architecture, parameters: parameters,
      AgentShape(
        summary.settings, observationCount: summary.observationCount,
        contextCount: summary.contextCount ?? 0, stepLimit: summary.stepLimit))
  }
}

/// Trains one meta-learner for each seed, side by side on the cores.
///
/// - Parameters:
///   - task: the distribution of tasks.
///   - settings: how to train.
///   - seeds: which; each gives the same result as if it were alone.
///   - threads: how many seeds run at once. Where fewer are left they share the threads, which changes
///     nothing but the time.
///   - progress: gets each report as it comes, with its seed; called from several threads.
/// - Returns: one run for each seed, in their order.
/// - Throws: that the first of the seeds that diverged did.
public func trainMetaLearners<Task: Environment, Settings: MetaLearnerSettings>(
  on task: Task, _ settings: Settings = A2CSettings(), seeds: Range<Int>,
  threads: Int = ThreadTeam.processorCount,
  progress: @Sendable (Int, Settings.Trainer.Report) -> Void = { _, _ in }
) throws(TrainingDiverged) -> [MetaLearnerRun<Settings>] {
  let rest = seeds.count % max(1, threads)
  if rest > 0 && seeds.count > rest {
    let last = seeds.upperBound - rest
    return try trainMetaLearners(
      on: task, settings, seeds: seeds.lowerBound..<last, threads: threads, progress: progress)
      + trainMetaLearners(
        on: task, settings, seeds: last..<seeds.upperBound, threads: threads, progress: progress)
  }
  let share = max(1, threads / max(1, seeds.count))
  return try sideBySide(seeds.count, threads: threads) { (index) throws(TrainingDiverged) in
    let seed = seeds.lowerBound + index
    let trainer = Settings.Trainer(task, settings, seed: seed, threads: share)
    var reports: [Settings.Trainer.Report] = []
    try trainer.train {
      reports.append($0)
      progress(seed, $0)
    }
    return MetaLearnerRun(trainer, reports: reports)
  }
}
