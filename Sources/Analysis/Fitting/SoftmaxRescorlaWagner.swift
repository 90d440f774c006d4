import Numerics

/// One choice between arms, and what came of it.
public struct BanditChoice: Hashable, Sendable, Codable {
  /// The arm, from 0.
  public let action: Int
  /// What it paid, in the task's units.
  public let reward: Double
  /// Under which condition it was learnt: a place in the model's `conditions`, 0 without any.
  public let condition: Int

  /// One choice.
  ///
  /// - Parameters:
  ///   - action: at least 0; traps otherwise.
  ///   - reward: finite; traps otherwise.
  ///   - condition: at least 0; traps otherwise.
  public init(_ action: Int, reward: Double, condition: Int = 0) {
    require(
      action >= 0 && reward.isFinite && condition >= 0,
      "action \(action), reward \(reward), condition \(condition)")
    (self.action, self.reward, self.condition) = (action, reward, condition)
  }
}

/// Learning the worth of arms by prediction errors, and choosing by a softmax with lapses.
///
/// `V(a) ← V(a) + α·(r − V(a))` for the arm taken, and
/// `P(a) = (1 − ε)·exp(β·V(a)) / Σ exp(β·V(b)) + ε / n`. Values begin anew in each episode. With
/// conditions each has its own α: so learning rates in a stable and a volatile block are compared.
///
/// | name | symbol | bounds |
/// |---|---|---|
/// | learningRate, or one `learningRate.name` a condition | α, `α name` | [0, 1] |
/// | inverseTemperature | β | [0, `inverseTemperatureLimit`] |
/// | lapse | ε | [0, 1] |
///
/// The models b, ab, be and abe of Wang et al. (2016) are its `nestedModels`: what is not free is fixed at
/// α = ½ and ε = 0.
///
/// - Source: the rule of Rescorla & Wagner (1972) for one cue; Wang et al. (2016), § 3.1.4.
public struct SoftmaxRescorlaWagner: ChoiceModel, Hashable {
  /// How the arms' values hang together.
  public enum Arms: Hashable, Sendable {
    /// Only the arm taken is learnt about.
    case independent
    /// Of two arms one pays when the other does not: `V(b) ← V(b) + α·(1 − r − V(b))` for the other.
    case complementary
  }

  /// How many arms there are, at least 2.
  public let armCount: Int
  /// The names of the conditions; empty where there is one learning rate.
  public let conditions: [String]
  /// How the arms' values hang together.
  public let arms: Arms
  /// What every value is at the start of an episode.
  public let initialValue: Double
  /// The upper bound of β.
  public let inverseTemperatureLimit: Double

  /// A model.
  ///
  /// - Parameters:
  ///   - armCount: at least 2; traps otherwise.
  ///   - conditions: the names, each once; empty is one learning rate for all.
  ///   - arms: complementary only with two; traps otherwise.
  ///   - initialValue: of every arm, in the units of the rewards.
  ///   - inverseTemperatureLimit: above 0; per unit of reward.
  public init(
    armCount: Int = 2, conditions: [String] = [], arms: Arms = .independent,
    initialValue: Double = 0.5, inverseTemperatureLimit: Double = 50
  ) {
    require(armCount >= 2, "a choice between \(armCount) arms")
    require(arms == .independent || armCount == 2, "\(armCount) arms cannot be complementary")
    require(Set(conditions).count == conditions.count, "the conditions \(conditions)")
    require(initialValue.isFinite, "an initial value of \(initialValue)")
    (self.armCount, self.conditions, self.arms) = (armCount, conditions, arms)
    self.initialValue = initialValue
    self.inverseTemperatureLimit = inverseTemperatureLimit
  }

  /// The learning rates, the inverse temperature, the lapse rate.
  public var parameters: [ModelParameter] {
    let rates =
      conditions.isEmpty
      ? [ModelParameter("learningRate", symbol: "α", in: 0...1, starts: 0.1...0.9)]
      : conditions.map {
        ModelParameter("learningRate.\($0)", symbol: "α \($0)", in: 0...1, starts: 0.1...0.9)
      }
    let limit = inverseTemperatureLimit
    return rates + [
      ModelParameter(
        "inverseTemperature", symbol: "β", in: 0...limit, starts: 0.02 * limit...0.2 * limit),
      ModelParameter("lapse", symbol: "ε", in: 0...1, starts: 0.01...0.2),
    ]
  }

