import Numerics

/// A rule that turns a gradient into a change of the parameters.
///
/// - Source: Kingma & Ba (2015) for Adam; Tieleman & Hinton (2012) for RMSProp. Both as in PyTorch: ε is
///   added outside the root.
public enum Optimizer: Hashable, Codable, Sendable {
  /// Gradient descent with momentum: `v ← μ·v + g`, `θ ← θ − η·v`.
  case sgd(momentum: Double = 0)
  /// `s ← ρ·s + (1 − ρ)·g²`, `θ ← θ − η·g / (√s + ε)`.
  case rmsProp(decay: Double = 0.99, epsilon: Double = 1e-8)
  /// `m ← β₁·m + (1 − β₁)·g`, `s ← β₂·s + (1 − β₂)·g²`, `θ ← θ − η·m̂ / (√ŝ + ε)`, with m̂ and ŝ
  /// corrected for their start at 0.
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  /// What each running average is called on disk.
  package var averageNames: [String] {
    switch self {
    case .sgd: ["momentum"]
    case .rmsProp: ["square_avg"]
    case .adam: ["exp_avg", "exp_avg_sq"]
    }
  }
}

/// An optimiser at work on one vector of parameters: the rule and its running averages.
public final class OptimizerState {
  /// The rule.
  public let optimizer: Optimizer
  /// How many updates it has made.
  public private(set) var updateCount = 0
  package let averages: [FloatBuffer]
  /// β₁ and β₂ to the power of the updates; products, because a C library's power may differ in a bit.
  private var beta1Power = 1.0
  private var beta2Power = 1.0

  /// An optimiser that has seen no gradient.
  ///
  /// - Parameters:
  ///   - optimizer: the rule; traps if its factors are outside [0, 1) or ε is negative.
  ///   - count: how many parameters.
  public init(_ optimizer: Optimizer, count: Int) {
    let (factors, epsilon) =
      switch optimizer {
      case .sgd(let momentum): ([momentum], 0.0)
      case .rmsProp(let decay, let epsilon): ([decay], epsilon)
      case .adam(let beta1, let beta2, let epsilon): ([beta1, beta2], epsilon)
      }
    for factor in factors {
      require(factor >= 0 && factor < 1, "factor \(factor) of \(optimizer) is not in [0, 1)")
    }
    require(epsilon >= 0, "epsilon \(epsilon) of \(optimizer) is not ≥ 0")
    self.optimizer = optimizer
    averages = optimizer.averageNames.map { _ in FloatBuffer(count: count) }
  }

  /// One update.
  ///
  /// - Parameters:
  ///   - parameters: changed in place; of the count given at the start, traps otherwise.
  ///   - gradient: ∂L/∂parameters, of the same count.
  ///   - learningRate: η.
  public func update(_ parameters: FloatBuffer, gradient: FloatBuffer, learningRate: Double) {
    let count = averages[0].count
    require(
      parameters.count == count && gradient.count == count,
      "\(parameters.count) parameters, \(gradient.count) gradients, optimiser of \(count)")
    advance()
    switch optimizer {
    case .sgd(let momentum):
      Kernels.sgd(
        count: count, rate: Float(learningRate), momentum: Float(momentum),
        gradient: gradient.pointer, velocity: averages[0].pointer, parameters: parameters.pointer)
    case .rmsProp(let decay, let epsilon):
      Kernels.rmsProp(
        count: count, rate: Float(learningRate), decay: Float(decay), epsilon: Float(epsilon),
        gradient: gradient.pointer, square: averages[0].pointer, parameters: parameters.pointer)
    case .adam(let beta1, let beta2, let epsilon):
      Kernels.adam(
        count: count, rate: Float(learningRate), beta1: Float(beta1), beta2: Float(beta2),
        correction1: Float(1 - beta1Power), correction2: Float(1 - beta2Power),
        epsilon: Float(epsilon), gradient: gradient.pointer, mean: averages[0].pointer,
        square: averages[1].pointer, parameters: parameters.pointer)
    }
  }

  /// Takes up where another run stopped.
  ///
  /// - Parameters:
  ///   - averages: one for each of the rule's running averages, each of the count given at the start;
  ///     traps otherwise.
  ///   - updateCount: how many updates had been made.
  public func restore(averages: [[Float]], updateCount: Int) {
    require(
      averages.count == self.averages.count, "\(averages.count) running averages for \(optimizer)")
    for (buffer, values) in zip(self.averages, averages) { buffer.elements = values }
    self.updateCount = 0
    (beta1Power, beta2Power) = (1, 1)
    for _ in 0..<updateCount { advance() }
  }

  private func advance() {
    updateCount += 1
    if case .adam(let beta1, let beta2, _) = optimizer {
      beta1Power *= beta1
      beta2Power *= beta2
    }
  }
}

/// Shortens a gradient that is too long: `g ← g·min(1, limit / ‖g‖)`.
///
/// - Parameters:
///   - gradient: changed in place.
///   - limit: the greatest length allowed, above 0; traps otherwise.
/// - Returns: ‖g‖ as it was: NaN or infinite if any part is, and then nothing is changed.
@discardableResult
public func clip(_ gradient: FloatBuffer, toNorm limit: Double) -> Double {
  require(limit > 0, "a gradient cannot be clipped to the length \(limit)")
  let norm = Kernels.sumOfSquares(gradient.pointer, count: gradient.count).squareRoot()
  if norm > limit && norm.isFinite {
    Kernels.scale(gradient.pointer, count: gradient.count, by: Float(limit / norm))
  }
  return norm
}
