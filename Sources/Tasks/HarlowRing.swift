import Numerics

/// One trial of Harlow's learning set, as the analyses need it.
public struct HarlowTrial: Hashable, Sendable, Codable {
  /// Which trial with this pair of objects, from 0.
  public let index: Int
  /// Whether the rewarded object was looked at.
  public let isCorrect: Bool
  /// The step of the episode that ended the trial, from 1.
  public let step: Int

  /// One trial.
  ///
  /// - Parameters:
  ///   - index: from 0.
  ///   - isCorrect: whether the rewarded object was looked at.
  ///   - step: from 1.
  public init(index: Int, isCorrect: Bool, step: Int) {
    (self.index, self.isCorrect, self.step) = (index, isCorrect, step)
  }
}

/// Harlow's learning set in one dimension: two new objects an episode, of which one is rewarded, six times.
///
/// The world is a ring of 17 cells; the agent sees the 9 in the middle and turns the ring by one cell to
/// either side. It turns the fixation mark to the centre (reward .2); two objects appear, 3 cells to the
/// left and the right, sides at random; it turns one of them to the centre (1 if it is the rewarded one, −1
/// if not); the mark appears again. On the first trial nobody can know; after it, everything is known.
///
/// | | Harlow (1949) | Wang et al. (2018) | the reference in one dimension | here |
/// |---|---|---|---|---|
/// | objects | real, a pair a problem | images | two numbers k/1000, k in 2 … 1001 | the same |
/// | trials a pair | 6 (at first more) | 6 | 6 | 6 |
/// | world | a tray | a screen in 3-D | ring of 17, 9 seen | the same |
/// | rewards | food | – | .2, 1, −1 | the same |
/// | time | – | – | 250 steps | 250 steps |
///
/// A perfect learner earns 6·.2 + 0 + 5 = 6.2 an episode, one that looks at either object 1.2.
///
/// What to know of the reference, all of it kept by `Objects.reference`: an object is one number, so two
/// that are close are hard to tell apart, and a few per cent of errors remain; k = 1000 looks like the
/// fixation mark, and acts like it; the two objects can be equal; at the time limit the episode counts as
/// over. Not kept: there the last action and reward of an episode are an input to the first step of the
/// next, which tells something about nothing; here an episode begins without either.
///
/// - Source: Harlow (1949); Wang et al. (2018), Fig. 6; the reference is BKHMSI/Meta-RL-Harlow, 1-D.
public struct HarlowRing: Environment, Hashable {
  /// Which numbers are objects.
  ///
  /// The values of `training` and `test` are disjoint, and alternate: an object of a test was never met in
  /// training, but its neighbours were.
  public enum Objects: Hashable, Sendable {
    /// k in 2 … 1001, drawn twice: 1000 (the mark) and equal pairs may come.
    case reference
    /// Even k in 2 … 998, two different ones.
    case training
    /// Odd k in 3 … 999, two different ones.
    case test
  }

  /// Cells of the ring.
  public static let cellCount = 17
  /// Cells that are seen.
  public static let seenCount = 9
  /// Cells from the centre to each object, and to a new fixation mark.
  public static let offset = 3
  /// The reward for the fixation mark.
  public static let fixationReward = 0.2
  /// The reward for the rewarded object; for the other it is lost.
  public static let objectReward = 1.0
  private static let center = 8
  /// A cell holds k; 0 is empty, and the mark is 1000.
  private static let mark = 1_000

  /// Which numbers are objects.
  public let objects: Objects
  /// Trials with a pair.
  public let trialCount: Int
  /// The most steps an episode can last.
  public let stepLimit: Int

  /// `[2]`, the numbers of this episode's objects, k/1000. The agent sees them, not which is rewarded.
  public var objectValues: [Double] { pair.map { Double($0) / 1_000 } }
  /// Which of the pair is rewarded, 0 or 1. Hidden from the agent.
  public private(set) var rewardedObject = 0
  /// Trials completed in this episode.
  public private(set) var trialIndex = 0
  /// The trial that the last step completed; nil after all other steps.
  public private(set) var completedTrial: HarlowTrial?
  private var pair = [0, 0]
  private var cells = [Int](repeating: 0, count: Self.cellCount)
  private var pointer = Self.center
  private var clock = EpisodeClock()

