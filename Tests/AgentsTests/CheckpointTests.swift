import Agents
import Networks
import Numerics
import Tasks
import Testing

@Suite("Checkpoints from outside")
struct CheckpointTests {
  private static let settings = A2CSettings {
    $0.layers = [.lstm(3)]
    $0.environmentCount = 2
    $0.unroll = .steps(3)
    $0.updateCount = 9
  }
  private let task = TwoStepTask.wang2018(trialCount: 4)

  /// Why a checkpoint is refused, some of its texts or tensors being others.
  private func reason(
    texts: [String: String] = [:], tensor: (name: String, values: [Float])? = nil
  ) throws -> String {
    let trainer = A2CTrainer(task, Self.settings, seed: 1)
    try trainer.train(until: 4)
    let file = trainer.checkpoint()
    let all = Dictionary(uniqueKeysWithValues: file.metadata.map { ($0.key, $0.value) })
    let tensors = file.tensors.map { old in
      old.name == tensor?.name
        ? Tensor(old.name, shape: old.shape, values: tensor?.values ?? []) : old
    }
    do throws(CheckpointError) {
      try A2CTrainer(task, Self.settings, seed: 1).resume(
        from: TensorFile(tensors: tensors, metadata: all.merging(texts) { $1 }))
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("what could not have come from a training is refused, and nothing hangs or traps")
  func hostileFiles() throws {
    #expect(try reason() == "no error")
    for updates in ["\(Int.max)", "-1", "many"] {
      #expect(
        try reason(texts: ["updates": updates])
          == "the checkpoint does not say how many updates were made")
    }
    let cannot = "environment 0 of shard 0 cannot be restored"
    let chance = "1.2.3.4 5.6.7.8"
    for text in [
      // An episode that is over cannot go on, and none is longer; actions and values are what they are.
      "\(chance) 0.0.0.0.0.0.0.0 0", "\(chance) 0.0.0.0.0.0.0.0.0 0", "\(chance) 2 0",
      "\(chance) -1 0", "\(chance) 0 7fc00000", "\(chance) 0 x", "0.0.0.0 5.6.7.8 over 0",
      "1.2.3 5.6.7.8 over 0", "\(chance) over", "",
    ] {
      #expect(try reason(texts: ["environment.0.0": text]) == cannot, "\(text)")
    }
    #expect(try reason(texts: ["environment.0.0": "\(chance) 0.1.0 0"]) == "no error")
    #expect(
      try reason(tensor: ("state.0", [Float](repeating: .nan, count: 12)))
        == "the state of shard 0 holds nan")
  }
}
