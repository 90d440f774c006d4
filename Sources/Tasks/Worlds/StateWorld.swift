import Numerics

/// A world of few states: an episode begins in one of some states, moves by actions, and ends when an
/// ending is left.
///
/// Rewards belong to states and are paid when a state is left, by whatever action: at the goal of a maze
/// one step is spent on eating. So with `r(s)` the reward of a state and P its transitions,
/// `Q(s, a) = r(s) + γ·Σ P(s′ | s, a)·V(s′)`, and `Q = r` in an ending. The state is shown as a cue.
///
/// It is a value: `settingReward(of:to:)` and its like give another world, with the same states, for the
/// same learner to live in.
public struct StateWorld: Environment, Hashable {
  /// `[state]`, what each is called.
  public let names: [String]
  /// `[state][action][next state]`, probabilities; the rows of endings are not used.
  public private(set) var transitions: [[[Double]]]
  /// `[state]`, what leaving it pays: the expected reward.
  public private(set) var rewards: [Double]
  /// The states in which an episode may begin, equally likely.
  public private(set) var starts: [Int]
  /// `[state]`, whether leaving it ends the episode.
  public let isEnding: [Bool]
  /// Whether rewards are chances of a reward of 1, not sizes.
  public let paysByChance: Bool
  /// The most steps in an episode; after them it is cut off.
  public let stepLimit: Int
  private var state = 0
  private var clock = EpisodeClock()

