import Numerics

/// The successor representation of a policy: `M = I + γ·P + γ²·P² + … = (I − γ·P)⁻¹`.
///
/// `M[s][x]` is how often state x will be visited from s on, the visit at once included and later ones
/// discounted.
///
/// - Parameters:
///   - transitions: `[state][next state]`, P, each row with a sum of at most 1; in endings 0.
///   - discount: γ in [0, 1]; traps otherwise, and if γ = 1 and some states are never left for an ending.
/// - Returns: `[state][state]`, in visits.
/// - Source: Dayan (1993).
public func successorMatrix(_ transitions: [[Double]], discount: Double) -> [[Double]] {
  requireUnit([("discount", discount)])
  let n = transitions.count
  require(
    n >= 1 && transitions.allSatisfy { $0.count == n && $0.reduce(0, +) <= 1 + 1e-6 },
    "transitions between \(n) states must be square, with rows of a sum of at most 1")
  var system = Matrix.identity(n)
  for s in 0..<n {
    for x in 0..<n { system[s, x] -= discount * transitions[s][x] }
  }
  // (I − γP) = Q·R, so its inverse is R⁻¹·Qᵀ: solve for each column from the bottom up.
  let (q, r) = qr(system)
  for s in 0..<n {
    require(r[s, s] > 1e-9, "I − γ·P has no inverse at γ = \(discount): some states are never left")
  }
  var inverse = q.transposed
  for column in 0..<n {
    for row in (0..<n).reversed() {
      var rest = inverse[row, column]
      for k in row + 1..<max(n, row + 1) { rest -= r[row, k] * inverse[k, column] }
      inverse[row, column] = rest / r[row, row]
    }
  }
  return (0..<n).map { inverse.row($0) }
}
