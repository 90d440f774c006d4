import Networks
import Numerics
import Tasks

extension FrozenAgent {
  /// The mean divergence `KL(π ‖ π′) = Σₐ π(a)·(ln π(a) − ln π′(a))` of another network's policy π′ from this
  /// one's, over the steps of episodes that this one plays. The other goes along: it is told the same
  /// observations, rewards and actions, and has its own activity.
  ///
  /// It tells how far an update went, by whatever rule: take `agent()` of the trainer before it and after. Both
  /// agents stay as they are.
  ///
  /// ```swift
  /// let before = trainer.agent()
  /// _ = try trainer.update()
  /// before.divergence(to: trainer.agent(), on: task, episodes: 20, seed: 0)
  /// ```
  ///
  /// - Parameters:
  ///   - other: with the same actions and inputs; traps otherwise.
  ///   - task: the distribution of tasks.
  ///   - episodes: how many, at least 1; traps otherwise.
  ///   - seed: of the tasks and the choices, used as by `play(_:_:episodes:seed:measuring:)`.
  /// - Returns: in nats, at least 0 but for rounding; 0 if both have the same weights, and infinite if the other
  ///   never does what this one may. `isGreedy` changes how this one plays, not the divergence of a step.
  /// - Source: Schulman et al. (2015), § 4, for the mean over the states of the old policy.
  public func divergence<Task: Environment>(
    to other: FrozenAgent, on task: Task, episodes: Int, seed: Int
  ) -> Double {
    require(episodes >= 1, "\(episodes) episodes")
    require(
      architecture.actionCount == other.architecture.actionCount && inputs == other.inputs,
      "networks that do not act alike or are not told the same")
    // Copies share their activity; what plays here shares it with nobody.
    func alone(_ agent: FrozenAgent) -> FrozenAgent {
      var copy = FrozenAgent(agent.architecture, parameters: agent.parameters, agent.shape)
      (copy.isGreedy, copy.intervention) = (agent.isGreedy, agent.intervention)
      return copy
    }
    var (player, follower) = (alone(self), alone(other))
    var (sum, count) = (0.0, 0)
    for episode in 0..<episodes {
      var chance = Generator(seed: seed, stream: testStream + 2 * episode)
      var choices = Generator(seed: seed, stream: testStream + 2 * episode + 1)
      var task = task
      var shown = task.reset(using: &chance)
      player.begin()
      follower.begin()
      while !shown.isLast {
        let action = player.action(after: shown, using: &choices)
        follower.take(action, after: shown)
        for (p, q) in zip(player.activity.policy, follower.activity.policy) where p > 0 {
          sum += Double(p) * (logarithm(Double(p)) - logarithm(Double(q)))
        }
        count += 1
        shown = task.step(action, using: &chance)
      }
    }
    return sum / Double(max(1, count))
  }
}
