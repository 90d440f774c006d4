import Numerics

/// How a barcode stands in numbers.
public enum BarcodeNumbers: Hashable, Sendable {
  /// 0 and 1. By the cosine, agreeing on a 1 counts and agreeing on a 0 does not.
  case bits
  /// −1 and 1. By the cosine, all agreements count alike.
  case signs
}

/// Random binary keys, all different.
///
/// - Parameters:
///   - count: how many; at most half of the codes there are, traps otherwise.
///   - bits: how many bits each has, in 1...62; traps otherwise.
///   - numbers: what will stand for a bit; as `bits` none is all zeros, to which the cosine finds nothing
///     similar.
///   - rng: the source of randomness.
/// - Returns: `[count][bits]`.
func distinctBarcodes(
  _ count: Int, bits: Int, for numbers: BarcodeNumbers = .bits, using rng: inout Generator
) -> [[Bool]] {
  require(bits >= 1 && bits <= 62, "barcodes of \(bits) bits")
  require(2 * count <= 1 << bits, "\(count) different barcodes of \(bits) bits")
  var codes: [[Bool]] = []
  while codes.count < count {
    let code = (0..<bits).map { _ in bernoulli(0.5, using: &rng) }
    let hasDirection = numbers == .signs || code.contains(true)
    if hasDirection && !codes.contains(code) { codes.append(code) }
  }
  return codes
}

/// A barcode as numbers.
///
/// - Parameters:
///   - code: its bits.
///   - numbers: what stands for a bit.
/// - Returns: as many numbers.
func barcodeKey(_ code: [Bool], _ numbers: BarcodeNumbers) -> [Float] {
  let zero: Float = numbers == .bits ? 0 : -1
  return code.map { $0 ? 1 : zero }
}
