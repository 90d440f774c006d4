// How often memory is asked for: Swift's runtime can be watched only where it is a library of its own, and
// a debug build allocates what an optimised one does not.
#if canImport(Glibc) && !DEBUG
  import Agents
  import Networks
  import Numerics
  import Tasks
  import Testing

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
    @Test("an array is counted, a number is not", .enabled(if: AllocatedObjects.canBeCounted))
    func counting() {
      var rng = Generator(seed: 0)
      var arrays: [[UInt64]] = []
      arrays.reserveCapacity(20)
      #expect(AllocatedObjects.count { for _ in 0..<1_000 { _ = rng.next() } } == 0)
      #expect(AllocatedObjects.count { for _ in 0..<20 { arrays.append([rng.next()]) } } == 20)
      #expect(arrays.count == 20)
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
      "a step of training allocates nothing: twice the steps take as many objects",
      .enabled(if: AllocatedObjects.canBeCounted), arguments: kinds.indices)
    func steps(kind: Int) throws {
      func objects(trials: Int, unroll: A2CSettings.Unroll) throws -> Int? {
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
        return try AllocatedObjects.count { _ = try trainer.update() }
      }
      let few = try objects(trials: 10, unroll: .episode)
      let many = try objects(trials: 20, unroll: .episode)
      #expect(few == many)
      #expect(
        try objects(trials: 10, unroll: .steps(20)) == objects(trials: 10, unroll: .steps(40)))
      // An update may allocate a few, never one for each of its steps.
      #expect(try #require(many) < 5 * 40 / 4, "\(String(describing: many)) objects in 200 steps")
    }

    @Test(
      "attention allocates nothing: with it the same episodes take as many objects as without",
      .enabled(if: AllocatedObjects.canBeCounted),
      arguments: [A2CSettings.Unroll.episode, .steps(7)])
    func attention(unroll: A2CSettings.Unroll) throws {
      func objects(_ attention: AttentionSettings?) throws -> Int? {
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
        return try AllocatedObjects.count { for _ in 0..<8 { _ = try trainer.update() } }
      }
      let without = try objects(nil)
      #expect(try objects(AttentionSettings()) == without)
      #expect(try objects(AttentionSettings { $0.capacity = 3 }) == without)
    }
  }
#endif
