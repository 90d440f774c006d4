import Numerics
import Tasks

/// Posterior sampling in small random worlds: Thompson's idea for whole processes.
///
/// At the beginning of each round it draws a process from what it knows, solves it, and follows the
/// solution to the end of the round. What it knows: Dirichlet counts of the transitions, and for each
/// expected reward a normal with the prior N(1, 1) and noise of size 1.
///
/// - Source: Strens (2000); Osband, Russo & Van Roy (2013), PSRL.
public struct PosteriorSampling: Agent, Sendable {
  /// The task: its sizes and priors are used.
  public let task: RandomMDPTask
  /// Whether the posterior's means are followed instead of a draw: a greedy learner.
  public let isGreedy: Bool
  /// ε in [0, 1]: how often any action is taken instead. With `isGreedy`, ε-greedy; at 1, chance alone.
  public let exploration: Double
  private var counts: [[[Double]]] = []
  private var rewardSums: [[Double]] = []
  private var visits: [[Double]] = []
  private var plan: [[[Double]]] = []
  private var stepsLeft = 0
  private var last: (state: Int, action: Int)?

  /// An agent that knows the priors.
  ///
  /// - Parameters:
  ///   - task: the task that will be played.
  ///   - isGreedy: whether means are followed instead of draws.
  ///   - exploration: ε in [0, 1]; traps otherwise.
  public init(_ task: RandomMDPTask, isGreedy: Bool = false, exploration: Double = 0) {
    require(exploration >= 0 && exploration <= 1, "exploration \(exploration) is not in [0, 1]")
    self.task = task
    self.isGreedy = isGreedy
    self.exploration = exploration
    begin()
  }

  /// Forgets the world.
  public mutating func begin() {
    let (states, actions) = (task.stateCount, task.actionCount)
    let none = [[Double]](repeating: [Double](repeating: 0, count: actions), count: states)
    let ones = [Double](repeating: 1, count: states)
    counts = [[[Double]]](
      repeating: [[Double]](repeating: ones, count: actions), count: states)
    (rewardSums, visits) = (none, none)
    (last, stepsLeft) = (nil, 0)
  }

  /// Learns from the last step and acts by the plan of the round.
  ///
  /// - Parameters:
  ///   - step: what the task shows; traps if it is not a `RandomMDPTask`'s.
  ///   - rng: the source of randomness.
  /// - Returns: an action.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    guard case .numbers(let look) = step.observation, let state = look.firstIndex(of: 1) else {
      fatalError("\(step.observation) is not a state")
    }
    let startsRound = look[task.stateCount] == 1
    if let last {
      rewardSums[last.state][last.action] += step.reward
      visits[last.state][last.action] += 1
      // Where a round begins anew, no transition was made.
      if !startsRound { counts[last.state][last.action][state] += 1 }
    }
    if startsRound {
      plan = sample(using: &rng).values(steps: task.roundLength)
      stepsLeft = task.roundLength
    }
    let isExploring = exploration > 0 && bernoulli(exploration, using: &rng)
    let action =
      isExploring
      ? integer(below: task.actionCount, using: &rng)
      : indexOfMaximum(plan[stepsLeft - 1][state])
    stepsLeft -= 1
    last = (state, action)
    return action
  }

  private func sample(using rng: inout Generator) -> TabularMDP {
    var transitions = counts
    var rewards = rewardSums
    for s in counts.indices {
      for a in counts[s].indices {
        let total = counts[s][a].reduce(0, +)
        transitions[s][a] =
          isGreedy ? counts[s][a].map { $0 / total } : dirichlet(counts[s][a], using: &rng)
        let precision = 1 + visits[s][a]
        let mean = (1 + rewardSums[s][a]) / precision
        let spread = isGreedy ? 0 : 1 / precision.squareRoot()
        rewards[s][a] = normal(mean: mean, standardDeviation: spread, using: &rng)
      }
    }
    return TabularMDP(transitions: transitions, rewards: rewards)
  }
}