  /// A world.
  ///
  /// - Parameters:
  ///   - names: `[state]`, at least one.
  ///   - transitions: `[state][action][next state]`, each row with the sum 1 (within 10⁻⁶), but in endings.
  ///   - rewards: `[state]`, finite; in [0, 1] if paid by chance.
  ///   - starts: at least one state.
  ///   - endings: states.
  ///   - paysByChance: whether rewards are chances of a reward of 1.
  ///   - stepLimit: at least 1.
  /// - Precondition: counts and ranges are as said; traps with the values otherwise.
  public init(
    names: [String], transitions: [[[Double]]], rewards: [Double], starts: [Int], endings: [Int],
    paysByChance: Bool = false, stepLimit: Int = 1_000
  ) {
    let count = names.count
    require(
      count >= 1 && transitions.count == count && rewards.count == count,
      "\(count) names, \(transitions.count) rows of transitions and \(rewards.count) rewards")
    require(
      !starts.isEmpty && (starts + endings).allSatisfy { $0 >= 0 && $0 < count },
      "starts \(starts) and endings \(endings) of a world with \(count) states")
    require(stepLimit >= 1, "an episode of at most \(stepLimit) steps")
    require(
      rewards.allSatisfy { $0.isFinite && (!paysByChance || ($0 >= 0 && $0 <= 1)) },
      "rewards \(rewards)\(paysByChance ? " are not chances" : "")")
    isEnding = (0..<count).map { endings.contains($0) }
    let actionCount = transitions[0].count
    for (state, rows) in transitions.enumerated() {
      require(
        rows.count == actionCount && actionCount >= 1,
        "\(rows.count) actions in state \(names[state]), \(actionCount) in \(names[0])")
      for (action, row) in rows.enumerated() where !isEnding[state] {
        require(
          row.count == count && row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) <= 1e-6,
          "action \(action) in state \(names[state]) leads to the states with \(row)")
      }
    }
    self.names = names
    self.transitions = transitions
    self.rewards = rewards
    self.starts = starts
    self.paysByChance = paysByChance
    self.stepLimit = stepLimit
  }

  /// A world in which every action leads to one state for sure.
  ///
  /// - Parameters:
  ///   - names: `[state]`.
  ///   - successors: `[state][action]`, the states that follow; in endings anything.
  ///   - rewards: `[state]`, finite.
  ///   - starts: at least one state.
  ///   - endings: states.
  ///   - stepLimit: at least 1.
  /// - Precondition: counts and ranges are as said; traps with the values otherwise.
  public init(
    names: [String], successors: [[Int]], rewards: [Double], starts: [Int], endings: [Int],
    stepLimit: Int = 1_000
  ) {
    let states = names.indices
    require(
      successors.allSatisfy { $0.allSatisfy { states.contains($0) } },
      "successors \(successors) in a world with \(names.count) states")
    self.init(
      names: names,
      transitions: successors.map { $0.map { next in states.map { $0 == next ? 1 : 0 } } },
      rewards: rewards, starts: starts, endings: endings, stepLimit: stepLimit)
  }

  /// How many states.
  public var stateCount: Int { names.count }
  /// How many actions, the same in all states.
  public var actionCount: Int { transitions[0].count }
  /// One cue for each state.
  public var observationCount: Int { stateCount }

  /// The state with a name.
  ///
  /// - Parameter name: one of `names`; traps otherwise.
  /// - Returns: its index.
  public func state(_ name: String) -> Int {
    let index = names.firstIndex(of: name) ?? -1
    require(index >= 0, "no state is called \"\(name)\"; there are \(names)")
    return index
  }

  /// The same world with another reward in one state.
  ///
  /// - Parameters:
  ///   - state: in 0 ..< `stateCount`; traps otherwise.
  ///   - reward: finite; traps otherwise.
  /// - Returns: another world.
  public func settingReward(of state: Int, to reward: Double) -> Self {
    require(names.indices.contains(state) && reward.isFinite, "reward \(reward) in state \(state)")
    var world = self
    world.rewards[state] = reward
    return world
  }

  /// The same world in which an action leads elsewhere.
  ///
  /// - Parameters:
  ///   - action: in 0 ..< `actionCount`; traps otherwise.
  ///   - state: where it is taken, in 0 ..< `stateCount`; traps otherwise.
  ///   - next: where it leads, for sure.
  /// - Returns: another world.
  public func leading(action: Int, in state: Int, to next: Int) -> Self {
    require(
      names.indices.contains(state) && names.indices.contains(next)
        && action >= 0 && action < actionCount, "action \(action) from \(state) to \(next)")
    var world = self
    world.transitions[state][action] = names.indices.map { $0 == next ? 1 : 0 }
    return world
  }

  /// The same world with other beginnings.
  ///
  /// - Parameter states: at least one; traps otherwise.
  /// - Returns: another world.
  public func starting(in states: [Int]) -> Self {
    require(
      !states.isEmpty && states.allSatisfy(names.indices.contains), "starts \(states)")
    var world = self
    world.starts = states
    return world
  }

  /// Where a policy leads in one step: `P(s′ | s) = Σₐ π(a | s)·P(s′ | s, a)`.
  ///
  /// - Parameter policy: `[state][action]`, probabilities; nil: all actions equally likely.
  /// - Returns: `[state][next state]`; the rows of endings are zero, as nothing follows.
  public func stateTransitions(following policy: [[Double]]? = nil) -> [[Double]] {
    names.indices.map { state in
      var row = [Double](repeating: 0, count: stateCount)
      if isEnding[state] { return row }
      for action in 0..<actionCount {
        let share = policy.map { $0[state][action] } ?? 1 / Double(actionCount)
        for next in row.indices { row[next] += share * transitions[state][action][next] }
      }
      return row
    }
  }

  /// Begins an episode.
  ///
  /// - Parameter rng: the source of randomness; one draw is taken if there are several starts.
  /// - Returns: the first state.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    state = starts.count == 1 ? starts[0] : starts[integer(below: starts.count, using: &rng)]
    clock.start()
    return .restart(.cue(state))
  }

  /// Leaves the state.
  ///
  /// - Parameters:
  ///   - action: in 0 ..< `actionCount`.
  ///   - rng: the source of randomness; one draw is taken for the next state, one for a reward by chance.
  /// - Returns: the reward of the state that is left, and the state that follows.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let limit = isEnding[state] ? 1 : stepLimit
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: limit)
    var reward = rewards[state]
    if paysByChance { reward = bernoulli(reward, using: &rng) ? 1 : 0 }
    if isEnding[state] { return .termination(reward: reward) }
    state = categorical(transitions[state][action], using: &rng)
    return isLast
      ? .truncation(reward: reward, .cue(state)) : .transition(reward: reward, .cue(state))
  }
}
