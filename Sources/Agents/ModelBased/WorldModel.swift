import Numerics
import Tasks

/// What a learner knows of a world: where actions lead, and what states pay.
///
/// With the n-th observation of a pair, at the rate `η = max(1/n, floor)`:
///
/// ```
/// P(x | s, a) ← P(x | s, a) + η·([x = s′] − P(x | s, a))        for every state x
/// r(s) ← r(s) + η·(r − r(s))
/// ```
///
/// So estimates are means at first, and later follow changes at the rate `floor`. What is missing from
/// `Σ P` is the chance that the world ends there; a pair never tried leads nowhere.
public struct WorldModel: Hashable, Sendable {
  /// The lowest learning rate, in [0, 1].
  public let rateFloor: Double
  /// `[state][action][next state]`, estimated probabilities.
  public private(set) var transitions: [[[Double]]]
  /// `[state]`, estimated rewards.
  public private(set) var rewards: [Double]
  private var tries: [[Int]]
  private var payments: [Int]
  /// `[state][action]`, the next states whose probability is above 0, in order.
  private var branches: [[[Int]]]

  /// A model of nothing.
  ///
  /// - Parameters:
  ///   - stateCount: at least 1; traps otherwise.
  ///   - actionCount: at least 1; traps otherwise.
  ///   - rateFloor: the lowest learning rate, in [0, 1]; traps otherwise.
  public init(stateCount: Int, actionCount: Int, rateFloor: Double) {
    require(
      stateCount >= 1 && actionCount >= 1, "\(stateCount) states and \(actionCount) actions")
    requireUnit([("lowest learning rate", rateFloor)])
    self.rateFloor = rateFloor
    let none = [Double](repeating: 0, count: stateCount)
    transitions = [[[Double]]](
      repeating: [[Double]](repeating: none, count: actionCount), count: stateCount)
    rewards = none
    tries = [[Int]](repeating: [Int](repeating: 0, count: actionCount), count: stateCount)
    payments = [Int](repeating: 0, count: stateCount)
    branches = [[[Int]]](
      repeating: [[Int]](repeating: [], count: actionCount), count: stateCount)
  }

  /// How surprising a step's transition is: `1 − P(s′ | s, a)`, the state prediction error.
  ///
  /// - Parameter step: one that did not end the world.
  /// - Returns: in [0, 1].
  /// - Source: Gläscher et al. (2010).
  public func statePredictionError(of step: WorldStep) -> Double {
    step.next.map { 1 - transitions[step.state][step.action][$0] } ?? 0
  }

  /// Takes in a step.
  ///
  /// - Parameter step: what happened.
  /// - Returns: the largest change of any number of the model.
  @discardableResult
  public mutating func observe(_ step: WorldStep) -> Double {
    let (s, a) = (step.state, step.action)
    payments[s] += 1
    let rewardChange =
      max(1 / Double(payments[s]), rateFloor) * (step.reward - rewards[s])
    rewards[s] += rewardChange
    var largest = abs(rewardChange)
    tries[s][a] += 1
    let rate = max(1 / Double(tries[s][a]), rateFloor)
    if let next = step.next, !branches[s][a].contains(next) {
      branches[s][a].append(next)
      branches[s][a].sort()
    }
    for x in branches[s][a] {
      let change = rate * ((x == step.next ? 1 : 0) - transitions[s][a][x])
      transitions[s][a][x] += change
      largest = max(largest, abs(change))
    }
    return largest
  }

  /// Value iteration: `Q(s, a) = r(s) + γ·Σ P(s′ | s, a)·max Q(s′, ·)`, from zero until nothing changes.
  ///
  /// - Parameters:
  ///   - discount: γ in [0, 1]; traps otherwise.
  ///   - sweeps: at most so many, at least 1; fewer once no value changes by more than 10⁻¹².
  /// - Returns: `[state][action]`, in units of reward.
  /// - Source: Sutton & Barto (2018), § 4.4.
  public func plan(discount: Double, sweeps: Int = 1_000) -> [[Double]] {
    requireUnit([("discount", discount)])
    require(sweeps >= 1, "\(sweeps) sweeps of value iteration")
    var best = [Double](repeating: 0, count: rewards.count)
    var values = transitions.map { $0.map { _ in 0.0 } }
    for _ in 0..<sweeps {
      var largest = 0.0
      var newBest = best
      for s in values.indices {
        for a in values[s].indices {
          var sum = 0.0
          for next in branches[s][a] { sum += transitions[s][a][next] * best[next] }
          values[s][a] = rewards[s] + discount * sum
        }
        newBest[s] = values[s].reduce(values[s][0], max)
        largest = max(largest, abs(newBest[s] - best[s]))
      }
      best = newBest
      if largest <= 1e-12 { break }
    }
    return values
  }
}

/// A planner: it learns a model of the world, and works out by value iteration what actions are worth.
///
/// It plans anew whenever its model changes.
public struct ModelBasedLearner: WorldLearner, Hashable {
  /// What it knows of the world.
  public private(set) var model: WorldModel
  /// γ in [0, 1], a step.
  public let discount: Double
  /// `[state][action]`, the values of its plan, in units of reward.
  public private(set) var values: [[Double]]

  /// A learner that knows nothing.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - rateFloor: the lowest learning rate of the model, in [0, 1]; traps otherwise.
  ///   - discount: γ in [0, 1]; traps otherwise.
  public init(of world: StateWorld, rateFloor: Double = 0, discount: Double = 1) {
    requireUnit([("discount", discount)])
    model = WorldModel(
      stateCount: world.stateCount, actionCount: world.actionCount, rateFloor: rateFloor)
    self.discount = discount
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

  /// Takes a step into the model, and plans if that changed it.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    if model.observe(step) > 1e-12 { values = model.plan(discount: discount) }
  }
}
