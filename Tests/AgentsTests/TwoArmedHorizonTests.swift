import Agents
import Numerics
import Tasks
import Testing

@Suite("Two arms and a horizon, exactly")
struct TwoArmedHorizonTests {
  private static let independent = ArmDistribution.independent(arms: 2)
  private static let sets: [ArmDistribution] = [independent, .uniform, .easy, .medium, .hard]

  /// The same optimum, written as the definition: without layers or indices.
  private func best(_ a: ArmRecord, _ b: ArmRecord, left: Int) -> Double {
    if left == 0 { return 0 }
    func after(_ arm: ArmRecord, _ s: Int, _ f: Int) -> ArmRecord {
      ArmRecord(successes: arm.successes + s, failures: arm.failures + f)
    }
    let (p, q) = (a.posteriorMean, b.posteriorMean)
    return max(
      p * (1 + best(after(a, 1, 0), b, left: left - 1))
        + (1 - p) * best(after(a, 0, 1), b, left: left - 1),
      q * (1 + best(a, after(b, 1, 0), left: left - 1))
        + (1 - q) * best(a, after(b, 0, 1), left: left - 1))
  }

  @Test("one and two trials by hand, and up to six against the bare definition")
  func small() {
    #expect(FiniteHorizonPolicy(trialCount: 1).expectedReward == 0.5)
    // 1/2, then 2/3 after a success, and the other arm's 1/2 after a failure.
    #expect(abs(FiniteHorizonPolicy(trialCount: 2).expectedReward - 13.0 / 12) < 1e-12)
    for trials in 1...6 {
      let exact = best(ArmRecord(), ArmRecord(), left: trials)
      #expect(abs(FiniteHorizonPolicy(trialCount: trials).expectedReward - exact) < 1e-12)
    }
  }

