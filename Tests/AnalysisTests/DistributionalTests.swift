import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Expectiles, correlations and distances")
struct DistributionalStatisticsTests {
  private let drops = VariableMagnitudeTask.rewards

  @Test(
    "the expectiles of the drops are those of the table",
    arguments: zip(
      [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], [1.39, 2.00, 3.34, 5.21, 7.77, 10.85, 13.80]))
  func table(tau: Double, expected: Double) {
    #expect(abs(drops.expectile(at: tau) - expected) < 0.01)
  }

  @Test("an expectile balances the seesaw; the middle one is the mean")
  func balance() {
    var rng = Generator(seed: 0)
    for _ in 0..<200 {
      let count = 1 + integer(below: 6, using: &rng)
      let rewards = RewardDistribution(
        (0..<count).map { _ in normal(using: &rng) },
        (0..<count).map { _ in uniform(using: &rng) + 0.01 })
      let tau = 0.01 + 0.98 * uniform(using: &rng)
      let value = rewards.expectile(at: tau)
      var balance = 0.0
      for (x, p) in zip(rewards.amounts, rewards.probabilities) {
        balance += p * (x > value ? tau : 1 - tau) * (x - value)
      }
      #expect(abs(balance) < 1e-12)
      #expect(abs(rewards.expectile(at: 0.5) - rewards.mean) < 1e-12)
    }
  }

  @Test(
    "expectiles of a chance p are τp / (τp + (1 − τ)(1 − p))",
    arguments: [
      (0.2, [0.027, 0.200, 0.692], 0.26), (0.5, [0.1, 0.5, 0.9], 0.5),
      (0.8, [0.308, 0.800, 0.973], 0.74),
    ])
  func chances(tau: Double, expected: [Double], middle: Double) {
    let values = [0.1, 0.5, 0.9].map { RewardDistribution.chance(of: $0).expectile(at: tau) }
    for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 0.0005) }
    #expect(abs((values[1] - values[0]) / (values[2] - values[0]) - middle) < 0.005)
  }

  @Test("quantiles: the smallest amount that reaches τ")
  func quantiles() {
    let rewards = RewardDistribution([1, 2, 4], [0.25, 0.5, 0.25])
    #expect([0.1, 0.25, 0.26, 0.75, 0.76].map { rewards.quantile(at: $0) } == [1, 1, 2, 2, 4])
  }

  @Test("Wasserstein distance: by hand, symmetric, and 4.96 and 1.39 for the two references")
  func distances() {
    let a = RewardDistribution(samples: [0, 1])
    #expect(a.wassersteinDistance(to: a) == 0)
    #expect(a.wassersteinDistance(to: RewardDistribution(samples: [2, 3])) == 2)
    #expect(RewardDistribution(samples: [0.5]).wassersteinDistance(to: a) == 0.5)
    let flat = RewardDistribution.uniform(over: 0.1...20)
    #expect(abs(flat.wassersteinDistance(to: drops) - 4.95) < 0.02)
    #expect(flat.wassersteinDistance(to: drops) == drops.wassersteinDistance(to: flat))
    let bell = RewardDistribution.gaussian(
      mean: drops.mean, standardDeviation: drops.standardDeviation, within: 0.1...20)
    #expect(abs(bell.wassersteinDistance(to: drops) - 1.39) < 0.01)
  }

  @Test("a Gaussian's quantiles have its mean and deviation")
  func gaussian() {
    let bell = RewardDistribution.gaussian(mean: 2, standardDeviation: 3, within: -100...100)
    #expect(abs(bell.mean - 2) < 1e-9)
    #expect(abs(bell.standardDeviation - 3) < 0.02)
    // Φ(1.959964) = 0.975.
    let one = RewardDistribution.gaussian(
      mean: 0, standardDeviation: 1, within: -100...100, points: 20)
    #expect(abs(one.amounts[19] - 1.959964) < 1e-6)
  }

  @Test("p-values of r are those of Student's t")
  func pValues() {
    // t tables: with 38 degrees of freedom 2.024394 is exceeded (two-sided) once in 20 times, and with 3
    // degrees 3.182446.
    for (count, t) in [(40, 2.024394), (5, 3.182446)] {
      let r = t / (t * t + Double(count - 2)).squareRoot()
      // Two orthogonal patterns of equal length, mixed so that their correlation is r.
      let u = (0..<count).map { Double($0) - Double(count - 1) / 2 }
      var v = u.map { $0 * $0 }
      let center = mean(v)
      let scale =
        (u.reduce(0) { $0 + $1 * $1 } / v.reduce(0) { $0 + ($1 - center) * ($1 - center) })
        .squareRoot()
      v = v.map { ($0 - center) * scale }
      let y = zip(u, v).map { r * $0 + (1 - r * r).squareRoot() * $1 }
      let test = CorrelationTest(u, y)
      #expect(abs(test.correlation - r) < 1e-12)
      #expect(abs(test.pValue - 0.05) < 1e-6)
    }
    #expect(CorrelationTest([1, 2, 3], [2, 4, 6]).pValue < 1e-6)
    #expect(CorrelationTest([1, 2, 3], [1, 1, 1]).pValue.isNaN)
  }

  @Test("ranks: any rising curve correlates perfectly, ties share their rank")
  func ranks() {
    #expect(abs(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1_000]) - 1) < 1e-12)
    #expect(abs(rankCorrelation([1, 2, 3], [3, 2, 1]) + 1) < 1e-12)
    // Ranks 0, 1½, 1½, 3 against 0, 1, 2, 3.
    #expect(abs(rankCorrelation([1, 2, 2, 5], [1, 2, 3, 4]) - 4.5 / 22.5.squareRoot()) < 1e-12)
  }
}

