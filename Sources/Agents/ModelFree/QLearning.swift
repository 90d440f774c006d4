import Numerics
import Tasks

/// Q-learning: `Q(s, a) ← Q(s, a) + α·(r + γ·max Q(s′, ·) − Q(s, a))`.
///
/// It learns what the actions are worth if one goes on by the best ones, whatever is done in fact.
///
/// - Source: Watkins & Dayan (1992).
public struct QLearning: WorldLearner, Hashable {
  /// α in [0, 1].
  public let learningRate: Double
  /// γ in [0, 1], a step.
  public let discount: Double
  /// `[state][action]`, Q, in units of reward.
  public private(set) var values: [[Double]]

  /// A learner that expects nothing.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - discount: γ in [0, 1]; traps otherwise.
  public init(of world: StateWorld, learningRate: Double, discount: Double = 1) {
    requireUnit([("learning rate", learningRate), ("discount", discount)])
    (self.learningRate, self.discount) = (learningRate, discount)
    values = noValues(of: world)
  }

  /// How many states.
  public var stateCount: Int { values.count }
  /// How many actions.
  public var actionCount: Int { values[0].count }

  /// The values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] { values[state] }

  /// The error that a step would make: `r + γ·max Q(s′, ·) − Q(s, a)`.
  ///
  /// - Parameter step: what happened.
  /// - Returns: in units of reward.
  public func error(of step: WorldStep) -> Double {
    let after = step.next.map { value(of: $0) } ?? 0
    return step.reward + discount * after - values[step.state][step.action]
  }

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    values[step.state][step.action] += learningRate * error(of: step)
  }
}

/// Dyna: Q-learning that learns from remembered steps, too.
///
/// After each real step it replays some steps, drawn from all pairs of a state and an action that it has
/// tried, each with what followed last; and learns from them as if they had just happened.
///
/// - Source: Sutton (1990); Sutton & Barto (2018), § 8.2 (tabular Dyna-Q).
public struct DynaQ: WorldLearner, Hashable {
  /// How many steps are replayed after each real one.
  public let replayCount: Int
  /// The learner of the values.
  public private(set) var learner: QLearning
  private var memory = StepMemory()
  private var rng: Generator

  /// A learner that expects and remembers nothing.
  ///
  /// - Parameters:
  ///   - learner: learns from real and replayed steps.
  ///   - replayCount: steps replayed after each real one, at least 0; traps otherwise.
  ///   - rng: draws which steps; its own copy goes on from here.
  public init(_ learner: QLearning, replayCount: Int, using rng: Generator) {
    require(replayCount >= 0, "\(replayCount) replayed steps")
    (self.learner, self.replayCount, self.rng) = (learner, replayCount, rng)
  }

  /// How many states.
  public var stateCount: Int { learner.stateCount }
  /// How many actions.
  public var actionCount: Int { learner.actionCount }

  /// The values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] { learner.actionValues(in: state) }

  /// Learns from a step and from memory.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    learner.learn(step)
    memory.remember(step)
    replay(replayCount)
  }

  /// Learns from memory only, at rest.
  ///
  /// - Parameter count: how many steps are replayed, at least 0.
  public mutating func replay(_ count: Int) {
    for _ in 0..<count { learner.learn(memory.step(using: &rng)) }
  }
}

/// The last step that followed each pair of state and action.
struct StepMemory: Hashable, Sendable {
  private var steps: [WorldStep] = []

  mutating func remember(_ step: WorldStep) {
    let known = steps.firstIndex { $0.state == step.state && $0.action == step.action }
    if let known { steps[known] = step } else { steps.append(step) }
  }

  func step(using rng: inout Generator) -> WorldStep {
    require(!steps.isEmpty, "a replay before anything was lived")
    return steps[integer(below: steps.count, using: &rng)]
  }
}

/// `[state][action]`, zeros.
func noValues(of world: StateWorld) -> [[Double]] {
  [[Double]](
    repeating: [Double](repeating: 0, count: world.actionCount), count: world.stateCount)
}
