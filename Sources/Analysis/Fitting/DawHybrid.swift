import Numerics
import Tasks

/// The choices of the hybrid learner of Daw et al. (2011): its likelihood and the exact slope of it.
///
/// Second-stage values `Q2(s, a)` and model-free values `Q1(a)` begin at 0. After a trial with first choice
/// a, state s, second choice c and reward r, with `δ1 = Q2(s, c) − Q1(a)` and `δ2 = r − Q2(s, c)`:
///
/// `Q1(a) ← Q1(a) + α1·δ1 + α1·λ·δ2` and `Q2(s, c) ← Q2(s, c) + α2·δ2`.
///
/// Model-based values come from the transitions, which it knows: `Q_MB(a) = Σₛ P(s | a)·max Q2(s, ·)`. It
/// chooses by `P(a) ∝ exp(β1·(w·Q_MB(a) + (1 − w)·Q1(a) + p·rep(a)))`, rep(a) = 1 for the first choice of
/// the trial before, and at the second stage by `P(c) ∝ exp(β2·Q2(s, c))`.
///
/// `HybridLearner` in Agents plays the same model.
///
/// | place | name | symbol | bounds |
/// |---|---|---|---|
/// | 0 | firstLearningRate | α1 | [0, 1] |
/// | 1 | secondLearningRate | α2 | [0, 1] |
/// | 2 | lambda | λ | [0, 1] |
/// | 3 | firstInverseTemperature | β1 | [0, 20] |
/// | 4 | secondInverseTemperature | β2 | [0, 20] |
/// | 5 | perseveration | p | [−2, 2] |
/// | 6 | modelBasedWeight | w | [0, 1] |
///
/// - Source: Daw et al. (2011), Experimental Procedures; the bounds of β and p are this book's.
public struct DawHybrid: ChoiceModel, Hashable {
  /// The probability of a first choice's usual transition, in [0, 1].
  public let commonProbability: Double

  /// The model.
  ///
  /// - Parameter commonProbability: of a first choice's usual transition, in [0, 1]; traps otherwise.
  public init(commonProbability: Double = 0.7) {
    require(
      commonProbability >= 0 && commonProbability <= 1,
      "probability \(commonProbability) is not in [0, 1]")
    self.commonProbability = commonProbability
  }

  /// The seven, in the order of the table above.
  public var parameters: [ModelParameter] {
    [
      ModelParameter("firstLearningRate", symbol: "α1", in: 0...1, starts: 0.1...0.9),
      ModelParameter("secondLearningRate", symbol: "α2", in: 0...1, starts: 0.1...0.9),
      ModelParameter("lambda", symbol: "λ", in: 0...1, starts: 0.1...0.9),
      ModelParameter("firstInverseTemperature", symbol: "β1", in: 0...20, starts: 1...10),
      ModelParameter("secondInverseTemperature", symbol: "β2", in: 0...20, starts: 1...10),
      ModelParameter("perseveration", symbol: "p", in: -2...2, starts: -0.3...0.3),
      ModelParameter("modelBasedWeight", symbol: "w", in: 0...1, starts: 0.1...0.9),
    ]
  }

  /// Two a trial.
  public func choiceCount(in trials: [DawTrial]) -> Int { 2 * trials.count }

  /// See `ChoiceModel`.
  public func logLikelihood(of trials: [DawTrial], _ values: [Double]) -> Double {
    var gradient = values
    return logLikelihood(of: trials, values, gradient: &gradient)
  }

  /// See `ChoiceModel`; the slope is carried forward along with the values.
  public func logLikelihood(
    of trials: [DawTrial], _ values: [Double], gradient: inout [Double]
  ) -> Double {
    require(values.count == 7, "\(values.count) values for 7 parameters")
    var memory = DawHybridMemory(values, commonProbability: commonProbability)
    for trial in trials { memory.explain(trial) }
    gradient = [
      memory.slope.0, memory.slope.1, memory.slope.2, memory.slope.3, memory.slope.4,
      memory.slope.5, memory.slope.6,
    ]
    return memory.likelihood.logarithm
  }
}