@Suite("Reversal points and the null population")
struct ReversalPointTests {
  private let drops = VariableMagnitudeTask.rewards

  @Test("without noise a cell's reversal point and slopes are found as they are")
  func noiseless() throws {
    var rng = Generator(seed: 0)
    let population = DopaminePopulation(
      values: [4, 1.5, 12], slopesAbove: [1, 0.2, 1.6], slopesBelow: [1, 1.8, 0.4], noise: 0)
    let recordings = population.record(trialCount: 200, using: &rng)
    // Where both slopes are equal the line within the gap is the response itself.
    let even = try #require(ReversalPoint(recordings[0]))
    #expect(abs(even.reversal - 4) < 1e-9)
    #expect(abs(even.slopeAbove - 1) < 1e-9 && abs(even.slopeBelow - 1) < 1e-9)
    // Else the kink lies within the gap, and its place is right up to the gap.
    let pessimist = try #require(ReversalPoint(recordings[1]))
    #expect(pessimist.reversal > 1.2 && pessimist.reversal < 2.5)
    #expect(abs(pessimist.asymmetry - 0.1) < 0.1)
    let optimist = try #require(ReversalPoint(recordings[2]))
    #expect(optimist.reversal > 10 && optimist.reversal < 20)
    #expect(abs(optimist.asymmetry - 0.8) < 0.1)
  }

  @Test("a cell that never changes sign has no reversal point")
  func noReversal() {
    let recording = RewardRecording(rewards: [1, 2, 3], responses: [1, 2, 3])
    #expect(ReversalPoint(recording) == nil)
    #expect(ReversalPoint(recording, zero: 2.5) != nil)
    #expect(ReversalPoint(RewardRecording(rewards: [], responses: [])) == nil)
  }

  @Test("signs choose the gap, means the place in it, and no further than its end")
  func gaps() throws {
    // Signs agree best between 2 and 4: two dips below, two bursts above.
    let within = RewardRecording(rewards: [2, 2, 4, 4], responses: [-1, -1, 3, 3])
    #expect(abs(try #require(ReversalPoint(within)).reversal - 2.5) < 1e-12)
    // One deep dip makes the mean at 4 negative, though most answers to it are bursts.
    let beyond = RewardRecording(
      rewards: [2, 2, 2, 4, 4, 4, 8], responses: [-3, -3, -3, 1, 1, -5, 4])
    #expect(try #require(ReversalPoint(beyond)).reversal == 4)
  }

  @Test("200 null populations: no correlation beyond chance, unless trials are used twice")
  func null() {
    let tests = (0..<200).map { seed in
      var rng = Generator(seed: seed)
      let population = DopaminePopulation.classical(trialCount: 200, noise: 1, using: &rng)
      return ReversalTests(population.record(trialCount: 80, using: &rng))
    }
    for r in [
      tests.map(\.splitHalves.correlation), tests.map(\.asymmetryAgainstReversal.correlation),
    ] {
      #expect(abs(mean(r)) < 0.05, "mean r \(mean(r))")
      let beyond = Double(r.count { abs($0) > 0.3 }) / 200
      #expect(beyond >= 0.02 && beyond <= 0.11, "beyond .3: \(beyond)")
    }
    // The trap that held-out trials avoid.
    #expect(mean(tests.map(\.onTheSameTrials.correlation)) > 0.5)
  }

