import Numerics
import Tasks

/// The generalised matching law, `log₂(C_R/C_L) = s·log₂(R_R/R_L) + b`: how choices follow rewards.
///
/// s = 1 and b = 0 is Herrnstein's law; s < 1, undermatching, is what most animals do. Each pair of
/// counts is one block (here an episode). ½ is added to each count, so that a target that was never chosen
/// or never paid has a logarithm.
///
/// - Source: Baum (1974), *On two types of deviation from the matching law*, J Exp Anal Behav 22;
///   Herrnstein (1961).
public struct MatchingLaw: Hashable, Sendable {
  /// `[episodes]`, log₂ of the ratio of rewards, right to left.
  public let rewardLogRatios: [Double]
  /// `[episodes]`, log₂ of the ratio of choices, right to left.
  public let choiceLogRatios: [Double]
  /// s, the sensitivity; NaN if all ratios of rewards are equal.
  public let slope: Double
  /// b, the bias to the right, in units of log₂.
  public let bias: Double
  /// Pearson's r of the two ratios; NaN if either is constant.
  public let correlation: Double

  /// Fits the line by least squares.
  ///
  /// - Parameter episodes: `[episodes][trials]`, at least two episodes; traps otherwise.
  public init(_ episodes: [[ChoiceTrial]]) {
    require(episodes.count >= 2, "a matching law of \(episodes.count) episodes")
    let logRatio = { (trials: [ChoiceTrial], isCounted: (ChoiceTrial) -> Bool) in
      let right = Double(trials.count { $0.action == 1 && isCounted($0) })
      let left = Double(trials.count { $0.action == 0 && isCounted($0) })
      return logarithm((right + 0.5) / (left + 0.5)) / logarithm(2)
    }
    let x = episodes.map { logRatio($0) { $0.isRewarded } }
    let y = episodes.map { logRatio($0) { _ in true } }
    let (centerX, centerY) = (mean(x), mean(y))
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - centerX) * ($1.1 - centerY) }
    let squares = x.reduce(0) { $0 + ($1 - centerX) * ($1 - centerX) }
    slope = squares > 0 ? products / squares : .nan
    bias = centerY - slope * centerX
    correlation = Numerics.correlation(x, y)
    (rewardLogRatios, choiceLogRatios) = (x, y)
  }
}
