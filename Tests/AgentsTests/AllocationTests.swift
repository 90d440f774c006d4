// How often memory is asked for. A debug build allocates what an optimised one does not.
#if !DEBUG
  import Networks
  import Numerics
  import Tasks
  import Testing

  @testable import Agents

  /// The two-step task with a context for each trial, stored under after the outcome.
  private struct RememberedTask: Environment {
    var task: TwoStepTask
    private let contexts = [Observation.numbers([1, -1]), .numbers([-1, 1])]
    private var stepCount = 0

    init(_ task: TwoStepTask) { self.task = task }

    var observationCount: Int { task.observationCount }
    var contextCount: Int { 2 }
    var actionCount: Int { 2 }
    var stepLimit: Int { task.stepLimit }

    mutating func reset(using rng: inout Generator) -> TimeStep {
      stepCount = 0
      return task.reset(using: &rng).with(Recall(contexts[0], retrieves: true, stores: false))
    }

    mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
      stepCount += 1
      return task.step(action, using: &rng)
        .with(Recall(contexts[stepCount / 2 % 2], retrieves: true, stores: stepCount % 2 == 0))
    }
  }

  @Suite("Allocations, in release builds only", .serialized)
  struct AllocationTests {
    @Test("an array is counted, a number is not", .enabled(if: Allocations.canBeCounted))
    func counting() {
      var rng = Generator(seed: 0)
      var arrays: [[UInt64]] = []
      arrays.reserveCapacity(21)
      // The first array of a kind may take its type's description with it.
      arrays.append([rng.next()])
      #expect(Allocations.count { for _ in 0..<1_000 { _ = rng.next() } } == 0)
      #expect(Allocations.count { for _ in 0..<20 { arrays.append([rng.next()]) } } == 20)
      #expect(arrays.count == 21)
    }

    private static let kinds: [@Sendable (inout A2CSettings) -> Void] = [
      { $0.layers = [.lstm(8)] }, { $0.layers = [.gru(8)] }, { $0.layers = [.lstm(8), .gru(8)] },
      { $0.encoder = [8, 4] }, { $0.critic = .separate }, { $0.learnsInitialState = true },
      { $0.layers = [.episodicLSTM(8)] },
      {
        $0.layers = [.episodicLSTM(8), .lstm(4)]
        $0.critic = .separate
        $0.memory.similarity = .l2
        $0.memory.capacity = 3
      },
    ]

    @Test(
      "a step of training allocates nothing: twice the steps ask for memory as often",
      .enabled(if: Allocations.canBeCounted), arguments: kinds.indices)
    func steps(kind: Int) throws {
      func requests(trials: Int, unroll: A2CSettings.Unroll) throws -> Int {
        let settings = A2CSettings {
          Self.kinds[kind](&$0)
          $0.environmentCount = 5
          $0.environmentsInShard = 2
          $0.unroll = unroll
        }
        let task = TwoStepTask.wang2018(trialCount: trials)
        let trainer = A2CTrainer(RememberedTask(task), settings, seed: 0)
        // What grows once has its size after some episodes.
        for _ in 0..<20 { _ = try trainer.update() }
        return try Allocations.count { _ = try trainer.update() }
      }
      let few = try requests(trials: 10, unroll: .episode)
      let many = try requests(trials: 20, unroll: .episode)
      #expect(few == many)
      #expect(
        try requests(trials: 10, unroll: .steps(20)) == requests(trials: 10, unroll: .steps(40)))
      // An update may allocate a few, never one for each of its steps.
      #expect(many < 5 * 40 / 4, "\(many) requests in 200 steps")
    }

    @Test(
      "attention allocates nothing: with it the same episodes ask as often as without",
      .enabled(if: Allocations.canBeCounted),
      arguments: [A2CSettings.Unroll.episode, .steps(7)])
    func attention(unroll: A2CSettings.Unroll) throws {
      func requests(_ attention: AttentionSettings?) throws -> Int {
        let settings = A2CSettings {
          $0.layers = [.lstm(8)]
          $0.attention = attention
          $0.environmentCount = 5
          $0.environmentsInShard = 2
          $0.unroll = unroll
        }
        // All epochs are as long, whatever is chosen, so the task itself allocates as much.
        let task = BarcodeBandit(arms: 3, contexts: 2, presentations: 4, pulls: 3, bits: 4)
        let trainer = A2CTrainer(task, settings, seed: 0)
        for _ in 0..<20 { _ = try trainer.update() }
        return try Allocations.count { for _ in 0..<8 { _ = try trainer.update() } }
      }
      let without = try requests(nil)
      #expect(try requests(AttentionSettings()) == without)
      #expect(try requests(AttentionSettings { $0.capacity = 3 }) == without)
    }

    @Test(
      "neither Fisher's products nor the line search of TRPO allocate for a step",
      .enabled(if: Allocations.canBeCounted))
    func trustRegion() throws {
      func requests(trials: Int) throws -> [Int] {
        let settings = TRPOSettings {
          $0.layers = [.lstm(8)]
          $0.environmentCount = 5
          $0.environmentsInShard = 2
        }
        let trainer = TRPOTrainer(TwoStepTask.wang2018(trialCount: trials), settings, seed: 0)
        for _ in 0..<3 { _ = try trainer.update() }
        let v = [Double](repeating: 0.01, count: trainer.architecture.policyParameterCount)
        return [
          Allocations.count { _ = trainer.fisherProduct(v) },
          Allocations.count { _ = trainer.evaluate(v) },
        ]
      }
      let few = try requests(trials: 10)
      #expect(try few == requests(trials: 40))
      #expect(few.allSatisfy { $0 < 5 * 20 / 4 }, "\(few) requests in 100 steps")
    }
  }
#endif
