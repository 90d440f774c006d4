import Numerics
import Tasks
import Testing

@testable import Agents

/// Whole learning, too slow without optimisation.
@Suite(
  "Neural episodic control and Q-learning", .enabled(if: isOptimized, "in release builds only"))
struct EpisodicControlRoomTests {
  private static let room = Maze(
    """
    ##########
    #S.......#
    #........#
    #........#
    #........#
    #........#
    #........#
    #.......G#
    ##########
    """
  ).world()
  private static let discount = 0.99
  /// Thirteen moves to the goal, and one to eat.
  private static let best = (0..<13).reduce(1.0) { product, _ in product * discount }

  /// The first of ten episodes in a row whose mean return is 90 % of the best.
  private func firstGood(_ learner: some WorldLearner, seed: Int, episodes: Int) -> Int {
    var (learner, world, rng) = (learner, Self.room, Generator(seed: seed))
    let returns = (0..<episodes).map { _ in
      learner.live(in: &world, choosing: .epsilonGreedy(0.01), using: &rng).reversed()
        .reduce(0) { $1.reward + Self.discount * $0 }
    }
    return (0...episodes - 10).first { mean(Array(returns[$0..<$0 + 10])) >= 0.9 * Self.best }
      .map { $0 + 1 } ?? episodes
  }

  @Test("in an open room it needs at most a third of the episodes of one-step Q-learning")
  func openRoom() {
    // The published p, δ, N and γ; α = 1 for both, which is the best of Q-learning here, as any other is.
    let seeds = 0..<9
    let byQ = seeds.map { seed in
      firstGood(
        QLearning(of: Self.room, learningRate: 1, discount: Self.discount), seed: seed,
        episodes: 60)
    }
    let byNEC = seeds.map { seed in
      firstGood(
        NeuralEpisodicControl(
          observationCount: Self.room.stateCount, actionCount: 4,
          EpisodicControlSettings {
            $0.keyCount = 32
            $0.writingRate = 1
          }, using: Generator(seed: seed, stream: 1)), seed: seed, episodes: 30)
    }
    let third = byQ.sorted()[4] / 3
    #expect(byNEC.sorted()[4] <= third, "\(byNEC) and \(byQ)")
    #expect(byNEC.count { $0 <= third } >= 6, "\(byNEC) and \(byQ)")
  }

  /// Of many numbers the sign of the first says which action pays.
  private struct OneOfMany: Environment {
    let observationCount = 20
    let actionCount = 2
    let stepLimit = 1
    private var clock = EpisodeClock()
    private var good = 0

    mutating func reset(using rng: inout Generator) -> TimeStep {
      clock.start()
      let seen = (0..<observationCount).map { _ in Float(normal(using: &rng)) }
      good = seen[0] > 0 ? 1 : 0
      return .restart(.numbers(seen))
    }

    mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
      _ = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
      return .termination(
        reward: action == good ? 1 : 0,
        .numbers([Float](repeating: 0, count: observationCount)))
    }
  }

  @Test("an embedding that learns finds out what counts")
  func learnedEmbedding() {
    func lastRewards(_ replay: EpisodicControlSettings.Replay?, seed: Int) -> Double {
      var task = OneOfMany()
      var nec = NeuralEpisodicControl(
        observationCount: 20, actionCount: 2,
        EpisodicControlSettings {
          $0.keyCount = 4
          $0.neighbourCount = 20
          $0.capacity = 500
          $0.replay = replay
        }, using: Generator(seed: seed, stream: 1))
      var rng = Generator(seed: seed)
      let rewards = (0..<2_000).map { _ in
        nec.live(seeing: &task, choosing: .epsilonGreedy(0.05), using: &rng)[0]
      }
      return mean(Array(rewards.suffix(400)))
    }
    let gains = (0..<3).map { seed in
      lastRewards(.init { $0.learningRate = 0.1 }, seed: seed) - lastRewards(nil, seed: seed)
    }
    // Each difference has a standard error of at most 0.035 from 400 choices.
    #expect(gains.sorted()[1] > 0.1, "\(gains)")
  }
}
