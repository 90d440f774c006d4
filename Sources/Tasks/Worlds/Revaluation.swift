/// Retrospective revaluation: after learning two chains of states, one learns of a change at their ends
/// only. Does the value of their beginnings follow?
///
/// | | rewards | transitions |
/// |---|---|---|
/// | phase 1 | 5 pays 10, 6 pays 1 | 1 → 3 → 5 and 2 → 4 → 6 |
/// | phase 2, `.reward` | 5 pays 1, 6 pays 10 | as before, beginning in 3 or 4 |
/// | phase 2, `.transition` | as before | 3 → 6 and 4 → 5, beginning in 3 or 4 |
/// | phase 2, `.control` | as before | as before, beginning in 3 or 4 |
///
/// - Source: after Momennejad et al. (2017). Deviations: one action, so choices at the test are read off
///   the values of states 1 and 2; rewards and lengths of the phases are ours.
public enum Revaluation: String, CaseIterable, Hashable, Sendable {
  /// The rewards change places.
  case reward
  /// The second steps change places.
  case transition
  /// Nothing changes.
  case control

  /// The world of the first phase: states 0 … 5 are called 1 … 6.
  public static let learning = StateWorld(
    names: ["1", "2", "3", "4", "5", "6"],
    successors: [[2], [3], [4], [5], [4], [5]],
    rewards: [0, 0, 0, 0, 10, 1], starts: [0, 1], endings: [4, 5])

  /// The world of the second phase, which begins in the middle.
  public var world: StateWorld {
    let middle = Self.learning.starting(in: [2, 3])
    switch self {
    case .reward: return middle.settingReward(of: 4, to: 1).settingReward(of: 5, to: 10)
    case .transition:
      return middle.leading(action: 0, in: 2, to: 5).leading(action: 0, in: 3, to: 4)
    case .control: return middle
    }
  }
}

extension StateWorld {
  /// A box with a lever and a food tray: pressing and then entering the tray gives food; anything else
  /// gives nothing.
  ///
  /// States: 0 `lever`, 1 `pellet` (in the tray), 2 `nothing` and 3 `food` (in the mouth), the endings.
  /// Actions: 0 presses the lever, 1 enters the tray.
  ///
  /// - Parameter value: what the food is worth to a hungry rat, finite.
  /// - Returns: a world.
  /// - Source: the tree of actions after Daw, Niv & Dayan (2005), Figure 1.
  public static func leverBox(food value: Double = 1) -> Self {
    Self(
      names: ["lever", "pellet", "nothing", "food"],
      successors: [[1, 2], [2, 3], [2, 2], [3, 3]],
      rewards: [0, 0, 0, value], starts: [0], endings: [2, 3])
  }

  /// Two choices and two states to which they lead, more or less reliably.
  ///
  /// States: 0 `choice`, 1 `left`, 2 `right`, the endings, which pay 1 by chance. Action 0 leads to `left`
  /// with the common probability, action 1 to `right`.
  ///
  /// - Parameters:
  ///   - common: probability of the common transition, in [0, 1].
  ///   - rewards: `[2]`, the chances of a reward in `left` and `right`, in [0, 1].
  /// - Returns: a world.
  /// - Source: a shortened version of the task of Lee, Shimojo & O'Doherty (2014), which has a second choice
  ///   and several goals.
  public static func twoRooms(common: Double, rewards: [Double] = [0.7, 0.3]) -> Self {
    Self(
      names: ["choice", "left", "right"],
      transitions: [
        [[0, common, 1 - common], [0, 1 - common, common]], [[0, 1, 0], [0, 1, 0]],
        [[0, 0, 1], [0, 0, 1]],
      ],
      rewards: [0] + rewards, starts: [0], endings: [1, 2], paysByChance: true)
  }
}
