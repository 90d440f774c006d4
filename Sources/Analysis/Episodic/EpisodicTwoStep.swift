import Numerics
import Tasks

extension StayProbabilities {
  /// Counts in the episodic two-step task how often the choice of the *last* trial is repeated: incremental
  /// learning.
  ///
  /// - Parameters:
  ///   - episodes: the trials of each episode in order.
  ///   - cued: whether to look at the choices that had a cue, or at those that had none.
  public init(incremental episodes: [[EpisodicTwoStepTrial]], cued: Bool) {
    self.init(
      pairs: episodes.flatMap { trials in
        zip(trials, trials.dropFirst()).filter { $1.isCued == cued }
          .map { (before: $0.trial, action: $1.trial.action) }
      })
  }

  /// Counts in the episodic two-step task how often the choice of the *remembered* trial is repeated, by what
  /// happened in that trial; it may be long ago.
  ///
  /// - Parameter episodes: the trials of each episode; those without a cue do not count.
  /// - Source: Ritter et al. (2018, bioRxiv 360537).
  public init(episodic episodes: [[EpisodicTwoStepTrial]]) {
    self.init(
      pairs: episodes.flatMap { trials in
        trials.compactMap { now in now.remembered.map { (before: $0, action: now.trial.action) } }
      })
  }
}

/// What a choice in the episodic two-step task goes by: the last trial or the remembered one, each in the
/// manner of a habit or of a plan. A logistic regression over the trials with a cue.
///
/// `P(a = 0) = σ(b + β_IMF·x + β_IMB·x·t + β_EMF·x′ + β_EMB·x′·t′)`, with x = +1 if the last trial speaks for
/// choice 0 in a habit's eyes (choice 0 and rewarded, or choice 1 and not), else −1; t = +1 if its transition
/// was common, −1 if rare; x′ and t′ the same of the remembered trial.
///
/// Standard errors are robust to clusters: choices of one episode go with each other, and choices of one
/// network still more.
///
/// - Source: the four regressors as described for Ritter et al. (2018, bioRxiv 360537); clustered errors as
///   in Liang & Zeger (1986).
public struct EpisodicRegression: Hashable, Sendable {
  /// What a weight belongs to, in the order of the arrays.
  public enum Term: Int, CaseIterable, Sendable {
    /// A pull towards choice 0.
    case bias
    /// IMF: repeat what was rewarded in the last trial.
    case incrementalModelFree
    /// IMB: go where the reward of the last trial was, or away from where it was not.
    case incrementalModelBased
    /// EMF: repeat what was rewarded in the remembered trial.
    case episodicModelFree
    /// EMB: go where the reward of the remembered trial was, or away from where it was not.
    case episodicModelBased
  }

  /// `[5]`, β in the order of `Term`, in logits.
  public let weights: [Double]
  /// `[5]`, robust to clusters; NaN where the choices do not determine one.
  public let standardErrors: [Double]
  /// `Σ ln P(aₜ)`, at most 0.
  public let logLikelihood: Double

  /// Fits one player; clusters are its episodes.
  ///
  /// - Parameters:
  ///   - episodes: the trials of each episode in order, with cues in two of them at least; traps otherwise.
  ///   - penalty: half of it times the sum of the squared weights is added to the loss; at least 0. A
  ///     deterministic player has no finite weights without.
  public init(_ episodes: [[EpisodicTwoStepTrial]], penalty: Double = 1e-3) {
    self.init(clusters: episodes.map { [$0] }, penalty: penalty)
  }

  /// Fits several players as one; clusters are the players, and their episodes within them.
  ///
  /// Players that met the same draws, as with one seed for all, are no independent clusters: then the errors
  /// of a fit that clusters by episode have to be joined to these.
  ///
  /// - Parameters:
  ///   - players: `[players][episodes][trials]`, at least two; traps otherwise.
  ///   - penalty: as there.
  public init(players: [[[EpisodicTwoStepTrial]]], penalty: Double = 1e-3) {
    self.init(clusters: players, penalty: penalty)
  }

  private init(clusters: [[[EpisodicTwoStepTrial]]], penalty: Double) {
    var (predictors, choices, labels): ([[Double]], [Bool], [Int]) = ([], [], [])
    for (label, episodes) in clusters.enumerated() {
      for trials in episodes {
        for (last, now) in zip(trials, trials.dropFirst()) {
          guard let remembered = now.remembered else { continue }
          predictors.append([1] + Self.signs(last.trial) + Self.signs(remembered))
          choices.append(now.trial.action == 0)
          labels.append(label)
        }
      }
    }
    let fit = LogisticRegression(predictors, choices, penalty: penalty)
    weights = fit.weights
    standardErrors = fit.clusteredStandardErrors(
      predictors, choices, clusters: labels, penalty: penalty)
    logLikelihood = fit.logLikelihood
  }

  /// What a habit and what a plan make of a trial: +1 speaks for choice 0.
  private static func signs(_ trial: TwoStepTrial) -> [Double] {
    let habit = (trial.action == 0) == trial.isRewarded ? 1.0 : -1
    return [habit, trial.isCommon ? habit : -habit]
  }

  /// A weight.
  ///
  /// - Parameter term: whose.
  /// - Returns: in logits.
  public subscript(term: Term) -> Double { weights[term.rawValue] }

  /// The standard error of a weight.
  ///
  /// - Parameter term: whose.
  /// - Returns: in logits.
  public func standardError(of term: Term) -> Double { standardErrors[term.rawValue] }
}
