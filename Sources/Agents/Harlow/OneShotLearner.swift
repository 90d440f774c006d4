import Numerics
import Tasks

/// The perfect learner of `HarlowRing`: it turns to the mark by the shorter way, tries either object on
/// the first trial, and from then on knows which one is rewarded.
///
/// - Source: Harlow (1949), for what animals come to do: win-stay, lose-shift from the first trial.
public struct OneShotLearner: Agent, Hashable {
  /// The cell in the middle of what is seen.
  private static let center = HarlowRing.seenCount / 2
  private var goal: Float?
  private var avoided: Float?
  private var rewarded: Float?
  private var direction = 0
  private var isAtObjects = false

  /// A learner.
  public init() {}

  /// Forgets the objects.
  public mutating func begin() { self = Self() }

  /// Turns.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken when the first pair of an episode appears.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    let cells = step.observation.numbers(count: HarlowRing.seenCount)
    if step.reward == HarlowRing.fixationReward {
      lookAtPair(cells, using: &rng)
    } else if step.reward != 0 || step.stage == .first {
      if isAtObjects { rewarded = step.reward > 0 ? goal : avoided }
      isAtObjects = false
      let mark = cells.firstIndex(of: 1) ?? 0
      direction = mark < Self.center ? 0 : 1
    }
    return direction
  }

  private mutating func lookAtPair(_ cells: [Float], using rng: inout Generator) {
    isAtObjects = true
    let (left, right) = (
      cells[Self.center - HarlowRing.offset], cells[Self.center + HarlowRing.offset]
    )
    var goesLeft = rewarded == left
    if rewarded == nil { goesLeft = bernoulli(0.5, using: &rng) }
    (goal, avoided) = goesLeft ? (left, right) : (right, left)
    // What lies to the left comes to the centre when everything moves to the right.
    direction = goesLeft ? 0 : 1
  }
}
