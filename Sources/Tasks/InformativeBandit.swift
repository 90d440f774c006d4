import Numerics

/// Eleven arms and five pulls: one of the first ten arms pays 5, the others 1, and the eleventh pays a
/// tenth of the number of the arm that pays 5.
///
/// The best plan asks the eleventh arm once, though it pays least, and then takes 5 four times: .55 + 4·5
/// = 20.55. Searching without asking gives 11 at best, pulling at random 6.61.
///
/// What an arm paid is seen as one cue of eleven: 0.1, …, 1.0 and 5. The payment 1 is thus the cue of both
/// an ordinary arm and a tenth arm that pays 5; the agent's own last action tells them apart.
///
/// - Source: Wang et al. (2016), § 3.1.3.
public struct InformativeBandit: Bandit, Hashable {
  private var target = 0
  private var clock = EpisodeClock()

  /// The task.
  public init() {}

  /// 11 cues: which payment was made.
  public var observationCount: Int { 11 }
  /// 11 arms.
  public var actionCount: Int { 11 }
  /// 5 pulls.
  public var stepLimit: Int { 5 }
  /// The index of the arm that tells which of the others pays 5.
  public static let informativeArm = 10

  /// `[11]`: what each arm pays, which is certain.
  public var expectedRewards: [Double] { (0..<11).map(payment) }

  private func payment(_ arm: Int) -> Double {
    if arm == Self.informativeArm { return Double(target + 1) / 10 }
    return arm == target ? 5 : 1
  }

  /// Draws the arm that pays 5.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: a first time step.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    target = integer(below: 10, using: &rng)
    clock.start()
    return .restart()
  }

  /// Pulls an arm.
  ///
  /// - Parameters:
  ///   - action: the arm.
  ///   - rng: not used, as payments are certain.
  /// - Returns: the payment, as reward and as cue.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    let reward = payment(action)
    let tenths = action == Self.informativeArm ? target + 1 : 10
    let cue = Observation.cue(reward == 5 ? 10 : tenths - 1)
    return isLast ? .termination(reward: reward, cue) : .transition(reward: reward, cue)
  }
}
