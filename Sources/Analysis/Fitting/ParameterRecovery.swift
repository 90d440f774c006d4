import Numerics

/// What a fit makes of simulated subjects whose parameters are known: how far it can be trusted.
///
/// Every parameter has a scatter of (true, fitted) pairs (`truth(of:)`, `fitted(of:)`), their correlation,
/// their mean difference and their typical distance. A low correlation has two causes: the fit is noisy,
/// or the true values hardly differ.
public struct ParameterRecovery: Hashable, Sendable {
  /// What was fitted.
  public let parameters: [ModelParameter]
  /// `[subjects][parameters]`, what the subjects were made of.
  public let truth: [[Double]]
  /// `[subjects]`, what was found.
  public let fits: [ModelFit]

  /// A parameter's true values.
  ///
  /// - Parameter name: its name or symbol; traps if there is no such parameter.
  /// - Returns: `[subjects]`.
  public func truth(of name: String) -> [Double] {
    let i = place(of: name, in: parameters)
    return truth.map { $0[i] }
  }

  /// A parameter's fitted values.
  ///
  /// - Parameter name: its name or symbol; traps if there is no such parameter.
  /// - Returns: `[subjects]`.
  public func fitted(of name: String) -> [Double] { fits.values(of: name) }

  /// Pearson's correlation of true and fitted.
  ///
  /// - Parameter name: its name or symbol.
  /// - Returns: in [−1, 1]; NaN if the true values, or the fitted ones, are all the same. Traps with fewer
  ///   than two subjects.
  public func correlation(of name: String) -> Double {
    Numerics.correlation(truth(of: name), fitted(of: name))
  }

  /// The mean of fitted − true, in the parameter's units.
  ///
  /// - Parameter name: its name or symbol.
  /// - Returns: above 0 where the fits are too high.
  public func bias(of name: String) -> Double { mean(errors(of: name)) }

  /// The root of the mean of (fitted − true)², in the parameter's units.
  ///
  /// - Parameter name: its name or symbol.
  /// - Returns: at least 0: how far a single fit is typically off.
  public func typicalError(of name: String) -> Double {
    mean(errors(of: name).map { $0 * $0 }).squareRoot()
  }

  /// How often the truth lies within two standard errors of the fit, among the fits that have one.
  ///
  /// - Parameter name: its name or symbol.
  /// - Returns: in [0, 1], .95 if the standard errors tell the truth; NaN if no fit has one.
  public func coverage(of name: String) -> Double {
    let i = place(of: name, in: parameters)
    let hits = zip(truth, fits).compactMap { truth, fit -> Double? in
      let error = fit.standardErrors[i]
      return error.isNaN ? nil : abs(fit.values[i] - truth[i]) <= 2 * error ? 1 : 0
    }
    return hits.isEmpty ? .nan : mean(hits)
  }

  private func errors(of name: String) -> [Double] {
    zip(fitted(of: name), truth(of: name)).map { $0 - $1 }
  }
}

extension ChoiceModel {
  /// Simulates subjects of known parameters and fits each of them.
  ///
  /// - Parameters:
  ///   - truth: `[subjects][parameters]`, in the order of the model's; traps on another count.
  ///   - starts: how many searches for each, at least 1.
  ///   - priors: by name or symbol, the same for all.
  ///   - seed: of everything; subject i simulates from stream 2i and starts its fit from stream 2i + 1.
  ///   - simulate: makes a subject's trials from its parameters.
  /// - Returns: the truth and the fits.
  public func recovery(
    of truth: [[Double]], starts: Int = 10,
    priors: KeyValuePairs<String, ParameterPrior> = [:], seed: Int = 0,
    simulating simulate: (_ values: [Double], _ rng: inout Generator) -> Trials
  ) -> ParameterRecovery {
    let parameters = parameters
    let fits = truth.enumerated().map { i, values in
      require(
        values.count == parameters.count,
        "subject \(i) has \(values.count) values for \(parameters.map(\.name))")
      var chance = Generator(seed: seed, stream: 2 * i)
      var rng = Generator(seed: seed, stream: 2 * i + 1)
      return fit(to: simulate(values, &chance), starts: starts, priors: priors, using: &rng)
    }
    return ParameterRecovery(parameters: parameters, truth: truth, fits: fits)
  }
}
