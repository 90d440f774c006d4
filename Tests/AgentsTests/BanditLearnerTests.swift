import Agents
import Numerics
import Tasks
import Testing

@Suite("Learners and samplers for bandits")
struct BanditLearnerTests {
  @Test("the softmax learner, worked by hand: values, probabilities, lapses")
  func softmaxLearner() {
    var learner = RescorlaWagnerBanditLearner(
      learningRate: 0.5, inverseTemperature: 2, lapse: 0.1, initialValue: 0)
    learner.learn(1, from: 0)
    learner.learn(1, from: 0)
    #expect(learner.values == [0.75, 0])
    // σ(2 · 0.75) = 0.81757; nine tenths of it and half of a tenth.
    #expect(abs(learner.probabilities[0] - (0.05 + 0.9 * 0.817574)) < 1e-6)
    learner.begin()
    #expect(learner.values == [0, 0] && learner.probabilities == [0.5, 0.5])
  }

  @Test("as an agent it learns from the reward of the arm it pulled, and forgets between episodes")
  func agent() {
    var learner = RescorlaWagnerBanditLearner(learningRate: 1, inverseTemperature: 50)
    // With α = 1 the last payment is all that counts: win–stay, lose–shift to the other's 1/2.
    let sure = regrets(of: &learner, on: BernoulliBandit(.fixed([1, 0])), episodes: 20, seed: 0)
    #expect(sure.allSatisfy { $0 <= 1 })
    let chance = RescorlaWagnerBanditLearner(learningRate: 0.5, inverseTemperature: 0)
    var blind = chance
    let found = regrets(of: &blind, on: BernoulliBandit(.hard), episodes: 200, seed: 0)
    #expect(abs(mean(found) - 10) < 4 * standardError(found))
  }

  @Test("on restless arms a middling learning rate is best, on still ones a small one")
  func bestRate() {
    let rates = [0.05, 0.2, 0.5, 1]
    let fast = RescorlaWagnerBanditLearner.bestLearningRate(
      among: rates, on: RestlessBandit(stepSizes: [0.2]), inverseTemperature: 8, episodes: 100,
      seed: 0)
    let still = RescorlaWagnerBanditLearner.bestLearningRate(
      among: rates, on: BernoulliBandit(.hard), inverseTemperature: 8, episodes: 100, seed: 0)
    #expect(still.learningRate < fast.learningRate, "\(still) \(fast)")
    #expect(fast.regrets.count == 4)
  }

  @Test("dependent-aware sampling follows its posterior")
  func dependentSampling() {
    var rng = Generator(seed: 1)
    let policy = DependentThompsonSampling()
    // Beta(3, 1): P(p > 1/2) = 1 − 1/8.
    let arms = [ArmRecord(successes: 1), ArmRecord(failures: 1)]
    let firsts = (0..<4_000).count { _ in policy.choose(arms, using: &rng) == 0 }
    #expect(abs(Double(firsts) - 3_500) < 4 * (4_000 * 7.0 / 64).squareRoot())
  }

  @Test(
    "optimistic sampling never prefers a mean that is beaten, and is better than plain sampling")
  func optimism() {
    var rng = Generator(seed: 1)
    // The second arm's draw is at least 1/2, the first's at most its mean or a rare draw above.
    let arms = [ArmRecord(successes: 0, failures: 200), ArmRecord()]
    #expect(
      (0..<200).allSatisfy { _ in OptimisticThompsonSampling().choose(arms, using: &rng) == 1 })
    let bandit = BernoulliBandit(.independent(arms: 5))
    var optimist = BanditAgent(OptimisticThompsonSampling(), armCount: 5)
    var plain = BanditAgent(ThompsonSampling(), armCount: 5)
    let gains = zip(
      rewards(of: &optimist, on: bandit, episodes: 300, seed: 2),
      rewards(of: &plain, on: bandit, episodes: 300, seed: 2)
    ).map { $0 - $1 }
    // 76.1 against 74.7 per episode.
    #expect(mean(gains) > 0 && abs(mean(gains) - 1.4) < 4 * standardError(gains), "\(mean(gains))")
  }
}
