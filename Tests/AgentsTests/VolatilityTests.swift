import Agents
import Numerics
import Tasks
import Testing

@Suite("Learning rates and volatility")
struct VolatilityTests {
  /// Outcomes of the first arm and their probabilities, in episodes of one phase.
  private func sequences(
    _ phase: VolatilityTask.Phase, length: Int, interval: Int = 25, count: Int = 400
  ) -> [[(outcome: Bool, probability: Double)]] {
    let task = VolatilityTask([phase], phaseLength: length, reversalInterval: interval)
    var agent = RandomAgent()
    return play(&agent, task, episodes: count, seed: 1) { before, action, _, shown in
      (outcome: (action == 0) == (shown.reward == 1), probability: before.expectedRewards[0])
    }
  }

  @Test("the best fixed learning rates: .05 stable, .23 volatile, .33 where it changes every ten")
  func bestRates() {
    let candidates = stride(from: 0.01, through: 0.45, by: 0.02).map { $0 }
    let best = { (sequences: [[(outcome: Bool, probability: Double)]]) in
      bestFixedLearningRate(following: sequences, candidates: candidates).learningRate
    }
    // The optimum is flat: its sampling error is some .01, and the candidates are .02 apart.
    #expect(abs(best(sequences(.stable, length: 120)) - 0.05) < 0.021)
    #expect(abs(best(sequences(.volatile, length: 120, interval: 30)) - 0.23) < 0.041)
    #expect(abs(best(sequences(.volatile, length: 100, interval: 10)) - 0.33) < 0.041)
  }

  @Test("the best rate by hand: what is certain is learned at once")
  func bestByHand() {
    let sure = [(outcome: true, probability: 1.0), (outcome: true, probability: 1.0)]
    let found = bestFixedLearningRate(following: [sure], candidates: [0, 0.5, 1])
    // Half of the first error remains: ½² + 0, over two trials.
    #expect(found.learningRate == 1 && found.meanSquaredError == 0.125)
  }

  @Test("the filter is Bayes' rule on its grid, worked out slowly")
  func filterIsBayes() {
    let n = 4
    var filter = VolatilityFilter(gridCount: n)
    let (r, v, k) = (filter.probabilities, filter.volatilities, filter.drifts)
    // belief[k][v][r], and the two laws, all in plain loops.
    var belief = [[[Double]]](
      repeating: [[Double]](repeating: [Double](repeating: 1.0 / 64, count: n), count: n), count: n)
    func law(_ weights: [Double]) -> [Double] {
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
    for outcome in [true, true, false, true, false, false, true, true] {
      var next = belief.map { $0.map { $0.map { _ in 0.0 } } }
      for i in 0..<n {
        let deviation = exponential(k[i])
        for j in 0..<n {
          let toV = law(
            v.map { exponential(-($0 - v[j]) * ($0 - v[j]) / (2 * deviation * deviation)) })
          for l in 0..<n {
            let mass = belief[i][j][l] * (outcome ? r[l] : 1 - r[l])
            for j2 in 0..<n {
              let rho = exponential(-v[j2])
              let toR = softmax(
                r.map {
                  (rho * r[l] - 1) * logarithm($0) + (rho * (1 - r[l]) - 1) * logarithm(1 - $0)
                })
              for l2 in 0..<n { next[i][j2][l2] += mass * toV[j2] * toR[l2] }
            }
          }
        }
      }
      let total = next.flatMap(\.self).flatMap(\.self).reduce(0, +)
      belief = next.map { $0.map { $0.map { $0 / total } } }
      let before = filter.expectedProbability
      filter.observe(outcome)
      var (meanR, meanV) = (0.0, 0.0)
      for i in 0..<n {
        for j in 0..<n {
          for l in 0..<n {
            meanR += belief[i][j][l] * r[l]
            meanV += belief[i][j][l] * v[j]
          }
        }
      }
      #expect(abs(filter.expectedProbability - meanR) < 1e-5)
      #expect(abs(filter.expectedVolatility - meanV) < 1e-4)
      let rate = (meanR - before) / ((outcome ? 1 : 0) - before)
      #expect(abs(filter.learningRate - rate) < 1e-4)
    }
  }

  @Test("it learns faster where the world changes, and knows that it does")
  func volatility() {
    let task = VolatilityTask([.stable, .volatile])
    var agent = VolatilityObserver(gridCount: 10)
    let seen = play(&agent, task, episodes: 6, seed: 2) { agent, before, _, _, _ in
      (rate: agent.filter.learningRate, level: agent.filter.expectedVolatility)
    }
    // The second half of each phase, each episode by itself.
    let (stable, volatile) = (50..<100, 150..<200)
    let gains = seen.map { episode in
      mean(episode[volatile].map(\.rate)) - mean(episode[stable].map(\.rate))
    }
    let rises = seen.map { episode in
      mean(episode[volatile].map(\.level)) - mean(episode[stable].map(\.level))
    }
    #expect(mean(gains) > 3 * standardError(gains) && mean(gains) > 0.03, "\(gains)")
    #expect(mean(rises) > 3 * standardError(rises), "\(rises)")
  }

  @Test("as an agent it earns more than any arm by chance, and its softmax can be soft")
  func observer() {
    var agent = VolatilityObserver(gridCount: 8)
    let task = VolatilityTask([.stable], phaseLength: 100)
    let found = rewards(of: &agent, on: task, episodes: 10, seed: 3)
    // Of .75 at best.
    #expect(mean(found) > 66, "\(found)")
    var soft = VolatilityObserver(gridCount: 4, inverseTemperature: 0)
    let choices = play(&soft, task, episodes: 4, seed: 3) { _, action, _, _ in Double(action) }
    // Half of 400, 4 s.e. = 40.
    #expect(abs(choices.flatMap(\.self).reduce(0, +) - 200) < 40)
  }

  @Test("a fixed rate by hand: the second arm's failure speaks for the first")
  func fixedRate() {
    var rng = Generator(seed: 1)
    var agent = FixedRateLearner(learningRate: 0.5, inverseTemperature: 0)
    let first = agent.action(after: .restart(), using: &rng)
    _ = agent.action(after: .transition(reward: first == 0 ? 1 : 0), using: &rng)
    #expect(agent.estimate == 0.75)
    agent.begin()
    #expect(agent.estimate == 0.5)
  }
}
