import Numerics

extension ChoiceModel {
  /// Fits the model to one subject: by maximum likelihood or, with priors, to the most probable parameters.
  ///
  /// Each search is `minimize(in:from:tolerance:iterationLimit:_:)`; the first starts in the middle of the
  /// parameters' starting ranges, the others at random points of them, and the best is kept, of equals
  /// the first.
  ///
  /// - Parameters:
  ///   - trials: of one subject, with at least one choice; traps otherwise.
  ///   - starts: how many searches, at least 1: a likelihood can have several peaks.
  ///   - priors: by name or symbol; parameters without one are equally likely everywhere.
  ///   - rng: the source of randomness; one draw for each parameter and start but the first.
  /// - Returns: the best. Traps if the likelihood is not finite at any start: a model must allow every
  ///   choice that was made.
  public func fit(
    to trials: Trials, starts: Int = 10, priors: KeyValuePairs<String, ParameterPrior> = [:],
    using rng: inout Generator
  ) -> ModelFit {
    require(starts >= 1, "a fit from \(starts) starts")
    let count = choiceCount(in: trials)
    require(count >= 1, "a fit to no choices")
    let parameters = parameters
    let objective = Objective(model: self, trials: trials, parameters: parameters, priors)
    var best: BoxMinimum?
    var startValues: [Double] = []
    var convergedCount = 0
    for start in 0..<starts {
      let point = parameters.map { parameter in
        let (low, high) = (parameter.starts.lowerBound, parameter.starts.upperBound)
        return low + (high - low) * (start == 0 ? 0.5 : uniform(using: &rng))
      }
      let found = minimize(in: parameters.map(\.bounds), from: point) { objective($0, &$1) }
      startValues.append(-found.value)
      convergedCount += found.hasConverged ? 1 : 0
      if found.value.isFinite && found.value < best?.value ?? .infinity { best = found }
    }
    guard let best else {
      fatalError("the likelihood is not finite at any of \(starts) starts: \(startValues)")
    }
    let logLikelihood = logLikelihood(of: trials, best.point)
    return ModelFit(
      parameters: parameters, values: best.point,
      standardErrors: objective.standardErrors(at: best.point), logLikelihood: logLikelihood,
      logPrior: objective.logPrior(best.point), choiceCount: count, startValues: startValues,
      convergedCount: convergedCount)
  }

  /// Fits the model to each of several subjects.
  ///
  /// - Parameters:
  ///   - subjects: the trials of each.
  ///   - starts: how many searches for each, at least 1.
  ///   - priors: by name or symbol, the same for all.
  ///   - seed: of the starts; subject i has stream i, so its fit does not depend on the others.
  /// - Returns: `[subjects]`.
  public func fits(
    to subjects: [Trials], starts: Int = 10,
    priors: KeyValuePairs<String, ParameterPrior> = [:], seed: Int = 0
  ) -> [ModelFit] {
    subjects.enumerated().map { i, trials in
      var rng = Generator(seed: seed, stream: i)
      return fit(to: trials, starts: starts, priors: priors, using: &rng)
    }
  }
}

/// `−ln L − ln prior` of one subject.
private struct Objective<Model: ChoiceModel> {
  let model: Model
  let trials: Model.Trials
  let parameters: [ModelParameter]
  let priors: [(place: Int, prior: ParameterPrior)]

  init(
    model: Model, trials: Model.Trials, parameters: [ModelParameter],
    _ priors: KeyValuePairs<String, ParameterPrior>
  ) {
    (self.model, self.trials, self.parameters) = (model, trials, parameters)
    self.priors = priors.map { (place(of: $0.key, in: parameters), $0.value) }
  }

  func callAsFunction(_ values: [Double], _ gradient: inout [Double]) -> Double {
    var value = model.logLikelihood(of: trials, values, gradient: &gradient)
    for (i, prior) in priors {
      let density = prior.logDensity(values[i])
      value += density.value
      gradient[i] += density.slope
    }
    for i in gradient.indices { gradient[i].negate() }
    return -value
  }

  func logPrior(_ values: [Double]) -> Double {
    priors.reduce(0) { $0 + $1.prior.logDensity(values[$1.place]).value }
  }

  /// From the curvature along the parameters that lie inside their bounds.
  func standardErrors(at values: [Double]) -> [Double] {
    var errors = [Double](repeating: .nan, count: values.count)
    let inside = values.indices.filter { !parameters[$0].isAtBound(values[$0]) }
    guard !inside.isEmpty else { return errors }
    // Differences of the slope, symmetrised; near a bound the pair of points is moved inwards.
    var curvature = Matrix(rowCount: inside.count, columnCount: inside.count)
    var shifted = values
    var (above, below) = (errors, errors)
    for (row, i) in inside.enumerated() {
      let (bounds, reach) = (parameters[i].bounds, 1e-4 * parameters[i].width)
      let centre = min(
        max(values[i], bounds.lowerBound + reach), bounds.upperBound - reach)
      shifted[i] = centre + reach
      _ = self(shifted, &above)
      shifted[i] = centre - reach
      _ = self(shifted, &below)
      shifted[i] = values[i]
      for (column, j) in inside.enumerated() {
        let second = (above[j] - below[j]) / (4 * reach)
        curvature[row, column] += second
        curvature[column, row] += second
      }
    }
    for (row, i) in inside.enumerated() {
      let unit = inside.indices.map { $0 == row ? 1.0 : 0 }
      if let column = solvePositiveDefinite(curvature, unit), column[row] > 0 {
        errors[i] = column[row].squareRoot()
      }
    }
    return errors
  }
}
