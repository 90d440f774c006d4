/// A number with a fixed count of digits behind the point: `fixed(0.12345, 3)` is `0.123`.
///
/// Rounds the exact value, half away from zero: `fixed(0.125, 2)` is `0.13`, `fixed(2.5, 0)` is `3`;
/// and `fixed(1.005, 2)` is `1.00`, as the double nearest to 1.005 is a little less. A result of zero
/// has no sign. The same on every machine.
///
/// - Parameters:
///   - x: any number; not finite gives `nan`, `inf`, `-inf`.
///   - digits: how many digits behind the point, 0 and more.
/// - Returns: the digits, with a full stop as the decimal point and no grouping.
public func fixed(_ x: Double, _ digits: Int) -> String {
  fixed(x, digits, shiftedBy: 0)
}

/// A proportion in percent: `percent(0.123, 1)` is `12.3%`.
///
/// Rounds as `fixed` does.
///
/// - Parameters:
///   - x: a proportion, mostly in [0, 1]; not finite gives `nan%`, `inf%`, `-inf%`.
///   - digits: how many digits behind the point, 0 and more.
/// - Returns: the percentage with its sign, without a space.
public func percent(_ x: Double, _ digits: Int = 0) -> String {
  fixed(x, digits, shiftedBy: 2) + "%"
}

/// A number with so many significant digits, as short as can be: `significant(0.000123, 2)` is
/// `0.00012`, `significant(2.50, 3)` is `2.5`.
///
/// Whole digits are never rounded away below a million: `significant(1234.5, 2)` is `1235`. From a
/// million up and below 1/10 000 it has an exponent where that is shorter: `1.5e12`, `3e-300`.
/// Rounds as `fixed` does.
///
/// - Parameters:
///   - x: any number; not finite gives `nan`, `inf`, `-inf`.
///   - digits: how many digits count, 1 and more.
/// - Returns: the number without needless zeros.
public func significant(_ x: Double, _ digits: Int) -> String {
  require(digits >= 1, "significant: \(digits) digits; at least 1 is needed")
  guard x.isFinite else { return notFinite(x) }
  var number = DecimalExpansion(magnitudeOf: x)
  number.round(places: digits - 1 - number.exponent)
  let exponent = number.exponent  // 9.99 may have become 10.0
  let plain =
    (-25...25).contains(exponent)
    ? withoutTrailingZeros(fixed(x, max(0, digits - 1 - exponent))) : nil
  if let plain, exponent >= -4, exponent < 6 { return plain }
  number.shift(by: -exponent)
  let mantissa = withoutTrailingZeros(number.plain(places: digits - 1))
  let scientific = (x < 0 ? "-" : "") + mantissa + "e\(exponent)"
  guard let plain, plain.utf8.count <= scientific.utf8.count else { return scientific }
  return plain
}

/// `x · 10^power` with digits behind the point.
func fixed(_ x: Double, _ digits: Int, shiftedBy power: Int) -> String {
  require(digits >= 0, "fixed: \(digits) digits behind the point; at least 0 is needed")
  guard x.isFinite else { return notFinite(x) }
  var number = DecimalExpansion(magnitudeOf: x)
  number.shift(by: power)
  number.round(places: digits)
  let isZero = number.digits.allSatisfy { $0 == 0 }
  return (x < 0 && !isZero ? "-" : "") + number.plain(places: digits)
}

/// `2.500` → `2.5`, `3.000` → `3`; text without a point stays.
func withoutTrailingZeros(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
  var text = Substring(text)
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return String(text)
}

private func notFinite(_ x: Double) -> String {
  x.isNaN ? "nan" : x < 0 ? "-inf" : "inf"
}
