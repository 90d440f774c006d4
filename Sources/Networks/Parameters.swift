import Numerics

/// The weights of a network: one flat vector, and its layout.
///
/// It is a value. Training works on a buffer that stays in place and gives out copies.
public struct Parameters: Equatable, Sendable {
  /// Which parameters stand where.
  public let layout: ParameterLayout
  /// `[layout.count]`, the parameters.
  public var values: [Float]

  /// Parameters with given values.
  ///
  /// - Parameters:
  ///   - layout: which parameters stand where.
  ///   - values: `[layout.count]`; traps on another count.
  public init(layout: ParameterLayout, values: [Float]) {
    require(values.count == layout.count, "\(values.count) values for \(layout.count) parameters")
    self.layout = layout
    self.values = values
  }

  /// All parameters 0.
  ///
  /// - Parameter layout: which parameters stand where.
  public init(zeros layout: ParameterLayout) {
    self.init(layout: layout, values: [Float](repeating: 0, count: layout.count))
  }

  /// The numbers of one matrix, row by row; traps when a new value has another count.
  ///
  /// - Parameter block: one of the layout's.
  public subscript(block: ParameterBlock) -> [Float] {
    get { Array(values[block.range]) }
    set {
      require(newValue.count == block.range.count, "\(newValue.count) values for \(block)")
      values.replaceSubrange(block.range, with: newValue)
    }
  }

  /// A number that tells these parameters from others, to the bit: FNV-1a of all their bytes.
  ///
  /// Two equal hashes of a network before and after a run prove that it did not learn by its weights.
  public var hash: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for value in values {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        hash = (hash ^ UInt64(value.bitPattern >> shift & 0xff)) &* 0x100_0000_01b3
      }
    }
    return hash
  }
}
