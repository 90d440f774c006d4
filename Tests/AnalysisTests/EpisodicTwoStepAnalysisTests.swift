import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Analyses of the episodic two-step task")
struct EpisodicTwoStepAnalysisTests {
  private func trial(_ action: Int, _ state: Int, _ isRewarded: Bool) -> TwoStepTrial {
    TwoStepTrial(action: action, state: state, isRewarded: isRewarded)
  }

  @Test("stays by hand: the last trial's and the remembered one's are counted apart")
  func stays() {
    let first = trial(0, 0, true)
    let second = trial(1, 0, false)
    let episode = [
      EpisodicTwoStepTrial(index: 0, trial: first),
      EpisodicTwoStepTrial(index: 1, trial: second),
      // Repeats the last choice, not that of the remembered first trial, RC.
      EpisodicTwoStepTrial(index: 2, trial: trial(1, 1, true), remembered: (0, first)),
      // Repeats that of the remembered second trial, UU, and the last, RC.
      EpisodicTwoStepTrial(index: 3, trial: trial(1, 0, false), remembered: (1, second)),
    ]
    let episodic = StayProbabilities(episodic: [episode])
    #expect(episodic.counts == [1, 0, 0, 1] && episodic.stays == [0, 0, 0, 1])
    let uncued = StayProbabilities(incremental: [episode], cued: false)
    #expect(uncued.counts == [1, 0, 0, 0] && uncued.stays == [0, 0, 0, 0])
    let cued = StayProbabilities(incremental: [episode], cued: true)
    #expect(cued.counts == [1, 0, 0, 1] && cued.stays == [1, 0, 0, 1])
  }

  /// Chooses by a logistic rule with known weights, an episode being a bag of trials of any kind.
  private func simulated(
    _ weights: [Double], episodes: Int, seed: Int, bias: (Int) -> Double = { _ in 0 }
  ) -> [[EpisodicTwoStepTrial]] {
    var rng = Generator(seed: seed)
    func any() -> TwoStepTrial {
      trial(
        integer(below: 2, using: &rng), integer(below: 2, using: &rng),
        bernoulli(0.5, using: &rng))
    }
    return (0..<episodes).map { episode in
      var trials = [EpisodicTwoStepTrial(index: 0, trial: any())]
      for index in 1...50 {
        let (last, old) = (trials[index - 1].trial, any())
        let z = zip(
          weights,
          [last, old].flatMap { past in
            let habit = (past.action == 0) == past.isRewarded ? 1.0 : -1
            return [habit, past.isCommon ? habit : -habit]
          }
        ).reduce(bias(episode)) { $0 + $1.0 * $1.1 }
        let action = bernoulli(logistic(z), using: &rng) ? 0 : 1
        trials.append(
          EpisodicTwoStepTrial(
            index: index,
            trial: trial(action, integer(below: 2, using: &rng), bernoulli(0.5, using: &rng)),
            remembered: (0, old)))
      }
      return trials
    }
  }

  @Test("the regression finds the four weights that made the choices, within four of its errors")
  func recovery() {
    let truth = [0.3, 0.8, 0, 1.1]
    let fit = EpisodicRegression(simulated(truth, episodes: 60, seed: 3))
    for (term, weight) in zip(EpisodicRegression.Term.allCases.dropFirst(), truth) {
      let error = fit.standardError(of: term)
      #expect(error > 0 && error < 0.1)
      #expect(abs(fit[term] - weight) < 4 * error, "\(term)")
    }
    #expect(abs(fit[.bias]) < 0.2)
  }

  @Test("players taken together: a bias of each goes into the errors")
  func players() {
    // Four players for choice 0, four against: with eight clusters the bias is uncertain.
    let players = (0..<8).map { player in
      simulated(
        [0, 0.5, 0, 1], episodes: 12, seed: player, bias: { _ in player % 2 == 0 ? 1 : -1 })
    }
    let fit = EpisodicRegression(players: players)
    let single = EpisodicRegression(players.flatMap(\.self))
    #expect(fit.weights == single.weights)
    // Half of the time +1, half −1, with some shrinkage: the error of their mean is about 1/√8.
    #expect(fit.standardError(of: .bias) > 0.2)
    #expect(single.standardError(of: .bias) < 0.15)
    #expect(abs(fit[.episodicModelBased] - 0.85) < 0.2)
  }

  @Test("ideal observers: the one with a memory goes by the plan of the remembered trial")
  func observers() {
    func fit(_ remembers: Bool) -> EpisodicRegression {
      let task = EpisodicTwoStepTask()
      var observer = EpisodicTwoStepObserver(task, remembers: remembers)
      return EpisodicRegression(
        play(&observer, task, episodes: 100, seed: 3) { _, _, after, _ in after.completedTrial })
    }
    let (with, without) = (fit(true), fit(false))
    #expect(with[.episodicModelBased] > 5 * abs(with[.episodicModelFree]))
    #expect(with[.episodicModelBased] > 5 * abs(with[.incrementalModelBased]))
    #expect(without[.incrementalModelBased] > without[.episodicModelBased])
  }
}
