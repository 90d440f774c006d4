import Numerics

/// An episode of two Bernoulli arms as a tree of what can be known, for sums without sampling error.
///
/// After n pulls the records of both arms are all that matters. With trials still to come, the expected
/// reward of a policy is the reward of this pull plus that of the rest, so it can be summed backwards from
/// the end. There are `C(T + 3, 4)` states in which a choice is made, 4.4 million for 100 trials; only two
/// neighbouring layers, of equally many pulls, are held at a time.
public struct TwoArmedHorizon: Hashable, Sendable {
  /// T, trials in an episode.
  public let trialCount: Int

  /// How each arm pays.
  public enum Arms: Hashable, Sendable {
    /// Independently uniform on [0, 1], and unknown: the next pull of an arm pays 1 with the probability
    /// `(s + 1) / (n + 2)`.
    case unknown
    /// With these probabilities, each in [0, 1].
    case known(Double, Double)
  }

  /// The episodes of a length.
  ///
  /// - Parameter trialCount: T, at least 1; traps otherwise.
  public init(trialCount: Int = 100) {
    require(trialCount >= 1, "an episode of \(trialCount) trials")
    self.trialCount = trialCount
  }

  /// The expected reward of a policy over an episode, exactly.
  ///
  /// - Parameters:
  ///   - arms: how they pay; traps on a probability outside [0, 1].
  ///   - share: with which probability the policy pulls the first arm, given the records of both.
  /// - Returns: in 0 … T.
  public func expectedReward(
    _ arms: Arms, pullingFirst share: (_ first: ArmRecord, _ second: ArmRecord) -> Double
  ) -> Double {
    if case .known(let p, let q) = arms {
      require(min(p, q) >= 0 && max(p, q) <= 1, "probabilities \(p) and \(q) are not in [0, 1]")
    }
    return sum(arms) { first, second, values in
      let p = share(first, second)
      return p * values.0 + (1 - p) * values.1
    }
  }

  /// The greatest expected reward that any policy has on arms that are independently uniform.
  ///
  /// `V(h) = maxᵢ pᵢ·(1 + V(h + success of i)) + (1 − pᵢ)·V(h + failure of i)`, with pᵢ = (sᵢ + 1) / (nᵢ + 2)
  /// and V = 0 when no trial is left.
  ///
  /// - Source: Bellman (1956), A problem in the sequential design of experiments.
  public var bestReward: Double { sum(.unknown) { max($2.0, $2.1) } }

  /// The regret of a policy that earns an expected reward on independently uniform arms, where the better
  /// of two pays 2/3 on average: `T·2/3 − reward`.
  ///
  /// - Parameter reward: in 0 … T.
  /// - Returns: the cumulative regret over the episode.
  public func regret(earning reward: Double) -> Double { Double(trialCount) * 2 / 3 - reward }

  /// How many states have a number of pulls: `C(n + 3, 3)`.
  static func stateCount(pulls n: Int) -> Int { (n + 1) * (n + 2) * (n + 3) / 6 }

  /// Where the states begin, within their layer, in which the first arm has m of n pulls: `Σ (k + 1)(n − k + 1)`.
  static func offset(pulls n: Int, first m: Int) -> Int {
    m * (m + 1) / 2 * (n + 1) - (m - 1) * m * (m + 1) / 3
  }

  /// Sums backwards over all states; `choose` makes one value of those of the two arms.
  func sum(
    _ arms: Arms, choose: (ArmRecord, ArmRecord, (Double, Double)) -> Double
  ) -> Double {
    // Layer T is all zeros: nothing is left to earn.
    var next = [Double](repeating: 0, count: Self.stateCount(pulls: trialCount))
    for pulls in (0..<trialCount).reversed() {
      var layer = [Double](repeating: 0, count: Self.stateCount(pulls: pulls))
      var state = 0
      for m in 0...pulls {
        let n = pulls - m
        let firstPulled = Self.offset(pulls: pulls + 1, first: m + 1)
        let secondPulled = Self.offset(pulls: pulls + 1, first: m)
        for s in 0...m {
          let first = ArmRecord(successes: s, failures: m - s)
          // A row of the layer holds the successes of the second arm, 0 … its pulls.
          let failed = firstPulled + s * (n + 1)
          let succeeded = failed + n + 1
          let other = secondPulled + s * (n + 2)
          for z in 0...n {
            let second = ArmRecord(successes: z, failures: n - z)
            let (p, q) =
              switch arms {
              case .unknown: (first.posteriorMean, second.posteriorMean)
              case .known(let p, let q): (p, q)
              }
            let values = (
              p * (1 + next[succeeded + z]) + (1 - p) * next[failed + z],
              q * (1 + next[other + z + 1]) + (1 - q) * next[other + z]
            )
            layer[state] = choose(first, second, values)
            state += 1
          }
        }
      }
      next = layer
    }
    return next[0]
  }
}
