import Numerics
import Tasks

/// Where a cell's answer to a reward turns from a dip into a burst, and how steep the answer is on both sides.
///
/// The **reversal point** is the amount R that agrees best with the signs of the responses: the one for which
/// most responses to amounts above R are positive and most to amounts below are negative. All R between two
/// neighbouring amounts agree equally; within that gap it is put where the straight line through the two mean
/// responses crosses zero, or at the end of the gap that is nearest to the crossing.
///
/// The **slopes** are those of the two straight lines through (R, 0) that fit the responses best, one to the
/// amounts above, one to those below.
///
/// Zero is one for the whole population: no change of firing. A zero of its own for each cell, measured a little
/// wrong, would move that cell's reversal point in every part of the session alike.
///
/// - Source: Dabney et al. (2020), Figs 2 and 4, for what is measured; how a place within a gap is found is ours.
public struct ReversalPoint: Hashable, Sendable {
  /// R, in units of reward.
  public let reversal: Double
  /// s⁺: the change of response for a unit of reward above R.
  public let slopeAbove: Double
  /// s⁻: the change of response for a unit of reward below R.
  public let slopeBelow: Double

  /// The asymmetry `τ = s⁺ / (s⁺ + s⁻)`: above ½ for an optimist. Noise can carry it out of [0, 1].
  public var asymmetry: Double { slopeAbove / (slopeAbove + slopeBelow) }

  /// Estimates from a recording; nil if the responses agree best with a reversal below all amounts or above
  /// them, or if the slopes have no positive sum.
  ///
  /// - Parameters:
  ///   - recording: of one cell.
  ///   - zero: the response that counts as none, the same for all cells of a population.
  public init?(_ recording: RewardRecording, zero: Double = 0) {
    let trials = zip(recording.rewards, recording.responses).map { (reward: $0, y: $1 - zero) }
      .sorted { $0.reward < $1.reward }
    // One entry an amount: how often above zero and below it, and the mean.
    var amounts: [Double] = []
    var positive: [Int] = []
    var negative: [Int] = []
    var sums: [Double] = []
    var counts: [Int] = []
    for (reward, y) in trials {
      if amounts.last != reward {
        amounts.append(reward)
        positive.append(0)
        negative.append(0)
        sums.append(0)
        counts.append(0)
      }
      let last = amounts.count - 1
      if y > 0 { positive[last] += 1 }
      if y < 0 { negative[last] += 1 }
      sums[last] += y
      counts[last] += 1
    }

    // The first of the gaps that agree best; gap g lies below amount g.
    var agreement = positive.reduce(0, +)
    var (best, bestGap) = (agreement, 0)
    for gap in amounts.indices {
      agreement += negative[gap] - positive[gap]
      if agreement > best { (best, bestGap) = (agreement, gap + 1) }
    }
    guard bestGap > 0 && bestGap < amounts.count else { return nil }
    let (low, high) = (bestGap - 1, bestGap)
    let (lowMean, highMean) = (sums[low] / Double(counts[low]), sums[high] / Double(counts[high]))
    // A line that does not rise crosses nowhere in particular: then the middle.
    let share = highMean > lowMean ? min(max(-lowMean / (highMean - lowMean), 0), 1) : 0.5
    let reversal = amounts[low] + share * (amounts[high] - amounts[low])

    var (above, aboveSquares, below, belowSquares) = (0.0, 0.0, 0.0, 0.0)
    for (reward, y) in trials {
      let distance = reward - reversal
      if distance > 0 {
        above += y * distance
        aboveSquares += distance * distance
      } else {
        below += y * distance
        belowSquares += distance * distance
      }
    }
    guard aboveSquares > 0, belowSquares > 0 else { return nil }
    self.reversal = reversal
    slopeAbove = above / aboveSquares
    slopeBelow = below / belowSquares
    guard slopeAbove + slopeBelow > 0 else { return nil }
  }
}