  @Test("an optimum is what its own policy earns, and no other policy earns more", arguments: sets)
  func consistent(set: ArmDistribution) {
    let horizon = TwoArmedHorizon(trialCount: 20)
    let policy = FiniteHorizonPolicy(prior: set, trialCount: 20)
    let own = horizon.expectedRewards(of: policy, on: [set])[0]
    #expect(abs(own - policy.expectedReward) < 1e-9)
    #expect(abs(horizon.regrets(of: policy, on: [set])[0] - policy.regret) < 1e-9)
    let others = [
      horizon.expectedRewards(of: RandomPolicy(), on: [set]),
      horizon.expectedRewards(of: GreedyPolicy(), on: [set]),
      horizon.expectedRewards(of: ThompsonSampling(), on: [set]),
      horizon.expectedRewards(of: DependentArmsObserver(), on: [set]),
    ].map { $0[0] }
    #expect(others.allSatisfy { $0 < own + 1e-9 }, "\(others) \(own)")
    #expect(abs(others[0] - 10) < 1e-9)
    // For dependent arms the optimum needs no look ahead, whatever the prior.
    if set != Self.independent { #expect(abs(others[3] - own) < 1e-9) }
  }

  @Test("a prior of two levels is the mean of the two bandits that it stands for")
  func levels() {
    let horizon = TwoArmedHorizon(trialCount: 12)
    let found = horizon.expectedRewards(
      of: ThompsonSampling(), on: [.medium, .fixed([0.25, 0.75]), .fixed([0.75, 0.25])])
    #expect(abs(found[0] - (found[1] + found[2]) / 2) < 1e-9, "\(found)")
  }

  @Test("what a policy says of its chances is what it does")
  func chances() {
    let arms = [ArmRecord(successes: 3, failures: 2), ArmRecord(successes: 1, failures: 1)]
    func check<Policy: TwoArmedPolicy>(_ policy: Policy, _ expected: Double) {
      var rng = Generator(seed: 5)
      let told = policy.probabilityOfFirst(arms[0], arms[1])
      #expect(abs(told - expected) < 1e-4, "\(policy): \(told)")
      let count = (0..<4_000).count { _ in policy.choose(arms, using: &rng) == 0 }
      let error = (4_000 * told * (1 - told)).squareRoot()
      #expect(abs(Double(count) - 4_000 * told) <= 4 * error, "\(policy): \(count), \(told)")
    }
    check(RandomPolicy(), 0.5)
    check(GreedyPolicy(), 1)
    check(GreedyPolicy(exploration: 0.2), 0.9)
    // 3/5 + √(ln 7 / 5) = 1.224 against 1/2 + √(ln 7 / 2) = 1.486.
    check(UpperConfidenceBound(bonus: 1), 0)
    check(DependentArmsObserver(), 1)
    // For x ~ Beta(4, 3), y ~ Beta(2, 2): P(x > y) = E[3x² − 2x³] = 3·5/14 − 2·5/21 = 25/42.
    check(ThompsonSampling(), 25.0 / 42)
    // 4 outcomes for the first arm, 3 for the second: P(Binomial(8, ½) ≤ 4) = 163/256; odds 3¹.
    check(DependentThompsonSampling(), 163.0 / 256)
    check(DependentThompsonSampling(level: 0.75), 0.75)
    check(FiniteHorizonPolicy(prior: .medium, trialCount: 10), 1)
  }

  @Test("exact regrets agree with played episodes")
  func played() {
    let horizon = TwoArmedHorizon(trialCount: 30)
    for set in [Self.independent, .uniform, .hard] {
      let exact = horizon.regrets(of: ThompsonSampling(), on: [set])[0]
      var agent = BanditAgent(ThompsonSampling(), armCount: 2)
      let found = regrets(
        of: &agent, on: BernoulliBandit(set, trialCount: 30), episodes: 1_000, seed: 3)
      #expect(abs(mean(found) - exact) < 4 * standardError(found), "\(set): \(exact)")
    }
  }

  @Test("it explores early and not at the end")
  func choices() {
    let policy = FiniteHorizonPolicy(trialCount: 30)
    // 4/7 on average against 1/2, but unknown, with 25 trials left; then 18/31 with one.
    #expect(policy.probabilityOfFirst(ArmRecord(successes: 3, failures: 2), ArmRecord()) == 0)
    #expect(policy.probabilityOfFirst(ArmRecord(successes: 17, failures: 12), ArmRecord()) == 1)
    #expect(policy.probabilityOfFirst(ArmRecord(), ArmRecord()) == 0.5)
  }

  #if !DEBUG
    @Test("the table of reference policies at 100 trials, without sampling error")
    func hundred() {
      let horizon = TwoArmedHorizon()
      let optimum = FiniteHorizonPolicy()
      #expect(abs(optimum.regret - 1.748) < 0.0005, "\(optimum.regret)")
      func check(_ name: String, _ found: [Double], _ table: [Double]) {
        for (mine, value) in zip(found, table) {
          // The table's standard errors are up to 0.05.
          #expect(abs(mine - value) < 0.15, "\(name): \(found)")
        }
      }
      func regrets(_ policy: some TwoArmedPolicy) -> [Double] {
        horizon.regrets(of: policy, on: Self.sets)
      }
      check("random", regrets(RandomPolicy()), [16.70, 25.04, 39.96, 25.02, 10.00])
      check("Thompson", regrets(ThompsonSampling()), [2.80, 2.80, 2.12, 3.02, 4.09])
      let narrow = UpperConfidenceBound(bonus: 1)
      check("χ = 1", regrets(narrow), [4.13, 4.20, 3.90, 4.69, 4.86])
      check("χ = 2", regrets(UpperConfidenceBound()), [5.55, 6.01, 6.29, 7.03, 5.97])
      check("greedy", regrets(GreedyPolicy()), [2.68, 2.14, 0.64, 1.89, 4.68])
      let gittins = GittinsPolicy(GittinsIndex(discount: 0.99, pullLimit: 100))
      check("Gittins", regrets(gittins), [1.76, 1.56, 0.79, 1.41, 2.99])
      check("observer", Array(regrets(DependentArmsObserver())[1...]), [1.21, 0.63, 1.01, 2.30])
      for (set, level, value) in [
        (ArmDistribution.uniform, nil, 2.08), (.easy, 0.9, 0.72), (.medium, 0.75, 1.32),
        (.hard, 0.6, 3.15),
      ] {
        let policy = DependentThompsonSampling(level: level)
        check("dependent-aware Thompson", horizon.regrets(of: policy, on: [set]), [value])
      }
    }
  #endif
}
