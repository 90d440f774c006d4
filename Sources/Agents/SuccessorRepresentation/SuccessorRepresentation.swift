import Numerics
import Tasks

/// The successor representation, learned by temporal differences: where does one get from here, and what is
/// it worth to be there?
///
/// For a step s, a, r, s′, with π the greedy policy of the moment (ties shared):
///
/// ```
/// M(s, a, ·) ← M(s, a, ·) + α·([· = s] + γ·Σ π(u | s′)·M(s′, u, ·) − M(s, a, ·))
/// w(s) ← w(s) + α_w·(r − w(s))
/// Q(s, a) = Σ M(s, a, x)·w(x)
/// ```
///
/// In a world with one action, M is the successor matrix of its states.
///
/// - Source: Dayan (1993); for pairs of state and action Russek et al. (2017), SR-TD. Deviation: M counts
///   visits of states, not of pairs, as rewards belong to states here.
public struct SuccessorRepresentation: WorldLearner, Hashable {
  /// α in [0, 1], of the occupancies.
  public let learningRate: Double
  /// α_w in [0, 1], of the rewards.
  public let rewardRate: Double
  /// γ in [0, 1], a step.
  public let discount: Double
  /// `[state][action][state]`, M: expected discounted visits. At first each pair leads to its own state only.
  public private(set) var occupancies: [[[Double]]]
  /// `[state]`, w, in units of reward.
  public private(set) var rewards: [Double]

  /// A learner that knows nothing.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - rewardRate: α_w in [0, 1]; traps otherwise.
  ///   - discount: γ in [0, 1]; traps otherwise.
  public init(
    of world: StateWorld, learningRate: Double, rewardRate: Double, discount: Double = 1
  ) {
    requireUnit([
      ("learning rate", learningRate), ("reward rate", rewardRate), ("discount", discount),
    ])
    (self.learningRate, self.rewardRate, self.discount) = (learningRate, rewardRate, discount)
    let states = 0..<world.stateCount
    occupancies = states.map { s in
      let own = states.map { $0 == s ? 1.0 : 0 }
      return [[Double]](repeating: own, count: world.actionCount)
    }
    rewards = [Double](repeating: 0, count: world.stateCount)
  }

  /// How many states.
  public var stateCount: Int { rewards.count }
  /// How many actions.
  public var actionCount: Int { occupancies[0].count }

  /// The values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    occupancies[state].map { row in
      var sum = 0.0
      for x in row.indices { sum += row[x] * rewards[x] }
      return sum
    }
  }

  /// The visits to expect from a state under the greedy policy of the moment.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[state]`, in discounted visits.
  public func occupancy(from state: Int) -> [Double] {
    let policy = ChoiceRule.epsilonGreedy(0).probabilities(actionValues(in: state))
    var sum = [Double](repeating: 0, count: stateCount)
    for (share, row) in zip(policy, occupancies[state]) where share > 0 {
      for x in sum.indices { sum[x] += share * row[x] }
    }
    return sum
  }

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    learnReward(step)
    learnOccupancy(step)
  }

  mutating func learnReward(_ step: WorldStep) {
    rewards[step.state] += rewardRate * (step.reward - rewards[step.state])
  }

  mutating func learnOccupancy(_ step: WorldStep) {
    let (s, a) = (step.state, step.action)
    let later = step.next.map { occupancy(from: $0) }
    for x in rewards.indices {
      let target = (x == s ? 1 : 0) + discount * (later.map { $0[x] } ?? 0)
      occupancies[s][a][x] += learningRate * (target - occupancies[s][a][x])
    }
  }
}

/// SR-Dyna: a successor representation that is mended by replay of remembered steps.
///
/// - Source: Russek et al. (2017). Deviation: steps are drawn uniformly from the pairs of state and action
///   that were tried, each with what followed last; there, recent ones are likelier.
public struct SRDyna: WorldLearner, Hashable {
  /// How many steps are replayed after each real one.
  public let replayCount: Int
  /// The representation.
  public private(set) var representation: SuccessorRepresentation
  private var memory = StepMemory()
  private var rng: Generator

  /// A learner that remembers nothing.
  ///
  /// - Parameters:
  ///   - representation: learns from real and replayed steps.
  ///   - replayCount: steps replayed after each real one, at least 0; traps otherwise.
  ///   - rng: draws which steps; its own copy goes on from here.
  public init(_ representation: SuccessorRepresentation, replayCount: Int, using rng: Generator) {
    require(replayCount >= 0, "\(replayCount) replayed steps")
    (self.representation, self.replayCount, self.rng) = (representation, replayCount, rng)
  }

  /// How many states.
  public var stateCount: Int { representation.stateCount }
  /// How many actions.
  public var actionCount: Int { representation.actionCount }

  /// The values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    representation.actionValues(in: state)
  }

  /// Learns from a step and from memory.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    representation.learn(step)
    memory.remember(step)
    replay(replayCount)
  }

  /// Learns occupancies from memory only, at rest.
  ///
  /// - Parameter count: how many steps are replayed, at least 0.
  public mutating func replay(_ count: Int) {
    for _ in 0..<count { representation.learnOccupancy(memory.step(using: &rng)) }
  }
}
