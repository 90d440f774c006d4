import Numerics
import Tasks

/// Distributional temporal-difference learning: every state has as many values as there are channels.
///
/// After reward r and the step from state s to s′, for every channel i with a channel j drawn at random:
///
/// ```
/// δᵢ = r + γ·Vⱼ(s′) − Vᵢ(s)
/// Vᵢ(s) ← Vᵢ(s) + a⁺ᵢ·f(δᵢ) if δᵢ > 0, else Vᵢ(s) + a⁻ᵢ·f(δᵢ)
/// ```
///
/// At the end of an episode `δᵢ = r − Vᵢ(s)`. The values of s′ stand for samples of what is still to come,
/// and each draw is one of them. For quantile channels with evenly spaced asymmetries they are such samples,
/// up to their number. For expectile channels they are not quite: expectiles lie closer to the mean than
/// quantiles, so some of the spread is lost with every step that is bootstrapped (Rowland et al. 2019).
///
/// - Source: Dabney et al. (2020), Methods; Dabney et al. (2018) for quantiles.
public struct DistributionalTDLearner: Hashable, Sendable {
  /// What a channel takes for the value of the next state.
  public enum Bootstrap: Hashable, Sendable {
    /// The value of a channel drawn at random, one draw for each channel that learns.
    case sampledChannel
    /// The channel's own value there: optimists believe optimists, and what they add up is too wide.
    case ownChannel
    /// The mean of all channels: all of the spread still to come is lost.
    case meanOfChannels
  }

  /// The channels.
  public let channels: ValueChannels
  /// γ in [0, 1], a step.
  public let discount: Double
  /// What a channel takes for the value of the next state.
  public let bootstrap: Bootstrap
  /// `[state][channel]`, in units of reward.
  public private(set) var values: [[Double]]

  /// A learner that expects the same everywhere.
  ///
  /// - Parameters:
  ///   - channels: the channels.
  ///   - stateCount: at least 1; traps otherwise.
  ///   - discount: γ in [0, 1]; traps otherwise.
  ///   - bootstrap: what a channel takes for the value of the next state.
  ///   - initialValue: of every channel in every state, in units of reward.
  public init(
    _ channels: ValueChannels, stateCount: Int = 1, discount: Double = 1,
    bootstrap: Bootstrap = .sampledChannel, initialValue: Double = 0
  ) {
    require(stateCount >= 1, "a learner with \(stateCount) states")
    require(discount >= 0 && discount <= 1, "discount \(discount) is not in [0, 1]")
    require(initialValue.isFinite, "an initial value of \(initialValue)")
    self.channels = channels
    self.discount = discount
    self.bootstrap = bootstrap
    values = [[Double]](
      repeating: [Double](repeating: initialValue, count: channels.count), count: stateCount)
  }

  /// The prediction errors `r − Vᵢ(s)` at an outcome, without learning from it.
  ///
  /// - Parameters:
  ///   - reward: r, in units of reward.
  ///   - state: in 0 ..< the number of states; traps otherwise.
  /// - Returns: `[channel]`, δ in units of reward.
  public func errors(at reward: Double, in state: Int = 0) -> [Double] {
    require(values.indices.contains(state), "state \(state) of \(values.count)")
    return values[state].map { reward - $0 }
  }

  /// Learns from an outcome after which nothing comes.
  ///
  /// - Parameters:
  ///   - reward: r, finite, in units of reward; traps otherwise.
  ///   - state: where it came, in 0 ..< the number of states; traps otherwise.
  public mutating func learn(_ reward: Double, in state: Int = 0) {
    require(values.indices.contains(state), "state \(state) of \(values.count)")
    require(reward.isFinite, "a reward of \(reward)")
    for i in 0..<channels.count {
      values[state][i] += channels.change(of: i, after: reward - values[state][i])
    }
  }

  /// Learns from a step to another state.
  ///
  /// - Parameters:
  ///   - reward: r, finite, in units of reward; traps otherwise.
  ///   - state: s, where the step began; traps when there is none of that number.
  ///   - next: s′, where it led, likewise.
  ///   - rng: the source of randomness; one draw a channel is taken if channels are sampled.
  public mutating func learn(
    _ reward: Double, in state: Int, next: Int, using rng: inout Generator
  ) {
    for s in [state, next] { require(values.indices.contains(s), "state \(s) of \(values.count)") }
    require(reward.isFinite, "a reward of \(reward)")
    // Those of before the update, should a state follow itself.
    let future = values[next]
    let meanFuture = bootstrap == .meanOfChannels ? mean(future) : 0
    for i in 0..<channels.count {
      let sample =
        switch bootstrap {
        case .sampledChannel: future[integer(below: channels.count, using: &rng)]
        case .ownChannel: future[i]
        case .meanOfChannels: meanFuture
        }
      let error = reward + discount * sample - values[state][i]
      values[state][i] += channels.change(of: i, after: error)
    }
  }

  /// Learns from many outcomes in one state.
  ///
  /// With gains that stay as they are, predictions never rest; their average over the last trials does.
  ///
  /// - Parameters:
  ///   - rewards: what comes.
  ///   - trialCount: how many outcomes, at least 1; traps otherwise.
  ///   - averageOf: over how many of the last trials values are averaged, in 1 … `trialCount`; traps
  ///     otherwise. By default the last half.
  ///   - state: where they come.
  ///   - rng: the source of randomness; one draw a trial is taken.
  /// - Returns: `[channel]`, the mean value after each of the last trials, in units of reward.
  @discardableResult
  public mutating func learn(
    from rewards: RewardDistribution, trialCount: Int, averageOf: Int? = nil, in state: Int = 0,
    using rng: inout Generator
  ) -> [Double] {
    require(trialCount >= 1, "\(trialCount) trials")
    let last = averageOf ?? (trialCount + 1) / 2
    require(last >= 1 && last <= trialCount, "an average of \(last) among \(trialCount) trials")
    var sums = [Double](repeating: 0, count: channels.count)
    for trial in 0..<trialCount {
      learn(rewards.draw(using: &rng), in: state)
      if trial >= trialCount - last {
        for i in sums.indices { sums[i] += values[state][i] }
      }
    }
    return sums.map { $0 / Double(last) }
  }
}
