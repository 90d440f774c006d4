import Plots

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

infix operator ≈ : ComparisonPrecedence
infix operator ± : RangeFormationPrecedence

/// A value and how far from it is near enough: `0.5 ± 0.01`.
public struct Tolerance<Value: Numeric & Comparable & Sendable>: Sendable {
  /// The value.
  public var center: Value
  /// How far from it is near enough, at least 0.
  public var margin: Value

  /// Whether `|x − center| ≤ margin`; never for what is not a number.
  ///
  /// - Parameter x: any value.
  /// - Returns: whether it is near enough.
  public func contains(_ x: Value) -> Bool {
    x > center ? x - center <= margin : center - x <= margin
  }
}

/// A value and how far from it is near enough.
///
/// - Parameters:
///   - center: the value.
///   - margin: how far from it is near enough, at least 0.
/// - Returns: both.
public func ± <Value: Numeric & Comparable & Sendable>(
  center: Value, margin: Value
) -> Tolerance<Value> {
  Tolerance(center: center, margin: margin)
}

/// `x ≈ y ± t`: whether `|x − y| ≤ t`.
///
/// - Parameters:
///   - x: the measured value.
///   - y: the expected value and the margin.
/// - Returns: whether it is near enough.
public func ≈ <Value: Numeric & Comparable & Sendable>(x: Value, y: Tolerance<Value>) -> Bool {
  y.contains(x)
}

/// Notes what a claim compares. Called by the tangled program around a comparison's left side.
///
/// - Parameter value: the left side.
/// - Returns: `value`.
public func _bookMeasure<Value>(_ value: Value) -> Value {
  let text = measuredText(value)
  Session.state.withLock { $0.measured = text }
  return value
}

/// Reports whether a claim holds. Called by the tangled program.
///
/// - Parameters:
///   - step: the claim's index among the chapter's steps.
///   - holds: the condition's value.
public func _bookClaim(_ step: Int, _ holds: Bool) {
  let measured = Session.state.withLock { state in
    defer { state.measured = "" }
    return state.measured
  }
  send(.claim, [String(step), holds ? "1" : "0", measured])
}

/// Reports an inline expression's value. Called by the tangled program.
///
/// - Parameters:
///   - step: the expression's index among the chapter's steps.
///   - value: its value.
public func _bookValue(_ step: Int, _ value: some Any) {
  send(.value, [String(step), valueText(value)])
}

/// A value as prose shows it: a `Double` with up to 3 decimals, a `Bool` as yes or no.
func valueText(_ value: Any) -> String {
  switch value {
  case let value as Bool: value ? "yes" : "no"
  case let value as Double: value.isFinite ? trimmed(fixed(value, 3)) : "\(value)"
  case let value as Float: valueText(Double(value))
  case let value as String: value
  default: String(describing: value)
  }
}

/// A measured value: four significant digits, whole numbers from 1000 on.
func measuredText(_ value: Any) -> String {
  switch value {
  case let value as Bool: return value ? "yes" : "no"
  case let value as Float: return measuredText(Double(value))
  case let value as Double:
    guard value.isFinite else { return "\(value)" }
    if abs(value) >= 1000, abs(value) < 1e15 { return fixed(value, 0) }
    return trimmed(significant(value, 4))
  case let value as String: return shortened(value)
  default: return shortened(String(describing: value))
  }
}

/// Without zeros behind the last digit that counts: `0.500` as `0.5`, `3.000` as `3`.
private func trimmed(_ number: String) -> String {
  guard number.contains("."), !number.contains("e") else { return number }
  var text = number[...]
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return String(text)
}

/// At most 60 characters.
private func shortened(_ text: String) -> String {
  text.count <= 60 ? text : text.prefix(59) + "…"
}

/// Ends the program with exit status 1 unless a claim of its chapter holds: what `book run --export`
/// makes of claims.
///
/// - Parameters:
///   - holds: the condition's value.
///   - place: where the chapter claims it.
public func claim(_ holds: Bool, at place: String) {
  if holds { return }
  writeToStandardError(Array("\(place): error: the claim does not hold\n".utf8))
  exit(1)
}