  /// The models b, ab, be and abe: which of β, α and ε are free; the others are α = ½ and ε = 0.
  ///
  /// With conditions, α stands for the learning rates of all of them.
  ///
  /// - Source: Wang et al. (2016), § 3.1.4.
  public var nestedModels: [(name: String, model: FixedParameters<Self>)] {
    let rates = parameters.dropLast(2).map { ($0.name, 0.5) }
    let lapse = ("lapse", 0.0)
    return [
      ("b", FixedParameters(self, rates + [lapse])), ("ab", FixedParameters(self, [lapse])),
      ("be", FixedParameters(self, rates)), ("abe", FixedParameters(self, [])),
    ]
  }

  /// One a trial.
  public func choiceCount(in episodes: [[BanditChoice]]) -> Int {
    episodes.reduce(0) { $0 + $1.count }
  }

  /// See `ChoiceModel`.
  public func logLikelihood(of episodes: [[BanditChoice]], _ values: [Double]) -> Double {
    var gradient = values
    return logLikelihood(of: episodes, values, gradient: &gradient)
  }

  /// See `ChoiceModel`; the slope is carried forward along with the values.
  ///
  /// Traps if a choice names an arm or a condition that there is not.
  public func logLikelihood(
    of episodes: [[BanditChoice]], _ values: [Double], gradient: inout [Double]
  ) -> Double {
    let rateCount = max(1, conditions.count)
    require(values.count == rateCount + 2, "\(values.count) values for \(rateCount + 2) parameters")
    let (beta, lapse) = (values[rateCount], values[rateCount + 1])
    let isComplementary = arms == .complementary
    let floor = lapse / Double(armCount)
    var likelihood = ProbabilityProduct()
    for i in gradient.indices { gradient[i] = 0 }
    var worth = [Double](repeating: initialValue, count: armCount)
    var weights = worth
    // The derivatives of the values: [arm · rateCount + condition].
    var slopes = [Double](repeating: 0, count: armCount * rateCount)
    for episode in episodes {
      let exponentials = exponentials(in: episode, values)
      var next = 0
      for i in worth.indices { worth[i] = initialValue }
      for i in slopes.indices { slopes[i] = 0 }
      for choice in episode {
        let (a, c) = (choice.action, choice.condition)
        var (best, total) = (worth[0], 0.0)
        for i in 0..<armCount { best = max(best, worth[i]) }
        for i in 0..<armCount {
          var weight = 1.0
          if worth[i] != best {
            weight = exponentials[next]
            next += 1
          }
          weights[i] = weight
          total += weight
        }
        let softmax = weights[a] / total
        let probability = (1 - lapse) * softmax + floor
        likelihood.multiply(by: probability)

        // ∂ ln P / ∂ logit = share · (1[i = a] − softmax[i]), the logits being β·V.
        let share = (1 - lapse) * softmax / probability
        for i in 0..<armCount {
          let push = share * (i == a ? 1 - softmax : 0 - weights[i] / total)
          gradient[rateCount] += push * worth[i]
          let steep = push * beta
          for k in 0..<rateCount { gradient[k] += steep * slopes[i * rateCount + k] }
        }
        gradient[rateCount + 1] += (1 / Double(armCount) - softmax) / probability

        // Learning; the derivatives come first: they need the values before.
        let rate = values[c]
        for i in 0..<armCount where i == a || isComplementary {
          let error = (i == a ? choice.reward : 1 - choice.reward) - worth[i]
          for k in 0..<rateCount { slopes[i * rateCount + k] *= 1 - rate }
          slopes[i * rateCount + c] += error
          worth[i] += rate * error
        }
      }
    }
    return likelihood.logarithm
  }

  /// `exp(β·(V(b) − max V))` of every arm in every trial but those that are worth most, for which it is 1.
  ///
  /// They are most of the work, and many together take less time than one by one.
  private func exponentials(in episode: [BanditChoice], _ values: [Double]) -> [Double] {
    let rateCount = max(1, conditions.count)
    let (beta, isComplementary) = (values[rateCount], arms == .complementary)
    var worth = [Double](repeating: initialValue, count: armCount)
    var exponents: [Double] = []
    exponents.reserveCapacity(episode.count * (armCount - 1))
    for choice in episode {
      let (a, c) = (choice.action, choice.condition)
      require(a < armCount && c < rateCount, "arm \(a) of \(armCount), condition \(c)")
      var best = worth[0]
      for i in 0..<armCount { best = max(best, worth[i]) }
      for i in 0..<armCount where worth[i] != best { exponents.append(beta * (worth[i] - best)) }
      let rate = values[c]
      for i in 0..<armCount where i == a || isComplementary {
        worth[i] += rate * ((i == a ? choice.reward : 1 - choice.reward) - worth[i])
      }
    }
    return Kernels.exponential(exponents)
  }
}
