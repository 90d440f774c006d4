import Numerics

/// A free parameter of a model of choices: its name, and where its values may lie.
public struct ModelParameter: Hashable, Sendable {
  /// What it is called in words: `"learningRate"`.
  public let name: String
  /// What it is called in equations and plots: `"α"`.
  public let symbol: String
  /// Its least and its greatest value; both finite.
  public let bounds: ClosedRange<Double>
  /// Where the random starts of a fit are drawn, within the bounds.
  public let starts: ClosedRange<Double>

  /// A parameter.
  ///
  /// - Parameters:
  ///   - name: in words.
  ///   - symbol: in equations; the name where there is none.
  ///   - bounds: finite and not of one point; traps otherwise.
  ///   - starts: within the bounds, traps otherwise; nil is all of them.
  public init(
    _ name: String, symbol: String? = nil, in bounds: ClosedRange<Double>,
    starts: ClosedRange<Double>? = nil
  ) {
    let starts = starts ?? bounds
    require(
      bounds.lowerBound.isFinite && bounds.upperBound.isFinite
        && bounds.lowerBound < bounds.upperBound, "\(name) has the bounds \(bounds)")
    require(
      starts.lowerBound >= bounds.lowerBound && starts.upperBound <= bounds.upperBound,
      "\(name) starts in \(starts), but its bounds are \(bounds)")
    (self.name, self.symbol) = (name, symbol ?? name)
    (self.bounds, self.starts) = (bounds, starts)
  }

  /// `upper − lower`, above 0.
  var width: Double { bounds.upperBound - bounds.lowerBound }
}

/// What is held to be likely of a parameter before a subject is seen: a fit with priors finds the most
/// probable parameters a posteriori (MAP), and is less at the mercy of a short session.
public enum ParameterPrior: Hashable, Sendable {
  /// The normal distribution, with its mean and its standard deviation, above 0.
  case normal(mean: Double, standardDeviation: Double)
  /// The beta distribution `∝ x^(a−1)·(1−x)^(b−1)`, of a parameter in [0, 1]; a and b at least 1.
  case beta(Double, Double)
  /// The gamma distribution `∝ x^(k−1)·e^(−x/θ)`, of a parameter that is at least 0; k at least 1 and θ
  /// above 0.
  case gamma(shape: Double, scale: Double)

  /// `ln p(x)` but for a constant, and its slope.
  ///
  /// - Parameter x: a value of the parameter.
  /// - Returns: the log density, −infinity where there is none, and its derivative with respect to x.
  public func logDensity(_ x: Double) -> (value: Double, slope: Double) {
    switch self {
    case .normal(let mean, let standardDeviation):
      require(standardDeviation > 0, "a prior with the standard deviation \(standardDeviation)")
      let z = (x - mean) / standardDeviation
      return (-z * z / 2, -z / standardDeviation)
    case .beta(let a, let b):
      require(a >= 1 && b >= 1, "a beta prior with \(a) and \(b), not at least 1")
      return (
        power(x, a - 1) + power(1 - x, b - 1),
        (a == 1 ? 0 : (a - 1) / x) - (b == 1 ? 0 : (b - 1) / (1 - x))
      )
    case .gamma(let shape, let scale):
      require(shape >= 1 && scale > 0, "a gamma prior of shape \(shape) and scale \(scale)")
      return (
        power(x, shape - 1) - x / scale, (shape == 1 ? 0 : (shape - 1) / x) - 1 / scale
      )
    }
  }

  /// `ln xⁿ`, with 0⁰ = 1.
  private func power(_ x: Double, _ n: Double) -> Double { n == 0 ? 0 : n * logarithm(max(0, x)) }
}