/// The values of the hybrid and their derivatives, trial by trial; on the stack, in pairs for the two
/// options and with the second stage at 2·state + choice.
private struct DawHybridMemory {
  let (α1, α2, λ, β1, β2, p, w): (Double, Double, Double, Double, Double, Double, Double)
  /// `P(common) − P(rare)`.
  let certainty: Double
  /// Q1, and its derivatives with respect to α1, α2 and λ.
  var q1 = SIMD2<Double>.zero
  var q1ByRate1 = SIMD2<Double>.zero
  var q1ByRate2 = SIMD2<Double>.zero
  var q1ByLambda = SIMD2<Double>.zero
  /// Q2, and its derivative with respect to α2.
  var q2 = SIMD4<Double>.zero
  var q2ByRate = SIMD4<Double>.zero
  /// +1 if the last first choice was 1, −1 if it was 0, 0 before any.
  var repetition = 0.0
  var likelihood = ProbabilityProduct()
  var slope = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  init(_ values: [Double], commonProbability: Double) {
    (α1, α2, λ) = (values[0], values[1], values[2])
    (β1, β2, p, w) = (values[3], values[4], values[5], values[6])
    certainty = 2 * commonProbability - 1
  }

  /// Adds one trial to the likelihood and learns from it.
  mutating func explain(_ trial: DawTrial) {
    // The first stage: everything is the advantage of option 1 over option 0.
    let best0 = q2[1] > q2[0] ? 1 : 0
    let best1 = q2[3] > q2[2] ? 3 : 2
    let modelBased = certainty * (q2[best1] - q2[best0])
    let modelFree = q1[1] - q1[0]
    let advantage = w * modelBased + (1 - w) * modelFree + p * repetition
    let surprise = explain(trial.action, β1 * advantage)
    slope.0 += surprise * β1 * (1 - w) * (q1ByRate1[1] - q1ByRate1[0])
    slope.1 +=
      surprise * β1
      * (w * certainty * (q2ByRate[best1] - q2ByRate[best0])
        + (1 - w) * (q1ByRate2[1] - q1ByRate2[0]))
    slope.2 += surprise * β1 * (1 - w) * (q1ByLambda[1] - q1ByLambda[0])
    slope.3 += surprise * advantage
    slope.5 += surprise * β1 * repetition
    slope.6 += surprise * β1 * (modelBased - modelFree)

    // The second.
    let offset = 2 * trial.state
    let difference = q2[offset + 1] - q2[offset]
    let surprise2 = explain(trial.secondAction, β2 * difference)
    slope.1 += surprise2 * β2 * (q2ByRate[offset + 1] - q2ByRate[offset])
    slope.4 += surprise2 * difference

    // Learning. The derivatives come first: they need the values before.
    let (a, c) = (trial.action, offset + trial.secondAction)
    let δ1 = q2[c] - q1[a]
    let δ2 = (trial.isRewarded ? 1 : 0) - q2[c]
    q1ByRate1[a] += δ1 + λ * δ2 - α1 * q1ByRate1[a]
    q1ByRate2[a] += α1 * ((1 - λ) * q2ByRate[c] - q1ByRate2[a])
    q1ByLambda[a] += α1 * (δ2 - q1ByLambda[a])
    q2ByRate[c] += δ2 - α2 * q2ByRate[c]
    q1[a] += α1 * δ1 + α1 * λ * δ2
    q2[c] += α2 * δ2
    repetition = a == 1 ? 1 : -1
  }

  /// Multiplies the likelihood by `P(action) = σ(±logit)`.
  ///
  /// Returns the derivative of its logarithm with respect to the logit, `action − P(1)`.
  mutating func explain(_ action: Int, _ logit: Double) -> Double {
    let probability = logistic(action == 1 ? logit : -logit)
    likelihood.multiply(by: probability)
    return action == 1 ? 1 - probability : probability - 1
  }
}
