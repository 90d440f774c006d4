import Numerics

/// Which of several models explains a group of subjects best, and each of them.
///
/// A group's criterion is the sum over subjects: every subject has parameters of its own. A difference of 10
/// is the ratio of odds `e⁵ ≈ 150`, so sums over many subjects decide quickly; look at `bestCounts` too:
/// one subject can decide for all.
public struct ModelComparison: Hashable, Sendable {
  /// What counts; less is better.
  public enum Criterion: Hashable, Sendable {
    /// `ModelFit.bic`.
    case bic
    /// `ModelFit.aic`.
    case aic
  }

  /// `[models]`.
  public let names: [String]
  /// `[models][subjects]`.
  public let fits: [[ModelFit]]
  /// What counts.
  public let criterion: Criterion

  /// A comparison.
  ///
  /// - Parameters:
  ///   - fits: each model's name and the fits to the same subjects in the same order. Traps if the counts
  ///     differ, also those of the choices, or if there are none.
  ///   - criterion: what counts.
  public init(_ fits: [(name: String, fits: [ModelFit])], by criterion: Criterion = .bic) {
    let subjects = fits.map { $0.fits.map(\.choiceCount) }
    require(!(subjects.first ?? []).isEmpty, "a comparison of no models or no subjects")
    for (model, counts) in zip(fits, subjects) {
      require(
        counts == subjects[0],
        "'\(model.name)' explains \(counts) choices, '\(fits[0].name)' \(subjects[0])")
    }
    names = fits.map(\.name)
    self.fits = fits.map(\.fits)
    self.criterion = criterion
  }

  /// `[models][subjects]`, the criterion.
  public var scores: [[Double]] {
    fits.map { $0.map { criterion == .bic ? $0.bic : $0.aic } }
  }

  /// `[models]`, the criterion summed over the subjects.
  public var totals: [Double] { scores.map { $0.reduce(0, +) } }

  /// `[models]`, how far each total is above the least; 0 for the best.
  public var differences: [Double] {
    let totals = totals
    let least = totals.min() ?? .nan
    return totals.map { $0 - least }
  }

  /// The name of the model with the least total; of equals the first.
  public var best: String { names[indexOfMaximum(totals.map { -$0 })] }

  /// `[models]`, how many subjects each explains best; of equals the first counts.
  public var bestCounts: [Int] {
    let scores = scores
    var counts = names.map { _ in 0 }
    for subject in scores[0].indices {
      counts[indexOfMaximum(scores.map { -$0[subject] })] += 1
    }
    return counts
  }
}
