import Numerics
import Tasks

/// The complete serial compound: every cue starts a clock, `x_{i,k}(t) = 1` iff `t = onsetᵢ + k`.
///
/// One feature for each cue and each step since its onset. Before a cue none of its features is on:
/// nothing predicts the cue, so it surprises.
///
/// - Source: the name is from Sutton & Barto (1990); the use for dopamine from Montague, Dayan &
///   Sejnowski (1996) and Schultz, Dayan & Montague (1997).
public struct CompleteSerialCompound: Hashable, Sendable {
  /// The cues, each once; their order is that of the features.
  public let cues: [Cue]
  /// How many steps each clock runs: the length of the longest trial.
  public let stepCount: Int

  /// Clocks for some cues.
  ///
  /// - Parameters:
  ///   - cues: a string of cues, each once: `"AB"`; traps otherwise.
  ///   - stepCount: at least 1; traps otherwise.
  public init(cues: String = "A", stepCount: Int) {
    require(Set(cues).count == cues.count, "\"\(cues)\" names a cue twice")
    require(stepCount >= 1, "a serial compound of \(stepCount) steps")
    self.cues = Array(cues)
    self.stepCount = stepCount
  }

  /// The number of features, cues × steps.
  public var featureCount: Int { cues.count * stepCount }

  /// The features that are on at each step of a trial.
  ///
  /// - Parameter trial: traps if it is longer than the clocks or has a cue that is not one of `cues`.
  /// - Returns: `[trial.stepCount][…]`: feature indices in 0 ..< `featureCount`, at most one a cue; no
  ///   feature is on at two steps.
  public func activeFeatures(of trial: TimedTrial) -> [[Int]] {
    require(
      trial.stepCount <= stepCount,
      "a trial of \(trial.stepCount) steps is longer than the serial compound's \(stepCount)")
    var active = [[Int]](repeating: [], count: trial.stepCount)
    for onset in trial.onsets {
      let cue = cues.firstIndex(of: onset.cue) ?? -1
      require(cue >= 0, "cue \(onset.cue) is not one of the serial compound's \(String(cues))")
      for step in onset.step..<trial.stepCount {
        active[step].append(cue * stepCount + step - onset.step)
      }
    }
    return active
  }
}

/// Temporal-difference learning of values within a trial, TD(λ), linear in a serial compound.
///
/// At every step, with `V(t) = w·x(t)` and `V(−1) = 0`:
///
/// ```
/// δ(t) = r(t) + γ·V(t) − V(t − 1)
/// e(t − 1) = γ·λ·e(t − 2) + x(t − 1)
/// w ← w + α·δ(t)·e(t − 1)
/// ```
///
/// An error is filed under the step at which it is felt, as a recording shows it. Sutton and Barto file
/// the same number under the step before: their `δ_t = R_{t+1} + γ·V(S_{t+1}) − V(S_t)` is `δ(t + 1)`
/// here. Nothing is learned after a trial's last step, and traces do not outlast a trial.
///
/// - Source: Sutton (1988); Schultz, Dayan & Montague (1997); Sutton & Barto (2018), § 12.2.
public struct TemporalDifferenceLearner: Hashable, Sendable {
  /// How a trial is made into features.
  public let representation: CompleteSerialCompound
  /// α in [0, 1].
  public let learningRate: Double
  /// γ in [0, 1], a step.
  public let discount: Double
  /// λ in [0, 1]: 0 credits only the step before, 1 all earlier steps of the trial.
  public let lambda: Double
  /// `[featureCount]`, w: what each feature adds to the value, in units of reward.
  public private(set) var weights: [Double]

  /// A learner that expects nothing yet.
  ///
  /// - Parameters:
  ///   - representation: how a trial is made into features.
  ///   - learningRate: α in [0, 1]; traps otherwise. 0 does not learn.
  ///   - discount: γ in [0, 1]; traps otherwise.
  ///   - lambda: λ in [0, 1]; traps otherwise.
  public init(
    _ representation: CompleteSerialCompound, learningRate: Double, discount: Double = 1,
    lambda: Double = 0
  ) {
    for (name, value) in [
      ("learning rate", learningRate), ("discount", discount), ("lambda", lambda),
    ] {
      require(value >= 0 && value <= 1, "\(name) \(value) is not in [0, 1]")
    }
    self.representation = representation
    self.learningRate = learningRate
    self.discount = discount
    self.lambda = lambda
    weights = [Double](repeating: 0, count: representation.featureCount)
  }

  /// The values `V(t) = w·x(t)` in a trial.
  ///
  /// - Parameter trial: its rewards are not looked at.
  /// - Returns: `[stepCount]`, in units of reward.
  public func values(in trial: TimedTrial) -> [Double] {
    representation.activeFeatures(of: trial).map { active in
      active.reduce(0) { $0 + weights[$1] }
    }
  }

  /// The prediction errors in a trial, without learning from it.
  ///
  /// - Parameter trial: any trial.
  /// - Returns: `[stepCount]`, `δ(t)` in units of reward, each at the step where it is felt.
  public func errors(in trial: TimedTrial) -> [Double] {
    var copy = self
    return copy.run(trial, learningRate: 0)
  }

  /// Learns from one trial, step by step.
  ///
  /// - Parameter trial: any trial of at most `representation.stepCount` steps.
  /// - Returns: `[stepCount]`, `δ(t)` in units of reward, each at the step where it is felt.
  @discardableResult
  public mutating func learn(_ trial: TimedTrial) -> [Double] {
    run(trial, learningRate: learningRate)
  }

  /// This learner after many trials of one kind; it stays as it is.
  ///
  /// - Parameters:
  ///   - trial: any trial of at most `representation.stepCount` steps.
  ///   - times: how many trials, at least 0; traps otherwise.
  /// - Returns: a copy that has learned from them.
  public func trained(on trial: TimedTrial, times: Int) -> Self {
    require(times >= 0, "a learner cannot be trained \(times) times")
    var learner = self
    for _ in 0..<times { learner.learn(trial) }
    return learner
  }

  private mutating func run(_ trial: TimedTrial, learningRate: Double) -> [Double] {
    // The features met so far, each once, and the traces that they have left.
    var features: [Int] = []
    var traces: [Double] = []
    var errors: [Double] = []
    var previousValue = 0.0
    for (step, active) in representation.activeFeatures(of: trial).enumerated() {
      var value = 0.0
      for feature in active { value += weights[feature] }
      let error = trial.rewards[step] + discount * value - previousValue
      for i in features.indices {
        weights[features[i]] += learningRate * error * traces[i]
      }
      if lambda == 0 {
        features = active
        traces = active.map { _ in 1 }
      } else {
        for i in traces.indices { traces[i] *= discount * lambda }
        features += active
        traces += active.map { _ in 1 }
      }
      errors.append(error)
      previousValue = value
    }
    return errors
  }
}
