import Numerics

/// A task: it shows something, takes an action, and answers with a reward and something new.
///
/// It is a value and a distribution of problems at once: `reset` draws one problem, an *episode*; a copy
/// goes on independently. All its chance comes from the generator it is given, so the same seed and
/// actions give the same episode. Check a new task with `environmentFaults(of:seed:)`.
public protocol Environment: Sendable {
  /// How many numbers an observation has, at least 0.
  var observationCount: Int { get }
  /// How many actions there are, at least 1.
  var actionCount: Int { get }
  /// The most steps an episode can last, at least 1.
  var stepLimit: Int { get }
  /// How many numbers a context has, the key of an episodic memory (`TimeStep.recall`); 0 where the task
  /// has no use for one, as it is if a task does not say.
  var contextCount: Int { get }

  /// Draws a new problem and begins an episode.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step.
  mutating func reset(using rng: inout Generator) -> TimeStep

  /// Takes one action.
  ///
  /// - Parameters:
  ///   - action: in 0 ..< `actionCount`; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: what follows. Traps before the first `reset` and after the last time step.
  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep
}

extension Environment {
  /// No context.
  public var contextCount: Int { 0 }
}

/// Counts the steps of an episode, and traps when one is taken where none may be.
public struct EpisodeClock: Hashable, Sendable {
  /// How many actions the episode has taken; nil before the first reset and after the end.
  public private(set) var stepCount: Int?

  /// A clock that does not run yet.
  public init() {}

  /// Begins an episode.
  public mutating func start() { stepCount = 0 }

  /// Counts one action.
  ///
  /// - Parameters:
  ///   - action: the action taken; traps if it is not in 0 ..< `actionCount`.
  ///   - actionCount: how many actions there are.
  ///   - stepLimit: after this many the episode ends.
  /// - Returns: whether this was the last action. Traps when no episode is running.
  public mutating func advance(action: Int, of actionCount: Int, stepLimit: Int) -> Bool {
    require(action >= 0 && action < actionCount, "action \(action) of a task with \(actionCount)")
    guard let count = stepCount else {
      fatalError("a step outside an episode: the task must be reset before it")
    }
    let isLast = count + 1 >= stepLimit
    stepCount = isLast ? nil : count + 1
    return isLast
  }
}
