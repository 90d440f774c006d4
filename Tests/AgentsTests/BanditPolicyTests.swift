import Agents
import Numerics
import Tasks
import Testing

@Suite("Bandit policies")
struct BanditPolicyTests {
  @Test(
    "Gittins indices are those of the tables",
    arguments: [
      (0.90, [0.7029, 0.8001, 0.5001, 0.6346, 0.8452, 0.3796, 0.5676]),
      (0.95, [0.7614, 0.8381, 0.5601, 0.6810, 0.8736, 0.4334, 0.5957]),
    ])
  func gittinsTable(discount: Double, expected: [Double]) {
    let index = GittinsIndex(discount: discount, pullLimit: 8)
    let states = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (5, 5)]
    for ((a, b), value) in zip(states, expected) {
      let found = index[ArmRecord(successes: a - 1, failures: b - 1)]
      #expect(abs(found - value) < 0.0005, "(\(a), \(b)): \(found)")
    }
  }

  /// Mean cumulative regret at trial 100 over some episodes, and its standard error.
  private func regret<Policy: BanditPolicy>(
    _ policy: Policy, _ set: ArmDistribution, episodes: Int = 300
  ) -> (mean: Double, error: Double) {
    var agent = BanditAgent(policy, armCount: set.armCount)
    let all = regrets(of: &agent, on: BernoulliBandit(set), episodes: episodes, seed: 1)
    return (mean(all), standardError(all))
  }

  @Test(
    "regrets are those of the table of reference policies",
    arguments: [
      (ArmDistribution.independent(arms: 2), [16.70, 2.80, 4.13, 5.55, 2.68]),
      (.easy, [39.96, 2.12, 3.90, 6.29, 0.64]), (.hard, [10.00, 4.09, 4.86, 5.97, 4.68]),
    ])
  func referenceTable(set: ArmDistribution, expected: [Double]) {
    let found = [
      regret(RandomPolicy(), set), regret(ThompsonSampling(), set),
      regret(UpperConfidenceBound(bonus: 1), set), regret(UpperConfidenceBound(), set),
      regret(GreedyPolicy(), set),
    ]
    for (mine, value) in zip(found, expected) {
      // The table's own error is up to 0.05.
      #expect(abs(mine.mean - value) < 4 * mine.error + 0.05, "\(mine) for \(value)")
    }
  }

  @Test(
    "the observer of dependent arms has the least regret there",
    arguments: [
      (ArmDistribution.uniform, 1.21), (.easy, 0.63), (.medium, 1.01), (.hard, 2.30),
    ])
  func dependentArms(set: ArmDistribution, expected: Double) {
    let mine = regret(DependentArmsObserver(), set)
    #expect(abs(mine.mean - expected) < 4 * mine.error + 0.05, "\(mine)")
  }

  @Test("ε-greedy explores as often as it says, greedy pools nothing")
  func greedy() {
    var rng = Generator(seed: 1)
    let arms = [ArmRecord(successes: 3, failures: 1), ArmRecord(successes: 0, failures: 4)]
    let policy = GreedyPolicy(exploration: 0.5)
    let firsts = (0..<2_000).count { _ in policy.choose(arms, using: &rng) == 0 }
    #expect(abs(Double(firsts) - 1_500) < 4 * (2_000 * 0.75 * 0.25).squareRoot())
    #expect((0..<50).allSatisfy { _ in GreedyPolicy().choose(arms, using: &rng) == 0 })
    #expect(ArmRecord(successes: 3, failures: 1).posteriorMean == 4.0 / 6)
  }

  @Test("an upper confidence bound worked by hand: each arm once, then mean plus bonus")
  func confidenceBounds() {
    var rng = Generator(seed: 1)
    let policy = UpperConfidenceBound(bonus: 1)
    let known = ArmRecord(successes: 8, failures: 2)
    #expect(policy.choose([known, ArmRecord()], using: &rng) == 1)
    // ln 12 = 2.485: 0.8 + √0.2485 = 1.298 against 0.5 + √1.2425 = 1.615.
    #expect(policy.choose([known, ArmRecord(successes: 1, failures: 1)], using: &rng) == 1)
    #expect(policy.choose([known, ArmRecord(successes: 0, failures: 2)], using: &rng) == 0)
  }

  @Test("episodes have their own chance: the first of many are the few")
  func episodes() {
    var agent = BanditAgent(ThompsonSampling(), armCount: 2)
    let bandit = BernoulliBandit(.uniform, trialCount: 20)
    let few = regrets(of: &agent, on: bandit, episodes: 3, seed: 4)
    #expect(Array(regrets(of: &agent, on: bandit, episodes: 5, seed: 4)[..<3]) == few)
  }
}
