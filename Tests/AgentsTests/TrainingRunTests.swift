import Agents
import Foundation
import Networks
import Numerics
import Synchronization
import Tasks
import Testing

@Suite("Runs of several seeds")
struct TrainingRunTests {
  private let task = TwoStepTask.wang2018(trialCount: 3)
  private static let settings = A2CSettings {
    $0.layers = [.lstm(4)]
    $0.environmentCount = 3
    $0.updateCount = 205
    $0.learningRate = 0.01
  }

  @Test("a seed comes out the same among others as alone, and tells of every update")
  func sideBySide() throws {
    let told = Mutex<[Int: [A2CReport]]>([:])
    let runs = try trainMetaLearners(on: task, Self.settings, seeds: 3..<6, threads: 2) {
      seed, report in told.withLock { $0[seed, default: []].append(report) }
    }
    #expect(runs.map(\.seed) == [3, 4, 5])
    for run in runs {
      var reports: [A2CReport] = []
      let alone = A2CTrainer(task, Self.settings, seed: run.seed)
      try alone.train { reports.append($0) }
      #expect(run.parameters.hash == alone.parameters.hash)
      #expect(told.withLock { $0[run.seed] } == reports && reports.count == 205)
      // Told as a hundred parts, in which nothing is lost: 205 updates of 3 episodes of 6 steps.
      #expect(run.reports.count == 100 && run.reports.map(\.update).max() == 205)
      #expect(run.reports.reduce(0) { $0 + $1.stepCount } == 205 * 18)
      let rewards = reports.map(\.meanEpisodeReward)
      #expect(abs(run.curve(points: 1)[0] - mean(rewards)) < 1e-12)
      #expect(abs(run.curve(points: 5)[0] - mean(Array(rewards[..<41]))) < 1e-12)
    }
    #expect(Set(runs.map(\.parameters.hash)).count == 3)
  }

  @Test("the first seed that diverged is thrown, whatever the others do")
  func divergence() {
    var settings = Self.settings
    settings.learningRate = .constant(.infinity)
    #expect(throws: TrainingDiverged(update: 1, quantity: "a parameter")) {
      try trainMetaLearners(on: task, settings, seeds: 0..<3)
    }
  }

  @Test("a run that was written down plays as it did; weights of another shape are refused")
  func writtenDown() throws {
    var settings = Self.settings
    settings.updateCount = 3
    settings.critic = .separate
    settings.negatesDiscount = true
    let run = try trainMetaLearners(on: task, settings, seeds: 1..<2)[0]
    let text = try JSONEncoder().encode(run.summary)
    let summary = try JSONDecoder().decode(TrainingRun.Summary.self, from: text)
    let read = try TrainingRun(summary: summary, tensorBytes: run.tensorBytes)
    #expect(read.parameters.hash == run.parameters.hash && read.settings == settings)
    #expect(read.reports == run.reports && read.seed == 1)
    var (before, after) = (run.agent(), read.agent())
    let recording = before.record(task, episodes: 5, seed: 0)
    #expect(after.record(task, episodes: 5, seed: 0) == recording)
    let other = A2CTrainer(task, Self.settings, seed: 1)
    let bytes = TensorFile(tensors: other.architecture.tensors(of: other.parameters)).bytes
    do throws(TensorFileError) {
      _ = try TrainingRun(summary: summary, tensorBytes: bytes)
      Issue.record("no error")
    } catch {
      #expect(error.description == "there is no tensor \"actor.core.weight_ih_l0\"")
    }
  }
}
