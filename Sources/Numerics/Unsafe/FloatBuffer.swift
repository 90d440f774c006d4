/// A block of numbers in single precision that is allocated once and stays where it is.
///
/// Training writes its activities into such blocks millions of times without allocating anything. An
/// array in a class could do the same at a hundredth of the speed: it checks for other owners at each
/// write. It is a reference: whoever holds it sees the same numbers, one thread at a time.
public final class FloatBuffer: @unchecked Sendable {
  /// How many numbers it holds.
  public let count: Int
  /// Where they are, for kernels; valid as long as the buffer lives.
  package let pointer: UnsafeMutablePointer<Float>

  /// A block of zeros.
  ///
  /// - Parameter count: at least 0; traps otherwise.
  public init(count: Int) {
    require(count >= 0, "a buffer of \(count) numbers")
    self.count = count
    // Lines of the cache begin at multiples of 64 bytes.
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
    pointer = bytes.bindMemory(to: Float.self, capacity: count)
    pointer.initialize(repeating: 0, count: count)
  }

  /// A block with given numbers.
  ///
  /// - Parameter elements: copied.
  public convenience init(_ elements: [Float]) {
    self.init(count: elements.count)
    replaceAll(with: elements)
  }

  deinit { pointer.deallocate() }

  /// The numbers as an array, or new numbers for all of them; traps on another count.
  public var elements: [Float] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    set { replaceAll(with: newValue) }
  }

  /// One number.
  ///
  /// - Parameter index: in 0 ..< `count`; traps otherwise.
  public subscript(index: Int) -> Float {
    get {
      require(index >= 0 && index < count, "index \(index) in a buffer of \(count)")
      return pointer[index]
    }
    set {
      require(index >= 0 && index < count, "index \(index) in a buffer of \(count)")
      pointer[index] = newValue
    }
  }

  /// Makes every number 0.
  public func clear() { pointer.update(repeating: 0, count: count) }

  /// Copies all numbers of another block.
  ///
  /// - Parameter other: of the same count; traps otherwise.
  public func copy(from other: FloatBuffer) {
    require(other.count == count, "a copy of \(other.count) numbers into \(count)")
    pointer.update(from: other.pointer, count: count)
  }

  /// Adds another block, number by number.
  ///
  /// - Parameter other: of the same count; traps otherwise.
  public func add(_ other: FloatBuffer) {
    require(other.count == count, "a sum of \(other.count) numbers and \(count)")
    Kernels.add(other.pointer, to: pointer, count: count)
  }

  private func replaceAll(with elements: [Float]) {
    require(elements.count == count, "\(elements.count) numbers for a buffer of \(count)")
    for (i, x) in elements.enumerated() { pointer[i] = x }
  }
}
