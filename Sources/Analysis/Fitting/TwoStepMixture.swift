import Numerics
import Tasks

/// A mixture of model-free and model-based choice in the two-step task without a second choice.
///
/// State values `V(s) ← V(s) + α·(r − V(s))` and model-free values `Q(a) ← Q(a) + α·(r − Q(a))` begin at ½
/// in each episode; model-based values are `Σₛ P(s | a)·V(s)`. It chooses by
/// `P(a) ∝ exp(β·(w·Q_MB(a) + (1 − w)·Q(a) + p·rep(a)))`, rep(a) = 1 for the choice of the trial before.
/// Fix `w` at 0 or 1 for the pure learners, `p` at 0 for `TwoStepLearner` of Agents.
///
/// | name | symbol | bounds |
/// |---|---|---|
/// | learningRate | α | [0, 1] |
/// | inverseTemperature | β | [0, 50] |
/// | perseveration | p | [−2, 2] |
/// | modelBasedWeight | w | [0, 1] |
///
/// - Source: after Daw et al. (2011), with one action at the second stage and one learning rate.
public struct TwoStepMixture: ChoiceModel, Hashable {
  /// The probability of a choice's usual transition, in [0, 1].
  public let commonProbability: Double

  /// The model.
  ///
  /// - Parameter commonProbability: of a choice's usual transition, in [0, 1]; traps otherwise.
  public init(commonProbability: Double) {
    require(
      commonProbability >= 0 && commonProbability <= 1,
      "probability \(commonProbability) is not in [0, 1]")
    self.commonProbability = commonProbability
  }

  /// The four, in the order of the table above.
  public var parameters: [ModelParameter] {
    [
      ModelParameter("learningRate", symbol: "α", in: 0...1, starts: 0.1...0.9),
      ModelParameter("inverseTemperature", symbol: "β", in: 0...50, starts: 1...10),
      ModelParameter("perseveration", symbol: "p", in: -2...2, starts: -0.3...0.3),
      ModelParameter("modelBasedWeight", symbol: "w", in: 0...1, starts: 0.1...0.9),
    ]
  }

  /// One a trial.
  public func choiceCount(in episodes: [[TwoStepTrial]]) -> Int {
    episodes.reduce(0) { $0 + $1.count }
  }

  /// See `ChoiceModel`.
  public func logLikelihood(of episodes: [[TwoStepTrial]], _ values: [Double]) -> Double {
    var gradient = values
    return logLikelihood(of: episodes, values, gradient: &gradient)
  }

  /// See `ChoiceModel`; the slope is carried forward along with the values.
  public func logLikelihood(
    of episodes: [[TwoStepTrial]], _ values: [Double], gradient: inout [Double]
  ) -> Double {
    require(values.count == 4, "\(values.count) values for 4 parameters")
    let (α, β, p, w) = (values[0], values[1], values[2], values[3])
    let certainty = 2 * commonProbability - 1
    var likelihood = ProbabilityProduct()
    for i in gradient.indices { gradient[i] = 0 }
    for episode in episodes {
      var (choiceValues, stateValues) = (SIMD2(0.5, 0.5), SIMD2(0.5, 0.5))
      var (choiceSlopes, stateSlopes) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
      var repetition = 0.0
      for trial in episode {
        // Everything is the advantage of choice 1 over choice 0.
        let modelBased = certainty * (stateValues[1] - stateValues[0])
        let modelFree = choiceValues[1] - choiceValues[0]
        let advantage = w * modelBased + (1 - w) * modelFree + p * repetition
        let probability = logistic(trial.action == 1 ? β * advantage : -β * advantage)
        likelihood.multiply(by: probability)
        let surprise = trial.action == 1 ? 1 - probability : probability - 1
        gradient[0] +=
          surprise * β
          * (w * certainty * (stateSlopes[1] - stateSlopes[0])
            + (1 - w) * (choiceSlopes[1] - choiceSlopes[0]))
        gradient[1] += surprise * advantage
        gradient[2] += surprise * β * repetition
        gradient[3] += surprise * β * (modelBased - modelFree)

        let (a, s, r) = (trial.action, trial.state, trial.isRewarded ? 1.0 : 0)
        choiceSlopes[a] += r - choiceValues[a] - α * choiceSlopes[a]
        stateSlopes[s] += r - stateValues[s] - α * stateSlopes[s]
        choiceValues[a] += α * (r - choiceValues[a])
        stateValues[s] += α * (r - stateValues[s])
        repetition = a == 1 ? 1 : -1
      }
    }
    return likelihood.logarithm
  }
}
