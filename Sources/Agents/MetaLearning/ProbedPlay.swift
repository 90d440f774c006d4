import Numerics
import Tasks

extension FrozenAgent {
  /// Plays whole episodes and measures the task and the network together.
  ///
  /// ```swift
  /// let seen = agent.play(task, episodes: 300, seed: 0) { before, action, after, shown, activity in
  ///   (value: before.rewardProbabilities[action], units: activity.hidden)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - task: the distribution of tasks.
  ///   - episodes: how many, at least 0.
  ///   - seed: of the tasks and the choices, used as by `play(_:_:episodes:seed:measuring:)`: the same
  ///     seed gives the same episodes there, here, and in `record(_:episodes:seed:)`.
  ///   - measure: called at each step with the task before the action, the action, the task after it, what
  ///     it showed, and the network's activity when it chose; what it gives is collected.
  /// - Returns: `[episodes][steps]`, what was measured; a step for which it was nil is left out.
  public mutating func play<Task: Environment, Measurement>(
    _ task: Task, episodes: Int, seed: Int,
    probing measure: (
      _ before: Task, _ action: Int, _ after: Task, _ shown: TimeStep, _ activity: Activity
    ) -> Measurement?
  ) -> [[Measurement]] {
    // A copy shares the network, so it sees what the player's does.
    let probe = self
    return Agents.play(&self, task, episodes: episodes, seed: seed) {
      before, action, after, shown in
      measure(before, action, after, shown, probe.activity)
    }
  }
}
