import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Ideal observers of the episodic two-step task")
struct EpisodicTwoStepObserverTests {
  private func played(
    _ task: EpisodicTwoStepTask, remembers: Bool
  ) -> [[EpisodicTwoStepTrial]] {
    var observer = EpisodicTwoStepObserver(task, remembers: remembers)
    return play(&observer, task, episodes: 400, seed: 1) { _, _, after, _ in after.completedTrial }
  }

  /// Mean and standard error over episodes.
  private func reward(_ episodes: [[EpisodicTwoStepTrial]], cued: Bool) -> (Double, Double) {
    let means = episodes.map { trials in
      mean(trials.filter { $0.isCued == cued }.map { $0.trial.isRewarded ? 1.0 : 0 })
    }
    return (mean(means), standardError(means))
  }

  @Test(
    "with a memory: .70 without a cue, .80 with one, and the pattern without a flaw, in all encodings",
    arguments: [
      EpisodicTwoStepTask(), EpisodicTwoStepTask(storesOutcome: false),
      EpisodicTwoStepTask(.oneStep, tellsTrialNumber: true),
      // Contexts that come again mean the youngest of a block, whatever the other block has.
      EpisodicTwoStepTask(repeatsContexts: true, contextCount: 6),
    ])
  func remembering(task: EpisodicTwoStepTask) {
    let trials = played(task, remembers: true)
    let (uncued, cued) = (reward(trials, cued: false), reward(trials, cued: true))
    #expect(abs(uncued.0 - 0.7025) < 4 * uncued.1 && uncued.1 < 0.005)
    #expect(abs(cued.0 - 0.8015) < 4 * cued.1 && cued.1 < 0.006)
    #expect(StayProbabilities(episodic: trials).values == [1, 0, 0, 1])
    #expect(StayProbabilities(incremental: trials, cued: false).values == [1, 0, 0, 1])
  }

  @Test("without a memory: .70 and .70")
  func notRemembering() {
    let trials = played(EpisodicTwoStepTask(), remembers: false)
    let (uncued, cued) = (reward(trials, cued: false), reward(trials, cued: true))
    #expect(abs(uncued.0 - 0.7025) < 4 * uncued.1)
    #expect(abs(cued.0 - 0.6975) < 4 * cued.1 && cued.1 < 0.006)
    #expect(StayProbabilities(incremental: trials, cued: false).values == [1, 0, 0, 1])
    let stay = StayProbabilities(episodic: trials)
    // It knows what its old block was like on the whole, and so has a weak pattern of its own.
    #expect(stay.interaction > 0.2 && stay.interaction < 0.6)
  }

  @Test("choices by hand: one old trial, two values")
  func byHand() {
    var rng = Generator(seed: 1)
    let task = EpisodicTwoStepTask()
    let key = { (bit: Float) in Observation.numbers([Float](repeating: bit, count: 10)) }
    func shown(_ cue: Int, _ reward: Double, _ recall: Recall?) -> TimeStep {
      let step = TimeStep.transition(reward: reward, .cue(cue))
      return recall.map { step.with($0) } ?? step
    }
    var observer = EpisodicTwoStepObserver(task, remembers: true)
    observer.begin()
    _ = observer.action(after: .restart(.cue(0)), using: &rng)
    // State 1 paid: the belief in state 0 falls from .5 to .1, and a change may follow: .1·.9 + .9·.1.
    _ = observer.action(
      after: shown(2, 1, Recall(key(1), retrieves: false, stores: true)), using: &rng)
    #expect(abs(observer.belief - 0.18) < 1e-12)
    // Next, state 1 does not pay: .18·.9 / (.18·.9 + .82·.1) = .6639…, then .9·.6639 + .1·.3361.
    _ = observer.action(after: shown(0, 0, nil), using: &rng)
    _ = observer.action(
      after: shown(2, 0, Recall(key(-1), retrieves: false, stores: true)), using: &rng)
    #expect(abs(observer.belief - 0.631_148) < 1e-6)
    // The first trial comes back: state 1 pays for certain, state 0 pays .9·.6311 + .1·.3689 = .6049.
    let choice = observer.action(
      after: shown(0, 0, Recall(key(1), retrieves: true, stores: false)), using: &rng)
    #expect(choice == 1)
    #expect(abs(observer.choiceValues[1] - (0.9 * 1 + 0.1 * 0.604_918)) < 1e-6)
    // Paid again, as it was known to be: only the change counts. .9·.6311 + .1·.3689.
    _ = observer.action(after: shown(2, 1, nil), using: &rng)
    #expect(abs(observer.belief - 0.604_918) < 1e-6)
  }

  @Test(
    "a network stores what has no cue; a run put together step by step is the run",
    arguments: [true, false])
  func network(storesOutcome: Bool) throws {
    let task = EpisodicTwoStepTask(storesOutcome: storesOutcome)
    let settings = A2CSettings {
      $0.layers = [.episodicLSTM(4)]
      $0.environmentCount = 2
      $0.unroll = .steps(20)
      $0.updateCount = 12
    }
    let trainer = A2CTrainer(task, settings, seed: 3)
    var reports: [A2CReport] = []
    try trainer.train { reports.append($0) }
    let run = TrainingRun(trainer, reports: reports)
    let whole = try trainMetaLearners(on: task, settings, seeds: 3..<4)[0]
    #expect(run.parameters.hash == whole.parameters.hash && run.seed == 3)
    #expect(run.curve(points: 1) == whole.curve(points: 1))
    var agent = run.agent()
    let counts = play(&agent, task, episodes: 2, seed: 0) { agent, _, _, after, _ in
      after.completedTrial == nil ? nil : agent.memory?.count
    }
    for episode in counts {
      #expect(episode == (0..<100).map { min(50, storesOutcome ? $0 : $0 + 1) })
    }
  }
}
