import Numerics
import Tasks

/// How past rewards and past choices weigh on the next choice:
/// `ln (P(right)/P(left)) = Σₖ αₖ·(R_R − R_L)(t − k) + Σₖ βₖ·(C_R − C_L)(t − k) + γ`.
///
/// `R_R − R_L` is 1 after a reward at the right, −1 after one at the left, 0 after none; `C_R − C_L` is 1
/// after a choice of the right, −1 of the left. On baited schedules α is positive and decays, and the
/// first β is negative: after a choice the other target is the better one for a while.
///
/// - Source: Lau & Glimcher (2005), equation 2; Wang et al. (2018), Fig. 2.
public struct ChoiceHistory: Hashable, Sendable {
  /// `[lags]`, α: element k − 1 belongs to k trials ago, in logits.
  public let rewardWeights: [Double]
  /// `[lags]`, β, in logits.
  public let choiceWeights: [Double]
  /// γ, the bias to the right, in logits.
  public let bias: Double
  /// `[lags]`, the standard errors of α.
  public let rewardErrors: [Double]
  /// `[lags]`, the standard errors of β.
  public let choiceErrors: [Double]
  /// The regression itself.
  public let regression: LogisticRegression

  /// Fits both histories together.
  ///
  /// - Parameters:
  ///   - episodes: `[episodes][trials]`.
  ///   - lags: how many trials back, at least 1; traps otherwise.
  ///   - first: the first trial of an episode that is explained, at least `lags`; nil is `lags`. Later
  ///     ones leave out the beginning, when the agent still learns. Traps when no trial is left.
  public init(_ episodes: [[ChoiceTrial]], lags: Int = 15, from first: Int? = nil) {
    let first = first ?? lags
    require(lags >= 1 && first >= lags, "\(lags) lags from trial \(first)")
    var predictors: [[Double]] = []
    var isRight: [Bool] = []
    for trials in episodes where trials.count > first {
      let choices = trials.map(\.signedAction)
      let rewards = trials.map { $0.signedAction * $0.reward }
      for t in first..<trials.count {
        let past = (1...lags).map { t - $0 }
        predictors.append([1] + past.map { rewards[$0] } + past.map { choices[$0] })
        isRight.append(trials[t].action == 1)
      }
    }
    require(!isRight.isEmpty, "no episode has more than \(first) trials")
    regression = LogisticRegression(predictors, isRight)
    let (w, e) = (regression.weights, regression.standardErrors)
    bias = w[0]
    (rewardWeights, choiceWeights) = (Array(w[1...lags]), Array(w[(lags + 1)...]))
    (rewardErrors, choiceErrors) = (Array(e[1...lags]), Array(e[(lags + 1)...]))
  }
}
