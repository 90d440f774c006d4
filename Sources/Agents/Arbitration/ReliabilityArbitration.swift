import Numerics
import Tasks

/// Arbitration by reliability: control goes to the system that has lately predicted better.
///
/// The model-based system's predictions are of states, with the errors `1 − P(s′ | s, a)`; its reliability
/// is the chance that such an error is small (below ω), estimated with counts that fade. The model-free
/// system's are of reward; its reliability is 1 minus a running mean of their size. Let x be these two. Then
/// the share of control P of the model-based system follows, once a step that predicts a state,
///
/// ```
/// P ← P + A / (1 + e^{B·x_MF})·(1 − P) − A / (1 + e^{B·x_MB})·P
/// ```
///
/// (a system gives control away the faster, the less reliable it is), and `Q = P·Q_MB + (1 − P)·Q_MF`.
///
/// - Source: after Lee, Shimojo & O'Doherty (2014). Deviations: one class of small errors instead of three
///   of errors and the index of dispersion, and all constants are ours.
public struct ReliabilityArbitration: WorldLearner, Hashable {
  /// The model-based system.
  public private(set) var modelBased: ModelBasedLearner
  /// The model-free system.
  public private(set) var modelFree: QLearning
  /// P, the model-based system's share of control, in [0, 1].
  public private(set) var modelBasedShare = 0.5
  /// The running mean of the size of reward prediction errors.
  public private(set) var meanErrorSize = 0.5
  /// ω: state prediction errors below it are small.
  public let smallError: Double
  /// The share by which old evidence about reliability fades with each step, in (0, 1).
  public let fading: Double
  /// A, the highest rate at which control changes hands, in (0, 1].
  public let transferRate: Double
  /// B, how steeply the rates fall with reliability, at least 0.
  public let steepness: Double
  private var small = 0.0
  private var large = 0.0

  /// Two systems without experience that share control.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - learningRate: of values and of the model's floor, in [0, 1]; traps otherwise.
  ///   - smallError: ω, in (0, 1); traps otherwise.
  ///   - fading: in (0, 1); traps otherwise.
  ///   - transferRate: A, in (0, 1]; traps otherwise.
  ///   - steepness: B, at least 0; traps otherwise.
  public init(
    of world: StateWorld, learningRate: Double = 0.1, smallError: Double = 0.3,
    fading: Double = 0.05, transferRate: Double = 1, steepness: Double = 6
  ) {
    require(smallError > 0 && smallError < 1, "small errors are below \(smallError)")
    require(fading > 0 && fading < 1, "evidence that fades by \(fading) a step")
    require(transferRate > 0 && transferRate <= 1, "transfer rate \(transferRate)")
    require(steepness >= 0, "steepness \(steepness) is not ≥ 0")
    modelBased = ModelBasedLearner(of: world, rateFloor: learningRate)
    modelFree = QLearning(of: world, learningRate: learningRate)
    (self.smallError, self.fading) = (smallError, fading)
    (self.transferRate, self.steepness) = (transferRate, steepness)
  }

  /// How many states.
  public var stateCount: Int { modelFree.stateCount }
  /// How many actions.
  public var actionCount: Int { modelFree.actionCount }

  /// x_MB: the chance that a state prediction error is small, in (0, 1).
  public var modelBasedReliability: Double { (1 + small) / (2 + small + large) }

  /// x_MF: 1 minus the mean size of reward prediction errors, in [0, 1].
  public var modelFreeReliability: Double { max(0, 1 - meanErrorSize) }

  /// The mixed values of the actions in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    zip(modelBased.actionValues(in: state), modelFree.actionValues(in: state)).map {
      modelBasedShare * $0 + (1 - modelBasedShare) * $1
    }
  }

  /// Judges both systems by a step, moves control, and lets both learn.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    let rewardError = modelFree.error(of: step)
    meanErrorSize += fading * (abs(rewardError) - meanErrorSize)
    if step.next != nil {
      let isSmall = modelBased.model.statePredictionError(of: step) < smallError
      small = (1 - fading) * small + (isSmall ? 1 : 0)
      large = (1 - fading) * large + (isSmall ? 0 : 1)
      let toModelBased = transferRate / (1 + exponential(steepness * modelFreeReliability))
      let toModelFree = transferRate / (1 + exponential(steepness * modelBasedReliability))
      modelBasedShare +=
        toModelBased * (1 - modelBasedShare) - toModelFree * modelBasedShare
    }
    modelBased.learn(step)
    modelFree.learn(step)
  }
}
