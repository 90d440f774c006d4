import Numerics

/// A region around a policy within which what was seen with it can be trusted, and how to make the best step in
/// it.
///
/// Wanted is the change Δ of the parameters with the greatest gain `L(θ + Δ)` among those for which the mean
/// divergence `KL(π_θ ‖ π_{θ+Δ})` is at most δ. Near θ the gain is `gᵀ·Δ` and the divergence `½·Δᵀ·F·Δ`, with
/// F Fisher's information; there the best step is `Δ = √(2δ / xᵀ·F·x)·x` with `F·x = g`. Conjugate gradients
/// find x from products F·v alone. Then the step is shortened until what was promised near θ holds.
///
/// ```swift
/// // Two arms, of which the second pays 1, chosen with equal chance: F = p·(1 − p), g = p·(1 − p).
/// let step = TrustRegion().step(gradient: [0.25], fisher: { [0.25 * $0[0]] }) { change in … }
/// ```
///
/// - Source: Schulman et al. (2015), § 6 and appendix C; Kakade (2002) for the direction.
public struct TrustRegion: Hashable, Codable, Sendable {
  /// δ, above 0, in nats: the greatest mean divergence that is aimed at.
  public var divergenceLimit = 0.01
  /// How far above δ a step's divergence may come out, as a factor, at least 1.
  public var tolerance = 1.5
  /// What is added to F's diagonal, at least 0: the more, the more a step is like the plain gradient's.
  public var damping = 0.01
  /// The most iterations of conjugate gradients, at least 1: the less damping, the more of them are needed.
  public var iterationLimit = 20
  /// How small the residual of these is to be, as a part of the gradient's length.
  public var residualTolerance = 1e-10
  /// What a step that fails is multiplied by, in (0, 1).
  public var backtracking = 0.5
  /// How many lengths are tried, at least 1.
  public var tryLimit = 10

  /// The paper's δ, and a damping and a number of iterations that suit small recurrent networks.
  ///
  /// Common are 0.1 and 10. Of F's mean over steps, though, most eigenvalues are far below 0.1, and there such
  /// a step is the plain gradient's.
  public init() {}

  /// The same region with some of it changed.
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) { change(&self) }

  /// What became of a step.
  public struct Step: Hashable, Sendable {
    /// `[n]`, Δ; all 0 if no length was good enough.
    public let change: [Double]
    /// Which part of the step that reaches δ near θ was taken: 1, or a power of `backtracking`; 0 if no
    /// length was good enough.
    public let fraction: Double
    /// The mean divergence at the new place, in nats.
    public let divergence: Double
    /// The surrogate's gain at the new place, above 0 unless no length was good enough.
    public let gain: Double
    /// What conjugate gradients left of the gradient, as a part of its length.
    public let residual: Double
    /// Why conjugate gradients ended.
    public let ending: ConjugateGradients.Ending
  }

  /// Finds the best step.
  ///
  /// A length is good enough if the divergence is at most `tolerance`·δ and the gain above 0; a place where
  /// either is no number is none.
  ///
  /// - Parameters:
  ///   - gradient: `[n]`, g, of the surrogate at θ.
  ///   - fisher: gives F·v for v, `[n]` both, without damping.
  ///   - evaluate: gives the mean divergence and the surrogate's gain for a change, `[n]`.
  /// - Returns: the step, of which nothing is done yet.
  public func step(
    gradient: [Double], fisher: ([Double]) -> [Double],
    evaluate: (_ change: [Double]) -> (divergence: Double, gain: Double)
  ) -> Step {
    check()
    let found = solveByConjugateGradients(
      gradient, iterationLimit: iterationLimit, tolerance: residualTolerance
    ) { v in
      zip(fisher(v), v).map { $0 + damping * $1 }
    }
    // xᵀ·F·x is xᵀ·g: what is left of g stands at right angles to x.
    let square = dot(found.solution, gradient)
    var (fraction, divergence, gain) = (0.0, 0.0, 0.0)
    var change = [Double](repeating: 0, count: gradient.count)
    if square > 0 {
      var part = 1.0
      for _ in 0..<tryLimit {
        let length = part * (2 * divergenceLimit / square).squareRoot()
        let candidate = found.solution.map { length * $0 }
        let there = evaluate(candidate)
        if there.divergence <= tolerance * divergenceLimit && there.gain > 0 {
          (change, fraction, divergence, gain) = (candidate, part, there.divergence, there.gain)
          break
        }
        part *= backtracking
      }
    }
    return Step(
      change: change, fraction: fraction, divergence: divergence, gain: gain,
      residual: found.residual, ending: found.ending)
  }

  /// Traps when a setting is out of its range.
  func check() {
    require(divergenceLimit > 0, "a divergence of at most \(divergenceLimit)")
    require(tolerance >= 1, "a tolerance of \(tolerance)")
    require(damping >= 0, "a damping of \(damping)")
    require(iterationLimit >= 1, "\(iterationLimit) iterations of conjugate gradients")
    require(residualTolerance >= 0, "a residual of \(residualTolerance)")
    require(backtracking > 0 && backtracking < 1, "backtracking by \(backtracking)")
    require(tryLimit >= 1, "\(tryLimit) lengths of a step")
  }
}
