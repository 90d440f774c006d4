import Numerics

/// A mean of values, each weighted by how near its key is: `Q = Σ wᵢ·vᵢ`, `wᵢ = kᵢ / Σⱼ kⱼ`,
/// `kᵢ = 1 / (d²ᵢ + δ)`; and its slopes.
///
/// In single precision it is what `ValueDictionary` answers; in double precision its slopes are checked.
///
/// - Source: Pritzel et al. (2017), equations 1, 2 and 5; the slopes are ours.
struct InverseDistanceMean<Scalar: ReferenceScalar> {
  let value: Scalar
  let weights: [Scalar]
  private let values, kernels: [Scalar]

  /// `squaredDistances` and `values`: `[n]`, n ≥ 1.
  init(squaredDistances: [Scalar], values: [Scalar], delta: Scalar) {
    self.values = values
    kernels = squaredDistances.map { 1 / ($0 + delta) }
    let total = kernels.reduce(0, +)
    weights = kernels.map { $0 / total }
    value = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `∂Q/∂vᵢ = wᵢ`.
  var valueSlopes: [Scalar] { weights }

  /// `∂Q/∂d²ᵢ = −wᵢ·kᵢ·(vᵢ − Q)`: to come nearer to a value above the mean raises it.
  var distanceSlopes: [Scalar] {
    weights.indices.map { -weights[$0] * kernels[$0] * (values[$0] - value) }
  }

  /// ∂Q/∂h and ∂Q/∂hᵢ: `∂d²ᵢ/∂h = 2·(h − hᵢ) = −∂d²ᵢ/∂hᵢ`.
  ///
  /// - Parameters:
  ///   - query: `[d]`, h.
  ///   - keys: `[n][d]`, hᵢ.
  /// - Returns: `[d]` and `[n][d]`.
  func slopes(query: [Scalar], keys: [[Scalar]]) -> (query: [Scalar], keys: [[Scalar]]) {
    var toQuery = [Scalar](repeating: 0, count: query.count)
    let toKeys = zip(keys, distanceSlopes).map { key, slope in
      query.indices.map { i in
        let change = 2 * slope * (query[i] - key[i])
        toQuery[i] += change
        return -change
      }
    }
    return (toQuery, toKeys)
  }
}
