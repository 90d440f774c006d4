import Tasks

/// Something that values the choices and the second-stage states of the two-step task, and learns trial by
/// trial: it can watch another's choices and say how surprised it would be.
public protocol TwoStepCritic {
  /// `[2]`, the values of the second-stage states, in units of reward.
  var stateValues: [Double] { get }
  /// `[2]`, the values of the choices, in units of reward.
  var choiceValues: [Double] { get }
  /// Forgets all trials.
  mutating func begin()
  /// Learns from a trial.
  ///
  /// - Parameter trial: what happened.
  mutating func learn(_ trial: TwoStepTrial)
}

extension TwoStepCritic {
  /// The reward prediction errors at the onset of the second stage, `δ = V(s) − Q(a)`, for choices that
  /// another made.
  ///
  /// No reward comes there: the error is the news that the state is.
  ///
  /// - Parameter episodes: `[episodes][trials]`, in order; it forgets before each episode.
  /// - Returns: `[episodes][trials]`, in units of reward.
  public func secondStageErrors(of episodes: [[TwoStepTrial]]) -> [[Double]] {
    along(episodes) { $0.stateValues[$1.state] - $0.choiceValues[$1.action] }
  }

  /// The reward prediction errors when the reward comes or fails to come, `δ = r − V(s)`, for choices that
  /// another made.
  ///
  /// - Parameter episodes: `[episodes][trials]`, in order; it forgets before each episode.
  /// - Returns: `[episodes][trials]`, in units of reward.
  public func rewardErrors(of episodes: [[TwoStepTrial]]) -> [[Double]] {
    along(episodes) { ($1.isRewarded ? 1 : 0) - $0.stateValues[$1.state] }
  }

  /// What it holds the choices that another took to be worth, just before each: `Q(a)`.
  ///
  /// - Parameter episodes: `[episodes][trials]`, in order; it forgets before each episode.
  /// - Returns: `[episodes][trials]`, in units of reward.
  public func predictions(of episodes: [[TwoStepTrial]]) -> [[Double]] {
    along(episodes) { $0.choiceValues[$1.action] }
  }

  private func along(
    _ episodes: [[TwoStepTrial]], _ measure: (Self, TwoStepTrial) -> Double
  ) -> [[Double]] {
    var critic = self
    return episodes.map { trials in
      critic.begin()
      return trials.map { trial in
        defer { critic.learn(trial) }
        return measure(critic, trial)
      }
    }
  }
}

extension RecordedEpisode {
  /// The trials of an episode of the two-step task.
  ///
  /// - Parameter task: what was played; its encoding says which steps make a trial.
  /// - Returns: in order; a trial that was begun and not finished is left out.
  public func trials(of task: TwoStepTask) -> [TwoStepTrial] {
    let stride = task.encoding == .twoSteps ? 2 : 1
    return (0..<actions.count / stride).compactMap { n in
      // In one step the state is shown with the next choice's step, the last one never to the agent.
      guard observations.indices.contains(stride * n + 1),
        case .cue(let cue) = observations[stride * n + 1]
      else { return nil }
      return TwoStepTrial(
        action: actions[stride * n], state: stride == 2 ? cue - 1 : cue,
        isRewarded: rewards[stride * (n + 1) - 1] > 0)
    }
  }

  /// The network's own prediction errors at the onset of the second stage, `δ = γ·V(s) − V(first stage)`, in
  /// an episode of the two-step task told in two steps.
  ///
  /// - Parameter discount: γ, as in training; in [0, 1], traps otherwise.
  /// - Returns: `[trials]`, in units of reward.
  public func secondStageErrors(discount: Double) -> [Double] {
    let errors = predictionErrors(discount: discount)
    return stride(from: 0, to: errors.count - 1, by: 2).map { errors[$0] }
  }
}
