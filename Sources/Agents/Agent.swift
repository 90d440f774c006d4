import Numerics
import Tasks

/// Something that plays: it sees what a task shows, and chooses.
///
/// What it learns within an episode is its own affair; at the beginning of the next it forgets.
public protocol Agent {
  /// Prepares for a new episode.
  mutating func begin()

  /// Chooses an action.
  ///
  /// - Parameters:
  ///   - step: what the task shows, and the reward for the action before; never the last of an episode.
  ///   - rng: the source of randomness.
  /// - Returns: an action of the task.
  mutating func action(after step: TimeStep, using rng: inout Generator) -> Int
}

/// The first stream of chance that playing uses. Training uses the first ones, so that even under the same
/// seed no episode of training comes again.
let testStream = 1 << 40

/// Lets an agent play whole episodes.
///
/// - Parameters:
///   - agent: who plays; it keeps what it holds at the end.
///   - task: the distribution of tasks; each episode draws one.
///   - episodes: how many, at least 0.
///   - seed: of the tasks and the choices. Episode e has its own streams, so two agents meet the same
///     tasks, and the first episodes are the same however many follow.
///   - measure: called at each step with the task before the action, the action, and the task after it
///     with what it showed; what it gives is collected.
/// - Returns: `[episodes][steps]`, what was measured; a step for which it was nil is left out.
public func play<Player: Agent, Task: Environment, Measurement>(
  _ agent: inout Player, _ task: Task, episodes: Int, seed: Int,
  measuring measure: (_ before: Task, _ action: Int, _ after: Task, _ shown: TimeStep) ->
    Measurement?
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
      if let measurement = measure(before, action, task, shown) { measurements.append(measurement) }
    }
    return measurements
  }
}

/// The cumulative regret of an agent on a bandit, episode by episode.
///
/// - Parameters:
///   - agent: who plays.
///   - bandit: the distribution of bandits.
///   - episodes: how many.
///   - seed: of the bandits and the choices.
/// - Returns: `[episodes]`, each the sum of `Bandit.regret(of:)` over the episode.
public func regrets<Player: Agent, Task: Bandit>(
  of agent: inout Player, on bandit: Task, episodes: Int, seed: Int
) -> [Double] {
  play(&agent, bandit, episodes: episodes, seed: seed) { before, action, _, _ in
    before.regret(of: action)
  }.map { $0.reduce(0, +) }
}

/// The reward of an agent, episode by episode.
///
/// - Parameters:
///   - agent: who plays.
///   - task: the distribution of tasks.
///   - episodes: how many.
///   - seed: of the tasks and the choices.
/// - Returns: `[episodes]`, each the sum of the rewards of an episode.
public func rewards<Player: Agent, Task: Environment>(
  of agent: inout Player, on task: Task, episodes: Int, seed: Int
) -> [Double] {
  play(&agent, task, episodes: episodes, seed: seed) { _, _, _, shown in shown.reward }
    .map { $0.reduce(0, +) }
}
