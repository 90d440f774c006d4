import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("The perfect learner of Harlow's ring")
struct OneShotLearnerTests {
  @Test("it earns 6.2 in some 36 steps: half right on trial 1, always from trial 2")
  func perfect() {
    var agent = OneShotLearner()
    let task = HarlowRing(.test)
    let trials = play(&agent, task, episodes: 300, seed: 1) { _, _, after, _ in
      after.completedTrial
    }
    let curve = learningSetCurve(trials)
    // 4 s.e. of a half over 300.
    #expect(abs(curve[0] - 0.5) < 0.116 && curve[1...].allSatisfy { $0 == 1 }, "\(curve)")
    let found = rewards(of: &agent, on: task, episodes: 300, seed: 1)
    #expect(abs(mean(found) - 6.2) < 4 * standardError(found))
    let steps = trials.map { Double($0.last?.step ?? 0) }
    #expect(abs(mean(steps) - 35) < 1.5 && steps.allSatisfy { $0 >= 34 && $0 <= 36 })
  }

  @Test("on all objects of the reference only equal pairs and the mark's value can spoil it")
  func reference() {
    var agent = OneShotLearner()
    let trials = play(&agent, HarlowRing(), episodes: 300, seed: 2) { _, _, after, _ in
      after.completedTrial
    }
    #expect(mean(learningSetCurve(trials)[1...].map { $0 }) > 0.98)
  }

  @Test("looking at either object earns 1.2")
  func fixationOnly() {
    // It forgets the objects after each trial.
    struct Forgetful: Agent {
      var learner = OneShotLearner()
      mutating func begin() { learner.begin() }
      mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
        if abs(step.reward) == 1 {
          learner.begin()
          return learner.action(after: .restart(step.observation), using: &rng)
        }
        return learner.action(after: step, using: &rng)
      }
    }
    var agent = Forgetful()
    let found = rewards(of: &agent, on: HarlowRing(.test), episodes: 400, seed: 3)
    #expect(abs(mean(found) - 1.2) < 4 * standardError(found))
  }
}
