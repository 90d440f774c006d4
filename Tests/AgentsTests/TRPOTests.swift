import Networks
import Numerics
import Tasks
import Testing

@testable import Agents

@Suite("TRPO")
struct TRPOTests {
  static func settings(layers: [Architecture.Layer] = [.lstm(4)]) -> TRPOSettings {
    TRPOSettings {
      $0.layers = layers
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.updateCount = 6
      $0.lambda = 0.9
      $0.fisherPart = 0.5
      $0.criticStepCount = 2
      $0.criticLearningRate = 0.01
    }
  }
  private let task = TwoStepTask.wang2018(trialCount: 3)

  @Test("the same seed gives the same bits with 1, 2 and 3 threads")
  func threads() throws {
    let hashes = try (1...3).map { threads in
      let trainer = TRPOTrainer(task, Self.settings(), seed: 3, threads: threads)
      try trainer.train()
      return trainer.parameters.hash
    }
    #expect(Set(hashes).count == 1)
    let other = TRPOTrainer(task, Self.settings(), seed: 4)
    try other.train()
    #expect(other.parameters.hash != hashes[0])
  }

  @Test("these are the bits, in debug and release, on every machine")
  func knownBits() throws {
    let trainer = TRPOTrainer(task, Self.settings(), seed: 0)
    try trainer.train()
    #expect(String(trainer.parameters.hash, radix: 16) == "22840cb4a1d6855")
  }

  @Test("a training from a checkpoint has the bits of one straight through")
  func checkpoints() throws {
    var settings = Self.settings(layers: [.gru(3), .lstm(4)])
    settings.learnsInitialState = true
    settings.encoder = [3]
    let straight = TRPOTrainer(task, settings, seed: 1)
    try straight.train(until: 3)
    let resumed = TRPOTrainer(task, settings, seed: 1, threads: 2)
    try resumed.resume(from: try TensorFile(bytes: straight.checkpoint().bytes))
    #expect(resumed.updatesDone == 3 && resumed.parameters == straight.parameters)
    try straight.train()
    try resumed.train()
    #expect(resumed.parameters.hash == straight.parameters.hash)
    #expect(resumed.checkpoint() == straight.checkpoint())
    let other = A2CTrainer(task, A2CTests.settings(.episode), seed: 1)
    #expect(throws: CheckpointError("this is not a checkpoint of a TRPO training")) {
      try straight.resume(from: other.checkpoint())
    }
  }

  @Test("every accepted step stays within the region and gains, and the critic learns")
  func acceptedSteps() throws {
    var settings = Self.settings()
    settings.updateCount = 20
    settings.environmentCount = 16
    let bandit = BernoulliBandit(.uniform, trialCount: 10)
    for seed in 0..<2 {
      let trainer = TRPOTrainer(bandit, settings, seed: seed)
      var reports: [TRPOReport] = []
      try trainer.train { reports.append($0) }
      for report in reports where report.failureCount == 0 {
        #expect(report.divergence <= 0.015 && report.divergence > 0)
        #expect(report.surrogateGain > 0 && report.stepFraction > 0)
      }
      #expect(reports.count { $0.failureCount == 0 } >= 18)
      #expect(reports.allSatisfy { $0.stepCount == 160 && $0.episodeCount == 16 })
      let errors = reports.map(\.squaredValueError)
      #expect(mean(Array(errors.suffix(5))) < mean(Array(errors.prefix(5))))
    }
  }

  @Test("where no step is good enough, the policy stays to the bit, and the report says so")
  func failedLineSearch() throws {
    var settings = Self.settings()
    settings.trustRegion.divergenceLimit = 50
    settings.trustRegion.tryLimit = 1
    settings.trustRegion.tolerance = 1
    let trainer = TRPOTrainer(task, settings, seed: 0)
    let count = trainer.architecture.policyParameterCount
    var failures = 0
    for _ in 0..<4 {
      let before = trainer.parameters.values
      let report = try trainer.update()
      let after = trainer.parameters.values
      let stays = before.prefix(count) == after.prefix(count)
      #expect(stays == (report.failureCount == 1) && stays == (report.stepFraction == 0))
      #expect(before.dropFirst(count) != after.dropFirst(count))
      failures += report.failureCount
    }
    #expect(failures > 0)
  }

  @Test("a number that is none stops training, names the update and changes nothing")
  func divergence() throws {
    struct BrokenTask: Environment {
      var count = 0
      let observationCount = 0
      let actionCount = 2
      let stepLimit = 1
      mutating func reset(using rng: inout Generator) -> TimeStep { .restart() }
      mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
        count += 1
        return .termination(reward: count == 3 ? .nan : Double(action))
      }
    }
    let trainer = TRPOTrainer(BrokenTask(), Self.settings(), seed: 0)
    try trainer.train(until: 2)
    let before = trainer.parameters
    #expect(throws: TrainingDiverged(update: 3, quantity: "the gradient")) { try trainer.train() }
    #expect(trainer.updatesDone == 2 && trainer.parameters == before)
    #expect(before.values.allSatisfy { $0.isFinite })
  }

  @Test("it learns which of two certain arms pays, and the critic what that is worth")
  func learnsArm() throws {
    let settings = TRPOSettings {
      $0.layers = [.lstm(8)]
      $0.environmentCount = 8
      $0.updateCount = 60
      $0.discount = 0
      $0.trustRegion.divergenceLimit = 0.02
      $0.criticLearningRate = 0.01
    }
    let bandit = BernoulliBandit(.fixed([0, 1]), trialCount: 5)
    let runs = try trainMetaLearners(on: bandit, settings, seeds: 0..<3)
    for run in runs {
      #expect(run.curve(points: 4)[0] < 4.5 && run.reports.count == 60)
      let copy = try MetaLearnerRun<TRPOSettings>(
        summary: run.summary, tensorBytes: run.tensorBytes)
      #expect(copy.parameters == run.parameters && copy.settings == settings)
      var agent = copy.agent()
      #expect(mean(rewards(of: &agent, on: bandit, episodes: 100, seed: 9)) > 4.7)
      #expect(abs(agent.activity.value - 1) < 0.2)
    }
  }

  @Test("an independent critic leaves the actor the reward, and A2C can use it too")
  func independentCritic() throws {
    var settings = A2CTests.settings(.steps(4))
    settings.critic = .independent
    let trainer = A2CTrainer(task, settings, seed: 2, threads: 2)
    try trainer.train()
    var agent = trainer.agent()
    func activity(reward: Double) -> Activity {
      agent.begin()
      agent.see(.restart(.cue(0)))
      agent.see(.transition(reward: reward, .cue(0)))
      return agent.activity
    }
    #expect(activity(reward: 0).hidden != activity(reward: 1).hidden)
    #expect(activity(reward: 1).toldPredictionError == 0)
    // Critics that differ make no difference to the policy.
    let layout = trainer.architecture.layout
    var other = trainer.parameters
    let first = trainer.architecture.policyParameterCount
    #expect(first == layout["critic.layer0"].offset && first * 2 > layout.count)
    for i in first..<layout.count { other.values[i] = 0 }
    let before = activity(reward: 1)
    agent = FrozenAgent(
      trainer.architecture, parameters: other, inputs: settings.inputs,
      observationCount: task.observationCount, stepLimit: task.stepLimit)
    #expect(activity(reward: 1).policy == before.policy && activity(reward: 1).value == 0)
  }
}
