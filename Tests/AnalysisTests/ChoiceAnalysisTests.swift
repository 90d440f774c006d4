import Analysis
import Numerics
import Tasks
import Testing

@Suite("Analyses of choices")
struct ChoiceAnalysisTests {
  private func trials(right: Int, paid: Int, left: Int, paidLeft: Int) -> [ChoiceTrial] {
    (0..<right).map { ChoiceTrial(action: 1, isRewarded: $0 < paid) }
      + (0..<left).map { ChoiceTrial(action: 0, isRewarded: $0 < paidLeft) }
  }

  @Test("the matching law by hand: ratios with a half, slope and bias of the line through them")
  func matchingLaw() {
    let law = MatchingLaw([
      trials(right: 31, paid: 7, left: 3, paidLeft: 0),
      trials(right: 7, paid: 3, left: 7, paidLeft: 3),
    ])
    // log₂(31.5/3.5) = log₂ 9 and log₂(7.5/.5) = log₂ 15; then 0 and 0.
    let (nine, fifteen) = (3.169925, 3.906891)
    #expect(abs(law.choiceLogRatios[0] - nine) < 1e-6 && law.choiceLogRatios[1] == 0)
    #expect(abs(law.rewardLogRatios[0] - fifteen) < 1e-6 && law.rewardLogRatios[1] == 0)
    #expect(abs(law.slope - nine / fifteen) < 1e-6 && abs(law.bias) < 1e-12)
    #expect(abs(law.correlation - 1) < 1e-12)
    // The first episode lies outside 3; a third one inside.
    let third = trials(right: 1, paid: 1, left: 2, paidLeft: 0)
    let inner = MatchingLaw(
      [
        trials(right: 31, paid: 7, left: 3, paidLeft: 0),
        trials(right: 7, paid: 3, left: 7, paidLeft: 3), third,
      ], rewardLogRatiosWithin: 3)
    // log₂(1.5/2.5) = −.736966 at log₂(1.5/.5) = 1.584963.
    #expect(inner.rewardLogRatios.count == 3)
    #expect(abs(inner.slope + 0.736966 / 1.584963) < 1e-6)
    let flat = trials(right: 1, paid: 1, left: 1, paidLeft: 1)
    #expect(MatchingLaw([flat, flat]).slope.isNaN)
  }

  @Test("a chooser's weights on its past are found again")
  func choiceHistory() {
    var rng = Generator(seed: 1)
    let (rewardWeights, choiceWeights, bias) = ([1.2, 0.5], [-0.8, 0.3], 0.2)
    let episodes = (0..<20).map { _ in
      var trials: [ChoiceTrial] = []
      for t in 0..<150 {
        var z = bias
        for lag in 1...2 where t >= lag {
          let past = trials[t - lag]
          z += past.signedAction * (rewardWeights[lag - 1] * past.reward + choiceWeights[lag - 1])
        }
        let isRight = bernoulli(logistic(z), using: &rng)
        trials.append(
          ChoiceTrial(action: isRight ? 1 : 0, isRewarded: bernoulli(0.4, using: &rng)))
      }
      return trials
    }
    let found = ChoiceHistory(episodes, lags: 3, from: 10)
    let weights = found.rewardWeights + found.choiceWeights
    let errors = found.rewardErrors + found.choiceErrors
    for (i, expected) in ([1.2, 0.5, 0] + [-0.8, 0.3, 0]).enumerated() {
      #expect(abs(weights[i] - expected) < 4 * errors[i], "\(weights)")
    }
    #expect(errors.allSatisfy { $0 > 0.02 && $0 < 0.15 })
    #expect(abs(found.bias - bias) < 4 * found.regression.standardErrors[0])
  }

  @Test("who alternates has a negative weight on the last choice")
  func alternation() {
    let trials = (0..<40).map { ChoiceTrial(action: $0 % 2, isRewarded: $0 % 3 == 0) }
    let found = ChoiceHistory([trials], lags: 1)
    #expect(found.choiceWeights[0] < -3 && abs(found.bias) < 1)
  }

  @Test("a learning set by hand; an episode that ran out of steps counts as far as it came")
  func learningSet() {
    let episode = { (correct: [Bool]) in
      correct.enumerated().map { HarlowTrial(index: $0, isCorrect: $1, step: 6 * $0 + 6) }
    }
    let curve = learningSetCurve(
      [episode([true, true, true]), episode([false, true, false]), episode([false])],
      trialCount: 4)
    #expect(curve[0] == 1.0 / 3 && curve[1] == 1 && curve[2] == 0.5 && curve[3].isNaN)
  }

  @Test("errors at the cue around a reversal by hand")
  func reversalErrors() {
    // Left pays for ten trials, then right. Targets in turn twice: 0, 0, 1, 1, 0, 0, 1, 1, 0, 0.
    func episode(_ onset: Int, _ next: Int, _ errors: [Double]) -> [(
      trial: InferredValueTrial, error: Double
    )] {
      let before = (0..<10).map { t in
        InferredValueTrial(
          target: t / 2 % 2, rewardedTarget: 0, trialsInBlock: t, index: t)
      }
      let after = [onset, next, next].enumerated().map { i, target in
        InferredValueTrial(target: target, rewardedTarget: 1, trialsInBlock: i, index: 10 + i)
      }
      // Nothing before trial 6 counts, nor the last.
      let all = [Double](repeating: 99, count: 6) + errors + [99]
      return zip(before + after, all).map { ($0, $1) }
    }
    // Errors of trials 6 … 9 (right after left, right, left, left), the reversal trial, and the next.
    let episodes = [
      episode(0, 0, [-3, -2, 1, 2, 4, 0.5]), episode(1, 1, [-3, -2, 1, 2, -5, 2]),
      episode(0, 1, [-3, -2, 1, 2, 4, 1.5]), episode(1, 0, [-3, -2, 1, 2, -5, 0.25]),
    ]
    let found = ReversalErrors(
      episodes.map { $0.map(\.trial) }, cueErrors: episodes.map { $0.map(\.error) })
    #expect(found.reversalCount == 4)
    // Left paid before: experienced .5 − 2, inferred .25 − 1.5.
    #expect(found.experiencedAfter == -1.5 && found.inferredAfter == -1.25)
    // Repeated: left 2 four times and 4 twice, right −2. Alternated: left 1, right −3 four times and −5
    // twice.
    #expect(abs(found.repeatedBefore - (16.0 / 6 + 2)) < 1e-12)
    #expect(abs(found.alternatedBefore - (1 + 22.0 / 6)) < 1e-12)
    let change = (-1.25 - 1 - 22.0 / 6) / (-1.5 - 2 - 16.0 / 6)
    #expect(abs(found.inferredShare - change) < 1e-12)
  }
}
