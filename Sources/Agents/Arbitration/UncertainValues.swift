import Numerics
import Tasks

/// A mean and the variance of what is believed about it.
public struct Belief: Hashable, Sendable {
  /// In units of reward.
  public var mean: Double
  /// In squared units of reward, at least 0.
  public var variance: Double

  /// A belief.
  ///
  /// - Parameters:
  ///   - mean: in units of reward.
  ///   - variance: at least 0; traps otherwise.
  public init(mean: Double, variance: Double) {
    require(variance >= 0, "variance \(variance) is not ≥ 0")
    (self.mean, self.variance) = (mean, variance)
  }

  /// Bayes' rule for a normal belief, and a sample with normal noise that is itself only believed in: the
  /// mean and variance over all that the sample may be.
  mutating func observe(_ sample: Belief, noise: Double) {
    let gain = variance / (variance + noise)
    mean += gain * (sample.mean - mean)
    variance = (1 - gain) * variance + gain * gain * sample.variance
  }
}

/// The cached system of Daw, Niv and Dayan: action values with uncertainties, learned by bootstrapping.
///
/// Each Q(s, a) has a normal belief with the mean m and the variance v. A step is a sample `r + V(s′)` of it
/// with the noise ρ of one outcome, and V(s′) is a belief, too, with the variance v′:
///
/// ```
/// k = v / (v + ρ)
/// m ← m + k·(r + V(s′) − m)
/// v ← (1 − k)·v + k²·v′
/// ```
///
/// The last term carries uncertainty along: a value learned from a guess has some of the guess in it.
///
/// - Source: after Daw, Niv & Dayan (2005), who use Bayesian Q-learning with mixture updating (Dearden,
///   Friedman & Russell, 1998). Deviation: normal beliefs.
public struct CachedBeliefs: WorldLearner, Hashable {
  /// The variance of one outcome.
  public let noise: Double
  /// `[state][action]`, what is believed of Q.
  public private(set) var beliefs: [[Belief]]

  /// A learner without experience: mean 0, variance 1.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - noise: the variance of one outcome, above 0; traps otherwise.
  public init(of world: StateWorld, noise: Double) {
    require(noise > 0, "outcome noise \(noise) is not > 0")
    self.noise = noise
    beliefs = noValues(of: world).map { $0.map { _ in Belief(mean: 0, variance: 1) } }
  }

  /// How many states.
  public var stateCount: Int { beliefs.count }
  /// How many actions.
  public var actionCount: Int { beliefs[0].count }

  /// The means of the beliefs.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] { beliefs[state].map(\.mean) }

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    var sample = step.next.map { best(of: beliefs[$0]) } ?? Belief(mean: 0, variance: 0)
    sample.mean += step.reward
    beliefs[step.state][step.action].observe(sample, noise: noise)
  }

  /// Sets what an outcome is worth, as illness does with food: the actions in that state, and no others.
  ///
  /// - Parameters:
  ///   - value: the new worth, in units of reward.
  ///   - state: where the outcome is had.
  public mutating func setOutcome(_ value: Double, in state: Int) {
    for action in beliefs[state].indices { beliefs[state][action].mean = value }
  }
}

/// The tree system of Daw, Niv and Dayan: a model with uncertainties, searched step by step.
///
/// It knows that only endings pay. Their rewards have normal beliefs, the transitions Dirichlet beliefs. A
/// search adds them up from the ends: with `mᵢ` and `vᵢ` the mean and variance of the value of the i-th next
/// state, μ the mean transition probabilities and C the sum of their counts,
///
/// ```
/// mean = Σ μᵢ·mᵢ
/// variance = Σ E[pᵢ²]·vᵢ + (Σ μᵢ·mᵢ² − (Σ μᵢ·mᵢ)²) / (C + 1) + ν
/// ```
///
/// with ν the computational noise of one step of search.
///
/// - Source: after Daw, Niv & Dayan (2005). Deviations: normal beliefs about rewards; nothing is forgotten.
public struct TreeBeliefs: WorldLearner, Hashable {
  /// The variance of one outcome.
  public let noise: Double
  /// ν, the variance that each step of search adds.
  public let searchNoise: Double
  /// How many steps ahead it searches.
  public let depth: Int
  /// `[state]`, what is believed of the rewards that endings pay.
  public private(set) var rewards: [Belief]
  /// `[state][action][next state]`, counts of transitions.
  private var counts: [[[Double]]]
  private var isEnding: [Bool]

  /// The share of a count that every transition has before it was seen.
  private let priorCount = 0.1

