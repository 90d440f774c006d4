import Numerics
import Tasks
import Testing

@Suite("Reward distributions and the two tasks of distributional dopamine")
struct RewardTaskTests {
  @Test("amounts are sorted and put together, weights divided by their sum")
  func construction() {
    let rewards = RewardDistribution([5, 1, 5], [1, 2, 1])
    #expect(rewards.amounts == [1, 5])
    #expect(rewards.probabilities == [0.5, 0.5])
    #expect(rewards.mean == 3)
    #expect(rewards.standardDeviation == 2)
    #expect(rewards.cumulative(at: 0.9) == 0)
    #expect(rewards.cumulative(at: 1) == 0.5)
    #expect(rewards.cumulative(at: 7) == 1)
  }

  @Test("a coin followed by another gives the four sums; a discount shrinks the second")
  func sums() {
    let coin = RewardDistribution.chance(of: 0.5)
    let double = RewardDistribution.chance(of: 0.5, amount: 2)
    #expect(coin.followed(by: double) == RewardDistribution(samples: [0, 1, 2, 3]))
    #expect(coin.followed(by: double, discount: 0.5) == RewardDistribution([0, 1, 2], [1, 2, 1]))
    #expect(coin.followed(by: coin) == RewardDistribution([0, 1, 2], [1, 2, 1]))
  }

  @Test("the drops of the variable-magnitude task have the mean 5.209 and the deviation 5.27")
  func drops() {
    let drops = VariableMagnitudeTask.rewards
    #expect(abs(drops.mean - 5.209) < 0.0005)
    // 5.270 with the frequencies as printed, whose sum is 1.0001; 5.271 with them divided by it.
    #expect(abs(drops.standardDeviation - 5.271) < 0.0005)
    #expect(drops.amounts == [0.1, 0.3, 1.2, 2.5, 5, 10, 20])
    #expect(abs(drops.probabilities.reduce(0, +) - 1) < 1e-12)
  }

  @Test("every drop falls as often as its probability says")
  func frequencies() {
    var rng = Generator(seed: 0)
    var task = VariableMagnitudeTask(trialCount: 20_000)
    _ = task.reset(using: &rng)
    var counts = [Double](repeating: 0, count: 7)
    while true {
      let step = task.step(0, using: &rng)
      if let drop = task.rewards.amounts.firstIndex(of: step.reward) { counts[drop] += 1 }
      if step.isLast { break }
    }
    #expect(counts.reduce(0, +) == 20_000)
    #expect(chiSquare(counts, task.rewards.probabilities.map { $0 * 20_000 }) < 22.5)
  }

  @Test(
    "each odour is followed by reward as often as it should be, and comes as often as the others")
  func odours() {
    var rng = Generator(seed: 0)
    var task = VariableProbabilityTask(trialCount: 30_000)
    var step = task.reset(using: &rng)
    var counts = [0.0, 0, 0]
    var paid = [0.0, 0, 0]
    while !step.isLast {
      let odour = task.odour
      #expect(step.observation == .cue(odour))
      step = task.step(0, using: &rng)
      counts[odour] += 1
      paid[odour] += step.reward
    }
    // 13.8 is exceeded once in a thousand samplings with two degrees of freedom.
    #expect(chiSquare(counts, [10_000, 10_000, 10_000]) < 13.8)
    for (odour, p) in task.probabilities.enumerated() {
      let error = (p * (1 - p) / counts[odour]).squareRoot()
      #expect(abs(paid[odour] / counts[odour] - p) < 4 * error)
    }
  }

  @Test("the halves of a recording are its even and its odd trials")
  func halves() {
    let recording = RewardRecording(rewards: [1, 2, 3, 4, 5], responses: [-1, -2, -3, -4, -5])
    #expect(recording.half(0) == RewardRecording(rewards: [1, 3, 5], responses: [-1, -3, -5]))
    #expect(recording.half(1) == RewardRecording(rewards: [2, 4], responses: [-2, -4]))
  }

  @Test("mistakes stop with the values")
  func mistakes() async {
    await #expect(processExitsWith: .failure) { _ = RewardDistribution([1], [0.5, 0.5]) }
    await #expect(processExitsWith: .failure) { _ = RewardDistribution([1, 2], [1, -1]) }
    await #expect(processExitsWith: .failure) {
      _ = RewardRecording(rewards: [1], responses: [.nan])
    }
  }

  /// `Σ (observed − expected)² / expected`. With six degrees of freedom, 22.5 is exceeded once in a thousand
  /// samplings.
  private func chiSquare(_ observed: [Double], _ expected: [Double]) -> Double {
    zip(observed, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
  }
}
