import Agents
import Networks
import Numerics
import Tasks
import Testing

/// Hashes that were recorded once: in debug and release builds, on every machine, with any number of threads,
/// straight through and from a checkpoint. A change here changes recorded results of the book.
@Suite("Known bits")
struct KnownBitsTests {
  private static let kinds: [(hash: String, change: @Sendable (inout A2CSettings) -> Void)] = [
    ("7744443b2240bfc0", { $0.layers = [.lstm(48)] }),
    (
      "a6f77d5b82633239",
      {
        $0.layers = [.gru(5), .lstm(4)]
        $0.learnsInitialState = true
        $0.unroll = .steps(7)
        $0.optimizer = .rmsProp()
      }
    ),
    (
      "ff4a8981e09e4611",
      {
        $0.encoder = [6, 3]
        $0.layers = [.gru(7)]
        $0.critic = .separate
        $0.lambda = 0.5
        $0.gradientNormLimit = 0.1
        $0.optimizer = .sgd(momentum: 0.9)
      }
    ),
  ]

  @Test("each kind of network has the hash that it had", arguments: kinds.indices)
  func hashes(kind: Int) throws {
    let settings = A2CSettings {
      Self.kinds[kind].change(&$0)
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.updateCount = 6
      $0.learningRate = 0.01
    }
    let task = TwoStepTask.wang2018(trialCount: 5)
    for threads in 1...3 {
      let trainer = A2CTrainer(task, settings, seed: 8, threads: threads)
      try trainer.train(until: 3)
      let resumed = A2CTrainer(task, settings, seed: 8, threads: threads)
      try resumed.resume(from: trainer.checkpoint())
      for trainer in [trainer, resumed] {
        try trainer.train()
        #expect(String(trainer.parameters.hash, radix: 16) == Self.kinds[kind].hash)
      }
    }
  }
}
