import Numerics
import Tasks

/// An episode of two Bernoulli arms as a tree of what can be known, for sums without sampling error.
///
/// After n pulls the records of both arms are all that matters for what is to come. So the expected reward
/// of a policy is that of this pull plus that of the rest, summed backwards from the last trial:
///
/// `V(h) = Σᵢ π(i | h)·(pᵢ·(1 + V(h, i paid)) + (1 − pᵢ)·V(h, i did not))`, with pᵢ the probability that
/// arm i pays now, given the records h and how the arms were drawn.
///
/// A choice is made in `C(T + 3, 4)` states, 4.4 million for 100 trials; only two neighbouring layers, of
/// equally many pulls, are held at a time.
///
/// - Source: Bellman (1956), A problem in the sequential design of experiments.
public struct TwoArmedHorizon: Hashable, Sendable {
  /// T, trials in an episode.
  public let trialCount: Int

  /// Episodes of a length.
  ///
  /// - Parameter trialCount: T, at least 1; traps otherwise.
  public init(trialCount: Int = 100) {
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    self.trialCount = trialCount
  }

  /// The expected reward of a policy over an episode.
  ///
  /// - Parameters:
  ///   - policy: who plays.
  ///   - sets: how the two arms are drawn; traps on another number of arms.
  /// - Returns: `[sets]`, each in 0 … T.
  public func expectedRewards(
    of policy: some TwoArmedPolicy, on sets: [ArmDistribution]
  ) -> [Double] {
    sum(sets) { first, second in policy.probabilityOfFirst(first, second) }
  }

  /// The expected cumulative regret of a policy over an episode.
  ///
  /// - Parameters:
  ///   - policy: who plays.
  ///   - sets: how the two arms are drawn; traps on another number of arms.
  /// - Returns: `[sets]`, each at least 0 (but for rounding), in units of reward.
  public func regrets(
    of policy: some TwoArmedPolicy, on sets: [ArmDistribution]
  ) -> [Double] {
    zip(sets, expectedRewards(of: policy, on: sets)).map { set, reward in
      Double(trialCount) * set.meanOfTheBetter - reward
    }
  }

  /// How many states have a number of pulls: `C(n + 3, 3)`.
  static func stateCount(pulls n: Int) -> Int { (n + 1) * (n + 2) * (n + 3) / 6 }

  /// Where in the layer of n pulls the states begin in which m are the first arm's: `Σ (k + 1)(n − k + 1)`.
  static func offset(pulls n: Int, first m: Int) -> Int {
    m * (m + 1) / 2 * (n + 1) - (m - 1) * m * (m + 1) / 3
  }

  /// Sums backwards over all states.
  ///
  /// - Parameters:
  ///   - sets: how the arms are drawn.
  ///   - share: the probability of the first arm; asked in the order of `stateCount` and `offset`, layers
  ///     from the last.
  /// - Returns: `[sets]`, the value of the first state.
  private func sum(
    _ sets: [ArmDistribution], _ share: (ArmRecord, ArmRecord) -> Double
  ) -> [Double] {
    let chances = sets.map { PaymentChances($0, pullLimit: trialCount) }
    // Layer T is all zeros: nothing is left to earn.
    let end = [Double](repeating: 0, count: Self.stateCount(pulls: trialCount))
    var layers = sets.map { _ in end }
    for pulls in (0..<trialCount).reversed() {
      let shares = Self.states(pulls: pulls).map(share)
      for (i, chances) in chances.enumerated() {
        layers[i] = Self.layer(pulls: pulls, before: layers[i], chances) { state, first, second in
          shares[state] * first + (1 - shares[state]) * second
        }
      }
    }
    return layers.map { $0[0] }
  }

  /// The records of both arms in every state with a number of pulls, in order.
  private static func states(pulls: Int) -> [(ArmRecord, ArmRecord)] {
    var states: [(ArmRecord, ArmRecord)] = []
    states.reserveCapacity(stateCount(pulls: pulls))
    for m in 0...pulls {
      for s in 0...m {
        for z in 0...pulls - m {
          states.append(
            (
              ArmRecord(successes: s, failures: m - s),
              ArmRecord(successes: z, failures: pulls - m - z)
            ))
        }
      }
    }
    return states
  }

  /// The values of one layer, from those of the next.
  ///
  /// - Parameters:
  ///   - pulls: of the layer.
  ///   - next: the values with one pull more.
  ///   - chances: with which the arms pay.
  ///   - choose: makes the value of a state of those of pulling the first arm and the second.
  /// - Returns: the values of the layer.
  static func layer(
    pulls: Int, before next: [Double], _ chances: PaymentChances,
    choose: (_ state: Int, _ first: Double, _ second: Double) -> Double
  ) -> [Double] {
    var layer = [Double](repeating: 0, count: stateCount(pulls: pulls))
    var state = 0
    for m in 0...pulls {
      let n = pulls - m
      for s in 0...m {
        // A row holds the successes of the second arm, 0 … its pulls.
        let failed = offset(pulls: pulls + 1, first: m + 1) + s * (n + 1)
        let succeeded = failed + n + 1
        let other = offset(pulls: pulls + 1, first: m) + s * (n + 2)
        for z in 0...n {
          let (p, q) = chances.next(s, m, z, n)
          layer[state] = choose(
            state,
            p * (1 + next[succeeded + z]) + (1 - p) * next[failed + z],
            q * (1 + next[other + z + 1]) + (1 - q) * next[other + z])
          state += 1
        }
      }
    }
    return layer
  }
}

/// With which probability each of two arms pays next, given what both have paid.
enum PaymentChances: Sendable {
  /// Each arm by itself, uniform before: `(s + 1) / (n + 2)`.
  case independent
  /// p and 1 − p, p uniform before: the successes of one count as failures of the other.
  case pooled
  /// p and 1 − p, p one of two levels: `[k + pullLimit]`, by the surplus k of evidence for the first.
  case levels([Double], limit: Int)
  /// Known.
  case fixed(Double, Double)

  init(_ set: ArmDistribution, pullLimit: Int) {
    require(set.armCount == 2, "two arms are summed over, not \(set.armCount)")
    switch set {
    case .independent: self = .independent
    case .uniform: self = .pooled
    case .fixed(let p): self = .fixed(p[0], p[1])
    case .easy, .medium, .hard:
      let level = set.meanOfTheBetter
      let table = (-pullLimit...pullLimit).map { k in
        let weight = logistic(Double(k) * logarithm(level / (1 - level)))
        return weight * level + (1 - weight) * (1 - level)
      }
      self = .levels(table, limit: pullLimit)
    }
  }

  /// The chances of both arms after s of m pulls of the first paid and z of n of the second.
  func next(_ s: Int, _ m: Int, _ z: Int, _ n: Int) -> (Double, Double) {
    switch self {
    case .independent: return (Double(s + 1) / Double(m + 2), Double(z + 1) / Double(n + 2))
    case .pooled:
      let p = Double(1 + s + n - z) / Double(2 + m + n)
      return (p, 1 - p)
    case .levels(let table, let limit):
      let p = table[2 * s - m - 2 * z + n + limit]
      return (p, 1 - p)
    case .fixed(let p, let q): return (p, q)
    }
  }
}

extension ArmDistribution {
  /// What the better of two arms pays on average.
  var meanOfTheBetter: Double {
    switch self {
    case .independent(let arms): Double(arms) / Double(arms + 1)
    case .uniform: 0.75
    case .easy: 0.9
    case .medium: 0.75
    case .hard: 0.6
    case .fixed(let p): p.reduce(0, max)
    }
  }
}
