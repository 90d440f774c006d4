import Numerics

/// A Markov decision process with few states, of which everything is known.
public struct TabularMDP: Hashable, Sendable {
  /// `[state][action][next state]`, probabilities.
  public let transitions: [[[Double]]]
  /// `[state][action]`, expected rewards.
  public let rewards: [[Double]]

  /// How many states.
  public var stateCount: Int { transitions.count }
  /// How many actions.
  public var actionCount: Int { transitions[0].count }

  /// A process.
  ///
  /// - Parameters:
  ///   - transitions: `[state][action][next state]`, each row with the sum 1.
  ///   - rewards: `[state][action]`; traps when the counts do not fit.
  public init(transitions: [[[Double]]], rewards: [[Double]]) {
    require(!transitions.isEmpty && !transitions[0].isEmpty, "a process without states or actions")
    let (states, actions) = (transitions.count, transitions[0].count)
    require(
      transitions.allSatisfy { $0.count == actions && $0.allSatisfy { $0.count == states } }
        && rewards.count == states && rewards.allSatisfy { $0.count == actions },
      "transitions and rewards of a process with \(states) states and \(actions) actions")
    self.transitions = transitions
    self.rewards = rewards
  }

  /// The best that can be done in a number of steps: `Q[h](s, a) = r(s, a) + Σ P(s′)·max Q[h−1](s′, ·)`.
  ///
  /// - Parameter steps: how many are left, at least 1; traps otherwise.
  /// - Returns: `[steps][state][action]`: element h − 1 holds the values with h steps left.
  /// - Source: Bellman (1957).
  public func values(steps: Int) -> [[[Double]]] {
    require(steps >= 1, "values over \(steps) steps")
    var best = [Double](repeating: 0, count: stateCount)
    return (0..<steps).map { _ in
      let values = zip(transitions, rewards).map { rows, rewards in
        zip(rows, rewards).map { row, reward in
          zip(row, best).reduce(reward) { $0 + $1.0 * $1.1 }
        }
      }
      best = values.map { $0.reduce($0[0], max) }
      return values
    }
  }
}

/// Small random worlds: each task draw is one process, played for several short rounds from its first state.
///
/// Transition rows are Dirichlet(1, …, 1), expected rewards N(1, 1), and a reward is N(expected, 1). The
/// state is shown one-hot, and one more number is 1 at the beginning of each round. If wanted, the state
/// before follows, one-hot, too: where the last action was taken. Whoever has a memory knows it anyway.
///
/// - Source: Duan et al. (2016), § 3.2: 10 states, 5 actions, rounds of 10 steps, 10 to 100 rounds (there
///   called episodes; here an episode is one task draw).
public struct RandomMDPTask: Environment, Hashable {
  /// How many states.
  public let stateCount: Int
  /// How many actions.
  public let actionCount: Int
  /// Steps in a round.
  public let roundLength: Int
  /// Rounds in an episode.
  public let roundCount: Int
  /// Whether the state before is shown, too.
  public let showsLastState: Bool
  /// This episode's world; nil before the first. Hidden from the agent.
  public private(set) var process: TabularMDP?
  private var state = 0
  private var stepCount = 0
  private var clock = EpisodeClock()
  /// What each state looks like, and the beginning of a round, made once: `[state before][state]`, where no
  /// state before is the first.
  private let looks: [[Observation]]

  /// A distribution of worlds.
  ///
  /// - Parameters:
  ///   - stateCount: at least 1; traps otherwise.
  ///   - actionCount: at least 1; traps otherwise.
  ///   - roundLength: at least 1; traps otherwise.
  ///   - roundCount: at least 1; traps otherwise.
  ///   - showsLastState: whether the state before is shown, too.
  public init(
    stateCount: Int = 10, actionCount: Int = 5, roundLength: Int = 10, roundCount: Int = 10,
    showsLastState: Bool = false
  ) {
    require(
      min(stateCount, actionCount, roundLength, roundCount) >= 1,
      "\(stateCount) states, \(actionCount) actions, \(roundCount) rounds of \(roundLength) steps")
    (self.stateCount, self.actionCount) = (stateCount, actionCount)
    (self.roundLength, self.roundCount) = (roundLength, roundCount)
    self.showsLastState = showsLastState
    looks = (0...(showsLastState ? stateCount : 0)).map { before in
      (0...stateCount).map { look in
        let now: [Float] = (0...stateCount).map { i in
          (look < stateCount ? i == look : i == 0 || i == stateCount) ? 1 : 0
        }
        let last: [Float] = (0..<stateCount).map { $0 + 1 == before ? 1 : 0 }
        return .numbers(showsLastState ? now + last : now)
      }
    }
  }

  /// The states and the mark of a round's beginning; then, if shown, the states before.
  public var observationCount: Int { stateCount + 1 + (showsLastState ? stateCount : 0) }
  /// All steps of all rounds.
  public var stepLimit: Int { roundLength * roundCount }

  /// Draws a world.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the beginning of the first round.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    let transitions = (0..<stateCount).map { _ in
      (0..<actionCount).map { _ in
        dirichlet([Double](repeating: 1, count: stateCount), using: &rng)
      }
    }
    let rewards = (0..<stateCount).map { _ in
      (0..<actionCount).map { _ in normal(mean: 1, using: &rng) }
    }
    process = TabularMDP(transitions: transitions, rewards: rewards)
    (state, stepCount) = (0, 0)
    clock.start()
    return .restart(looks[0][stateCount])
  }

  /// Takes an action.
  ///
  /// - Parameters:
  ///   - action: in 0 ..< `actionCount`.
  ///   - rng: the source of randomness.
  /// - Returns: a reward in any size, and the next state.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    guard let process else { fatalError("a step before the first reset") }
    let reward = normal(mean: process.rewards[state][action], using: &rng)
    stepCount += 1
    let startsRound = stepCount % roundLength == 0
    let before = showsLastState ? state + 1 : 0
    state = startsRound ? 0 : categorical(process.transitions[state][action], using: &rng)
    let look = looks[before][startsRound ? stateCount : state]
    return isLast ? .termination(reward: reward, look) : .transition(reward: reward, look)
  }
}
