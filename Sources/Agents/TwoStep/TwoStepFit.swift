import Numerics
import Tasks

extension TwoStepLearner {
  /// The logarithm of the probability that this learner, shown everything that happened, makes the choices
  /// that another made: `Σ ln P(aₜ)`.
  ///
  /// - Parameter episodes: `[episodes][trials]`, in order; it forgets before each episode.
  /// - Returns: at most 0, in nats.
  public func logLikelihood(of episodes: [[TwoStepTrial]]) -> Double {
    Self.logLikelihood(preferences(for: episodes), inverseTemperature)
  }

  /// The learner whose choices are likest to those of another: α and β of greatest likelihood.
  ///
  /// For each α the likelihood has one maximum in β, which Newton's method finds; α is found on a grid and
  /// then by golden sections between its neighbours.
  ///
  /// - Parameters:
  ///   - episodes: `[episodes][trials]`, in order, at least one trial; traps otherwise.
  ///   - task: what was played.
  ///   - modelBasedWeight: w in [0, 1]; traps otherwise.
  ///   - eligibility: λ in [0, 1]; traps otherwise.
  /// - Returns: a learner with α in [0.01, 1] and β in [0, 200].
  public static func fitted(
    to episodes: [[TwoStepTrial]], _ task: TwoStepTask, modelBasedWeight: Double,
    eligibility: Double = 1
  ) -> Self {
    require(episodes.contains { !$0.isEmpty }, "a fit to no trials")
    // Neighbouring learning rates have neighbouring temperatures: each search begins where the last ended.
    var beta = 1.0
    func best(_ learningRate: Double) -> Double {
      let learner = Self(
        task, learningRate: learningRate, inverseTemperature: 1,
        modelBasedWeight: modelBasedWeight, eligibility: eligibility)
      let preferences = learner.preferences(for: episodes)
      beta = likeliestBeta(preferences, from: beta)
      return logLikelihood(preferences, beta)
    }
    let grid = (1...20).map { 0.05 * Double($0) }
    let place = indexOfMaximum(grid.map { best($0) })
    var low = place == 0 ? 0.01 : grid[place - 1]
    var high = place == grid.count - 1 ? 1 : grid[place + 1]
    let ratio = (5.0.squareRoot() - 1) / 2
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (best(left), best(right))
    while high - low > 1e-3 {
      if atLeft >= atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - ratio * (high - low)
        atLeft = best(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + ratio * (high - low)
        atRight = best(right)
      }
    }
    let learningRate = (low + high) / 2
    _ = best(learningRate)
    return Self(
      task, learningRate: learningRate, inverseTemperature: beta,
      modelBasedWeight: modelBasedWeight, eligibility: eligibility)
  }

  /// For each trial how much more the choice that was taken is worth than the other.
  private func preferences(for episodes: [[TwoStepTrial]]) -> [Double] {
    var learner = self
    var preferences: [Double] = []
    for trials in episodes {
      learner.begin()
      for trial in trials {
        preferences.append(learner.preference(for: trial.action))
        learner.learn(trial)
      }
    }
    return preferences
  }

  /// `Q(a) − Q(1 − a)`, without an array for each trial: a fit asks for millions.
  private func preference(for action: Int) -> Double {
    let (values, states) = (modelFreeValues, stateValues)
    let bySpread = (2 * task.commonProbability - 1) * (states[action] - states[1 - action])
    let byChoice = values[action] - values[1 - action]
    return modelBasedWeight * bySpread + (1 - modelBasedWeight) * byChoice
  }

  /// `Σ ln σ(β·d)`.
  private static func logLikelihood(_ preferences: [Double], _ beta: Double) -> Double {
    let small = Kernels.exponential(preferences.map { -abs(beta * $0) })
    return zip(preferences, small).reduce(0) { sum, term in
      sum + min(0, beta * term.0) - logarithm(1 + term.1)
    }
  }

  /// The maximum of a concave function: Newton's steps, held in [0, 200].
  private static func likeliestBeta(_ preferences: [Double], from start: Double) -> Double {
    var beta = start
    for _ in 0..<500 {
      var (slope, curvature) = (0.0, 0.0)
      // σ(β·d), all exponentials at once.
      let small = Kernels.exponential(preferences.map { -abs(beta * $0) })
      for (d, e) in zip(preferences, small) {
        let p = beta * d >= 0 ? 1 / (1 + e) : e / (1 + e)
        slope += (1 - p) * d
        curvature += p * (1 - p) * d * d
      }
      // All probabilities are 1 to the last bit, and the stricter the better; or no choice is preferred.
      if curvature == 0 { return preferences.contains { $0 != 0 } ? 200 : start }
      // Far from the maximum the function is almost flat: no step more than doubles β or adds 1.
      let next = min(200, max(0, beta + max(-beta - 1, min(beta + 1, slope / curvature))))
      if abs(next - beta) < 1e-7 { return next }
      beta = next
    }
    return beta
  }
}
