import Agents
import Numerics
import Tasks
import Testing

@Suite("Successor representation and revaluation")
struct SuccessorRepresentationTests {
  @Test("the matrix by hand: a walk that stays with one half")
  func matrix() {
    let m = successorMatrix([[0.5, 0.5], [0, 0]], discount: 0.8)
    for (row, expected) in zip(m, [[1 / 0.6, 0.4 / 0.6], [0, 1]]) {
      for (value, expected) in zip(row, expected) { #expect(abs(value - expected) < 1e-12) }
    }
  }

  @Test("the matrix inverts I − γP, and is the sum of powers", arguments: [2, 5, 12])
  func inverse(count: Int) {
    var rng = Generator(seed: count)
    let p = (0..<count).map { _ in dirichlet([Double](repeating: 1, count: count), using: &rng) }
    let m = successorMatrix(p, discount: 0.9)
    var power = (0..<count).map { s in (0..<count).map { $0 == s ? 1.0 : 0 } }
    var sum = power
    for _ in 0..<400 {
      power = power.map { row in
        (0..<count).map { x in 0.9 * row.indices.reduce(0) { $0 + row[$1] * p[$1][x] } }
      }
      for s in 0..<count {
        for x in 0..<count { sum[s][x] += power[s][x] }
      }
    }
    for s in 0..<count {
      for x in 0..<count { #expect(abs(m[s][x] - sum[s][x]) < 1e-9) }
    }
  }

  @Test("learned by TD in a chain it is the matrix, and values are occupancy times reward")
  func learned() {
    var rng = Generator(seed: 0)
    let chain = StateWorld(
      names: ["a", "b", "c"], successors: [[1], [2], [2]], rewards: [0.5, 0, 2], starts: [0],
      endings: [2])
    var sr = SuccessorRepresentation(
      of: chain, learningRate: 0.5, rewardRate: 0.5, discount: 0.9)
    sr.live(in: chain, episodes: 200, choosing: .epsilonGreedy(0), using: &rng)
    let m = successorMatrix(chain.stateTransitions(), discount: 0.9)
    for s in 0..<3 {
      for x in 0..<3 { #expect(abs(sr.occupancies[s][0][x] - m[s][x]) < 1e-9) }
    }
    #expect(abs(sr.value(of: 0) - (0.5 + 0.81 * 2)) < 1e-9)
  }

  @Test("the table of revaluation: model-free, SR, model-based, and the mixture")
  func revaluation() {
    let world = Revaluation.learning
    let modelFree = StateValues(of: world, learningRate: 0.5)
    let sr = SuccessorRepresentation(of: world, learningRate: 0.5, rewardRate: 0.5)
    let modelBased = ModelBasedLearner(of: world, rateFloor: 0.5)
    func check(_ learner: some WorldLearner, _ revaluation: Revaluation, _ values: [Double]) {
      var rng = Generator(seed: 0)
      let result = learner.revaluated(revaluation, using: &rng)
      for (value, expected) in zip(result.before + result.after, [10, 1] + values) {
        #expect(abs(value - expected) < 1e-9, "\(revaluation): \(result)")
      }
    }
    for revaluation in Revaluation.allCases { check(modelFree, revaluation, [10, 1]) }
    check(sr, .reward, [1, 10])
    check(sr, .transition, [10, 1])
    check(modelBased, .reward, [1, 10])
    check(modelBased, .transition, [1, 10])
    for revaluation in [Revaluation.control] {
      check(sr, revaluation, [10, 1])
      check(modelBased, revaluation, [10, 1])
    }
    check(MixedLearner(modelBased, sr, weight: 0.5), .transition, [5.5, 5.5])
    var rng = Generator(seed: 0)
    let mixed = MixedLearner(modelBased, sr, weight: 0.5)
    let scores = [Revaluation.reward, .transition, .control].map {
      mixed.revaluated($0, using: &rng).score
    }
    for (score, expected) in zip(scores, [1, 0.5, 0]) { #expect(abs(score - expected) < 1e-9) }
  }

  @Test("in the middle the SR has learned of the new transitions")
  func middle() {
    var rng = Generator(seed: 0)
    let rule = ChoiceRule.epsilonGreedy(0)
    var sr = SuccessorRepresentation(
      of: Revaluation.learning, learningRate: 0.5, rewardRate: 0.5)
    sr.live(in: Revaluation.learning, episodes: 200, choosing: rule, using: &rng)
    sr.live(in: Revaluation.transition.world, episodes: 200, choosing: rule, using: &rng)
    #expect(abs(sr.value(of: 2) - 1) < 1e-9 && abs(sr.value(of: 3) - 10) < 1e-9)
  }

  @Test("replay revalues by degrees, and in the end wholly: Dyna and SR-Dyna")
  func replay() {
    let world = Revaluation.learning
    let sr = SuccessorRepresentation(of: world, learningRate: 0.3, rewardRate: 0.3)
    let q = QLearning(of: world, learningRate: 0.3)
    func score(_ replayCount: Int, _ seed: Int) -> (sr: Double, q: Double) {
      var rng = Generator(seed: seed)
      let replays = Generator(seed: seed, stream: 1)
      let first = SRDyna(sr, replayCount: 0, using: replays)
        .revaluated(.transition, using: &rng) { $0.replay(replayCount) }
      let second = DynaQ(q, replayCount: 0, using: replays)
        .revaluated(.transition, using: &rng) { $0.replay(replayCount) }
      return (first.score, second.score)
    }
    for seed in 0..<5 {
      let scores = [0, 15, 600].map { score($0, seed) }
      #expect(abs(scores[0].sr) < 1e-9 && abs(scores[0].q) < 1e-9)
      #expect(scores[1].sr > 0.1 && scores[1].sr < 0.99)
      #expect(abs(scores[2].sr - 1) < 1e-6 && abs(scores[2].q - 1) < 1e-6)
    }
  }
}
