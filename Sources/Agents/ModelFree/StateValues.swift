import Numerics
import Tasks

/// Temporal-difference learning of state values, TD(λ), under whatever policy is followed.
///
/// After a step from s to s′ with the reward r, for every state x:
///
/// ```
/// δ = r + γ·V(s′) − V(s)
/// e(x) ← γ·λ·e(x) + [x = s]
/// V(x) ← V(x) + α·δ·e(x)
/// ```
///
/// with `V(s′) = 0` if the world has ended. It evaluates and does not choose: to it all actions in a state
/// are worth the same.
///
/// - Source: Sutton (1988); Sutton & Barto (2018), § 12.2.
public struct StateValues: WorldLearner, Hashable {
  /// How many actions there are.
  public let actionCount: Int
  /// α in [0, 1].
  public let learningRate: Double
  /// γ in [0, 1], a step.
  public let discount: Double
  /// λ in [0, 1].
  public let lambda: Double
  /// `[state]`, V, in units of reward.
  public private(set) var values: [Double]
  private var traces: [Double]

  /// A learner that expects nothing.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - discount: γ in [0, 1]; traps otherwise.
  ///   - lambda: λ in [0, 1]; traps otherwise.
  public init(
    of world: StateWorld, learningRate: Double, discount: Double = 1, lambda: Double = 0
  ) {
    requireUnit([("learning rate", learningRate), ("discount", discount), ("lambda", lambda)])
    actionCount = world.actionCount
    (self.learningRate, self.discount, self.lambda) = (learningRate, discount, lambda)
    values = [Double](repeating: 0, count: world.stateCount)
    traces = values
  }

  /// How many states.
  public var stateCount: Int { values.count }

  /// The value of the state, for every action.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    [Double](repeating: values[state], count: actionCount)
  }

  /// Forgets the traces.
  public mutating func begin() {
    for x in traces.indices { traces[x] = 0 }
  }

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    let after = step.next.map { values[$0] } ?? 0
    let error = step.reward + discount * after - values[step.state]
    for x in traces.indices {
      traces[x] *= discount * lambda
      if x == step.state { traces[x] += 1 }
      values[x] += learningRate * error * traces[x]
    }
  }
}

/// Traps unless every number is in [0, 1].
func requireUnit(_ numbers: [(name: String, value: Double)]) {
  for (name, value) in numbers {
    require(value >= 0 && value <= 1, "\(name) \(value) is not in [0, 1]")
  }
}
