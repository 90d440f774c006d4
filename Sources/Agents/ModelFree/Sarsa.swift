import Numerics
import Tasks

/// SARSA(λ): learns what the actions are worth if one goes on as one does.
///
/// For a step s, a, r, s′ and the action a′ taken next, for every pair (x, u):
///
/// ```
/// δ = r + γ·Q(s′, a′) − Q(s, a)
/// e(x, u) ← γ·λ·e(x, u) + [x = s and u = a]
/// Q(x, u) ← Q(x, u) + α·δ·e(x, u)
/// ```
///
/// As a′ must be known, it learns from a step when the next one comes, or when the world ends. The last
/// step of an episode that is cut off is not learned from.
///
/// - Source: Rummery & Niranjan (1994); Sutton & Barto (2018), § 12.7.
public struct Sarsa: WorldLearner, Hashable {
  /// α in [0, 1].
  public let learningRate: Double
  /// γ in [0, 1], a step.
  public let discount: Double
  /// λ in [0, 1].
  public let lambda: Double
  /// `[state][action]`, Q, in units of reward.
  public private(set) var values: [[Double]]
  private var traces: [[Double]]
  private var pending: WorldStep?

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
    (self.learningRate, self.discount, self.lambda) = (learningRate, discount, lambda)
    values = noValues(of: world)
    traces = values
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

  /// Forgets the traces and the step that waits for the next action.
  public mutating func begin() {
    pending = nil
    for x in traces.indices {
      for u in traces[x].indices { traces[x][u] = 0 }
    }
  }

  /// Learns from the step before, and from this one if the world ends with it.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    if let pending {
      learn(pending, after: values[step.state][step.action])
    }
    pending = step.next == nil ? nil : step
    if step.next == nil { learn(step, after: 0) }
  }

  private mutating func learn(_ step: WorldStep, after: Double) {
    let error = step.reward + discount * after - values[step.state][step.action]
    for x in traces.indices {
      for u in traces[x].indices {
        traces[x][u] *= discount * lambda
        if x == step.state && u == step.action { traces[x][u] += 1 }
        values[x][u] += learningRate * error * traces[x][u]
      }
    }
  }
}
