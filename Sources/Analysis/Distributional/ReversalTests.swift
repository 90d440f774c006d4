import Numerics
import Tasks

/// The two tests for a distributional code in a population recorded in the variable-magnitude task.
///
/// Every recording is cut into its even and odd trials, so that no trial counts twice.
///
/// 1. **Split halves**: do the reversal points of the even trials go with those of the odd ones? If cells
///    differ only by noise, they do not.
/// 2. **Asymmetry against reversal**: do cells whose response is steeper above their reversal point than below
///    (in the odd trials) reverse at larger rewards (in the even ones)? Of a distributional code this follows,
///    of different reversal points as such it does not.
///
/// - Source: Dabney et al. (2020), Figs 2 and 4. The cut into even and odd trials is ours.
public struct ReversalTests: Hashable, Sendable {
  /// One cell that reverses in both halves.
  public struct Cell: Hashable, Sendable {
    /// Its place in the recordings.
    public let index: Int
    /// From the even trials.
    public let even: ReversalPoint
    /// From the odd trials.
    public let odd: ReversalPoint
  }

  /// The cells that reverse in both halves, in the order of the recordings.
  public let cells: [Cell]
  /// How many cells were left out, because in one half their responses never change sign.
  public let excludedCount: Int
  /// Reversal in the even trials against reversal in the odd ones.
  public let splitHalves: CorrelationTest
  /// Asymmetry in the odd trials against reversal in the even ones.
  public let asymmetryAgainstReversal: CorrelationTest
  /// The mistake: asymmetry against reversal, both from the even trials. They share their noise.
  public let onTheSameTrials: CorrelationTest

  /// Tests a population.
  ///
  /// - Parameters:
  ///   - recordings: `[cell]`; at least three cells must reverse in both halves; traps otherwise.
  ///   - zero: the response that counts as none, the same for all cells.
  public init(_ recordings: [RewardRecording], zero: Double = 0) {
    cells = recordings.enumerated().compactMap { index, recording in
      guard let even = ReversalPoint(recording.half(0), zero: zero),
        let odd = ReversalPoint(recording.half(1), zero: zero)
      else { return nil }
      return Cell(index: index, even: even, odd: odd)
    }
    excludedCount = recordings.count - cells.count
    let reversals = cells.map(\.even.reversal)
    splitHalves = CorrelationTest(reversals, cells.map(\.odd.reversal))
    asymmetryAgainstReversal = CorrelationTest(cells.map(\.odd.asymmetry), reversals)
    onTheSameTrials = CorrelationTest(cells.map(\.even.asymmetry), reversals)
  }
}