  /// A learner without experience: rewards of mean 0 and variance 1.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken, and how many there are.
  ///   - noise: the variance of one outcome, above 0; traps otherwise.
  ///   - searchNoise: ν, the variance that each step of search adds, at least 0; traps otherwise.
  ///   - depth: how many steps ahead it searches, at least 1; traps otherwise.
  public init(of world: StateWorld, noise: Double, searchNoise: Double, depth: Int = 3) {
    require(noise > 0, "outcome noise \(noise) is not > 0")
    require(searchNoise >= 0, "search noise \(searchNoise) is not ≥ 0")
    require(depth >= 1, "a search of depth \(depth)")
    (self.noise, self.searchNoise, self.depth) = (noise, searchNoise, depth)
    rewards = [Belief](repeating: Belief(mean: 0, variance: 1), count: world.stateCount)
    counts = noValues(of: world).map { row in
      row.map { _ in [Double](repeating: 0, count: world.stateCount) }
    }
    isEnding = [Bool](repeating: false, count: world.stateCount)
    for s in counts.indices {
      for a in counts[s].indices {
        for x in counts[s][a].indices { counts[s][a][x] = priorCount }
      }
    }
  }

  /// How many states.
  public var stateCount: Int { rewards.count }
  /// How many actions.
  public var actionCount: Int { counts[0].count }

  /// What is believed of the actions in a state, after a search.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`.
  public func beliefs(in state: Int) -> [Belief] { search(state, depth: depth) }

  /// The means of the beliefs.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] { beliefs(in: state).map(\.mean) }

  /// Learns from a step.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    if let next = step.next {
      counts[step.state][step.action][next] += 1
    } else {
      isEnding[step.state] = true
      rewards[step.state].observe(Belief(mean: step.reward, variance: 0), noise: noise)
    }
  }

  /// Sets what an outcome is worth, as illness does with food.
  ///
  /// - Parameters:
  ///   - value: the new worth, in units of reward.
  ///   - state: where the outcome is had.
  public mutating func setOutcome(_ value: Double, in state: Int) { rewards[state].mean = value }

  private func search(_ state: Int, depth: Int) -> [Belief] {
    if isEnding[state] || depth == 0 {
      return [Belief](repeating: rewards[state], count: actionCount)
    }
    let following = (0..<stateCount).map { best(of: search($0, depth: depth - 1)) }
    return counts[state].map { counts in
      let total = counts.reduce(0, +)
      var (mean, square, carried) = (0.0, 0.0, 0.0)
      for (count, value) in zip(counts, following) {
        let p = count / total
        mean += p * value.mean
        square += p * value.mean * value.mean
        carried += (p * p + p * (1 - p) / (total + 1)) * value.variance
      }
      let spread = max(0, square - mean * mean) / (total + 1)
      return Belief(mean: mean, variance: carried + spread + searchNoise)
    }
  }
}

/// The belief with the highest mean; of several, the surest.
func best(of beliefs: [Belief]) -> Belief {
  beliefs.reduce(beliefs[0]) { best, other in
    other.mean > best.mean || (other.mean == best.mean && other.variance < best.variance)
      ? other : best
  }
}

/// Arbitration by uncertainty: for each action the system that is surer of it speaks.
///
/// Early the tree is surer, as it makes more of each experience; late the cache, as it does not have to
/// search and searching is noisy.
///
/// - Source: Daw, Niv & Dayan (2005). The noises are ours.
public struct UncertaintyArbitration: WorldLearner, Hashable {
  /// Which system speaks.
  public enum System: String, Hashable, Sendable {
    /// The cached system: habits.
    case cache
    /// The tree system: goal-directed.
    case tree
  }

  /// The cached system.
  public private(set) var cache: CachedBeliefs
  /// The tree system.
  public private(set) var tree: TreeBeliefs

  /// Two systems without experience.
  ///
  /// - Parameters:
  ///   - world: whose states and actions are taken.
  ///   - noise: the variance of one outcome, the same for both, above 0; traps otherwise.
  ///   - searchNoise: the variance that each step of search adds, at least 0; traps otherwise.
  public init(of world: StateWorld, noise: Double, searchNoise: Double) {
    cache = CachedBeliefs(of: world, noise: noise)
    tree = TreeBeliefs(of: world, noise: noise, searchNoise: searchNoise)
  }

  /// How many states.
  public var stateCount: Int { cache.stateCount }
  /// How many actions.
  public var actionCount: Int { cache.actionCount }

  /// Who speaks for an action.
  ///
  /// - Parameters:
  ///   - action: in 0 ..< `actionCount`.
  ///   - state: in 0 ..< `stateCount`.
  /// - Returns: the system with the smaller variance; the tree if they are equal.
  public func system(for action: Int, in state: Int) -> System {
    cache.beliefs[state][action].variance < tree.beliefs(in: state)[action].variance
      ? .cache : .tree
  }

  /// The values of the systems that speak.
  ///
  /// - Parameter state: in 0 ..< `stateCount`.
  /// - Returns: `[actionCount]`, in units of reward.
  public func actionValues(in state: Int) -> [Double] {
    zip(cache.beliefs[state], tree.beliefs(in: state)).map {
      $0.variance < $1.variance ? $0.mean : $1.mean
    }
  }

  /// Both systems learn.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    cache.learn(step)
    tree.learn(step)
  }

  /// Sets what an outcome is worth, for both systems.
  ///
  /// - Parameters:
  ///   - value: the new worth, in units of reward.
  ///   - state: where the outcome is had.
  public mutating func setOutcome(_ value: Double, in state: Int) {
    cache.setOutcome(value, in: state)
    tree.setOutcome(value, in: state)
  }
}
