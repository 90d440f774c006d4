import Numerics
import Tasks

/// A learner of the two-step task that is model-free, model-based, or a mixture.
///
/// It keeps the values of the two second-stage states, `V(s) ← V(s) + α·(r − V(s))`, and of the two choices:
/// model-free `Q(a) ← Q(a) + α·(V(s) − Q(a)) + α·λ·(r − V(s))`, model-based `Σₛ P(s | a)·V(s)` from the
/// transitions it knows. With the eligibility λ = 1 the model-free value learns from the reward alone,
/// `Q(a) ← Q(a) + α·(r − Q(a))`. All values begin at ½, what a trial pays on average. It chooses by
/// `P(a) ∝ exp(β·(w·Q_MB(a) + (1 − w)·Q_MF(a)))`.
///
/// - Source: after Daw et al. (2011), with one action at the second stage.
public struct TwoStepLearner: Agent, TwoStepCritic, Hashable {
  /// The task; only its encoding and its transition probabilities are used.
  public let task: TwoStepTask
  /// α in [0, 1].
  public let learningRate: Double
  /// β, at least 0: how strictly the better choice is taken.
  public let inverseTemperature: Double
  /// w in [0, 1]: 0 is model-free, 1 model-based.
  public let modelBasedWeight: Double
  /// λ in [0, 1]: how much of the reward's error reaches the choice directly.
  public let eligibility: Double
  /// `[2]`, the model-free values of the choices.
  public private(set) var modelFreeValues = [0.5, 0.5]
  /// `[2]`, the values of the second-stage states.
  public private(set) var stateValues = [0.5, 0.5]
  private var choice: Int?
  private var state: Int?

  /// A learner that knows nothing but the transitions.
  ///
  /// - Parameters:
  ///   - task: the task that will be played.
  ///   - learningRate: α in [0, 1]; traps otherwise.
  ///   - inverseTemperature: β, at least 0; traps otherwise.
  ///   - modelBasedWeight: w in [0, 1]; traps otherwise.
  ///   - eligibility: λ in [0, 1]; traps otherwise.
  public init(
    _ task: TwoStepTask, learningRate: Double, inverseTemperature: Double,
    modelBasedWeight: Double, eligibility: Double = 1
  ) {
    require(learningRate >= 0 && learningRate <= 1, "learning rate \(learningRate) not in [0, 1]")
    require(inverseTemperature >= 0, "inverse temperature \(inverseTemperature) is not ≥ 0")
    require(
      modelBasedWeight >= 0 && modelBasedWeight <= 1, "weight \(modelBasedWeight) not in [0, 1]")
    require(eligibility >= 0 && eligibility <= 1, "eligibility \(eligibility) not in [0, 1]")
    self.task = task
    self.eligibility = eligibility
    self.learningRate = learningRate
    self.inverseTemperature = inverseTemperature
    self.modelBasedWeight = modelBasedWeight
  }

  /// `[2]`, the model-based values of the choices.
  public var modelBasedValues: [Double] {
    let common = task.commonProbability
    return [0, 1].map { common * stateValues[$0] + (1 - common) * stateValues[1 - $0] }
  }

  /// `[2]`, what it holds the choices to be worth: `w·Q_MB + (1 − w)·Q_MF`.
  public var choiceValues: [Double] {
    let (w, based) = (modelBasedWeight, modelBasedValues)
    return [0, 1].map { w * based[$0] + (1 - w) * modelFreeValues[$0] }
  }

  /// `[2]`, the probability of each choice now.
  public var choiceProbabilities: [Double] {
    softmax(choiceValues.map { inverseTemperature * $0 })
  }

  /// Forgets all values.
  public mutating func begin() {
    (modelFreeValues, stateValues) = ([0.5, 0.5], [0.5, 0.5])
    (choice, state) = (nil, nil)
  }

  /// Learns from a trial.
  ///
  /// - Parameter trial: what happened.
  public mutating func learn(_ trial: TwoStepTrial) {
    let reward = trial.isRewarded ? 1.0 : 0
    // V(s) + λ·(r − V(s)): the reward itself if λ is 1, the state's value if it is 0.
    let lesson = stateValues[trial.state] + eligibility * (reward - stateValues[trial.state])
    modelFreeValues[trial.action] += learningRate * (lesson - modelFreeValues[trial.action])
    stateValues[trial.state] += learningRate * (reward - stateValues[trial.state])
  }

  /// Learns from the last trial and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken for each choice.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if case .cue(let cue) = step.observation {
      if task.encoding == .twoSteps && cue > 0 {
        // The second stage: any action goes on.
        state = cue - 1
        return 0
      }
      let reached = task.encoding == .oneStep ? cue : state
      if let choice, let reached {
        learn(TwoStepTrial(action: choice, state: reached, isRewarded: step.reward > 0))
      }
    }
    let next = categorical(choiceProbabilities, using: &rng)
    choice = next
    return next
  }
}
