import Numerics

/// One answer in the contextual choice task.
public struct ContextualAnswer: Hashable, Codable, Sendable {
  /// Whether the context was shown before: 0 in its first showing, 1 in its second.
  public let showing: Int
  /// The step of the trial, from 0.
  public let time: Int
  /// Whether the answer was the direction of the evidence.
  public let isCorrect: Bool

  /// An answer.
  ///
  /// - Parameters:
  ///   - showing: 0 or 1.
  ///   - time: from 0.
  ///   - isCorrect: whether it was right.
  public init(showing: Int, time: Int, isCorrect: Bool) {
    (self.showing, self.time, self.isCorrect) = (showing, time, isCorrect)
  }
}

/// Evidence that comes late, and a context that tells earlier, if one has seen it before.
///
/// In each trial a direction is to be named, at each of 10 steps anew; every right answer pays 1. What is
/// seen is 32 numbers of evidence and the 32 numbers of the context, which stays for the trial. In the
/// first 5 steps the evidence is noise (mean 0, standard deviation 1); then its mean is +1 for one
/// direction and −1 for the other. So nobody can do better than chance in the first half; unless the context
/// was there before, for a context keeps its direction.
///
/// An epoch, which is one episode of this environment, shows 50 contexts once and then all of them a second
/// time in another order. A trial is an inner episode. The memory is asked at every step, with the context
/// as its key, and it stores at the last step of a first showing. No step has to show an outcome: the cells
/// then hold the evidence, and the evidence is the answer.
///
/// Give a network neither its last action nor its last reward, as in the reference. With them one answer
/// tells all, in a first showing, too.
///
/// | | the reference | here |
/// |---|---|---|
/// | contexts | 50, of 32 normal numbers, each twice | the same |
/// | evidence | 10 steps of 32 numbers, 5 of noise | the same |
/// | second showing | repeats the first, noise and all | the same direction, the rest drawn anew |
/// | direction | the sign of the sum of the evidence | the sign of its mean |
/// | key | the context and the evidence of the moment, or the context | the context |
/// | epoch | 100 trials | the same |
///
/// - Source: the demonstration of the repository qihongl/dnd-lstm (contextual choice).
public struct ContextualChoice: Environment, Hashable {
  /// How many contexts an epoch has.
  public let uniqueCount: Int
  /// Numbers in a context, and in the evidence of one step.
  public let evidenceCount: Int
  /// Steps of a trial.
  public let trialStepCount: Int
  /// Steps at its beginning in which the evidence is noise.
  public let noiseStepCount: Int

  /// The direction of this trial's evidence: 0 or 1, which is the right answer. Hidden from the agent.
  public var direction: Int { directions[trial] }
  /// `[evidenceCount]`, the context of this trial.
  public var context: [Float] { contexts[trial] }
  /// The answer that the last step gave; nil before the first.
  public private(set) var lastAnswer: ContextualAnswer?
  /// `[trials]`, the contexts in the order in which they are shown.
  private var contexts: [[Float]] = [[]]
  /// `[trials]`.
  private var directions: [Int] = [0]
  private var trial = 0
  private var time = 0
  private var clock = EpisodeClock()

  /// A distribution of epochs.
  ///
  /// - Parameters:
  ///   - uniqueCount: how many contexts an epoch has, at least 1; traps otherwise.
  ///   - evidenceCount: numbers in a context and in the evidence of a step, at least 1; traps otherwise.
  ///   - trialStepCount: at least 1; traps otherwise.
  ///   - noiseStepCount: at least 0 and less than `trialStepCount`; traps otherwise.
  public init(
    uniqueCount: Int = 50, evidenceCount: Int = 32, trialStepCount: Int = 10,
    noiseStepCount: Int = 5
  ) {
    require(uniqueCount >= 1, "\(uniqueCount) contexts")
    require(evidenceCount >= 1, "evidence of \(evidenceCount) numbers")
    require(
      noiseStepCount >= 0 && noiseStepCount < trialStepCount,
      "\(noiseStepCount) steps of noise in a trial of \(trialStepCount)")
    (self.uniqueCount, self.evidenceCount) = (uniqueCount, evidenceCount)
    (self.trialStepCount, self.noiseStepCount) = (trialStepCount, noiseStepCount)
  }

  /// The evidence and the context.
  public var observationCount: Int { 2 * evidenceCount }
  /// 2 directions.
  public var actionCount: Int { 2 }
  /// As many as numbers in the evidence.
  public var contextCount: Int { evidenceCount }
  /// All steps of all trials.
  public var stepLimit: Int { 2 * uniqueCount * trialStepCount }

  /// Draws contexts and directions.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the first step of the first trial.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    contexts = (0..<uniqueCount).map { _ in
      (0..<evidenceCount).map { _ in Float(normal(using: &rng)) }
    }
    directions = (0..<uniqueCount).map { _ in integer(below: 2, using: &rng) }
    var order = Array(0..<uniqueCount)
    shuffle(&order, using: &rng)
    contexts += order.map { contexts[$0] }
    directions += order.map { directions[$0] }
    (trial, time, lastAnswer) = (0, 0, nil)
    clock.start()
    return shown(.restart(view(using: &rng)))
  }

  /// Answers.
  ///
  /// - Parameters:
  ///   - action: a direction, 0 or 1.
  ///   - rng: the source of randomness, for the evidence.
  /// - Returns: 1 for the right answer, else 0, and the next evidence.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    let isCorrect = action == direction
    let reward = isCorrect ? 1.0 : 0
    lastAnswer = ContextualAnswer(
      showing: trial < uniqueCount ? 0 : 1, time: time, isCorrect: isCorrect)
    if isLast { return .termination(reward: reward) }
    time += 1
    if time < trialStepCount { return shown(.transition(reward: reward, view(using: &rng))) }
    (trial, time) = (trial + 1, 0)
    return shown(.inner(reward: reward, view(using: &rng)))
  }

  private func view(using rng: inout Generator) -> Observation {
    let center = time < noiseStepCount ? 0.0 : direction == 1 ? 1 : -1
    let evidence = (0..<evidenceCount).map { _ in Float(center + normal(using: &rng)) }
    return .numbers(evidence + contexts[trial])
  }

  private func shown(_ step: TimeStep) -> TimeStep {
    step.with(
      Recall(
        .numbers(contexts[trial]), retrieves: true,
        stores: trial < uniqueCount && time == trialStepCount - 1))
  }
}
