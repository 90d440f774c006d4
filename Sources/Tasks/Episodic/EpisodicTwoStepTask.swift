import Numerics

/// One trial of the episodic two-step task, with the earlier trial that its cue brought back.
public struct EpisodicTwoStepTrial: Hashable, Sendable {
  /// Its number in the episode, from 0.
  public let index: Int
  /// What was chosen, where it led and what it paid.
  public let trial: TwoStepTrial
  /// The number of the trial whose context was the cue; nil without a cue.
  public let rememberedIndex: Int?
  /// What happened in that trial; nil without a cue.
  public let remembered: TwoStepTrial?

  /// One trial.
  ///
  /// - Parameters:
  ///   - index: its number in the episode, from 0.
  ///   - trial: what happened.
  ///   - remembered: the trial that the cue stands for, with its number; nil without a cue.
  public init(index: Int, trial: TwoStepTrial, remembered: (index: Int, trial: TwoStepTrial)? = nil)
  {
    (self.index, self.trial) = (index, trial)
    (rememberedIndex, self.remembered) = (remembered?.index, remembered?.trial)
  }

  /// Whether there was a cue.
  public var isCued: Bool { remembered != nil }
  /// Whether the reward was the old one over again: the state was that of the remembered trial.
  public var isRepetition: Bool { remembered?.state == trial.state }
}

/// The two-step task with occasions that come back: a cue says which old trial this one may repeat.
///
/// Each trial has a context of its own, a number of bits that is there when the second stage is reached. In
/// the first half of an episode nothing else is new, and the good state changes often. In the second half
/// each trial begins with the context of an old one for a cue. Whoever then reaches the *state* of that old
/// trial gets its reward again, for certain; whoever reaches the other state gets a fresh one, as ever. So
/// what one learns from trial to trial is worth little, and one memory decides; and it is a memory of what a
/// state paid, so that to use it one needs the transitions.
///
/// | trials | cue | reward |
/// |---|---|---|
/// | 0–24, 25–49 | none | fresh: .9 in the good state, .1 in the other |
/// | 50–74 | a context of trials 0–24 | that trial's, if its state is reached; else fresh |
/// | 75–99 | a context of trials 25–49 | likewise |
///
/// Transitions are common with .9, and the good state changes with .1 before each trial.
///
/// The cue is no part of the observation: it is the key of an episodic memory (`TimeStep.recall`), which in a
/// trial without a cue brings nothing back.
///
/// Deviations from the reference: contexts are unique within an episode unless `repeatsContexts` (with 25
/// random contexts of ten bits there are two alike in one block of four); bits are −1 and 1, so that none is
/// the zero vector, which has no direction; the good state is drawn anew for each episode; trials with a cue
/// are not stored, as the trial they repeat is stored already, and so draw no context of their own where the
/// state differs (the reference draws one there and appends them all; its search returns the first).
///
/// - Source: Ritter et al. (2018, bioRxiv 360537), after an experiment by Vikbladh and colleagues; numbers and
///   order from AlKhamissi's implementation (`ep_two_step.py`).
public struct EpisodicTwoStepTask: Environment, Hashable {
  /// How a trial is told to the agent.
  public enum Encoding: Hashable, Sendable {
    /// Two steps a trial: at the first stage (observation cue 0) the action is the choice; then the state
    /// (1 or 2) is shown with the reward, and any action goes on.
    case twoSteps
    /// One step a trial: the choice is answered with the state and the reward, and the next choice is due at
    /// once. The state before the first trial is 0.
    case oneStep
  }

  /// How a trial is told.
  public let encoding: Encoding
  /// Whether what is stored has seen the outcome. If not, it is stored when the choice is due, as the
  /// reference does.
  public let storesOutcome: Bool
  /// Whether the number of the trial, 0, 1, 2 …, is one more number of the observation.
  public let tellsTrialNumber: Bool
  /// Whether two trials may have the same context. The cue then stands for the youngest of a block.
  public let repeatsContexts: Bool
  /// The probability of a choice's usual transition, in [0, 1].
  public let commonProbability: Double
  /// The probability of a fresh reward in the good state, in [0, 1]; in the other it is the rest to 1.
  public let rewardProbability: Double
  /// The probability that the states change roles before a trial, in [0, 1].
  public let switchProbability: Double
  /// Trials in a block, of which an episode has four.
  public let blockTrialCount: Int
  /// How many bits a context has.
  public let contextCount: Int

  /// The state that pays more now, 0 or 1. Hidden from the agent.
  public private(set) var goodState = 0
  /// The trial whose outcome the last step showed; nil after any other step.
  public private(set) var completedTrial: EpisodicTwoStepTrial?
  /// Which trial the cue stands for; nil without a cue.
  public private(set) var cuedIndex: Int?
  private var contexts: [[Float]] = []
  private var trials: [TwoStepTrial] = []
  private var context: [Float] = []
  private var clock = EpisodeClock()

