import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Lagged regression")
struct LaggedRegressionTests {
  /// Chooses by a logistic rule on the trials before, with weights that are known.
  private func simulated(
    _ weights: [[Double]], bias: Double, episodes: Int
  ) -> [[TwoStepTrial]] {
    var rng = Generator(seed: 5)
    return (0..<episodes).map { _ in
      var trials: [TwoStepTrial] = []
      for t in 0..<100 {
        var z = bias
        for lag in 1...weights[0].count where lag <= t {
          let past = trials[t - lag]
          z += weights[TwoStepOutcome(past).rawValue][lag - 1] * (past.action == 0 ? 1 : -1)
        }
        let action = bernoulli(logistic(z), using: &rng) ? 0 : 1
        let state = bernoulli(0.7, using: &rng) ? action : 1 - action
        trials.append(
          TwoStepTrial(action: action, state: state, isRewarded: bernoulli(0.5, using: &rng)))
      }
      return trials
    }
  }

  @Test("it finds the weights that made the choices, within four of its standard errors")
  func recovery() {
    let truth = [[1.2, 0.6], [-0.9, -0.3], [-0.5, 0], [0.8, 0.2]]
    let fit = LaggedRegression(simulated(truth, bias: 0.3, episodes: 40), lagCount: 2)
    for kind in 0..<4 {
      for lag in 0..<2 {
        let error = fit.standardErrors[kind][lag]
        #expect(error > 0 && error < 0.25)
        #expect(abs(fit.weights[kind][lag] - truth[kind][lag]) < 4 * error, "\(kind), \(lag)")
      }
    }
    #expect(abs(fit.bias - 0.3) < 0.2)
    // (1.2 + .6) − (−.9 − .3) − (−.5) + (.8 + .2), and so on.
    #expect(abs(fit.modelBasedIndex - 4.5) < 0.8)
    #expect(abs(fit.modelFreeIndex - 0.1) < 0.8)
    #expect(abs(fit.perseverationIndex - 1.1) < 0.8)
  }

  @Test("one weight by hand: after RC the choice is repeated in three of four")
  func byHand() {
    // Two trials an episode; the first is always choice 0, RC; the second repeats it in 3 of 4. The first
    // choices themselves give the bias its data, half of them choice 1.
    let trial = { TwoStepTrial(action: $0, state: $0, isRewarded: true) }
    var episodes: [[TwoStepTrial]] = []
    for i in 0..<400 {
      let first = i % 2
      episodes.append([trial(first), trial(i % 8 < 6 ? first : 1 - first)])
    }
    let fit = LaggedRegression(episodes, lagCount: 1, penalty: 1e-9)
    // σ(w) = 3/4.
    #expect(abs(fit[.rewardedCommon][0] - logarithm(3)) < 1e-6)
    #expect(abs(fit.bias) < 1e-9)
    #expect(abs(fit[.unrewardedRare][0]) < 1e-9)
  }

  @Test("a model-based learner has the model-based index, a model-free one the model-free")
  func learners() {
    func fit(_ weight: Double) -> LaggedRegression {
      let task = TwoStepTask.wang2018(.oneStep)
      var learner = TwoStepLearner(
        task, learningRate: 0.5, inverseTemperature: 4, modelBasedWeight: weight)
      return LaggedRegression(
        play(&learner, task, episodes: 20, seed: 3) { _, _, after, _ in after.completedTrial })
    }
    let (based, free) = (fit(1), fit(0))
    #expect(based.modelBasedIndex > 3 && abs(based.modelFreeIndex) < based.modelBasedIndex / 3)
    #expect(free.modelFreeIndex > 3 && abs(free.modelBasedIndex) < free.modelFreeIndex / 3)
  }
}
