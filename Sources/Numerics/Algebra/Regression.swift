/// The principal components of observations: the directions in which they vary most.
public struct PrincipalComponents: Hashable, Sendable {
  /// `[variables]`, the mean of each variable.
  public let means: [Double]
  /// `[variables]`, the variance along each component, from the greatest down.
  public let variances: [Double]
  /// Variables × components, each column of length 1 with its largest part positive.
  public let directions: Matrix

  /// Finds the components.
  ///
  /// - Parameter observations: `[n][variables]`, n ≥ 2, not ragged; traps otherwise.
  /// - Source: Pearson (1901).
  public init(_ observations: [[Double]]) {
    require(observations.count >= 2, "principal components of \(observations.count) observations")
    let data = Matrix(observations)
    let means = (0..<data.columnCount).map { mean(data.column($0)) }
    var covariance = Matrix(rowCount: data.columnCount, columnCount: data.columnCount)
    for i in 0..<data.columnCount {
      for j in 0...i {
        let sum = (0..<data.rowCount).reduce(0) {
          $0 + (data[$1, i] - means[i]) * (data[$1, j] - means[j])
        }
        covariance[i, j] = sum / Double(data.rowCount - 1)
        covariance[j, i] = covariance[i, j]
      }
    }
    let eigen = symmetricEigen(covariance)
    self.means = means
    // Rounding can carry a variance of 0 below it.
    variances = eigen.values.map { max(0, $0) }
    directions = eigen.vectors
  }

  /// Where an observation lies along the components.
  ///
  /// - Parameter observation: `[variables]`; traps on another count.
  /// - Returns: `[components]`.
  public func scores(_ observation: [Double]) -> [Double] {
    require(observation.count == means.count, "\(observation.count) of \(means.count) variables")
    let centred = zip(observation, means).map { $0 - $1 }
    // Row by row: the sum of each component still runs over the variables in their order.
    var scores = [Double](repeating: 0, count: directions.columnCount)
    for (i, x) in centred.enumerated() {
      let row = i * scores.count
      for j in scores.indices { scores[j] += directions.elements[row + j] * x }
    }
    return scores
  }
}

/// A logistic regression: `P(y = 1) = σ(Σ wⱼ·xⱼ)`.
public struct LogisticRegression: Hashable, Sendable {
  /// `[variables]`, w.
  public let weights: [Double]
  /// `[variables]`, the standard error of each weight; NaN where the data do not determine it.
  public let standardErrors: [Double]
  /// `Σ ln P(yᵢ)` at the weights, at most 0.
  public let logLikelihood: Double

  /// Fits by Newton's method, with a small pull of the weights towards 0.
  ///
  /// - Parameters:
  ///   - predictors: `[n][variables]`; put a 1 in front for an intercept.
  ///   - outcomes: `[n]`; traps when the counts differ.
  ///   - penalty: half of it times Σ w² is added to the loss: at least 0. A little keeps the weights
  ///     finite where a predictor tells the outcomes apart completely.
  public init(_ predictors: [[Double]], _ outcomes: [Bool], penalty: Double = 1e-6) {
    require(
      predictors.count == outcomes.count && !outcomes.isEmpty,
      "\(predictors.count) predictors for \(outcomes.count) outcomes")
    require(penalty >= 0, "a penalty of \(penalty)")
    let count = predictors[0].count
    for row in predictors {
      require(row.count == count, "\(row.count) predictors of an outcome, \(count) of the first")
    }
    func loss(_ weights: [Double]) -> Double {
      penalty / 2 * weights.reduce(0) { $0 + $1 * $1 }
        - Self.logLikelihood(of: weights, predictors, outcomes)
    }
    var weights = [Double](repeating: 0, count: count)
    var errors = [Double](repeating: .nan, count: count)
    var present = loss(weights)
    for _ in 0..<100 {
      var slope = weights.map { -penalty * $0 }
      var curvature = Matrix(rowCount: count, columnCount: count)
      var sums = [Double](repeating: 0, count: count * count)
      for j in 0..<count { sums[j * count + j] = penalty }
      var weighted = slope
      for (x, y) in zip(predictors, outcomes) {
        let p = logistic(zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 })
        for i in 0..<count {
          slope[i] += ((y ? 1 : 0) - p) * x[i]
          weighted[i] = p * (1 - p) * x[i]
        }
        Kernels.addProducts(weighted.span, x.span, to: &sums)
      }
      for i in 0..<count { for j in 0..<count { curvature[i, j] = sums[i * count + j] } }
      guard let step = solvePositiveDefinite(curvature, slope) else { break }
      // Far from the optimum Newton's step can overshoot; near it the loss only rounds.
      var (share, next) = (1.0, zip(weights, step).map { $0 + $1 })
      var reached = loss(next)
      while !(reached <= present + 1e-10 * abs(present)) && share > 1e-9 {
        share /= 2
        next = zip(weights, step).map { $0 + share * $1 }
        reached = loss(next)
      }
      (weights, present) = (next, reached)
      let length = step.reduce(0) { max($0, abs($1)) }
      if length < 1e-10 * weights.reduce(1, { max($0, abs($1)) }) {
        errors = (0..<count).map { i in
          let unit = (0..<count).map { $0 == i ? 1.0 : 0 }
          return solvePositiveDefinite(curvature, unit)?[i].squareRoot() ?? .nan
        }
        break
      }
    }
    self.weights = weights
    standardErrors = errors
    logLikelihood = Self.logLikelihood(of: weights, predictors, outcomes)
  }

  private static func logLikelihood(
    of weights: [Double], _ predictors: [[Double]], _ outcomes: [Bool]
  ) -> Double {
    let logits = zip(predictors, outcomes).map { x, y in
      let z = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 }
      return y ? z : -z
    }
    // ln σ without overflow; many exponentials together take less time than one by one.
    let exponentials = Kernels.exponential(logits.map { -abs($0) })
    return zip(logits, exponentials).reduce(0) { $0 + min(0, $1.0) - logarithm(1 + $1.1) }
  }
}

/// A confidence interval of any statistic: the data are drawn again from themselves.
///
/// - Parameters:
///   - values: `[n]`, n ≥ 1, independent of each other; traps when empty.
///   - confidence: in (0, 1); traps otherwise.
///   - samples: how often, at least 1.
///   - rng: the source of randomness; n draws a sample.
///   - statistic: of a sample like the data; traps where it is NaN, as a correlation is of a sample that does
///     not vary.
/// - Returns: between which values the statistic of that part of the samples lies.
/// - Source: Efron (1979), percentile interval.
public func bootstrap<Element>(
  _ values: [Element], confidence: Double = 0.95, samples: Int = 1_000,
  using rng: inout Generator, _ statistic: ([Element]) -> Double
) -> ClosedRange<Double> {
  require(!values.isEmpty, "a bootstrap of no values")
  require(confidence > 0 && confidence < 1, "confidence \(confidence) is not in (0, 1)")
  require(samples >= 1, "a bootstrap of \(samples) samples")
  var statistics: [Double] = []
  for _ in 0..<samples {
    let sample = values.indices.map { _ in values[integer(below: values.count, using: &rng)] }
    let value = statistic(sample)
    require(!value.isNaN, "the statistic of a sample is not a number")
    statistics.append(value)
  }
  statistics.sort()
  let tail = (1 - confidence) / 2 * Double(samples)
  let low = min(samples - 1, Int(tail))
  return statistics[low]...statistics[max(low, samples - 1 - low)]
}
