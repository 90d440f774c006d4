import Numerics
import Tasks

/// The stay-probability regression: whether a first choice is repeated, by what happened on the trial
/// before.
///
/// For each subject, `P(stay) = σ(b0 + b1·reward + b2·transition + b3·reward·transition)`, with reward +1 or −1
/// and transition +1 for the common one, −1 for the rare. A model-free learner has b1 > 0 and b3 = 0, a
/// model-based one b3 > 0. The group's numbers are the mean over subjects and its standard error, as if the
/// subjects were drawn from a population (the summary-statistics form of a random-effects analysis).
///
/// - Source: after Daw et al. (2011), who fitted one mixed-effects model to all subjects.
public struct StayRegression: Hashable, Sendable {
  /// What a coefficient belongs to, in the order of the arrays.
  public enum Term: Int, CaseIterable, Sendable {
    /// How often it stays at all.
    case intercept
    /// The main effect of the reward: model-free.
    case reward
    /// The main effect of the transition.
    case transition
    /// Reward × transition: model-based.
    case interaction
  }

  /// `[subjects]`, the regression of each, with the weights in the order of `Term`.
  public let subjects: [LogisticRegression]

  /// Fits every subject.
  ///
  /// - Parameters:
  ///   - subjects: `[subjects][trials]`, each with at least two trials; traps otherwise.
  ///   - penalty: of the logistic regression, at least 0: it keeps the weights finite where a subject always
  ///     stayed after one kind of trial.
  public init(_ subjects: [[TwoStepTrial]], penalty: Double = 0.1) {
    self.subjects = subjects.map { trials in
      require(trials.count >= 2, "a stay regression of \(trials.count) trials")
      let predictors = trials.dropLast().map { trial in
        let reward = trial.isRewarded ? 1.0 : -1
        let transition = trial.isCommon ? 1.0 : -1
        return [1, reward, transition, reward * transition]
      }
      let stays = zip(trials, trials.dropFirst()).map { $0.action == $1.action }
      return LogisticRegression(predictors, stays, penalty: penalty)
    }
  }

  /// Fits every subject of Daw's task.
  ///
  /// - Parameters:
  ///   - subjects: `[subjects][trials]`, each with at least two trials; traps otherwise.
  ///   - penalty: of the logistic regression, at least 0.
  public init(_ subjects: [[DawTrial]], penalty: Double = 0.1) {
    self.init(subjects.map { $0.map(\.firstStage) }, penalty: penalty)
  }

  /// A coefficient of every subject.
  ///
  /// - Parameter term: which.
  /// - Returns: `[subjects]`, in logits.
  public func weights(of term: Term) -> [Double] { subjects.map { $0.weights[term.rawValue] } }

  /// The group's coefficient: the mean over subjects.
  ///
  /// - Parameter term: which.
  /// - Returns: in logits; traps without subjects.
  public func mean(of term: Term) -> Double { Numerics.mean(weights(of: term)) }

  /// The standard error of the group's coefficient, from the spread between subjects.
  ///
  /// - Parameter term: which.
  /// - Returns: in logits; traps with fewer than two subjects.
  public func standardError(of term: Term) -> Double {
    Numerics.standardError(weights(of: term))
  }
}

extension StayProbabilities {
  /// Counts the stays of Daw's task.
  ///
  /// - Parameter sessions: `[subjects][trials]`, the trials of each in order.
  public init(_ sessions: [[DawTrial]]) { self.init(sessions.map { $0.map(\.firstStage) }) }
}
