import Numerics
import Tasks
import Testing

@Suite("Episodic two-step task")
struct EpisodicTwoStepTaskTests {
  private typealias Task = EpisodicTwoStepTask

  /// Every trial of an episode, with the use of the memory when its choice was due and when its outcome was
  /// shown, from random choices.
  private func episode(
    _ task: Task, seed: Int
  ) -> [(trial: EpisodicTwoStepTrial, due: Recall?, shown: Recall?)] {
    var (task, rng, choices) = (task, Generator(seed: seed), Generator(seed: seed, stream: 1))
    var step = task.reset(using: &rng)
    var trials: [(trial: EpisodicTwoStepTrial, due: Recall?, shown: Recall?)] = []
    while !step.isLast {
      let due = step.recall
      step = task.step(integer(below: 2, using: &choices), using: &rng)
      guard let trial = task.completedTrial else { continue }
      #expect(step.reward == (trial.trial.isRewarded ? 1 : 0))
      trials.append((trial, due, step.recall))
    }
    return trials
  }

  @Test("it keeps its promises, however it is told")
  func contract() {
    for task in [
      Task(), Task(storesOutcome: false), Task(.oneStep), Task(.oneStep, tellsTrialNumber: true),
      Task(repeatsContexts: true, blockTrialCount: 4, contextCount: 3),
    ] { #expect(environmentFaults(of: task, episodes: 5) == []) }
    #expect(Task().stepLimit == 200 && Task(.oneStep).stepLimit == 100)
    #expect(Task().observationCount == 3 && Task(tellsTrialNumber: true).observationCount == 4)
  }

  @Test("an episode by hand: one trial a block, no chance but the contexts")
  func byHand() throws {
    var rng = Generator(seed: 1)
    var task = Task(
      commonProbability: 1, rewardProbability: 1, switchProbability: 0, blockTrialCount: 1,
      contextCount: 2)
    var step = task.reset(using: &rng)
    let good = task.goodState
    #expect(step == .restart(.cue(0)))
    // Block 0: the good state, block 1: the other. Stored with the outcome, under two contexts.
    var contexts: [Observation] = []
    for choice in [good, 1 - good] {
      step = task.step(choice, using: &rng)
      let recall = try #require(step.recall)
      #expect(step.observation == .cue(1 + choice) && step.reward == (choice == good ? 1 : 0))
      #expect(recall.stores && !recall.retrieves)
      contexts.append(recall.context)
      step = task.step(0, using: &rng)
      #expect(step.reward == 0 && step.observation == .cue(0))
    }
    #expect(contexts[0] != contexts[1])
    // Blocks 2 and 3: each brings its trial back.
    for (choice, old) in [(good, 0), (good, 1)] {
      #expect(step.recall == Recall(contexts[old], retrieves: true, stores: false))
      #expect(task.cuedIndex == old)
      step = task.step(choice, using: &rng)
      #expect(step.recall == nil && step.reward == 1)
      let trial = try #require(task.completedTrial)
      #expect(trial.index == 2 + old && trial.rememberedIndex == old)
      #expect(trial.isRepetition == (old == 0))
      step = task.step(1, using: &rng)
    }
    #expect(step == .termination(reward: 0, .cue(0)))
  }

  @Test("blocks, contexts and memories are where they belong", arguments: [true, false])
  func memories(storesOutcome: Bool) throws {
    for seed in 0..<20 {
      let trials = episode(Task(storesOutcome: storesOutcome), seed: seed)
      #expect(trials.count == 100)
      var contexts: [Observation] = []
      for (trial, due, shown) in trials {
        #expect(trial.isCued == (trial.index >= 50))
        guard let old = trial.rememberedIndex else {
          #expect((storesOutcome ? due : shown) == nil)
          let recall = try #require(storesOutcome ? shown : due)
          #expect(recall.stores && !recall.retrieves)
          contexts.append(recall.context)
          continue
        }
        #expect((trial.index < 75 ? 0..<25 : 25..<50).contains(old))
        #expect(due == Recall(contexts[old], retrieves: true, stores: false) && shown == nil)
        #expect(trial.remembered == trials[old].trial.trial)
      }
      #expect(Set(contexts).count == 50)
    }
  }

  @Test("told in one step: cues bring back, all else stores before the outcome")
  func oneStep() throws {
    var rng = Generator(seed: 4)
    var task = Task(.oneStep, tellsTrialNumber: true)
    var step = task.reset(using: &rng)
    #expect(step.observation == .numbers([1, 0, 0, 0]))
    for index in 0..<100 {
      let recall = try #require(step.recall)
      #expect(recall.stores == (index < 50) && recall.retrieves == (index >= 50))
      step = task.step(index % 2, using: &rng)
      let trial = try #require(task.completedTrial)
      #expect(trial.index == index && step.reward == (trial.trial.isRewarded ? 1 : 0))
      let state: [Float] = trial.trial.state == 0 ? [0, 1, 0] : [0, 0, 1]
      #expect(step.observation == .numbers(state + [Float(index + 1)]))
    }
    #expect(step.isLast)
  }

  @Test("old rewards come again for certain, fresh ones and transitions with their probabilities")
  func frequencies() {
    let task = Task()
    var (repeated, repetitions, wrong) = (0, 0, 0)
    var (common, rewarded, cued) = (0, 0, 0)
    for seed in 0..<200 {
      for (trial, _, _) in episode(task, seed: seed) {
        common += trial.trial.isCommon ? 1 : 0
        guard let old = trial.remembered else {
          rewarded += trial.trial.isRewarded ? 1 : 0
          continue
        }
        cued += 1
        if trial.isRepetition {
          repetitions += 1
          if trial.trial.isRewarded != old.isRewarded { wrong += 1 }
          repeated += old.isRewarded ? 1 : 0
        } else {
          rewarded += trial.trial.isRewarded ? 1 : 0
        }
      }
    }
    func near(_ count: Int, of n: Int, _ p: Double) -> Bool {
      abs(Double(count) - p * Double(n)) <= 5 * (p * (1 - p) * Double(n)).squareRoot()
    }
    #expect(wrong == 0)
    #expect(near(common, of: 20_000, 0.9))
    // Random choices: either state, good or not, equally often.
    #expect(near(repetitions, of: cued, 0.5))
    #expect(near(rewarded, of: 20_000 - repetitions, 0.5))
    #expect(near(repeated, of: repetitions, 0.5))
  }

  @Test("contexts that may be alike stand for the youngest of their block")
  func repeatedContexts() {
    let task = Task(repeatsContexts: true, blockTrialCount: 4, contextCount: 3)
    var alike = 0
    for seed in 0..<50 {
      let trials = episode(task, seed: seed)
      let contexts = trials.prefix(8).compactMap { $0.shown?.context }
      alike += contexts.count - Set(contexts).count
      for (trial, due, _) in trials {
        guard let old = trial.rememberedIndex, let due else { continue }
        let block = old / 4 * 4..<old / 4 * 4 + 4
        #expect(due.context == contexts[old])
        #expect(!contexts[block].suffix(from: old + 1).contains(due.context))
      }
    }
    #expect(alike > 0)
  }

  @Test("settings out of range trap")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = EpisodicTwoStepTask(.oneStep, storesOutcome: true)
    }
    await #expect(processExitsWith: .failure) { _ = EpisodicTwoStepTask(contextCount: 5) }
    await #expect(processExitsWith: .failure) { _ = EpisodicTwoStepTask(switchProbability: 1.1) }
  }
}
