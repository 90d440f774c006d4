import Numerics
import Tasks

/// Local matching: choices are divided as the recent rewards were, `P(a) = (Iₐ + f) / Σ (I + f)`.
///
/// The income of a target is a leaky sum of its rewards: after each trial `Iₐ ← (1 − 1/τ)·Iₐ + r` for the
/// target chosen and `(1 − 1/τ)·I` for the other. The floor f keeps a target that paid nothing from being
/// given up. It knows nothing of baiting: how long a target was left alone does not count.
///
/// - Source: Sugrue, Corrado & Newsome (2004), *Matching behavior and the representation of value in the
///   parietal cortex*, Science 304; the floor is ours.
public struct LocalMatching: Agent, Hashable {
  /// τ, at least 1, in trials: how long a reward counts.
  public let timeConstant: Double
  /// f, above 0, in rewards.
  public let floor: Double
  /// `[2]`, I: what each target paid lately, in rewards.
  public private(set) var incomes = [0.0, 0.0]
  private var choice: Int?

  /// An agent that has got nothing yet.
  ///
  /// - Parameters:
  ///   - timeConstant: τ, at least 1; traps otherwise.
  ///   - floor: f, above 0; traps otherwise.
  public init(timeConstant: Double = 8, floor: Double = 0.2) {
    require(timeConstant >= 1, "a time constant of \(timeConstant) trials")
    require(floor > 0, "a floor of \(floor)")
    (self.timeConstant, self.floor) = (timeConstant, floor)
  }

  /// `[2]`, the probability of each choice now.
  public var choiceProbabilities: [Double] {
    let total = incomes[0] + incomes[1] + 2 * floor
    return incomes.map { ($0 + floor) / total }
  }

  /// Forgets all income.
  public mutating func begin() {
    incomes = [0, 0]
    choice = nil
  }

  /// Takes in the last trial and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows, in either encoding of `MatchingTask`.
  ///   - rng: the source of randomness; one draw is taken for each choice.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let last = choice {
      for target in 0...1 { incomes[target] *= 1 - 1 / timeConstant }
      incomes[last] += step.reward
      choice = nil
    }
    // At fixation any action goes on.
    if step.observation == .cue(0) { return 0 }
    let next = categorical(choiceProbabilities, using: &rng)
    choice = next
    return next
  }
}
