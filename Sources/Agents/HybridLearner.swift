import Numerics
import Tasks

/// The hybrid learner of Daw et al. (2011): model-free and model-based values of the first choice, mixed.
///
/// It keeps `Q2(s, a)` of the four second-stage options and model-free `Q1(a)` of the two first choices, all
/// from 0. After a trial with first choice a, state s, second choice c and reward r:
///
/// - `δ1 = Q2(s, c) − Q1(a)` and `δ2 = r − Q2(s, c)`;
/// - `Q1(a) ← Q1(a) + α1·δ1 + α1·λ·δ2`;
/// - `Q2(s, c) ← Q2(s, c) + α2·δ2`.
///
/// Model-based values look ahead, `Q_MB(a) = Σₛ P(s | a)·max Q2(s, ·)`, with the task's own transitions. It
/// chooses by `P(a) ∝ exp(β1·(w·Q_MB(a) + (1 − w)·Q1(a) + p·rep(a)))`, where rep(a) is 1 for the first
/// choice of the trial before, and at the second stage by `P(c) ∝ exp(β2·Q2(s, c))`.
///
/// `DawHybrid` in Analysis is the likelihood of its choices.
///
/// - Source: Daw et al. (2011), Experimental Procedures. There the learner finds out which of the two
///   transition structures holds; here it knows.
public struct HybridLearner: Agent, Hashable {
  /// What distinguishes one subject from another.
  public struct Parameters: Hashable, Sendable {
    /// α1 in [0, 1], of the first stage.
    public var firstLearningRate = 0.54
    /// α2 in [0, 1], of the second stage.
    public var secondLearningRate = 0.42
    /// λ in [0, 1]: how much of the outcome reaches the first choice at once.
    public var lambda = 0.57
    /// β1, at least 0, of the first stage.
    public var firstInverseTemperature = 5.19
    /// β2, at least 0, of the second stage.
    public var secondInverseTemperature = 3.69
    /// p: how much the first choice sticks, above 0, or alternates, below.
    public var perseveration = 0.11
    /// w in [0, 1]: 0 is model-free, 1 model-based.
    public var modelBasedWeight = 0.39

    /// The medians of the 17 subjects of Daw et al. (2011).
    public init() {}

    /// The medians but for the weight.
    ///
    /// - Parameter modelBasedWeight: w in [0, 1].
    public init(modelBasedWeight: Double) { self.modelBasedWeight = modelBasedWeight }

    /// Parameters from their values in a row.
    ///
    /// - Parameter values: `[7]`, in the order α1, α2, λ, β1, β2, p, w; traps on another count.
    public init(_ values: [Double]) {
      require(values.count == 7, "\(values.count) values for 7 parameters")
      (firstLearningRate, secondLearningRate, lambda) = (values[0], values[1], values[2])
      (firstInverseTemperature, secondInverseTemperature) = (values[3], values[4])
      (perseveration, modelBasedWeight) = (values[5], values[6])
    }

    /// `[7]`: α1, α2, λ, β1, β2, p, w.
    public var values: [Double] {
      [
        firstLearningRate, secondLearningRate, lambda, firstInverseTemperature,
        secondInverseTemperature, perseveration, modelBasedWeight,
      ]
    }
  }

  /// What distinguishes this subject.
  public let parameters: Parameters
  /// The probability of a first choice's usual transition, as it knows it.
  public let commonProbability: Double
  /// `[2]`, Q1, the model-free values of the first choices.
  public private(set) var modelFreeValues = [0.0, 0]
  /// `[4]`, Q2, the values of the second-stage options at 2·state + choice.
  public private(set) var secondValues = [0.0, 0, 0, 0]
  /// The first choice of the trial before; nil in the first trial.
  public private(set) var lastAction: Int?
  /// The trial under way.
  private var choice: Int?
  private var state = 0
  private var secondChoice: Int?

