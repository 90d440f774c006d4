/// A finite number's exact decimal expansion: `digits · 10^-scale`.
///
/// Every binary fraction has one that ends. Rounding it is then a matter of reading one digit, so
/// what is printed is right to the last place and the same on every machine.
struct DecimalExpansion {
  /// The digits of the whole number, highest first, without leading zeros; empty for zero.
  private(set) var digits: [UInt8]
  /// How many of the digits are behind the point (negative: zeros follow the digits).
  private(set) var scale: Int

  /// The expansion of `|x|`. `x` is finite.
  init(magnitudeOf x: Double) {
    guard x != 0 else {
      (digits, scale) = ([], 0)
      return
    }
    // |x| = whole · 2^power, with an odd whole number.
    let isNormal = x.isNormal
    var whole = x.significandBitPattern | (isNormal ? 1 << 52 : 0)
    var power = Int(x.exponentBitPattern) - (isNormal ? 1075 : 1074)
    let zeros = whole.trailingZeroBitCount
    whole >>= UInt64(zeros)
    power += zeros
    // whole · 2^-p = whole · 5^p · 10^-p
    var number = BigNumber(whole)
    if power >= 0 {
      number.multiply(by: 2, times: power)
    } else {
      number.multiply(by: 5, times: -power)
    }
    digits = number.decimalDigits()
    scale = max(0, -power)
  }

  /// The place of the first digit: 0 for units, 3 for thousands, -2 for hundredths. Zero has 0.
  var exponent: Int { digits.isEmpty ? 0 : digits.count - scale - 1 }

  /// Rounds to a number of places behind the point (negative: to tens, hundreds, …), half away from
  /// zero.
  mutating func round(places: Int) {
    let dropped = scale - places
    guard dropped > 0 else { return }
    scale = places
    guard dropped <= digits.count else {
      digits = []
      return
    }
    let roundsUp = digits[digits.count - dropped] >= 5
    digits.removeLast(dropped)
    guard roundsUp else { return }
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
    }
  }

  /// The number multiplied by a power of ten. Zero stays as it is: it has no digits to move.
  mutating func shift(by power: Int) {
    if !digits.allSatisfy({ $0 == 0 }) { scale -= power }
  }

  /// Digits without an exponent, exactly `places` of them behind the point. Call `round` first.
  func plain(places: Int) -> String {
    let whole = digits.count - scale
    // At least one digit stands before the point.
    var text = ((whole - max(1, whole))..<whole).map(ascii)
    if places > 0 {
      text.append(UInt8(ascii: "."))
      for place in 0..<places { text.append(ascii(whole + place)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func ascii(_ index: Int) -> UInt8 {
    UInt8(ascii: "0") + (digits.indices.contains(index) ? digits[index] : 0)
  }
}

/// A whole number of any size: just enough arithmetic to write doubles out.
private struct BigNumber {
  /// In base 2³², lowest first.
  private var limbs: [UInt32]

  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
  }

  mutating func multiply(by factor: UInt32, times count: Int) {
    // The largest power of 2 or 5 that fits one limb: 2³⁰, 5¹³.
    let (chunk, chunkPower): (Int, UInt32) = factor == 2 ? (30, 1 << 30) : (13, 1_220_703_125)
    for _ in 0..<(count / chunk) { multiply(by: chunkPower) }
    for _ in 0..<(count % chunk) { multiply(by: factor) }
  }

  private mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      carry += UInt64(limbs[index]) * UInt64(factor)
      limbs[index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Its decimal digits, highest first, without leading zeros.
  consuming func decimalDigits() -> [UInt8] {
    var lowestFirst: [UInt8] = []
    while let last = limbs.last {
      if last == 0 {
        limbs.removeLast()
        continue
      }
      var remainder: UInt64 = 0
      for index in limbs.indices.reversed() {
        remainder = remainder << 32 | UInt64(limbs[index])
        limbs[index] = UInt32(remainder / 1_000_000_000)
        remainder %= 1_000_000_000
      }
      for _ in 0..<9 {
        lowestFirst.append(UInt8(remainder % 10))
        remainder /= 10
      }
    }
    while lowestFirst.last == 0 { lowestFirst.removeLast() }
    return lowestFirst.reversed()
  }
}
