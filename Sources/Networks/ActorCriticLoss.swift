import Numerics

/// The loss of an actor-critic for one step: `L = −A·ln π(a) + βᵥ·½(R − V)² − βₑ·H(π)`.
///
/// The advantage A and the return R count as constants. A network's loss is the sum over the steps of an
/// episode, averaged over episodes.
///
/// - Source: Mnih et al. (2016); Wang et al. (2018), Methods.
public struct ActorCriticLoss: Hashable, Sendable {
  /// βᵥ, at least 0.
  public var valueCoefficient: Double
  /// βₑ, in units of the loss a nat; a positive one favours exploration.
  public var entropyCoefficient: Double

  /// A loss.
  ///
  /// - Parameters:
  ///   - valueCoefficient: βᵥ, at least 0; traps otherwise.
  ///   - entropyCoefficient: βₑ, finite.
  public init(valueCoefficient: Double, entropyCoefficient: Double) {
    require(valueCoefficient >= 0, "value coefficient \(valueCoefficient) is not ≥ 0")
    self.valueCoefficient = valueCoefficient
    self.entropyCoefficient = entropyCoefficient
  }

  /// L of one step.
  ///
  /// - Parameters:
  ///   - head: `[logits | value]`.
  ///   - action: in 0 ..< the number of logits.
  ///   - advantage: A.
  ///   - return: R, in units of reward.
  /// - Returns: the loss.
  public func value<Scalar: ReferenceScalar>(
    head: [Scalar], action: Int, advantage: Scalar, return: Scalar
  ) -> Scalar {
    let (probabilities, logarithms) = Reference.softmax(Array(head.dropLast()))
    let entropy = -zip(probabilities, logarithms).reduce(0) { $0 + $1.0 * $1.1 }
    let error = `return` - head[head.count - 1]
    return -advantage * logarithms[action] + Scalar(valueCoefficient) * error * error / 2
      - Scalar(entropyCoefficient) * entropy
  }

  /// ∂L/∂`[logits | value]` of one step: `A·(πⱼ − [j = a]) + βₑ·πⱼ·(ln πⱼ + H)` and `βᵥ·(V − R)`.
  ///
  /// - Parameters:
  ///   - head: `[logits | value]`.
  ///   - action: in 0 ..< the number of logits.
  ///   - advantage: A.
  ///   - return: R, in units of reward.
  ///   - scale: a factor of the whole gradient, such as 1 / episodes.
  /// - Returns: `[logits | value]`.
  public func gradient<Scalar: ReferenceScalar>(
    head: [Scalar], action: Int, advantage: Scalar, return: Scalar, scale: Scalar = 1
  ) -> [Scalar] {
    let (probabilities, logarithms) = Reference.softmax(Array(head.dropLast()))
    var minusEntropy: Scalar = 0
    for (p, l) in zip(probabilities, logarithms) { minusEntropy += p * l }
    var gradient = probabilities.indices.map { j in
      let score = probabilities[j] - (j == action ? 1 : 0)
      let entropy = probabilities[j] * (logarithms[j] - minusEntropy)
      return scale * (advantage * score + Scalar(entropyCoefficient) * entropy)
    }
    gradient.append(scale * (Scalar(valueCoefficient) * (head[head.count - 1] - `return`)))
    return gradient
  }
}
