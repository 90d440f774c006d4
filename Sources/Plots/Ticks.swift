/// A place on an axis that has a label.
struct Tick: Equatable {
  var value: Double
  var label: String
}

/// Round numbers `k · step` with a step of 1, 2 or 5 times a power of ten.
///
/// A tick's value is read from its decimal digits, never summed up, so 0.3 is 0.3.
struct TickStep: Equatable {
  /// 1, 2 or 5.
  var mantissa: Int
  /// The power of ten.
  var exponent: Int

  /// A step from its digits.
  init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The smallest round step that makes at most `count` intervals of `lower...upper`.
  init(lower: Double, upper: Double, count: Int) {
    let count = Double(max(1, count))
    // The difference may be infinite, even that of parts.
    let raw = min(upper / count - lower / count, .greatestFiniteMagnitude)
    exponent = DecimalExpansion(magnitudeOf: raw).exponent
    let ratio = raw / TickStep.value(1, exponent)
    switch ratio {
    case ..<(1 + 1e-9): mantissa = 1
    case ..<(2 + 1e-9): mantissa = 2
    case ..<(5 + 1e-9): mantissa = 5
    default: (mantissa, exponent) = (1, exponent + 1)
    }
  }

  /// The step itself.
  var value: Double { TickStep.value(mantissa, exponent) }

  private static func value(_ digits: Int, _ exponent: Int) -> Double {
    Double("\(digits)e\(exponent)") ?? 0
  }

  /// `k · step`, the double nearest to its decimal form.
  func multiple(_ k: Int) -> Double { TickStep.value(k * mantissa, exponent) }

  /// The number of the highest tick that is not above `x`.
  func indexBelow(_ x: Double) -> Int { index((x / value + 1e-9).rounded(.down)) }

  /// The number of the lowest tick that is not below `x`.
  func indexAbove(_ x: Double) -> Int { index((x / value - 1e-9).rounded(.up)) }

  /// Ranges that are worth ticks have nowhere near so many.
  private func index(_ x: Double) -> Int { Int(max(-1e15, min(1e15, x))) }

  /// The ticks inside `lower...upper` with labels that have the same digits behind the point.
  func ticks(lower: Double, upper: Double) -> [Tick] {
    let (first, last) = (indexAbove(lower), indexBelow(upper))
    guard first <= last else { return [] }
    let values = (first...last).map(multiple).filter(\.isFinite)
    return zip(values, labels(values)).map { Tick(value: $0, label: $1) }
  }

  private func labels(_ values: [Double]) -> [String] {
    let plain = values.map { fixed($0, max(0, -exponent)) }
    let longest = plain.map(\.utf8.count).max() ?? 0
    guard longest > 7 || exponent < -4 else { return plain }
    // 0, 2e11, 4e11: one power of ten for all.
    let power = DecimalExpansion(magnitudeOf: values.map(\.magnitude).max() ?? 0).exponent
    let scientific = values.map { value in
      value == 0 ? "0" : fixed(value, max(0, power - exponent), shiftedBy: -power) + "e\(power)"
    }
    return (scientific.map(\.utf8.count).max() ?? 0) < longest ? scientific : plain
  }
}
