import Numerics

/// A number that changes as training goes on: a learning rate, an entropy coefficient.
public enum Schedule: Hashable, Codable, Sendable, ExpressibleByFloatLiteral {
  /// Always the same.
  case constant(Double)
  /// In a straight line from the first update to the last.
  case linear(from: Double, to: Double)
  /// In a straight line to a value that is reached after a part of the training, in (0, 1], and kept.
  case linearThenConstant(from: Double, to: Double, over: Double)

  /// A number that does not change.
  ///
  /// - Parameter value: the number.
  public init(floatLiteral value: Double) { self = .constant(value) }

  /// The number at a point of the training.
  ///
  /// - Parameter progress: the part of the training that is done, in [0, 1]; traps otherwise.
  /// - Returns: the number.
  public func value(at progress: Double) -> Double {
    require(progress >= 0 && progress <= 1, "progress \(progress) is not in [0, 1]")
    switch self {
    case .constant(let value): return value
    case .linear(let start, let end): return start + (end - start) * progress
    case .linearThenConstant(let start, let end, let part):
      require(part > 0 && part <= 1, "a part of training \(part) is not in (0, 1]")
      return start + (end - start) * min(1, progress / part)
    }
  }
}