  /// A distribution of episodes.
  ///
  /// - Parameters:
  ///   - encoding: how a trial is told.
  ///   - storesOutcome: whether what is stored has seen the outcome; traps in one step a trial, where the
  ///     outcome is shown when the next cue is there already. nil is yes in two steps, no in one.
  ///   - tellsTrialNumber: whether the observation has the number of the trial.
  ///   - repeatsContexts: whether two trials may have the same context.
  ///   - commonProbability: in [0, 1]; traps otherwise.
  ///   - rewardProbability: in [0, 1]; traps otherwise.
  ///   - switchProbability: in [0, 1]; traps otherwise.
  ///   - blockTrialCount: at least 1; traps otherwise.
  ///   - contextCount: in 1 ... 20, enough for the trials of two blocks; traps otherwise.
  public init(
    _ encoding: Encoding = .twoSteps, storesOutcome: Bool? = nil, tellsTrialNumber: Bool = false,
    repeatsContexts: Bool = false, commonProbability: Double = 0.9,
    rewardProbability: Double = 0.9, switchProbability: Double = 0.1, blockTrialCount: Int = 25,
    contextCount: Int = 10
  ) {
    for p in [commonProbability, rewardProbability, switchProbability] {
      require(p >= 0 && p <= 1, "probability \(p) is not in [0, 1]")
    }
    require(blockTrialCount >= 1, "a block of \(blockTrialCount) trials")
    require(
      contextCount >= 1 && contextCount <= 20 && 2 * blockTrialCount <= 1 << contextCount,
      "\(2 * blockTrialCount) contexts of \(contextCount) bits")
    let storesOutcome = storesOutcome ?? (encoding == .twoSteps)
    require(
      !storesOutcome || encoding == .twoSteps, "an outcome that is stored, told in one step a trial"
    )
    (self.encoding, self.storesOutcome) = (encoding, storesOutcome)
    (self.tellsTrialNumber, self.repeatsContexts) = (tellsTrialNumber, repeatsContexts)
    self.commonProbability = commonProbability
    self.rewardProbability = rewardProbability
    self.switchProbability = switchProbability
    (self.blockTrialCount, self.contextCount) = (blockTrialCount, contextCount)
  }

  /// Trials in an episode: four blocks.
  public var trialCount: Int { 4 * blockTrialCount }
  /// 3 cues (first stage, two states), and the number of the trial if it is told.
  public var observationCount: Int { tellsTrialNumber ? 4 : 3 }
  /// 2 choices.
  public var actionCount: Int { 2 }
  /// Two steps or one for each trial.
  public var stepLimit: Int { encoding == .twoSteps ? 2 * trialCount : trialCount }

  /// Draws which state is good, and forgets all contexts.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first stage of the first trial.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    goodState = integer(below: 2, using: &rng)
    (contexts, trials, completedTrial) = ([], [], nil)
    clock.start()
    beginTrial(using: &rng)
    return choiceIsDue(.restart(observation(0)))
  }

  /// Chooses, or goes on.
  ///
  /// - Parameters:
  ///   - action: 0 or 1.
  ///   - rng: the source of randomness.
  /// - Returns: the outcome, a state and a reward of 0 or 1; or, in two steps, the next trial.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    if encoding == .twoSteps, completedTrial != nil {
      completedTrial = nil
      if isLast { return .termination(reward: 0, observation(0)) }
      beginTrial(using: &rng)
      return choiceIsDue(.transition(reward: 0, observation(0)))
    }
    let trial = outcome(of: action, using: &rng)
    let cued = cuedIndex.map { (index: $0, trial: trials[$0]) }
    completedTrial = EpisodicTwoStepTrial(index: trials.count, trial: trial, remembered: cued)
    let reward = trial.isRewarded ? 1.0 : 0
    let seen = observation(1 + trial.state)
    trials.append(trial)
    if encoding == .twoSteps {
      let shown = TimeStep.transition(reward: reward, seen)
      return storesOutcome && cuedIndex == nil ? shown.with(memory(stores: true)) : shown
    }
    let next = observation(1 + trial.state)
    if isLast { return .termination(reward: reward, next) }
    beginTrial(using: &rng)
    return choiceIsDue(.transition(reward: reward, next))
  }

  /// Draws what is new before a trial: perhaps other roles of the states, and a cue or a context.
  private mutating func beginTrial(using rng: inout Generator) {
    if bernoulli(switchProbability, using: &rng) { goodState = 1 - goodState }
    let block = trials.count / blockTrialCount
    if block < 2 {
      repeat {
        context = (0..<contextCount).map { _ in bernoulli(0.5, using: &rng) ? 1 : -1 }
      } while !repeatsContexts && contexts.contains(context)
      contexts.append(context)
      cuedIndex = nil
    } else {
      let old = (block - 2) * blockTrialCount..<(block - 1) * blockTrialCount
      context = contexts[old.lowerBound + integer(below: blockTrialCount, using: &rng)]
      cuedIndex = old.last { contexts[$0] == context }
    }
  }

  private func outcome(of action: Int, using rng: inout Generator) -> TwoStepTrial {
    let state = bernoulli(commonProbability, using: &rng) ? action : 1 - action
    let payment = state == goodState ? rewardProbability : 1 - rewardProbability
    var isRewarded = bernoulli(payment, using: &rng)
    if let cuedIndex, trials[cuedIndex].state == state { isRewarded = trials[cuedIndex].isRewarded }
    return TwoStepTrial(action: action, state: state, isRewarded: isRewarded)
  }

  /// What a memory does when a choice is due: a cue brings something back; without one it stores, if it
  /// does not wait for the outcome.
  private func choiceIsDue(_ step: TimeStep) -> TimeStep {
    cuedIndex != nil || !storesOutcome ? step.with(memory(stores: cuedIndex == nil)) : step
  }

  private func memory(stores: Bool) -> Recall {
    Recall(.numbers(context), retrieves: !stores, stores: stores)
  }

  private func observation(_ cue: Int) -> Observation {
    if !tellsTrialNumber { return .cue(cue) }
    return .numbers((0..<3).map { $0 == cue ? 1 : 0 } + [Float(trials.count)])
  }
}
