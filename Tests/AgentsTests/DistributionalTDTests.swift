import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Distributional TD")
struct DistributionalTDTests {
  private let drops = VariableMagnitudeTask.rewards

  @Test("one trial by hand: gains decide how much of good and bad news is learned")
  func byHand() {
    let gains = ([0.1, 0.3], [0.3, 0.1])
    var learner = DistributionalTDLearner(
      ValueChannels(positiveGains: gains.0, negativeGains: gains.1))
    #expect(learner.channels.asymmetries == [0.25, 0.3 / 0.4])
    learner.learn(10)
    #expect(learner.values == [[1, 3]])
    #expect(learner.errors(at: 2) == [1, -1])
    learner.learn(2)
    #expect(abs(learner.values[0][0] - 1.1) < 1e-12)
    #expect(abs(learner.values[0][1] - 2.9) < 1e-12)

    var signs = DistributionalTDLearner(
      ValueChannels(positiveGains: gains.0, negativeGains: gains.1, response: .sign))
    signs.learn(10)
    #expect(signs.values == [[0.1, 0.3]])
    signs.learn(0.2)
    #expect(abs(signs.values[0][0] - 0.2) < 1e-12)
    #expect(abs(signs.values[0][1] - 0.2) < 1e-12)
  }

  @Test("equal gains are Rescorla and Wagner: V moves by a share of the error")
  func classical() {
    var learner = DistributionalTDLearner(
      ValueChannels(positiveGains: [0.1], negativeGains: [0.1]))
    for _ in 0..<50 { learner.learn(1) }
    var pupil = RescorlaWagner(learningRate: 0.1)
    pupil = pupil.trained(on: .acquisition(times: 50))
    #expect(abs(learner.values[0][0] - pupil["A"]) < 1e-12)
  }

  @Test("a population of 40 learns the expectiles of the drops", arguments: [0.2, 0.02])
  func population(greatestGain: Double) {
    let found = (0..<10).map { seed in
      var rng = Generator(seed: seed)
      let channels = ValueChannels.random(count: 40, greatestGain: greatestGain, using: &rng)
      var learner = DistributionalTDLearner(channels)
      let values = learner.learn(from: drops, trialCount: 20_000, using: &rng)
      let errors = zip(values, channels.asymmetries).map { $0 - drops.expectile(at: $1) }
      return (
        r: correlation(channels.asymmetries, values),
        rank: rankCorrelation(channels.asymmetries, values),
        error: mean(errors.map { $0 * $0 }).squareRoot()
      )
    }
    #expect(found.allSatisfy { $0.r > 0.85 }, "\(found)")
    #expect(found.allSatisfy { $0.rank > 0.99 }, "\(found)")
    #expect(found.allSatisfy { $0.error < 0.3 }, "\(found)")
  }

  @Test("channels that hear only the sign of the error learn quantiles")
  func quantiles() {
    for seed in 0..<3 {
      var rng = Generator(seed: seed)
      // Quantiles that are not at a step of the distribution, where they are not sharp.
      let taus = [0.03, 0.25, 0.6, 0.85, 0.97]
      var learner = DistributionalTDLearner(
        ValueChannels(asymmetries: taus, gain: 0.02, response: .sign), initialValue: 5)
      let values = learner.learn(from: drops, trialCount: 40_000, using: &rng)
      for (value, tau) in zip(values, taus) {
        #expect(abs(value - drops.quantile(at: tau)) < 0.25, "τ = \(tau): \(value)")
      }
    }
  }

  /// The spread of the values of the first of two states: a coin pays 1, then another pays 2, so that the
  /// return is 0, 1, 2 or 3 with equal chances.
  private func chain(
    _ response: ValueChannels.Response, _ bootstrap: DistributionalTDLearner.Bootstrap, seed: Int
  ) -> RewardDistribution {
    let (first, second) = (
      RewardDistribution.chance(of: 0.5), RewardDistribution.chance(of: 0.5, amount: 2)
    )
    var rng = Generator(seed: seed)
    var learner = DistributionalTDLearner(
      .even(count: 20, gain: 0.02, response: response), stateCount: 2, bootstrap: bootstrap)
    var sums = [Double](repeating: 0, count: 20)
    for trial in 0..<8_000 {
      learner.learn(first.draw(using: &rng), in: 0, next: 1, using: &rng)
      learner.learn(second.draw(using: &rng), in: 1)
      if trial >= 4_000 { for i in sums.indices { sums[i] += learner.values[0][i] / 4_000 } }
    }
    return RewardDistribution(samples: sums)
  }

