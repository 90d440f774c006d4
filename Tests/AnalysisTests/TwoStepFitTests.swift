import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Fitting learners of the two-step tasks")
struct TwoStepFitTests {
  private func sessions(_ w: Double, _ count: Int) -> [[DawTrial]] {
    (0..<count).map {
      var rng = Generator(seed: 0, stream: $0)
      return simulateDawSession(.init(modelBasedWeight: w), using: &rng)
    }
  }

  @Test("the likelihood of the hybrid is the product of the learner's own probabilities")
  func hybridLikelihood() {
    var rng = Generator(seed: 1)
    let parameters = HybridLearner.Parameters([0.5, 0.3, 0.7, 4, 3, 0.2, 0.6])
    #expect(parameters.values == [0.5, 0.3, 0.7, 4, 3, 0.2, 0.6])
    let task = DawTwoStepTask(commonProbability: 0.8)
    let trials = simulateDawSession(parameters, on: task, using: &rng)
    var learner = HybridLearner(parameters, commonProbability: 0.8)
    var expected = 0.0
    for trial in trials {
      expected += logarithm(learner.firstProbabilities[trial.action])
      expected += logarithm(learner.secondProbabilities(in: trial.state)[trial.secondAction])
      learner.learn(trial)
    }
    let model = DawHybrid(commonProbability: 0.8)
    #expect(trials.count == 201 && model.choiceCount(in: trials) == 402)
    #expect(abs(model.logLikelihood(of: trials, parameters.values) - expected) < 1e-9)
  }

  @Test("the likelihood of the mixture is the product of the two-step learner's probabilities")
  func mixtureLikelihood() {
    let task = TwoStepTask.wang2018(.oneStep, trialCount: 50)
    var learner = TwoStepLearner(
      task, learningRate: 0.3, inverseTemperature: 4, modelBasedWeight: 0.4)
    let episodes = Agents.play(&learner, task, episodes: 3, seed: 0) { _, _, after, _ in
      after.completedTrial
    }
    var expected = 0.0
    for trials in episodes {
      learner.begin()
      for trial in trials {
        expected += logarithm(learner.choiceProbabilities[trial.action])
        learner.learn(trial)
      }
    }
    let model = TwoStepMixture(commonProbability: task.commonProbability)
    #expect(abs(model.logLikelihood(of: episodes, [0.3, 4, 0, 0.4]) - expected) < 1e-9)
    #expect(model.choiceCount(in: episodes) == 150)
  }

  @Test("the exact slopes are those of the likelihoods")
  func slopes() {
    let trials = Array(sessions(0.5, 1)[0].prefix(80))
    expectExactSlope(of: DawHybrid(), trials, seed: 0, comment: "Daw's hybrid")
    expectExactSlope(
      of: TwoStepMixture(commonProbability: 0.7), [trials.map(\.firstStage)], seed: 1,
      comment: "mixture")
  }

  @Test("a fit is at least as likely as the truth, and its starts agree on the peak")
  func peak() {
    let model = DawHybrid()
    let truth = HybridLearner.Parameters().values
    for (trials, fit) in zip(sessions(0.39, 3), model.fits(to: sessions(0.39, 3), starts: 3)) {
      #expect(fit.logLikelihood >= model.logLikelihood(of: trials, truth))
      #expect(abs(fit.startValues[0] - (fit.startValues.max() ?? .nan)) < 1e-6)
      #expect(fit.convergedCount == 3)
      // Of a quarter of the choices or so nothing is known.
      #expect(fit.meanProbability > 0.5 && fit.meanProbability < 0.75)
    }
  }

  // The sheet's table comes from 2,000 runs. Of 400 runs, some 16,000 to 24,000 trials of a kind, the
  // standard error is below .0045 (trials of a run hang together), so .015 is more than 3 of them.
  @Test(
    "simulated stays of the hybrid are those computed independently",
    arguments: [
      (0.0, [0.903, 0.894, 0.685, 0.684]), (0.39, [0.835, 0.783, 0.612, 0.665]),
      (1.0, [0.754, 0.595, 0.599, 0.746]),
    ])
  func stays(w: Double, expected: [Double]) {
    let stay = StayProbabilities(sessions(w, 400))
    let found = [
      stay.rewardedCommon, stay.rewardedRare, stay.unrewardedCommon, stay.unrewardedRare,
    ]
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 0.015 }, "w = \(w): \(found)")
  }

  @Test("the regression: a main effect of reward at w = 0, an interaction at w = 1, both between")
  func regression() {
    // Some 60 subjects: the standard errors are near .04.
    let found = [0.0, 0.39, 1].map { StayRegression(sessions($0, 60)) }
    for (regression, isModelFree, isModelBased) in zip3(
      found, [true, true, false], [false, true, true])
    {
      let reward = regression.mean(of: .reward) / regression.standardError(of: .reward)
      let interaction =
        regression.mean(of: .interaction) / regression.standardError(of: .interaction)
      #expect(isModelFree ? reward > 5 : abs(reward) < 3.5)
      #expect(isModelBased ? interaction > 3.5 : abs(interaction) < 3.5)
      #expect(regression.mean(of: .intercept) > 0.3)
      #expect(abs(regression.mean(of: .transition)) < 4 * regression.standardError(of: .transition))
    }
  }

  @Test("the regression by hand: its weights are differences of the logits of the four stays")
  func regressionByHand() {
    // Stays in tenths after each kind; a session is a chain of such pairs.
    var trials: [TwoStepTrial] = []
    var action = 0
    for (isRewarded, isCommon, stays) in [
      (true, true, 8), (true, false, 6), (false, true, 5), (false, false, 7),
    ] {
      for i in 0..<10 {
        trials.append(
          TwoStepTrial(
            action: action, state: isCommon ? action : 1 - action, isRewarded: isRewarded))
        if i >= stays { action = 1 - action }
      }
    }
    trials.append(TwoStepTrial(action: action, state: 0, isRewarded: false))
    let stay = StayProbabilities([trials])
    #expect(stay.rewardedCommon == 0.8 && stay.unrewardedRare == 0.7)
    // The model has one weight a kind, so it meets all four.
    let cells = [0.8, 0.6, 0.5, 0.7].map { logarithm($0 / (1 - $0)) }
    let regression = StayRegression([trials, trials], penalty: 0)
    let signs: [(StayRegression.Term, [Double])] = [
      (.intercept, [1, 1, 1, 1]), (.reward, [1, 1, -1, -1]), (.transition, [1, -1, 1, -1]),
      (.interaction, [1, -1, -1, 1]),
    ]
    for (term, signs) in signs {
      let expected = zip(signs, cells).reduce(0) { $0 + $1.0 * $1.1 } / 4
      #expect(abs(regression.mean(of: term) - expected) < 1e-6, "\(term)")
      #expect(regression.standardError(of: term) == 0)
      #expect(regression.subjects[0].standardErrors[term.rawValue] > 0.3)
    }
  }

  private func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
    zip(a, zip(b, c)).map { ($0, $1.0, $1.1) }
  }
}
