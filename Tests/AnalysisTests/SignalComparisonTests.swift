import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Signals and algorithms")
struct SignalComparisonTests {
  @Test("partial correlation by hand")
  func byHand() {
    // r_xy = .5, r_xz = .5, r_yz = 0 → .5/√.75.
    let (z, y) = ([1.0, 1, -1, -1], [1.0, -1, 1, -1])
    let x = [2.0, 0, 0, -2]
    #expect(abs(correlation(x, y) - 0.5.squareRoot()) < 1e-12)
    // r_xy = r_xz = 1/√2, r_yz = 0 → (1/√2)/√(1/2) = 1: y is all that z leaves.
    #expect(partialCorrelation(x, y, given: y).isNaN)
    #expect(abs(partialCorrelation(x, y, given: z) - 1) < 1e-7)
    // Of residuals: the same as freeing both of z by regression.
    let (a, b, c) = ([1.0, 2, 4, 3, 7], [2.0, 1, 5, 2, 6], [1.0, 3, 2, 5, 4])
    let freed = { (v: [Double]) in
      let slope = correlation(v, c) * standardDeviation(v) / standardDeviation(c)
      return zip(v, c).map { $0 - slope * $1 }
    }
    #expect(abs(partialCorrelation(a, b, given: c) - correlation(freed(a), freed(b))) < 1e-12)
  }

  /// Plays, fits both algorithms to the choices, and compares a signal with their errors.
  private func comparison<Player: Agent>(
    _ player: Player, signal: (Player, [[TwoStepTrial]]) -> [[Double]]
  ) -> SignalComparison {
    let task = TwoStepTask.wang2018(.oneStep)
    var agent = player
    let trials = play(&agent, task, episodes: 12, seed: 4) { _, _, after, _ in
      after.completedTrial
    }
    let errors = [1.0, 0].map {
      TwoStepLearner.fitted(to: trials, task, modelBasedWeight: $0)
        .secondStageErrors(of: trials).flatMap { $0 }
    }
    return SignalComparison(
      of: signal(player, trials).flatMap { $0 }, with: errors[0], and: errors[1])
  }

  @Test("a model-based learner's errors pass the test for model-based errors")
  func modelBased() {
    let learner = TwoStepLearner(
      .wang2018(.oneStep), learningRate: 0.5, inverseTemperature: 6, modelBasedWeight: 1)
    let found = comparison(learner) { $0.secondStageErrors(of: $1) }
    #expect(found.first > 0.95 && found.secondAdds < 0.005, "\(found)")
    // And yet the other algorithm is far from uncorrelated.
    #expect(found.second > 0.3 && found.between > 0.3, "\(found)")
  }

  @Test("a model-free learner's errors fail it")
  func modelFree() {
    let learner = TwoStepLearner(
      .wang2018(.oneStep), learningRate: 0.3, inverseTemperature: 6, modelBasedWeight: 0)
    let found = comparison(learner) { $0.secondStageErrors(of: $1) }
    #expect(!(found.first > 0.7 && found.secondBeyondFirst < 0.05), "\(found)")
    #expect(found.secondBeyondFirst > 0.5, "\(found)")
  }

  @Test("the ideal observer's errors pass it, though it neither plans nor learns")
  func observer() {
    let observer = TwoStepObserver(.wang2018(.oneStep))
    let found = comparison(observer) { $0.secondStageErrors(of: $1) }
    #expect(found.first > 0.7 && found.secondBeyondFirst < 0.05, "\(found)")
  }
}
