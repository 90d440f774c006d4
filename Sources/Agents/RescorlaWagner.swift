import Numerics
import Tasks

/// The learner of Rescorla and Wagner: `ΔVᵢ = αᵢ·β·(λ − Σ_{j present} Vⱼ)` for every cue i present.
///
/// All cues of a trial share one prediction error, the difference between the outcome λ and what they
/// predict together. Cues that are absent keep their strength.
///
/// ```swift
/// var model = RescorlaWagner(learningRate: 0.1)
/// model.learn(.blocking())
/// model["B"]  // 0.003
/// ```
///
/// - Source: Rescorla & Wagner (1972). Here β is the same with and without the outcome; they allowed
///   two values.
public struct RescorlaWagner: Hashable, Sendable {
  /// β in (0, 1]: how much of an error one trial mends (times the cue's salience).
  public let learningRate: Double
  /// αᵢ in [0, 1]: how well each cue is noticed; 1 for cues that are not listed.
  public let salience: [Cue: Double]
  private var strengths: [Cue: Double] = [:]

  /// A learner that associates nothing yet.
  ///
  /// - Parameters:
  ///   - learningRate: β in (0, 1]; traps otherwise.
  ///   - salience: αᵢ in [0, 1] for the cues that differ from 1; traps otherwise.
  public init(learningRate: Double, salience: [Cue: Double] = [:]) {
    require(learningRate > 0 && learningRate <= 1, "learning rate \(learningRate) is not in (0, 1]")
    for (cue, alpha) in salience {
      require(alpha >= 0 && alpha <= 1, "salience \(alpha) of cue \(cue) is not in [0, 1]")
    }
    self.learningRate = learningRate
    self.salience = salience
  }

  /// The associative strength V of one cue, in units of the outcome; 0 for a cue never met.
  ///
  /// - Parameter cue: any cue.
  public subscript(cue: Cue) -> Double { strengths[cue, default: 0] }

  /// What a set of cues predicts, `Σ V`.
  ///
  /// - Parameter cues: a string of cues, each once: `"AB"`.
  /// - Returns: the sum of their strengths, in units of the outcome; negative if they announce its
  ///   absence.
  public func prediction(for cues: String) -> Double {
    cues.reduce(0) { $0 + self[$1] }
  }

  /// Learns from one trial.
  ///
  /// - Parameter trial: its `outcome` is λ.
  /// - Returns: the prediction error `λ − ΣV` before learning, in units of the outcome.
  @discardableResult
  public mutating func learn(_ trial: ConditioningTrial) -> Double {
    let error = trial.outcome - trial.cues.reduce(0) { $0 + self[$1] }
    for cue in trial.cues {
      strengths[cue, default: 0] += salience[cue, default: 1] * learningRate * error
    }
    return error
  }

  /// Learns from a whole experiment.
  ///
  /// - Parameter schedule: its trials are given in order.
  /// - Returns: `[trials]`, the prediction error of each trial before learning from it.
  @discardableResult
  public mutating func learn(_ schedule: ConditioningSchedule) -> [Double] {
    schedule.trials.map { learn($0) }
  }

  /// This learner after an experiment; it stays as it is.
  ///
  /// - Parameter schedule: its trials are given in order.
  /// - Returns: a copy that has learned from them.
  public func trained(on schedule: ConditioningSchedule) -> Self {
    var learner = self
    learner.learn(schedule)
    return learner
  }

  /// How the strength of one cue grows in an experiment, on a copy of this learner.
  ///
  /// - Parameters:
  ///   - cue: the cue to follow.
  ///   - schedule: the experiment.
  /// - Returns: `[trials + 1]`: the strength before the first trial, then after each.
  public func curve(of cue: Cue, in schedule: ConditioningSchedule) -> [Double] {
    var learner = self
    return [self[cue]]
      + schedule.trials.map { trial in
        learner.learn(trial)
        return learner[cue]
      }
  }
}
