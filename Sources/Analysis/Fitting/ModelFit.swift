import Numerics

/// What a fit has found for one subject: the parameters, how sure they are, and how good the model is.
public struct ModelFit: Hashable, Sendable {
  /// What was fitted.
  public let parameters: [ModelParameter]
  /// `[parameters]`, where the likelihood, or with priors the posterior, is greatest.
  public let values: [Double]
  /// `[parameters]`, from the curvature there: `√(H⁻¹)ᵢᵢ` with H minus the second derivatives of what was
  /// maximised. NaN where a parameter lies on one of its bounds, and everywhere if the data do not
  /// determine the others.
  public let standardErrors: [Double]
  /// `Σ ln P(choice)` at the values, in nats, without the priors.
  public let logLikelihood: Double
  /// The log density of the priors there, but for a constant; 0 without priors.
  public let logPrior: Double
  /// The choices that were explained.
  public let choiceCount: Int
  /// What was maximised, start by start: `logLikelihood + logPrior` where each search ended. Many equal to
  /// the greatest: it is well found.
  public let startValues: [Double]
  /// How many searches ended because there was nothing left to gain.
  public let convergedCount: Int

  /// A parameter's value.
  ///
  /// - Parameter name: its name or symbol; traps if there is no such parameter.
  public subscript(name: String) -> Double { values[place(of: name, in: parameters)] }

  /// How far a parameter is likely to be off.
  ///
  /// - Parameter name: its name or symbol; traps if there is no such parameter.
  /// - Returns: see `standardErrors`.
  public func standardError(of name: String) -> Double {
    standardErrors[place(of: name, in: parameters)]
  }

  /// The names of the parameters that lie on a bound: there is no slope in them, and no standard error.
  public var parametersAtBounds: [String] {
    zip(parameters, values).filter { $0.isAtBound($1) }.map(\.0.name)
  }

  /// Schwarz's criterion, `k·ln n − 2·ln L` with k parameters and n choices; less is better.
  ///
  /// - Source: Schwarz (1978), Ann. Statist. 6.
  public var bic: Double {
    Double(values.count) * logarithm(Double(choiceCount)) - 2 * logLikelihood
  }

  /// Akaike's criterion, `2k − 2·ln L`; less is better.
  ///
  /// - Source: Akaike (1974), IEEE Trans. Automat. Contr. 19.
  public var aic: Double { 2 * Double(values.count) - 2 * logLikelihood }

  /// The geometric mean of the probabilities that the model gave to the choices, `e^(ln L / n)`, in [0, 1].
  public var meanProbability: Double { exponential(logLikelihood / Double(choiceCount)) }
}

extension ModelParameter {
  /// Whether a value lies on a bound, within 10⁻⁹ of the range.
  func isAtBound(_ value: Double) -> Bool {
    min(value - bounds.lowerBound, bounds.upperBound - value) <= 1e-9 * width
  }
}

extension Sequence where Element == ModelFit {
  /// One parameter of many fits.
  ///
  /// - Parameter name: its name or symbol; traps if a fit has no such parameter.
  /// - Returns: `[fits]`.
  public func values(of name: String) -> [Double] { map { $0[name] } }
}
