import Agents
import Numerics
import Tasks
import Testing

@Suite("Arbitration")
struct ArbitrationTests {
  /// How often a rat presses after training, with the food as it was and devalued.
  static func presses(after episodes: Int, seed: Int) -> (valued: Double, devalued: Double) {
    let box = StateWorld.leverBox()
    let rule = ChoiceRule.softmax(inverseTemperature: 5)
    var rng = Generator(seed: seed)
    var rat = UncertaintyArbitration(of: box, noise: 0.5, searchNoise: 0.001)
    rat.live(in: box, episodes: episodes, choosing: rule, using: &rng)
    let valued = rule.probabilities(rat.actionValues(in: 0))[0]
    rat.setOutcome(0, in: box.state("food"))
    return (valued, rule.probabilities(rat.actionValues(in: 0))[0])
  }

  @Test("by uncertainty: devaluation counts after moderate, not after extensive training")
  func devaluation() {
    for seed in 0..<8 {
      let moderate = Self.presses(after: 25, seed: seed)
      let extensive = Self.presses(after: 400, seed: seed)
      #expect(moderate.valued > 0.8 && moderate.devalued < 0.6, "\(moderate)")
      #expect(extensive.valued > 0.9 && extensive.devalued > 0.9, "\(extensive)")
    }
  }

  @Test("a cached belief by hand, and no surer than the guess it learns from")
  func cache() {
    var cache = CachedBeliefs(of: .leverBox(), noise: 1)
    cache.learn(WorldStep(state: 3, action: 0, reward: 1, next: nil))
    #expect(cache.beliefs[3][0] == Belief(mean: 0.5, variance: 0.5))
    cache.learn(WorldStep(state: 1, action: 1, reward: 0, next: 3))
    // The gain is ½; of the variance ½ is left, and a quarter of the guess's ½ comes to it.
    #expect(cache.beliefs[1][1] == Belief(mean: 0.25, variance: 0.625))
  }

  @Test("a tree's variance by hand: outcomes, unsure transitions, search")
  func tree() {
    let world = StateWorld(
      names: ["a", "end"], successors: [[1], [1]], rewards: [0, 1], starts: [0], endings: [1])
    var tree = TreeBeliefs(of: world, noise: 1, searchNoise: 0.01, depth: 1)
    tree.learn(WorldStep(state: 0, reward: 0, next: 1))
    tree.learn(WorldStep(state: 1, reward: 1, next: nil))
    // Counts 0.1 and 1.1; values at the horizon: a has mean 0 and variance 1, the end ½ and ½.
    let p = 1.1 / 1.2
    let belief = tree.beliefs(in: 0)[0]
    #expect(abs(belief.mean - p * 0.5) < 1e-12)
    let spread = p * (1 - p) / 2.2
    let carried = (p * p + spread) * 0.5 + ((1 - p) * (1 - p) + spread)
    let unsure = (p * 0.25 - p * p * 0.25) / 2.2
    #expect(abs(belief.variance - (carried + unsure + 0.01)) < 1e-12)
  }

  @Test("by reliability: control follows the stability of the transitions")
  func reliability() {
    let rule = ChoiceRule.softmax(inverseTemperature: 3)
    for seed in 0..<8 {
      var rng = Generator(seed: seed)
      var learner = ReliabilityArbitration(of: .twoRooms(common: 0.5))
      func meanShare(_ common: Double) -> Double {
        var world = StateWorld.twoRooms(common: common)
        let shares = (0..<200).map { _ in
          learner.live(in: &world, choosing: rule, using: &rng)
          return learner.modelBasedShare
        }
        return mean(Array(shares[100...]))
      }
      let shares = [meanShare(0.5), meanShare(0.9), meanShare(0.5)]
      #expect(shares[1] - shares[0] > 0.2 && shares[1] - shares[2] > 0.2, "\(shares)")
    }
  }
}