  @Test("over states, quantiles with sampled channels learn the return's distribution")
  func bootstrapping() {
    let truth = RewardDistribution(samples: [0, 1, 2, 3])
    for seed in 0..<3 {
      let sampled = chain(.sign, .sampledChannel, seed: seed)
      #expect(sampled.wassersteinDistance(to: truth) < 0.15)
      // Optimists that believe optimists: nothing between none and all.
      let own = chain(.sign, .ownChannel, seed: seed)
      #expect(own.standardDeviation > 1.2 * truth.standardDeviation)
      #expect(own.wassersteinDistance(to: truth) > 0.25)
      // The mean of what follows: only the first coin's spread, ½, is left.
      let flat = chain(.sign, .meanOfChannels, seed: seed)
      #expect(abs(flat.standardDeviation - 0.5) < 0.1)
    }
  }

  @Test("over states, expectiles taken for samples lose spread; the last state is exact")
  func shrinking() {
    let truth = RewardDistribution(samples: [0, 1, 2, 3])
    let taus = ValueChannels.even(count: 20, gain: 1).asymmetries
    let exact = RewardDistribution(samples: taus.map { truth.expectile(at: $0) })
    for seed in 0..<3 {
      let learned = chain(.linear, .sampledChannel, seed: seed)
      #expect(abs(learned.mean - 1.5) < 0.1)
      #expect(learned.standardDeviation < 0.85 * exact.standardDeviation)
    }
  }

  @Test("discounting: one sure reward a step later is worth γ")
  func discounting() {
    var rng = Generator(seed: 0)
    var learner = DistributionalTDLearner(
      .even(count: 3, gain: 0.5), stateCount: 2, discount: 0.5)
    for _ in 0..<500 {
      learner.learn(1, in: 0, next: 1, using: &rng)
      learner.learn(4, in: 1)
    }
    for value in learner.values[0] { #expect(abs(value - 3) < 1e-6) }
  }

  @Test("in the variable-probability task values are τp / (τp + (1 − τ)(1 − p)), to .005")
  func variableProbability() {
    let errors = (0..<3).map { seed in
      var rng = Generator(seed: seed)
      let taus = [0.2, 0.5, 0.8]
      var worst = 0.0
      for p in [0.1, 0.5, 0.9] {
        let reward = RewardDistribution.chance(of: p)
        var learner = DistributionalTDLearner(
          ValueChannels(asymmetries: taus, gain: 0.01), initialValue: 0.5)
        let values = learner.learn(
          from: reward, trialCount: 200_000, averageOf: 190_000, using: &rng)
        for (value, tau) in zip(values, taus) {
          worst = max(worst, abs(value - tau * p / (tau * p + (1 - tau) * (1 - p))))
        }
      }
      return worst
    }
    #expect(errors.sorted()[1] < 0.005, "\(errors)")
  }

  @Test("random gains: in range, and the same from the same seed")
  func randomGains() {
    var rng = Generator(seed: 3)
    var twin = Generator(seed: 3)
    let channels = ValueChannels.random(count: 1_000, greatestGain: 0.2, using: &rng)
    #expect(
      channels == ValueChannels.random(count: 1_000, greatestGain: 0.2, using: &twin))
    for gain in channels.positiveGains + channels.negativeGains {
      #expect(gain > 0 && gain <= 0.2)
    }
    // The ratio of two uniforms: a quarter of the asymmetries lies below 1/3.
    let low = Double(channels.asymmetries.count { $0 < 1.0 / 3 }) / 1_000
    #expect(abs(low - 0.25) < 4 * (0.25 * 0.75 / 1_000).squareRoot())
  }

  @Test("mistakes stop with the values")
  func mistakes() async {
    await #expect(processExitsWith: .failure) {
      _ = ValueChannels(positiveGains: [0.1], negativeGains: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = ValueChannels(asymmetries: [1], gain: 0.1)
    }
    await #expect(processExitsWith: .failure) {
      var learner = DistributionalTDLearner(.even(count: 3, gain: 0.1))
      learner.learn(1, in: 1)
    }
  }
}
