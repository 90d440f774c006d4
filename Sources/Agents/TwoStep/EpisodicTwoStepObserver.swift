import Numerics
import Tasks

/// The ideal observers of the episodic two-step task, one with a memory of single trials and one without. Both
/// know the task's probabilities, infer which state is good, and choose what pays more.
///
/// While there are no cues, both are the ideal observer of the two-step task: the belief q that state 0 is
/// good follows Bayes' rule, then the chance of a change. With a cue, let ρ(s) be the probability that state s
/// pays an old reward, and V(s) what it pays by the belief if the reward is fresh:
///
/// `Q(a) = Σ_s P(s|a)·(π(s)·ρ(s) + (1 − π(s))·V(s))`
///
/// π(s) is the probability that s is the state of the old trial. Who remembers that trial knows it: π is 1 for
/// one state and 0 for the other, and ρ is 1 or 0. Who does not knows what the old block was like on the
/// whole: π(s) is the share of its trials that reached s, and ρ(s) the share of these that paid. An old reward
/// over again is no news of the present; who remembers does not learn from it, who does not learns less from
/// every reward.
public struct EpisodicTwoStepObserver: Agent, Hashable {
  private struct Outcome: Hashable {
    let state: Int
    let isRewarded: Bool
  }

  /// π and ρ of the states, from the trials that may be repeated, all alike.
  private struct Repetition: Hashable {
    private(set) var shares = [0.0, 0]
    private(set) var rewards = [0.0, 0]

    init() {}

    init(_ outcomes: [Outcome]) {
      for state in 0...1 {
        let here = outcomes.filter { $0.state == state }
        if here.isEmpty { continue }
        shares[state] = Double(here.count) / Double(outcomes.count)
        rewards[state] = Double(here.filter(\.isRewarded).count) / Double(here.count)
      }
    }

    /// What a state pays if it would pay `fresh` without a cue.
    func value(_ state: Int, fresh: Double) -> Double {
      shares[state] * rewards[state] + (1 - shares[state]) * fresh
    }
  }

  /// The task whose probabilities it knows.
  public let task: EpisodicTwoStepTask
  /// Whether it remembers single trials.
  public let remembers: Bool
  /// q, the belief that state 0 is the good one, in [0, 1].
  public private(set) var belief = 0.5
  /// `[block]`: a context may be in both, where contexts repeat.
  private var memories: [[Observation: Outcome]] = [[:], [:]]
  /// What the trials were like on the whole, in the order they came.
  private var outcomes: [Outcome] = []
  /// What may come over again in this trial.
  private var repetition = Repetition()
  /// The context of this trial, until its outcome is known.
  private var context: Observation?
  private var hasChosen = false

  /// An observer.
  ///
  /// - Parameters:
  ///   - task: the task that will be played, in either encoding.
  ///   - remembers: whether it remembers single trials; its memory always holds the outcome.
  public init(_ task: EpisodicTwoStepTask, remembers: Bool) {
    (self.task, self.remembers) = (task, remembers)
  }

  /// Forgets everything.
  public mutating func begin() { self = Self(task, remembers: remembers) }

  /// Takes in what is shown and, if a choice is due, chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken when both choices are equally good.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    let shown = step.observation.numbers(count: task.observationCount)
    if let recall = step.recall, recall.stores, task.storesOutcome { context = recall.context }
    if hasChosen, let state = [1, 2].firstIndex(where: { shown[$0] == 1 }) {
      learn(Outcome(state: state, isRewarded: step.reward > 0))
      hasChosen = false
      // The second stage, where any action goes on.
      if task.encoding == .twoSteps { return 0 }
    }
    if let recall = step.recall, recall.stores { context = recall.context }
    let isCued = step.recall?.retrieves ?? false
    repetition = isCued ? repetition(under: step.recall?.context) : Repetition()
    hasChosen = true
    return indexOfMaximum(choiceValues, using: &rng)
  }

  /// What may come over again, to one who remembers the trial and to one who only knows its block.
  private func repetition(under cue: Observation?) -> Repetition {
    let block = max(0, min(outcomes.count / task.blockTrialCount - 2, 1))
    if remembers {
      guard let old = cue.flatMap({ memories[block][$0] }) else { return Repetition() }
      return Repetition([old])
    }
    let first = min(outcomes.count, block * task.blockTrialCount)
    return Repetition(Array(outcomes[first..<min(outcomes.count, first + task.blockTrialCount)]))
  }

  /// `[2]`, the probability of a reward after each choice, by the belief and by what the cue brought back.
  public var choiceValues: [Double] {
    let (high, low) = (task.rewardProbability, 1 - task.rewardProbability)
    let fresh = [belief * high + (1 - belief) * low, belief * low + (1 - belief) * high]
    let stateValues = [0, 1].map { repetition.value($0, fresh: fresh[$0]) }
    let common = task.commonProbability
    return [0, 1].map { common * stateValues[$0] + (1 - common) * stateValues[1 - $0] }
  }

  private mutating func learn(_ outcome: Outcome) {
    // The probability of this outcome if its state is the good one, and if it is not.
    let likelihoods = [task.rewardProbability, 1 - task.rewardProbability].map { fresh in
      let payment = repetition.value(outcome.state, fresh: fresh)
      return outcome.isRewarded ? payment : 1 - payment
    }
    let (ifZero, ifOne) =
      outcome.state == 0 ? (likelihoods[0], likelihoods[1]) : (likelihoods[1], likelihoods[0])
    let total = belief * ifZero + (1 - belief) * ifOne
    if total > 0 { belief = belief * ifZero / total }
    belief = belief * (1 - task.switchProbability) + (1 - belief) * task.switchProbability
    let block = outcomes.count / task.blockTrialCount
    if let context, block < 2 { memories[block][context] = outcome }
    outcomes.append(outcome)
    context = nil
  }
}
