import CAllocationCounter

/// Counts how often memory is asked for: by arrays, boxes, closures' contexts, instances, unsafe pointers.
enum Allocations {
  /// Whether this process can count.
  static var canBeCounted: Bool { allocationsCanBeCounted() }

  /// How often the calling thread asks for memory meanwhile.
  static func count(during body: () throws -> Void) rethrows -> Int {
    let before = allocationsOfThisThread()
    try body()
    return Int(allocationsOfThisThread() - before)
  }
}
