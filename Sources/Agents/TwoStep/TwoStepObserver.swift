import Numerics
import Tasks

/// The ideal observer of the two-step task: it knows the task's probabilities, infers which state is good,
/// and chooses what usually leads there.
///
/// It does not plan and does not learn; yet its choices show the pattern that is called model-based.
///
/// The belief q that state 0 is good follows Bayes' rule after each reward, then the chance of a change:
/// `q ← q·(1 − p) + (1 − q)·p`. No choice tells more than another about q beyond what it pays, except by the
/// state it leads to; choosing the likelier state is optimal here.
public struct TwoStepObserver: Agent, TwoStepCritic, Hashable {
  /// The task whose probabilities it knows.
  public let task: TwoStepTask
  /// q, the belief that state 0 is the good one, in [0, 1].
  public private(set) var belief = 0.5
  private var state: Int?

  /// An observer.
  ///
  /// - Parameter task: the task that will be played, in either encoding.
  public init(_ task: TwoStepTask) { self.task = task }

  /// Forgets: either state may be good.
  public mutating func begin() {
    belief = 0.5
    state = nil
  }

  /// Takes in the last trial and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken when both choices are equally good.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if case .cue(let cue) = step.observation {
      switch task.encoding {
      case .oneStep: learn(state: cue, isRewarded: step.reward > 0)
      case .twoSteps:
        if cue > 0 {
          // The second stage: any action goes on.
          state = cue - 1
          return 0
        }
        if let state { learn(state: state, isRewarded: step.reward > 0) }
      }
    }
    let forFirst = belief * (2 * task.commonProbability - 1)
    let forSecond = (1 - belief) * (2 * task.commonProbability - 1)
    return indexOfMaximum([forFirst, forSecond], using: &rng)
  }

  /// Takes in a trial; which choice was made in it does not matter.
  ///
  /// - Parameter trial: what happened.
  public mutating func learn(_ trial: TwoStepTrial) {
    learn(state: trial.state, isRewarded: trial.isRewarded)
  }

  /// `[2]`, the probability of a reward in each second-stage state, by the belief.
  public var stateValues: [Double] {
    let (high, low) = (task.rewardProbability, 1 - task.rewardProbability)
    return [belief * high + (1 - belief) * low, belief * low + (1 - belief) * high]
  }

  /// `[2]`, the probability of a reward after each choice, by the belief.
  public var choiceValues: [Double] {
    let common = task.commonProbability
    return [0, 1].map { common * stateValues[$0] + (1 - common) * stateValues[1 - $0] }
  }

  private mutating func learn(state: Int, isRewarded: Bool) {
    let high = task.rewardProbability
    let ifGood = isRewarded ? high : 1 - high
    let ifBad = 1 - ifGood
    let (ifZero, ifOne) = state == 0 ? (ifGood, ifBad) : (ifBad, ifGood)
    let total = belief * ifZero + (1 - belief) * ifOne
    if total > 0 { belief = belief * ifZero / total }
    belief = belief * (1 - task.switchProbability) + (1 - belief) * task.switchProbability
  }
}
