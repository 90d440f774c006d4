import Numerics
import Tasks

/// Lets an agent play whole episodes, and measures agent and task together.
///
/// ```swift
/// let seen = play(&network, task, episodes: 300, seed: 0) { agent, before, action, after, shown in
///   (value: before.rewardProbabilities[action], units: agent.activity.hidden)
/// }
/// ```
///
/// - Parameters:
///   - agent: who plays; it keeps what it holds at the end.
///   - task: the distribution of tasks; each episode draws one.
///   - episodes: how many, at least 0.
///   - seed: of the tasks and the choices; the episodes are those of `play(_:_:episodes:seed:measuring:)`.
///   - measure: called at each step with the agent as it was when it had chosen, the task before the
///     action, the action, and the task after it with what it showed; what it gives is collected.
/// - Returns: `[episodes][steps]`, what was measured; a step for which it was nil is left out.
public func play<Player: Agent, Task: Environment, Measurement>(
  _ agent: inout Player, _ task: Task, episodes: Int, seed: Int,
  observing measure: (
    _ agent: Player, _ before: Task, _ action: Int, _ after: Task, _ shown: TimeStep
  ) -> Measurement?
) -> [[Measurement]] {
  (0..<episodes).map { episode in
    var chance = Generator(seed: seed, stream: testStream + 2 * episode)
    var choices = Generator(seed: seed, stream: testStream + 2 * episode + 1)
    var task = task
    var shown = task.reset(using: &chance)
    var measurements: [Measurement] = []
    agent.begin()
    while !shown.isLast {
      let action = agent.action(after: shown, using: &choices)
      let before = task
      shown = task.step(action, using: &chance)
      if let measurement = measure(agent, before, action, task, shown) {
        measurements.append(measurement)
      }
    }
    return measurements
  }
}

/// Plays whole episodes with choices that may depend on what a task hides: an upper bound for agents.
///
/// The episodes are those of `play(_:_:episodes:seed:measuring:)` under the same seed.
///
/// ```swift
/// let trials = playKnowing(MatchingTask(.test), episodes: 100, seed: 0) { task, rng in
///   indexOfMaximum(task.rewardProbabilities, using: &rng)
/// } measuring: { _, _, after, _ in after.completedTrial }
/// ```
///
/// - Parameters:
///   - task: the distribution of tasks.
///   - episodes: how many, at least 0.
///   - seed: of the tasks and the choices.
///   - choose: gives an action for the task as it is before it, hidden state and all.
///   - measure: as there.
/// - Returns: `[episodes][steps]`, what was measured; a step for which it was nil is left out.
public func playKnowing<Task: Environment, Measurement>(
  _ task: Task, episodes: Int, seed: Int, choosing choose: (Task, inout Generator) -> Int,
  measuring measure: (_ before: Task, _ action: Int, _ after: Task, _ shown: TimeStep) ->
    Measurement?
) -> [[Measurement]] {
  (0..<episodes).map { episode in
    var chance = Generator(seed: seed, stream: testStream + 2 * episode)
    var choices = Generator(seed: seed, stream: testStream + 2 * episode + 1)
    var task = task
    var shown = task.reset(using: &chance)
    var measurements: [Measurement] = []
    while !shown.isLast {
      let before = task
      let action = choose(before, &choices)
      shown = task.step(action, using: &chance)
      if let measurement = measure(before, action, task, shown) { measurements.append(measurement) }
    }
    return measurements
  }
}

/// An agent that takes any action, each equally likely: a lower bound, and the eyes of observers that do
/// not act.
public struct RandomAgent: Agent, Hashable {
  /// How many actions there are.
  public let actionCount: Int

  /// An agent.
  ///
  /// - Parameter actionCount: of the task, at least 1; traps otherwise.
  public init(actionCount: Int = 2) {
    require(actionCount >= 1, "\(actionCount) actions")
    self.actionCount = actionCount
  }

  /// Nothing is remembered.
  public mutating func begin() {}

  /// Draws an action.
  ///
  /// - Parameters:
  ///   - step: not looked at.
  ///   - rng: the source of randomness; one draw is taken.
  /// - Returns: an action.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    integer(below: actionCount, using: &rng)
  }
}