  /// A distribution of pairs.
  ///
  /// - Parameters:
  ///   - objects: which numbers are objects.
  ///   - trialCount: at least 1; traps otherwise.
  ///   - stepLimit: at least 1; traps otherwise.
  public init(_ objects: Objects = .reference, trialCount: Int = 6, stepLimit: Int = 250) {
    require(trialCount >= 1, "\(trialCount) trials with a pair")
    require(stepLimit >= 1, "an episode of \(stepLimit) steps")
    (self.objects, self.trialCount, self.stepLimit) = (objects, trialCount, stepLimit)
  }

  /// 9 cells, each the value of what is there: 0, an object, or 1 for the mark.
  public var observationCount: Int { Self.seenCount }
  /// 2: action 0 moves what is seen one cell to the right (the agent turns left), action 1 to the left.
  public var actionCount: Int { 2 }

  /// Draws the objects, the rewarded one, and where the mark is.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the mark, at most 3 cells from the centre.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    (trialIndex, completedTrial) = (0, nil)
    var shift = integer(below: 2 * Self.offset, using: &rng) - Self.offset
    if shift == 0 { shift = 1 }
    cells = [Int](repeating: 0, count: Self.cellCount)
    cells[Self.center + shift] = Self.mark
    pointer = Self.center - shift
    pair = [drawObject(using: &rng), drawObject(using: &rng)]
    if objects != .reference {
      while pair[0] == pair[1] { pair[1] = drawObject(using: &rng) }
    }
    rewardedObject = integer(below: 2, using: &rng)
    clock.start()
    return .restart(view)
  }

  /// Turns the ring by one cell.
  ///
  /// - Parameters:
  ///   - action: 0 moves what is seen to the right, 1 to the left.
  ///   - rng: the source of randomness, for the sides of the objects.
  /// - Returns: what is seen then, and the reward for what came to the centre.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let stepIndex = (clock.stepCount ?? 0) + 1
    let isLate = clock.advance(action: action, of: 2, stepLimit: stepLimit)
    completedTrial = nil
    turn(action)
    var reward = 0.0
    let looked = cells[Self.center]
    if looked == Self.mark {
      reward = Self.fixationReward
      placeObjects(using: &rng)
    } else if looked != 0 {
      let isCorrect = (looked == pair[0] ? 0 : 1) == rewardedObject
      reward = isCorrect ? Self.objectReward : -Self.objectReward
      completedTrial = HarlowTrial(index: trialIndex, isCorrect: isCorrect, step: stepIndex)
      trialIndex += 1
      placeMark()
    }
    if trialIndex == trialCount || isLate {
      clock = EpisodeClock()
      return .termination(reward: reward, view)
    }
    return .transition(reward: reward, view)
  }

  private var view: Observation {
    let first = (Self.cellCount - Self.seenCount) / 2
    return .numbers(cells[first..<first + Self.seenCount].map { Float($0) / 1_000 })
  }

  private func drawObject(using rng: inout Generator) -> Int {
    switch objects {
    case .reference: 2 + integer(below: 1_000, using: &rng)
    case .training: 2 + 2 * integer(below: 499, using: &rng)
    case .test: 3 + 2 * integer(below: 499, using: &rng)
    }
  }

  private mutating func turn(_ action: Int) {
    let count = Self.cellCount
    if action == 0 {
      let last = cells.removeLast()
      cells.insert(last, at: 0)
      pointer = (pointer + count - 1) % count
    } else {
      let first = cells.removeFirst()
      cells.append(first)
      pointer = (pointer + 1) % count
    }
  }

  private mutating func placeObjects(using rng: inout Generator) {
    let isSwapped = bernoulli(0.5, using: &rng)
    cells[Self.center - Self.offset] = isSwapped ? pair[1] : pair[0]
    cells[Self.center + Self.offset] = isSwapped ? pair[0] : pair[1]
    cells[Self.center] = 0
  }

  /// The mark comes on the side that lies towards the agent's first heading.
  private mutating func placeMark() {
    cells = [Int](repeating: 0, count: Self.cellCount)
    cells[pointer > Self.center ? Self.center - Self.offset : Self.center + Self.offset] =
      Self.mark
  }
}
