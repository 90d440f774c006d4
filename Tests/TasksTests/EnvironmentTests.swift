import Numerics
import Tasks
import Testing

/// Every task of the book with actions: a new one is added here and has all these tests.
private let tasks: [any Environment] = [
  BernoulliBandit(.independent(arms: 2)), BernoulliBandit(.independent(arms: 5), trialCount: 7),
  BernoulliBandit(.uniform), BernoulliBandit(.easy), BernoulliBandit(.medium),
  BernoulliBandit(.hard), BernoulliBandit(.fixed([0.2, 0.9, 0.5]), trialCount: 1),
  InformativeBandit(), RestlessBandit(), RestlessBandit(stepSizes: [3], trialCount: 20),
  TwoStepTask.wang2018(), TwoStepTask.wang2018(.oneStep), TwoStepTask.wang2016(),
  TwoStepTask.wang2016(.oneStep, trialCount: 3), RandomMDPTask(),
  RandomMDPTask(stateCount: 1, actionCount: 1, roundLength: 1, roundCount: 3, showsLastState: true),
  VariableMagnitudeTask(), VariableMagnitudeTask(rewards: .chance(of: 0.3), trialCount: 1),
  VariableProbabilityTask(), VariableProbabilityTask(probabilities: [1], trialCount: 3),
  MatchingTask(.training), MatchingTask(.test, encoding: .fixationAndChoice),
  MatchingTask(.fixed(left: 0.1), encoding: .fixationAndChoice, trialCounts: 1...3),
  VolatilityTask.training, VolatilityTask([.stable, .volatile, .volatile, .stable]),
  VolatilityTask([.volatile], phaseLength: 3, reversalInterval: 1),
  VolatilityTask(isShuffled: true, phaseLength: 20, phaseSpread: 9, intervalSpread: 10),
  InferredValueTask(), InferredValueTask(trialCount: 30, isGuided: true),
  InferredValueTask(minimumBlock: 1, reversalProbability: 1, trialCount: 1),
  RiskTask(), RiskTask(probabilities: [0], forcedTrialsPerLever: 0, trialCount: 3),
  HarlowRing(), HarlowRing(.training), HarlowRing(.test, trialCount: 2, stepLimit: 30),
]

/// A task that breaks one promise.
private struct FaultyTask: Environment {
  enum Fault: CaseIterable, Sendable {
    case none, startsMiddle, rewardsReset, restarts, neverEnds, badCue, badReward, forgetful, secret
  }
  let fault: Fault
  let observationCount = 2
  let actionCount = 2
  let stepLimit = 3
  var count = 0
  final class Memory: @unchecked Sendable { var calls = 0 }
  let memory = Memory()

  mutating func reset(using rng: inout Generator) -> TimeStep {
    count = 0
    if fault == .startsMiddle { return .transition(reward: 0) }
    if fault == .rewardsReset { return .transition(reward: 1) }
    return .restart(.cue(0))
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    count += 1
    memory.calls += 1
    if fault == .restarts && count == 2 { return .restart() }
    if fault == .badCue { return .transition(reward: 0, .cue(2)) }
    if fault == .badReward { return .transition(reward: .nan) }
    if fault == .forgetful { return .transition(reward: 0, .numbers([1])) }
    if fault == .secret { return .transition(reward: Double(memory.calls)) }
    return count == 3 && fault != .neverEnds ? .truncation(reward: 1) : .transition(reward: 0)
  }
}

@Suite("Environments")
struct EnvironmentTests {
  @Test("every task keeps the contract", arguments: tasks.indices)
  func contract(index: Int) {
    #expect(environmentFaults(of: tasks[index]) == [])
  }

  @Test("each broken promise is found")
  func faults() {
    let expected: [FaultyTask.Fault: [String]] = [
      .none: [],
      .startsMiddle: ["reset gives a time step that is not first"],
      .rewardsReset: [
        "reset gives a time step that is not first", "the first time step has a reward",
      ],
      .restarts: ["FIRST comes again before LAST"],
      .neverEnds: ["an episode lasts longer than its limit of 3 steps"],
      .badCue: ["cue 2 is shown, but there are 2"],
      .badReward: [
        "a reward is nan", "the same seed and actions give two different episodes",
      ],
      .forgetful: ["an observation has 1 numbers, not 2"],
      .secret: ["the same seed and actions give two different episodes"],
    ]
    for fault in FaultyTask.Fault.allCases {
      #expect(environmentFaults(of: FaultyTask(fault: fault)) == expected[fault], "\(fault)")
    }
  }

  @Test("a step before the first reset, after the end, or with an action that is none traps")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      var rng = Generator(seed: 0)
      var task = TwoStepTask.wang2018()
      _ = task.step(0, using: &rng)
    }
    await #expect(processExitsWith: .failure) {
      var rng = Generator(seed: 0)
      var task = InformativeBandit()
      _ = task.reset(using: &rng)
      for _ in 0..<6 { _ = task.step(0, using: &rng) }
    }
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var rng = Generator(seed: 0)
      var task = BernoulliBandit(.uniform)
      _ = task.reset(using: &rng)
      _ = task.step(2, using: &rng)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("action 2 of a task with 2"))
  }

  @Test("a batch is its copies one by one, whatever the order of their steps")
  func batches() {
    let generators = (0..<3).map { Generator(seed: 5, stream: $0) }
    let batch = EnvironmentBatch(TwoStepTask.wang2018(trialCount: 4), generators: generators)
    #expect(batch.count == 3 && batch.observationCount == 3 && batch.stepLimit == 8)
    for i in 0..<3 { #expect(batch.reset(i).stage == .first) }
    var batched = [[TimeStep]](repeating: [], count: 3)
    for t in 0..<8 { for i in [2, 0, 1] { batched[i].append(batch.step(i, t % 2)) } }
    for i in 0..<3 {
      var rng = generators[i]
      var task = TwoStepTask.wang2018(trialCount: 4)
      _ = task.reset(using: &rng)
      #expect((0..<8).map { task.step($0 % 2, using: &rng) } == batched[i])
      #expect(batch[generator: i] == rng)
    }
  }

  @Test("observations as numbers")
  func observations() {
    #expect(Observation.nothing.numbers(count: 2) == [0, 0])
    #expect(Observation.cue(1).numbers(count: 3) == [0, 1, 0])
    #expect(Observation.numbers([0.5]).numbers(count: 1) == [0.5])
  }
}
