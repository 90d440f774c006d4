import Numerics
import Tasks

/// How each of the last trials of the two-step task pushes the choice: a logistic regression.
///
/// `P(aₜ = 0) = σ(b + Σₖ Σₗ wₖ(l)·xₖ(t − l))`, where k runs over the kinds of `TwoStepOutcome`, l from 1 to
/// `lagCount`, and `xₖ(s)` is 0 unless trial s was of kind k; then it is +1 if choice 0 was taken in it and −1
/// if choice 1 was. A positive `wₖ(l)` says: what was chosen l trials ago, with this outcome, tends to be chosen
/// now. Trials before the first count 0. Weights have the standard errors of the regression.
///
/// A planner of this task wants to repeat after RC and UU and to change after RU and UC, and so at every lag;
/// who repeats what was rewarded has the two rewarded weights above the two others, whatever the transition.
///
/// - Source: Miller, Botvinick & Brody (2017), equation 1 and the indices, as in their published code; Wang et
///   al. (2018), Fig. 5d.
public struct LaggedRegression: Hashable, Sendable {
  /// How many trials back it looks.
  public let lagCount: Int
  /// b, the pull towards choice 0 whatever happened.
  public let bias: Double
  /// `[4][lagCount]`, in the order of `TwoStepOutcome`; `weights[k][0]` is of the trial before.
  public let weights: [[Double]]
  /// `[4][lagCount]`, of the weights; NaN where the choices do not determine one.
  public let standardErrors: [[Double]]
  /// `Σ ln P(aₜ)`, at most 0.
  public let logLikelihood: Double

  /// Fits.
  ///
  /// - Parameters:
  ///   - episodes: the trials of each episode in order; no trial looks back into another episode.
  ///   - lagCount: at least 1; traps otherwise.
  ///   - penalty: half of it times the sum of the squared weights is added to the loss; at least 0. A
  ///     deterministic agent has no finite weights without.
  public init(_ episodes: [[TwoStepTrial]], lagCount: Int = 5, penalty: Double = 1e-3) {
    require(lagCount >= 1, "a regression on \(lagCount) trials back")
    var predictors: [[Double]] = []
    var choices: [Bool] = []
    for trials in episodes {
      for t in trials.indices {
        var row = [Double](repeating: 0, count: 1 + 4 * lagCount)
        row[0] = 1
        for lag in 1...lagCount where lag <= t {
          let past = trials[t - lag]
          let kind = TwoStepOutcome(past).rawValue
          row[1 + kind * lagCount + lag - 1] = past.action == 0 ? 1 : -1
        }
        predictors.append(row)
        choices.append(trials[t].action == 0)
      }
    }
    let fit = LogisticRegression(predictors, choices, penalty: penalty)
    let byKind = { (values: [Double]) in
      (0..<4).map { Array(values[(1 + $0 * lagCount)..<(1 + ($0 + 1) * lagCount)]) }
    }
    self.lagCount = lagCount
    bias = fit.weights[0]
    weights = byKind(fit.weights)
    standardErrors = byKind(fit.standardErrors)
    logLikelihood = fit.logLikelihood
  }

  /// The weights of one kind of trial.
  ///
  /// - Parameter outcome: of the earlier trial.
  /// - Returns: `[lagCount]`, from the trial before to the farthest.
  public subscript(outcome: TwoStepOutcome) -> [Double] { weights[outcome.rawValue] }

  /// `Σₗ (RC − UC) + (UU − RU)`: how much choices depend on reward × transition.
  public var modelBasedIndex: Double { sum(1, -1, -1, 1) }

  /// `Σₗ (RC − UC) − (UU − RU)`: how much choices depend on reward, whatever the transition.
  public var modelFreeIndex: Double { sum(1, 1, -1, -1) }

  /// `Σₗ RC + RU + UC + UU`: how much choices are repeated, whatever happened.
  public var perseverationIndex: Double { sum(1, 1, 1, 1) }

  private func sum(_ rc: Double, _ ru: Double, _ uc: Double, _ uu: Double) -> Double {
    zip([rc, ru, uc, uu], weights).reduce(0) { $0 + $1.0 * $1.1.reduce(0, +) }
  }
}
