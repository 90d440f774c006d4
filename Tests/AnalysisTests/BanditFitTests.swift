import Analysis
import Numerics
import Testing

/// The exact slope against central differences of the likelihood, at random parameters inside the bounds.
func expectExactSlope<Model: ChoiceModel>(
  of model: Model, _ trials: Model.Trials, seed: Int, comment: Comment
) {
  var rng = Generator(seed: seed)
  for _ in 0..<5 {
    let values = model.parameters.map { parameter in
      let (low, width) = (
        parameter.bounds.lowerBound, parameter.bounds.upperBound - parameter.bounds.lowerBound
      )
      return low + width * uniform(in: 0.05..<0.6, using: &rng)
    }
    var slope = values
    let value = model.logLikelihood(of: trials, values, gradient: &slope)
    #expect(value == model.logLikelihood(of: trials, values), comment)
    for i in values.indices {
      var (above, below) = (values, values)
      above[i] += 1e-6
      below[i] -= 1e-6
      let difference =
        (model.logLikelihood(of: trials, above) - model.logLikelihood(of: trials, below)) / 2e-6
      #expect(
        abs(difference - slope[i]) < 1e-5 * max(1, abs(difference)),
        "\(comment): \(model.parameters[i].name)")
    }
  }
}

@Suite("Fitting learners of bandits")
struct BanditFitTests {
  /// A learner that plays arms paying with .75 and .25, or .25 and .75 from trial to trial of `reversal`.
  private func simulate(
    _ rates: [Double], beta: Double, lapse: Double = 0, episodes: Int, trials: Int, seed: Int
  ) -> [[BanditChoice]] {
    var rng = Generator(seed: seed)
    return (0..<episodes).map { _ in
      var values = [0.5, 0.5]
      return (0..<trials).map { t in
        let condition = t * rates.count / trials
        let softmax = softmax(values.map { beta * $0 })
        let action = categorical(
          softmax.map { (1 - lapse) * $0 + lapse / 2 }, using: &rng)
        let pays = t / 20 % 2 == action
        let reward = bernoulli(pays ? 0.75 : 0.25, using: &rng) ? 1.0 : 0
        values[action] += rates[condition] * (reward - values[action])
        return BanditChoice(action, reward: reward, condition: condition)
      }
    }
  }

  @Test("two trials by hand, with a lapse; values begin anew in the next episode")
  func byHand() {
    let model = SoftmaxRescorlaWagner()
    let trials = [
      [BanditChoice(1, reward: 1), BanditChoice(1, reward: 0)], [BanditChoice(0, reward: 1)],
    ]
    // ½; then V = (.5, .7) at β = 5: σ(1) with a lapse of .1; ½ again.
    let second = 0.9 * logistic(1) + 0.05
    let expected = logarithm(0.25 * second)
    #expect(abs(model.logLikelihood(of: trials, [0.4, 5, 0.1]) - expected) < 1e-12)
    #expect(model.choiceCount(in: trials) == 3)
    // Complementary: V = (.3, .7), so σ(2).
    let both = SoftmaxRescorlaWagner(arms: .complementary)
    let complement = logarithm(0.25 * (0.9 * logistic(2) + 0.05))
    #expect(abs(both.logLikelihood(of: trials, [0.4, 5, 0.1]) - complement) < 1e-12)
  }

  @Test("the exact slope is that of the likelihood: arms, conditions, complements")
  func slopes() {
    let trials = simulate([0.2, 0.6], beta: 4, lapse: 0.1, episodes: 2, trials: 40, seed: 3)
    let plain = trials.map { $0.map { BanditChoice($0.action, reward: $0.reward) } }
    let three = plain.map {
      $0.enumerated().map { t, choice in
        BanditChoice((choice.action + t) % 3, reward: choice.reward * 2 - 0.5)
      }
    }
    expectExactSlope(of: SoftmaxRescorlaWagner(), plain, seed: 0, comment: "two arms")
    expectExactSlope(
      of: SoftmaxRescorlaWagner(arms: .complementary), plain, seed: 1, comment: "complementary")
    expectExactSlope(
      of: SoftmaxRescorlaWagner(conditions: ["stable", "volatile"]), trials, seed: 2,
      comment: "conditions")
    expectExactSlope(
      of: SoftmaxRescorlaWagner(armCount: 3, initialValue: 0), three, seed: 3, comment: "three arms"
    )
  }

  @Test("the default slope by differences is the exact one, also on a bound")
  func defaultSlope() {
    struct Plain: ChoiceModel {
      let model = SoftmaxRescorlaWagner()
      var parameters: [ModelParameter] { model.parameters }
      func choiceCount(in trials: [[BanditChoice]]) -> Int { model.choiceCount(in: trials) }
      func logLikelihood(of trials: [[BanditChoice]], _ values: [Double]) -> Double {
        model.logLikelihood(of: trials, values)
      }
    }
    let trials = simulate([0.3], beta: 4, episodes: 1, trials: 60, seed: 5)
    for values in [[0.3, 5, 0.1], [0.3, 5, 0], [1, 5, 0.1]] {
      var (exact, differences) = (values, values)
      _ = SoftmaxRescorlaWagner().logLikelihood(of: trials, values, gradient: &exact)
      _ = Plain().logLikelihood(of: trials, values, gradient: &differences)
      for (exact, difference) in zip(exact, differences) {
        // One-sided on the bound.
        #expect(abs(exact - difference) < 2e-3 * max(1, abs(exact)), "\(values)")
      }
    }
  }

  @Test("learning rates of two conditions are found within 4 standard errors, which are small")
  func conditions() {
    let model = SoftmaxRescorlaWagner(conditions: ["stable", "volatile"])
    let trials = simulate([0.1, 0.4], beta: 5, lapse: 0.05, episodes: 40, trials: 100, seed: 0)
    var rng = Generator(seed: 0)
    let fit = model.fit(to: trials, starts: 3, using: &rng)
    let truth = [
      "learningRate.stable": 0.1, "learningRate.volatile": 0.4, "inverseTemperature": 5,
      "lapse": 0.05,
    ]
    for parameter in fit.parameters {
      let error = fit.standardError(of: parameter.name)
      let off = abs(fit[parameter.name] - (truth[parameter.name] ?? .nan))
      #expect(off < 4 * error, "\(parameter.name): \(fit[parameter.name]) ± \(error)")
    }
    #expect(fit.standardError(of: "learningRate.stable") < 0.03)
    #expect(fit["α volatile"] / fit["α stable"] > 1.5)
  }

  @Test(
    "BIC prefers the model that made the choices: b for α = ½, ab for α = .1, be and abe for lapses"
  )
  func nestedModels() {
    let made: [(String, rate: Double, lapse: Double)] = [
      ("b", 0.5, 0), ("ab", 0.1, 0), ("be", 0.5, 0.3), ("abe", 0.1, 0.3),
    ]
    for (name, rate, lapse) in made {
      let subjects = (0..<3).map {
        simulate([rate], beta: 20, lapse: lapse, episodes: 6, trials: 100, seed: $0)
      }
      let comparison = ModelComparison(
        SoftmaxRescorlaWagner().nestedModels.map {
          ($0.name, $0.model.fits(to: subjects, starts: 2))
        })
      #expect(comparison.best == name, "\(comparison.names): \(comparison.differences)")
    }
  }
}
