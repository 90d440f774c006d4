extension LogisticRegression {
  /// Standard errors for outcomes that go with each other within clusters, such as the choices of one subject.
  ///
  /// `V = G/(G − 1) · A⁻¹ (Σ_g u_g u_gᵀ) A⁻¹`, with A the curvature of the loss, `u_g = Σ_{i∈g} (yᵢ − pᵢ)·xᵢ`
  /// and G clusters that have outcomes: what is left over may be correlated in any way within a cluster, and
  /// is independent between clusters. With few clusters they come out too small.
  ///
  /// - Parameters:
  ///   - predictors: `[n][variables]`, those of the fit.
  ///   - outcomes: `[n]`, those of the fit; traps when the counts differ.
  ///   - clusters: `[n]`, the number of each outcome's cluster, at least 0; traps otherwise, and with fewer
  ///     than two clusters.
  ///   - penalty: that of the fit.
  /// - Returns: `[variables]`; NaN where the data do not determine a weight.
  /// - Source: Liang & Zeger (1986), with independence as the working correlation.
  public func clusteredStandardErrors(
    _ predictors: [[Double]], _ outcomes: [Bool], clusters: [Int], penalty: Double = 1e-6
  ) -> [Double] {
    require(
      predictors.count == outcomes.count && clusters.count == outcomes.count,
      "\(predictors.count) predictors and \(clusters.count) clusters for \(outcomes.count) outcomes"
    )
    let (count, labels) = (weights.count, 1 + (clusters.max() ?? -1))
    require((clusters.min() ?? 0) >= 0, "a cluster with the number \(clusters.min() ?? 0)")
    var isThere = [Bool](repeating: false, count: labels)
    for cluster in clusters { isThere[cluster] = true }
    let groups = isThere.count { $0 }
    require(groups >= 2, "errors clustered in \(groups) groups")
    var scores = [Double](repeating: 0, count: labels * count)
    var curvature = Matrix(rowCount: count, columnCount: count)
    for j in 0..<count { curvature[j, j] = penalty }
    for ((x, y), group) in zip(zip(predictors, outcomes), clusters) {
      let p = logistic(zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 })
      for i in 0..<count {
        scores[group * count + i] += ((y ? 1 : 0) - p) * x[i]
        for j in 0..<count { curvature[i, j] += p * (1 - p) * x[i] * x[j] }
      }
    }
    let factor = Double(groups) / Double(groups - 1)
    return (0..<count).map { variable in
      let unit = (0..<count).map { $0 == variable ? 1.0 : 0 }
      guard let row = solvePositiveDefinite(curvature, unit) else { return .nan }
      // The row of A⁻¹ times each cluster's score, squared.
      let sum = (0..<labels).reduce(0) { sum, group in
        let part = (0..<count).reduce(0) { $0 + row[$1] * scores[group * count + $1] }
        return sum + part * part
      }
      return (factor * sum).squareRoot()
    }
  }
}
