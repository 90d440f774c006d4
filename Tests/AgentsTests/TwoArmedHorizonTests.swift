import Agents
import Numerics
import Tasks
import Testing

@Suite("Two arms and a horizon, exactly")
struct TwoArmedHorizonTests {
  /// The same optimum, written as the definition: without layers, indices or symmetry.
  private func best(_ a: ArmRecord, _ b: ArmRecord, left: Int) -> Double {
    if left == 0 { return 0 }
    func success(_ arm: ArmRecord) -> ArmRecord {
      ArmRecord(successes: arm.successes + 1, failures: arm.failures)
    }
    func failure(_ arm: ArmRecord) -> ArmRecord {
      ArmRecord(successes: arm.successes, failures: arm.failures + 1)
    }
    let (p, q) = (a.posteriorMean, b.posteriorMean)
    return max(
      p * (1 + best(success(a), b, left: left - 1)) + (1 - p) * best(failure(a), b, left: left - 1),
      q * (1 + best(a, success(b), left: left - 1)) + (1 - q) * best(a, failure(b), left: left - 1))
  }

  @Test("one, two and three trials by hand, and more against the bare definition")
  func small() {
    #expect(TwoArmedHorizon(trialCount: 1).bestReward == 0.5)
    // 1/2, then 2/3 after a success, and the other arm's 1/2 after a failure.
    #expect(abs(TwoArmedHorizon(trialCount: 2).bestReward - 13.0 / 12) < 1e-12)
    for trials in 1...6 {
      let exact = best(ArmRecord(), ArmRecord(), left: trials)
      #expect(abs(TwoArmedHorizon(trialCount: trials).bestReward - exact) < 1e-12)
      #expect(
        FiniteHorizonPolicy(trialCount: trials).expectedReward
          == TwoArmedHorizon(trialCount: trials).bestReward)
    }
  }

  /// Which share of choices an index gives to the first arm.
  private func share(_ first: Double, _ second: Double) -> Double {
    first > second ? 1 : first == second ? 0.5 : 0
  }

  @Test("the optimum is what its own policy earns, and no other policy earns more")
  func consistent() {
    let horizon = TwoArmedHorizon(trialCount: 25)
    let policy = FiniteHorizonPolicy(trialCount: 25)
    let own = horizon.expectedReward(.unknown) { a, b in
      let best = policy.best(a, b)
      return best.count == 2 ? 0.5 : best == [0] ? 1 : 0
    }
    #expect(abs(own - policy.expectedReward) < 1e-12)
    let greedy = horizon.expectedReward(.unknown) { share($0.posteriorMean, $1.posteriorMean) }
    let index = GittinsIndex(discount: 0.9, pullLimit: 25)
    let gittins = horizon.expectedReward(.unknown) { share(index[$0], index[$1]) }
    let chance = horizon.expectedReward(.unknown) { _, _ in 0.5 }
    #expect(
      chance < greedy && greedy < gittins && gittins < own, "\([chance, greedy, gittins, own])")
    #expect(abs(chance - 12.5) < 1e-12)
  }

  @Test("exact sums agree with simulated episodes, for known and unknown arms")
  func simulated() {
    let horizon = TwoArmedHorizon(trialCount: 20)
    for (arms, set) in [
      (TwoArmedHorizon.Arms.unknown, ArmDistribution.independent(arms: 2)),
      (.known(0.4, 0.6), .fixed([0.4, 0.6])),
    ] {
      let exact = horizon.expectedReward(arms) { share($0.posteriorMean, $1.posteriorMean) }
      var agent = BanditAgent(GreedyPolicy(), armCount: 2)
      let found = rewards(
        of: &agent, on: BernoulliBandit(set, trialCount: 20), episodes: 2_000, seed: 3)
      #expect(abs(mean(found) - exact) < 4 * standardError(found), "\(mean(found)) for \(exact)")
    }
  }

  @Test("it explores early and not at the end: an unknown arm against a known better one")
  func choices() {
    let policy = FiniteHorizonPolicy(trialCount: 30)
    let known = ArmRecord(successes: 3, failures: 2)  // 4/7 on average; the other arm 1/2
    #expect(policy.best(known, ArmRecord()) == [1])
    // With one trial left only the mean counts.
    #expect(policy.best(ArmRecord(successes: 17, failures: 12), ArmRecord()) == [0])
    #expect(policy.best(ArmRecord(), ArmRecord()) == [0, 1])
  }

  #if !DEBUG
    @Test("regrets over 100 trials: the optimum 1.748, Gittins 1.76, greedy 2.68, chance 16.67")
    func hundred() {
      let policy = FiniteHorizonPolicy()
      #expect(abs(policy.regret - 1.748) < 0.0005, "\(policy.regret)")
      let horizon = TwoArmedHorizon()
      let index = GittinsIndex(discount: 0.99, pullLimit: 100)
      func regret(_ share: (ArmRecord, ArmRecord) -> Double) -> Double {
        horizon.regret(earning: horizon.expectedReward(.unknown, pullingFirst: share))
      }
      #expect(abs(regret { share(index[$0], index[$1]) } - 1.76) < 0.05)
      #expect(abs(regret { share($0.posteriorMean, $1.posteriorMean) } - 2.68) < 0.05)
      #expect(abs(regret { _, _ in 0.5 } - 100.0 / 6) < 1e-9)
    }
  #endif
}
