import Numerics

/// The policy gradient REINFORCE with a baseline: `Δw = η·(R − b)·Σₜ ∇ log P(postₜ | preₜ)`.
///
/// In expectation this climbs the gradient of the expected reward, whatever the baseline b, as long as b
/// does not depend on the activities. The baseline here is a running mean of past rewards, `b ← b +
/// β·(R − b)`: a Rescorla–Wagner learner with one cue that is always there.
///
/// - Source: Williams (1992); Sutton & Barto (2018), § 13.4.
public struct REINFORCE: Hashable, Sendable {
  /// What one step of an episode leaves to learn from.
  public struct Step: Hashable, Sendable {
    /// `[preCount]`, presynaptic activity.
    public let pre: [Double]
    /// `[postCount]`, what the units did: each 0 or 1.
    public let post: [Double]

    /// One step of an episode.
    ///
    /// - Parameters:
    ///   - pre: `[preCount]`, presynaptic activity.
    ///   - post: `[postCount]`, what the units did.
    public init(pre: [Double], post: [Double]) {
      self.pre = pre
      self.post = post
    }
  }

  /// The kind of units.
  public let units: StochasticUnits
  /// η, at least 0.
  public let learningRate: Double
  /// β in [0, 1]: how fast the baseline follows the rewards; 0 keeps it where it is.
  public let baselineRate: Double
  /// w, `[pre][post]`.
  public private(set) var weights: SynapticWeights
  /// b, in units of reward.
  public private(set) var baseline: Double

  /// A policy and its baseline.
  ///
  /// - Parameters:
  ///   - units: the kind of units.
  ///   - weights: `[pre][post]`, not ragged; traps otherwise.
  ///   - learningRate: η, at least 0; traps otherwise.
  ///   - baseline: b to begin with, in units of reward.
  ///   - baselineRate: β in [0, 1]; traps otherwise.
  public init(
    units: StochasticUnits, weights: SynapticWeights, learningRate: Double, baseline: Double = 0,
    baselineRate: Double = 0
  ) {
    require(learningRate >= 0, "learning rate \(learningRate) is not ≥ 0")
    require(
      baselineRate >= 0 && baselineRate <= 1, "baseline rate \(baselineRate) is not in [0, 1]")
    requireMatrix(weights)
    self.units = units
    self.weights = weights
    self.learningRate = learningRate
    self.baseline = baseline
    self.baselineRate = baselineRate
  }

  /// The summed input of each unit, `z = wᵀ·pre`.
  ///
  /// - Parameter pre: `[preCount]`; traps on another count.
  /// - Returns: `[postCount]`.
  public func inputs(from pre: [Double]) -> [Double] { summedInputs(weights, pre) }

  /// `log P(post | pre)` under the present weights.
  ///
  /// - Parameter step: activities before and after the synapses.
  /// - Returns: at most 0.
  public func logProbability(of step: Step) -> Double {
    units.logProbability(of: step.post, inputs: inputs(from: step.pre))
  }

  /// The score `∇ log P(post | pre)` with respect to the weights: `preᵢ·(postⱼ − E[postⱼ])`.
  ///
  /// - Parameter step: activities before and after the synapses.
  /// - Returns: `[pre][post]`.
  public func score(of step: Step) -> SynapticWeights {
    let expected = units.expectation(of: inputs(from: step.pre))
    return step.pre.map { pre in
      zip(step.post, expected).map { post, expected in pre * (post - expected) }
    }
  }

  /// Learns from one episode, then lets the baseline follow its reward.
  ///
  /// - Parameters:
  ///   - episode: its steps in order, acted out under the present weights.
  ///   - reward: R, the return of the whole episode.
  public mutating func learn(_ episode: [Step], reward: Double) {
    let advantage = reward - baseline
    let scores = episode.map { score(of: $0) }
    for score in scores {
      for i in weights.indices {
        for j in weights[i].indices { weights[i][j] += learningRate * advantage * score[i][j] }
      }
    }
    baseline += baselineRate * advantage
  }
}
