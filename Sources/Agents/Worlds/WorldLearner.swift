import Numerics
import Tasks

/// One step in a world of states, as a learner lives it.
public struct WorldStep: Hashable, Sendable {
  /// The state that was left.
  public let state: Int
  /// The action taken in it.
  public let action: Int
  /// The reward that followed.
  public let reward: Double
  /// The state that came next; nil if the world ended.
  public let next: Int?

  /// A step.
  ///
  /// - Parameters:
  ///   - state: the state that was left.
  ///   - action: the action taken in it.
  ///   - reward: the reward that followed.
  ///   - next: the state that came next; nil if the world ended.
  public init(state: Int, action: Int = 0, reward: Double, next: Int?) {
    (self.state, self.action, self.reward, self.next) = (state, action, reward, next)
  }
}

/// Something that learns, from steps, what the states and actions of a world are worth.
///
/// It lives in any `Environment` whose observations name a state (a cue, or numbers that are one-hot), and
/// keeps what it has learned from one episode to the next.
public protocol WorldLearner: Sendable {
  /// How many states it tells apart.
  var stateCount: Int { get }
  /// How many actions it tells apart.
  var actionCount: Int { get }

  /// The values of the actions in a state, `Q(s, ·)`.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  func actionValues(in state: Int) -> [Double]

  /// The value of a state, `V(s)`.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: in units of reward.
  func value(of state: Int) -> Double

  /// Prepares for an episode that does not continue the last.
  mutating func begin()

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  mutating func learn(_ step: WorldStep)
}

extension WorldLearner {
  /// Nothing to prepare.
  public mutating func begin() {}

  /// The value of the best action.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: in units of reward.
  public func value(of state: Int) -> Double {
    actionValues(in: state).reduce(-Double.infinity, max)
  }

  /// `[state]`, the values of all states.
  public var stateValues: [Double] { (0..<stateCount).map { value(of: $0) } }

  /// `[state][action]`, the values of all actions.
  public var allActionValues: [[Double]] { (0..<stateCount).map { actionValues(in: $0) } }
}

/// How actions are chosen by their values.
public enum ChoiceRule: Hashable, Sendable {
  /// The best action, one of the best if there are several, but with this probability any action.
  case epsilonGreedy(Double)
  /// `P(a) ∝ exp(β·Q(a))`.
  case softmax(inverseTemperature: Double)

  /// The probability of each action.
  ///
  /// - Parameter values: `[n]`, n ≥ 1.
  /// - Returns: `[n]`, with the sum 1. Traps on ε outside [0, 1] and on β below 0.
  public func probabilities(_ values: [Double]) -> [Double] {
    switch self {
    case .epsilonGreedy(let epsilon):
      require(epsilon >= 0 && epsilon <= 1, "ε-greedy with ε = \(epsilon)")
      let best = values.reduce(-Double.infinity, max)
      let count = Double(values.count { $0 == best })
      let anyway = epsilon / Double(values.count)
      return values.map { ($0 == best ? (1 - epsilon) / count : 0) + anyway }
    case .softmax(let beta):
      require(beta >= 0, "inverse temperature \(beta) is not ≥ 0")
      return Numerics.softmax(values.map { beta * $0 })
    }
  }
}

extension WorldLearner {
  /// Lives through one episode, and learns from every step of it.
  ///
  /// - Parameters:
  ///   - task: any task that shows states; it is reset first.
  ///   - rule: how actions are chosen.
  ///   - rng: the source of randomness, of the task and of the choices.
  /// - Returns: the steps of the episode.
  @discardableResult
  public mutating func live<Task: Environment>(
    in task: inout Task, choosing rule: ChoiceRule, using rng: inout Generator
  ) -> [WorldStep] {
    require(
      task.observationCount == stateCount && task.actionCount == actionCount,
      "a learner of \(stateCount) states and \(actionCount) actions in a task with "
        + "\(task.observationCount) and \(task.actionCount)")
    begin()
    var steps: [WorldStep] = []
    var shown = task.reset(using: &rng)
    while !shown.isLast {
      let state = stateShown(shown.observation)
      let action = categorical(rule.probabilities(actionValues(in: state)), using: &rng)
      shown = task.step(action, using: &rng)
      let isOver = shown.isLast && shown.discount == 0
      let step = WorldStep(
        state: state, action: action, reward: shown.reward,
        next: isOver ? nil : stateShown(shown.observation))
      learn(step)
      steps.append(step)
    }
    return steps
  }

  /// Lives through several episodes.
  ///
  /// - Parameters:
  ///   - task: any task that shows states.
  ///   - episodes: how many, at least 0.
  ///   - rule: how actions are chosen.
  ///   - rng: the source of randomness.
  /// - Returns: `[episode]`, how many steps each took.
  @discardableResult
  public mutating func live<Task: Environment>(
    in task: Task, episodes: Int, choosing rule: ChoiceRule, using rng: inout Generator
  ) -> [Int] {
    require(episodes >= 0, "\(episodes) episodes")
    var task = task
    return (0..<episodes).map { _ in live(in: &task, choosing: rule, using: &rng).count }
  }
}

/// The state that an observation names.
private func stateShown(_ observation: Observation) -> Int {
  switch observation {
  case .cue(let state): return state
  case .numbers(let numbers):
    let state = numbers.firstIndex(of: 1) ?? -1
    require(
      state >= 0 && numbers.count { $0 != 0 } == 1, "\(numbers) is not a one-hot state")
    return state
  case .nothing: fatalError("a task that shows nothing has no states")
  }
}

/// Two learners whose values are mixed: `Q = w·Q₁ + (1 − w)·Q₂`. Both learn from every step.
public struct MixedLearner<First: WorldLearner, Second: WorldLearner>: WorldLearner {
  /// The learner with the weight w.
  public private(set) var first: First
  /// The learner with the weight 1 − w.
  public private(set) var second: Second
  /// w, in [0, 1].
  public let weight: Double

  /// A mixture.
  ///
  /// - Parameters:
  ///   - first: the learner with the weight w.
  ///   - second: the learner with the weight 1 − w; traps if it has other states or actions.
  ///   - weight: w, in [0, 1]; traps otherwise.
  public init(_ first: First, _ second: Second, weight: Double) {
    require(weight >= 0 && weight <= 1, "weight \(weight) is not in [0, 1]")
    require(
      first.stateCount == second.stateCount && first.actionCount == second.actionCount,
      "learners of \(first.stateCount) and \(second.stateCount) states, "
        + "\(first.actionCount) and \(second.actionCount) actions")
    (self.first, self.second, self.weight) = (first, second, weight)
  }

  /// How many states.
  public var stateCount: Int { first.stateCount }
  /// How many actions.
  public var actionCount: Int { first.actionCount }

  /// The mixed values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    zip(first.actionValues(in: state), second.actionValues(in: state)).map {
      weight * $0 + (1 - weight) * $1
    }
  }

  /// Prepares both.
  public mutating func begin() {
    first.begin()
    second.begin()
  }

  /// Both learn.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    first.learn(step)
    second.learn(step)
  }
}
