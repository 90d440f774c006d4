import Numerics
import Tasks

/// Harlow's learning curve within a problem: how often each trial with a new pair is correct.
///
/// - Parameters:
///   - episodes: `[episodes][trials]`; an episode that ran out of steps has fewer.
///   - trialCount: how many trials a pair has, at least 1; traps otherwise.
/// - Returns: `[trialCount]`, the share of correct choices among the episodes that came so far, in [0, 1];
///   NaN where none did.
/// - Source: Harlow (1949), *The formation of learning sets*, Psychol Rev 56.
public func learningSetCurve(_ episodes: [[HarlowTrial]], trialCount: Int = 6) -> [Double] {
  require(trialCount >= 1, "\(trialCount) trials with a pair")
  return (0..<trialCount).map { index in
    let trials = episodes.flatMap { $0.filter { $0.index == index } }
    return Double(trials.count(where: \.isCorrect)) / Double(trials.count)
  }
}