  /// A learner at the start of a session.
  ///
  /// - Parameters:
  ///   - parameters: traps if a rate, λ or w is not in [0, 1] or a β is below 0.
  ///   - commonProbability: of a first choice's usual transition, in [0, 1]; traps otherwise.
  public init(_ parameters: Parameters = Parameters(), commonProbability: Double = 0.7) {
    for (name, value) in [
      ("α1", parameters.firstLearningRate), ("α2", parameters.secondLearningRate),
      ("λ", parameters.lambda), ("w", parameters.modelBasedWeight),
      ("the common probability", commonProbability),
    ] {
      require(value >= 0 && value <= 1, "\(name) = \(value) is not in [0, 1]")
    }
    for beta in [parameters.firstInverseTemperature, parameters.secondInverseTemperature] {
      require(beta >= 0, "inverse temperature \(beta) is not ≥ 0")
    }
    require(parameters.perseveration.isFinite, "perseveration \(parameters.perseveration)")
    (self.parameters, self.commonProbability) = (parameters, commonProbability)
  }

  /// `[2]`, Q_MB, the model-based values of the first choices.
  public var modelBasedValues: [Double] {
    let best = [max(secondValues[0], secondValues[1]), max(secondValues[2], secondValues[3])]
    return [0, 1].map {
      commonProbability * best[$0] + (1 - commonProbability) * best[1 - $0]
    }
  }

  /// `[2]`, the probability of each first choice now.
  public var firstProbabilities: [Double] {
    let (w, planned) = (parameters.modelBasedWeight, modelBasedValues)
    return softmax(
      [0, 1].map { a in
        parameters.firstInverseTemperature
          * (w * planned[a] + (1 - w) * modelFreeValues[a]
            + (a == lastAction ? parameters.perseveration : 0))
      })
  }

  /// The probability of each choice in a second-stage state.
  ///
  /// - Parameter state: 0 or 1.
  /// - Returns: `[2]`.
  public func secondProbabilities(in state: Int) -> [Double] {
    softmax(
      [0, 1].map { parameters.secondInverseTemperature * secondValues[2 * state + $0] })
  }

  /// Forgets everything: a new session.
  public mutating func begin() { self = Self(parameters, commonProbability: commonProbability) }

  /// Learns from a trial.
  ///
  /// - Parameter trial: what happened.
  public mutating func learn(_ trial: DawTrial) {
    let (a, c) = (trial.action, 2 * trial.state + trial.secondAction)
    let δ1 = secondValues[c] - modelFreeValues[a]
    let δ2 = (trial.isRewarded ? 1 : 0) - secondValues[c]
    let rate = parameters.firstLearningRate
    modelFreeValues[a] += rate * δ1 + rate * parameters.lambda * δ2
    secondValues[c] += parameters.secondLearningRate * δ2
    lastAction = a
  }

  /// Learns from the last trial, if one has ended, and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    guard case .cue(let cue) = step.observation, (0...2).contains(cue) else {
      fatalError("the hybrid learner plays Daw's two-step task, which shows cues 0, 1 and 2")
    }
    if cue > 0 {
      state = cue - 1
      let next = categorical(secondProbabilities(in: state), using: &rng)
      secondChoice = next
      return next
    }
    if let choice, let secondChoice {
      learn(
        DawTrial(
          action: choice, state: state, secondAction: secondChoice, isRewarded: step.reward > 0))
    }
    let next = categorical(firstProbabilities, using: &rng)
    (choice, secondChoice) = (next, nil)
    return next
  }
}

/// Simulates one session of Daw's task.
///
/// - Parameters:
///   - parameters: of the subject.
///   - task: the task; the subject knows its transitions.
///   - rng: the source of all chance, the task's and the subject's.
/// - Returns: `[trialCount]`, what it did and got.
public func simulateDawSession(
  _ parameters: HybridLearner.Parameters, on task: DawTwoStepTask = DawTwoStepTask(),
  using rng: inout Generator
) -> [DawTrial] {
  var learner = HybridLearner(parameters, commonProbability: task.commonProbability)
  var task = task
  var shown = task.reset(using: &rng)
  var trials: [DawTrial] = []
  while !shown.isLast {
    let action = learner.action(after: shown, using: &rng)
    shown = task.step(action, using: &rng)
    if let trial = task.completedTrial { trials.append(trial) }
  }
  return trials
}
