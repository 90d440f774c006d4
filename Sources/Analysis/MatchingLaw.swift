import Numerics
import Tasks

/// The generalised matching law, `log₂(C_R/C_L) = s·log₂(R_R/R_L) + b`: how choices follow rewards.
///
/// s = 1 and b = 0 is Herrnstein's law; s < 1, undermatching, is what most animals do. Each pair of
/// counts is one block (here an episode). ½ is added to each count, so that a target that was never chosen
/// or never paid has a logarithm.
///
/// Whoever compares slopes should compare them over the same ratios of rewards. The ½, and every agent's
/// own limits, bend the line where one target hardly pays: on the same baited schedules even a fixed rule
/// has another slope where p_L is in (.1, .2) or (.3, .4) than in `MatchingTask.Schedules.training`, which
/// holds the extremes. `rewardLogRatiosWithin` leaves those out of the line.
///
/// - Source: Baum (1974), *On two types of deviation from the matching law*, J Exp Anal Behav 22;
///   Herrnstein (1961).
public struct MatchingLaw: Hashable, Sendable {
  /// `[episodes]`, log₂ of the ratio of rewards, right to left; of all episodes.
  public let rewardLogRatios: [Double]
  /// `[episodes]`, log₂ of the ratio of choices, right to left; of all episodes.
  public let choiceLogRatios: [Double]
  /// s, the sensitivity; NaN if all ratios of rewards are equal.
  public let slope: Double
  /// b, the bias to the right, in units of log₂.
  public let bias: Double
  /// Pearson's r of the two ratios; NaN if either is constant.
  public let correlation: Double

  /// Fits the line by least squares.
  ///
  /// - Parameters:
  ///   - episodes: `[episodes][trials]`.
  ///   - limit: the line is fitted to the episodes whose ratio of rewards has a log₂ in −limit … limit, of
  ///     which there must be two; traps otherwise.
  public init(_ episodes: [[ChoiceTrial]], rewardLogRatiosWithin limit: Double = .infinity) {
    let logRatio = { (trials: [ChoiceTrial], isCounted: (ChoiceTrial) -> Bool) in
      let right = Double(trials.count { $0.action == 1 && isCounted($0) })
      let left = Double(trials.count { $0.action == 0 && isCounted($0) })
      return logarithm((right + 0.5) / (left + 0.5)) / logarithm(2)
    }
    rewardLogRatios = episodes.map { logRatio($0) { $0.isRewarded } }
    choiceLogRatios = episodes.map { logRatio($0) { _ in true } }
    let counted = zip(rewardLogRatios, choiceLogRatios).filter { abs($0.0) <= limit }
    require(counted.count >= 2, "a line through \(counted.count) of \(episodes.count) episodes")
    let (x, y) = (counted.map(\.0), counted.map(\.1))
    let (centerX, centerY) = (mean(x), mean(y))
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - centerX) * ($1.1 - centerY) }
    let squares = x.reduce(0) { $0 + ($1 - centerX) * ($1 - centerX) }
    slope = squares > 0 ? products / squares : .nan
    bias = centerY - slope * centerX
    correlation = Numerics.correlation(x, y)
  }
}
