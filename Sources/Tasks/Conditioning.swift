import Numerics

/// The name of one cue of an experiment: a tone `"A"`, a light `"B"`.
public typealias Cue = Character

/// One trial of Pavlovian conditioning, seen as a whole: which cues came, and what followed.
///
/// Written as in the literature: `"AB+"` is A and B together, then the unconditioned stimulus (food,
/// say); `"AB-"` is the same without it.
///
/// ```swift
/// let trial: ConditioningTrial = "AB+"
/// trial.cues     // ["A", "B"]
/// trial.outcome  // 1
/// ```
public struct ConditioningTrial: Hashable, Sendable {
  /// The cues present, in alphabetical order, each once.
  public let cues: [Cue]
  /// The outcome's strength, λ in the model of Rescorla and Wagner: 1 for one unconditioned stimulus,
  /// 0 for none.
  public let outcome: Double

  /// A trial with an outcome of any strength.
  ///
  /// - Parameters:
  ///   - cues: letters and digits, each a cue: `"AB"`; traps on others and on a cue named twice.
  ///   - outcome: strength of the unconditioned stimulus, at least 0; 0 if it is left out.
  public init(cues: String, outcome: Double) {
    require(outcome >= 0, "the outcome of trial \"\(cues)\" is \(outcome), not ≥ 0")
    require(
      cues.allSatisfy { $0.isLetter || $0.isNumber },
      "a cue is a letter or a digit: \"\(cues)\" holds something else")
    require(Set(cues).count == cues.count, "\"\(cues)\" names a cue twice")
    self.cues = cues.sorted()
    self.outcome = outcome
  }

  /// A trial in the literature's notation.
  ///
  /// - Parameter notation: cues, then `+` (outcome 1) or `-` (outcome 0); traps on anything else.
  public init(_ notation: String) {
    require(
      notation.hasSuffix("+") || notation.hasSuffix("-"),
      "a trial ends in + or -, as in \"AB+\"; this one is \"\(notation)\"")
    self.init(cues: String(notation.dropLast()), outcome: notation.hasSuffix("+") ? 1 : 0)
  }
}

extension ConditioningTrial: ExpressibleByStringLiteral {
  /// A trial in the literature's notation, as a literal.
  ///
  /// - Parameter value: as in `init(_:)`.
  public init(stringLiteral value: String) { self.init(value) }
}

extension ConditioningTrial: CustomStringConvertible {
  /// `AB+`, `AB-`, or `AB+(0.5)` for an outcome that is neither 0 nor 1.
  public var description: String {
    let sign = outcome == 1 ? "+" : outcome == 0 ? "-" : "+(\(outcome))"
    return String(cues) + sign
  }
}

/// A whole conditioning experiment as data: trials in order, grouped in phases.
///
/// ```swift
/// let blocking = ConditioningSchedule("A+", times: 50).then("AB+", times: 50)
/// ```
public struct ConditioningSchedule: Hashable, Sendable {
  /// The phases, each with its trials in the order they are given.
  public private(set) var phases: [[ConditioningTrial]]

  /// Every trial of the experiment in order.
  public var trials: [ConditioningTrial] { phases.flatMap(\.self) }

  /// A first phase.
  ///
  /// - Parameters:
  ///   - block: trials of different kinds take turns: `"A+", "AB-"` gives A+, AB−, A+, AB− …
  ///   - times: how often the block is given, at least 0; traps otherwise.
  public init(_ block: ConditioningTrial..., times: Int) {
    phases = [Self.phase(block, times)]
  }

  /// The same experiment with one more phase.
  ///
  /// - Parameters:
  ///   - block: as in `init(_:times:)`.
  ///   - times: how often the block is given, at least 0; traps otherwise.
  /// - Returns: a copy with the phase at its end.
  public func then(_ block: ConditioningTrial..., times: Int) -> Self {
    var longer = self
    longer.phases.append(Self.phase(block, times))
    return longer
  }

  private static func phase(_ block: [ConditioningTrial], _ times: Int) -> [ConditioningTrial] {
    require(times >= 0, "a block of trials cannot be given \(times) times")
    return (0..<times).flatMap { _ in block }
  }
}