  @Test("a distributional population passes both tests, for the median seed and two of three")
  func distributional() {
    let tests = (0..<9).map { seed in
      var rng = Generator(seed: seed)
      let channels = ValueChannels.random(count: 40, greatestGain: 0.02, using: &rng)
      let values = channels.asymmetries.map { drops.expectile(at: $0) }
      let population = DopaminePopulation(channels, values: values, noise: 1)
      return ReversalTests(population.record(trialCount: 300, using: &rng))
    }
    #expect(tests.count { $0.splitHalves.pValue < 1e-4 && $0.splitHalves.correlation > 0 } >= 6)
    #expect(
      tests.count {
        $0.asymmetryAgainstReversal.pValue < 1e-4 && $0.asymmetryAgainstReversal.correlation > 0
      } >= 6)
  }

  @Test("a baseline measured wrongly passes the first test and not the second")
  func baseline() {
    let tests = (0..<20).map { seed in
      var rng = Generator(seed: seed)
      let population = DopaminePopulation.classical(noise: 1, baselineError: 1, using: &rng)
      return ReversalTests(population.record(trialCount: 300, using: &rng))
    }
    #expect(mean(tests.map(\.splitHalves.correlation)) > 0.7)
    // Four standard errors of a mean of 20.
    #expect(abs(mean(tests.map(\.asymmetryAgainstReversal.correlation))) < 4 * 0.16 / 4.47)
  }

  @Test("an error in a cell's own zero moves its reversal point by as much over the slope")
  func ownZero() throws {
    var rng = Generator(seed: 0)
    let population = DopaminePopulation(
      values: [7, 7, 7], slopesAbove: [2, 2, 2], slopesBelow: [2, 2, 2], biases: [-2, 0, 2],
      noise: 0)
    let recordings = population.record(trialCount: 100, using: &rng)
    for (recording, expected) in zip(recordings, [8.0, 7, 6]) {
      #expect(abs(try #require(ReversalPoint(recording)).reversal - expected) < 1e-9)
    }
    let corrected = try #require(ReversalPoint(recordings[2], zero: 2))
    #expect(abs(corrected.reversal - 7) < 1e-9)
  }

  @Test("at its expectile a cell's mean answer is zero, whatever its asymmetry")
  func meanAnswer() {
    let channels = ValueChannels(asymmetries: [0.1, 0.5, 0.9], gain: 0.1)
    let values = channels.asymmetries.map { drops.expectile(at: $0) }
    let population = DopaminePopulation(channels, values: values, noise: 0)
    for cell in 0..<3 {
      let answer = zip(drops.amounts, drops.probabilities)
        .reduce(0) { $0 + $1.1 * population.response(to: $1.0, of: cell) }
      #expect(abs(answer) < 1e-12)
    }
  }
}

@Suite("Decoding by imputation")
struct ImputationTests {
  private let drops = VariableMagnitudeTask.rewards

  @Test("the true distribution has no loss, a shifted one has")
  func loss() {
    let taus = (1...19).map { Double($0) / 20 }
    let values = taus.map { drops.expectile(at: $0) }
    #expect(Imputation.loss(of: drops, values: values, asymmetries: taus) < 1e-24)
    let shifted = RewardDistribution(drops.amounts.map { $0 + 1 }, drops.probabilities)
    #expect(Imputation.loss(of: shifted, values: values, asymmetries: taus) > 0.1)
  }

  @Test("one cell with τ = ½ fixes the mean and nothing else")
  func meanOnly() {
    var rng = Generator(seed: 0)
    let decoded = Imputation(searchCount: 1).decode(
      values: [3], asymmetries: [0.5], in: 0...10, using: &rng)
    #expect(abs(decoded.mean - 3) < 1e-6)
  }

  @Test("each move of a sample lowers the loss")
  func descends() {
    let taus = (1...19).map { Double($0) / 20 }
    let values = taus.map { drops.expectile(at: $0) }
    let losses = [1, 2, 4, 8, 16, 32].map { sweeps in
      var rng = Generator(seed: 0)
      let decoded = Imputation(searchCount: 1, sweepCount: sweeps).decode(
        values: values, asymmetries: taus, in: 0.1...20, using: &rng)
      return Imputation.loss(of: decoded, values: values, asymmetries: taus)
    }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 }, "\(losses)")
  }

  @Test("samples stay within the range")
  func range() {
    var rng = Generator(seed: 0)
    let decoded = Imputation(sampleCount: 20, searchCount: 3).decode(
      values: [1, 9], asymmetries: [0.01, 0.99], in: 2...5, using: &rng)
    #expect(decoded.amounts.allSatisfy { $0 >= 2 && $0 <= 5 })
  }

  @Test("the drops are decoded from 40 learned cells: W1 below 1 and below both references")
  func drops40() {
    let distances = (0..<5).map { seed in
      var rng = Generator(seed: seed)
      let channels = ValueChannels.random(count: 40, greatestGain: 0.02, using: &rng)
      var learner = DistributionalTDLearner(channels)
      let values = learner.learn(from: drops, trialCount: 20_000, using: &rng)
      let decoded = Imputation(searchCount: 2).decode(
        values: values, asymmetries: channels.asymmetries, in: 0.1...20, using: &rng)
      return decoded.wassersteinDistance(to: drops)
    }
    // The references are 4.96 and 1.39.
    #expect(distances.sorted()[2] < 1, "\(distances)")
    #expect(distances.count { $0 < 1 } >= 4, "\(distances)")
  }
}
