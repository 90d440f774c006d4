import Numerics
import Tasks

/// A tabular temporal-difference learner of the inferred-value task: one value for fixation and one for
/// each target, `V(s) ← V(s) + α·(r + γ·V(s′) − V(s))`.
///
/// A target's value changes only when that target was shown. It looks where the cue is, as a trained animal
/// does. All values begin at what they are worth if each target pays half the time: `V(target) = ½ / (1 −
/// γ²)` and `V(fixation) = γ·V(target)`.
///
/// - Source: Sutton (1988); as a control of Bromberg-Martin et al. (2010).
public struct InferredValueCritic: Agent, Hashable {
  /// α in [0, 1].
  public let learningRate: Double
  /// γ in [0, 1), a step.
  public let discount: Double
  /// `[3]`, the values of fixation, left and right target, in units of reward.
  public private(set) var values: [Double]
  /// `δ = r + γ·V(s′) − V(s)` of what was shown last; 0 at the start of an episode.
  public private(set) var predictionError = 0.0
  private var state: Int?

  /// A critic.
  ///
  /// - Parameters:
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - discount: γ in [0, 1); traps otherwise.
  public init(learningRate: Double, discount: Double = 0.9) {
    require(learningRate >= 0 && learningRate <= 1, "learning rate \(learningRate) not in [0, 1]")
    require(discount >= 0 && discount < 1, "discount \(discount) is not in [0, 1)")
    (self.learningRate, self.discount) = (learningRate, discount)
    values = Self.startValues(discount)
  }

  private static func startValues(_ discount: Double) -> [Double] {
    let target = 0.5 / (1 - discount * discount)
    return [discount * target, target, target]
  }

  /// Forgets the values.
  public mutating func begin() {
    values = Self.startValues(discount)
    predictionError = 0
    state = nil
  }

  /// Learns from what is shown, and looks there.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: not used.
  /// - Returns: the saccade to the target; 0 at fixation.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    guard case .cue(let next) = step.observation else {
      fatalError("an observation that is no cue: \(step.observation)")
    }
    if let state {
      predictionError = step.reward + discount * values[next] - values[state]
      values[state] += learningRate * predictionError
    }
    state = next
    return max(0, next - 1)
  }
}

/// The ideal observer of the inferred-value task: it knows the laws of the blocks, and after each trial
/// which target paid.
///
/// Before a trial it can be wrong only where nobody can know: on the first trial of an episode, and on the
/// first of a block.
public struct InferredValueObserver: Agent, Hashable {
  /// The task whose blocks it knows.
  public let task: InferredValueTask
  /// The belief that the left target pays in the coming (or present) trial, in [0, 1].
  public private(set) var belief = 0.5
  private var trialsInBlock = 0
  private var isLeft: Bool?
  private var shown: Int?

  /// An observer.
  ///
  /// - Parameter task: the task that will be played.
  public init(_ task: InferredValueTask) { self.task = task }

  /// The probability that a target pays in the coming (or present) trial.
  ///
  /// - Parameter target: 0 left, 1 right.
  /// - Returns: in [0, 1].
  public func expectedReward(of target: Int) -> Double { target == 0 ? belief : 1 - belief }

  /// The prediction error when a target is shown: its expected reward less that of either, `E[r | target] −
  /// ½`. What comes after this trial is the same for both, so it does not appear.
  ///
  /// - Parameter target: 0 left, 1 right.
  /// - Returns: in [−½, ½].
  public func cuePredictionError(of target: Int) -> Double { expectedReward(of: target) - 0.5 }

  /// Forgets.
  public mutating func begin() { self = Self(task) }

  /// Takes in what is shown, and looks there.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: not used.
  /// - Returns: the saccade to the target; 0 at fixation.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let target = shown {
      learn((target == 0) == (step.reward > 0))
      shown = nil
    }
    guard case .cue(let cue) = step.observation, cue > 0 else { return 0 }
    shown = cue - 1
    return cue - 1
  }

  private mutating func learn(_ leftPays: Bool) {
    trialsInBlock = leftPays == isLeft ?? leftPays ? trialsInBlock + 1 : 1
    isLeft = leftPays
    let change = trialsInBlock >= task.minimumBlock ? task.reversalProbability : 0
    belief = leftPays ? 1 - change : change
  }
}
