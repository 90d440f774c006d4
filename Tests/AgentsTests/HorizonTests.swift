import Agents
import Networks
import Tasks
import Testing

@Suite("The horizon of A2C")
struct HorizonTests {
  static let task = BernoulliBandit(.independent(arms: 3), trialCount: 7)

  static func settings(_ change: (inout A2CSettings) -> Void) -> A2CSettings {
    var settings = A2CSettings {
      $0.layers = [.lstm(5)]
      $0.environmentCount = 5
      $0.environmentsInShard = 2
      $0.updateCount = 8
      $0.lambda = 0.9
      $0.learningRate = 0.01
    }
    change(&settings)
    return settings
  }

  static func hash(_ change: (inout A2CSettings) -> Void) throws -> UInt64 {
    let trainer = A2CTrainer(task, settings(change), seed: 2)
    try trainer.train()
    return trainer.parameters.hash
  }

  @Test("a horizon of 2 steps is a discount of 1/2, of either sign, and one of 1 step is none")
  func constantHorizons() throws {
    for negates in [false, true] {
      let near = try Self.hash {
        ($0.discount, $0.negatesDiscount) = (0.5, negates)
      }
      // What `discount` says does not count then.
      let alike = try Self.hash {
        ($0.discount, $0.negatesDiscount) = (0.9, negates)
        $0.horizon = 2.0
      }
      #expect(alike == near)
    }
    let blind = try Self.hash { $0.discount = 0 }
    #expect(try Self.hash { $0.horizon = 1.0 } == blind)
    #expect(try Self.hash { $0.horizon = 2.0 } != blind)
  }

  @Test("at each update γ is that of the horizon then: the bits are the reference's")
  func risingHorizon() throws {
    let settings = Self.settings { $0.horizon = .linearThenConstant(from: 1, to: 20, over: 0.5) }
    let trainer = A2CTrainer(Self.task, settings, seed: 6, threads: 2)
    var reference = ReferenceTraining(Self.task, settings, seed: 6)
    for _ in 0..<8 {
      _ = try trainer.update()
      reference.update()
      #expect(trainer.parameters.hash == reference.parameters.hash)
    }
    // It is not the horizon of the first update, nor of the last.
    let constant = try [1, 20].map { steps in try Self.hash { $0.horizon = .constant(steps) } }
    let rising = try Self.hash { $0.horizon = .linearThenConstant(from: 1, to: 20, over: 0.5) }
    #expect(Set(constant + [rising]).count == 3)
  }

  @Test("a training from a checkpoint goes on with the horizon it had come to")
  func checkpoint() throws {
    let settings = Self.settings { $0.horizon = .linear(from: 2, to: 9) }
    let straight = A2CTrainer(Self.task, settings, seed: 1)
    try straight.train(until: 5)
    let resumed = A2CTrainer(Self.task, settings, seed: 1)
    try resumed.resume(from: TensorFile(bytes: straight.checkpoint().bytes))
    try straight.train()
    try resumed.train()
    #expect(resumed.parameters.hash == straight.parameters.hash)
  }

  @Test("a horizon below one step is refused, at either end, and one with a separate critic")
  func contract() async {
    await #expect(processExitsWith: .failure) {
      _ = A2CTrainer(HorizonTests.task, HorizonTests.settings { $0.horizon = 0.5 }, seed: 0)
    }
    await #expect(processExitsWith: .failure) {
      let settings = HorizonTests.settings { $0.horizon = .linear(from: 5, to: 0) }
      _ = A2CTrainer(HorizonTests.task, settings, seed: 0)
    }
    await #expect(processExitsWith: .failure) {
      let settings = HorizonTests.settings {
        $0.horizon = 5.0
        $0.critic = .separate
      }
      _ = A2CTrainer(HorizonTests.task, settings, seed: 0)
    }
  }
}
