#if canImport(Glibc)
  import Glibc

  /// Counts the objects that the Swift runtime allocates: arrays, boxes, closures' contexts, instances.
  ///
  /// The runtime lets instruments take the place of its allocator; this is such an instrument.
  enum AllocatedObjects {
    private typealias Allocator =
      @convention(c) (UnsafeRawPointer?, Int, Int) ->
      UnsafeMutableRawPointer?

    nonisolated(unsafe) private static var count = 0
    nonisolated(unsafe) private static var thread = pthread_self()
    nonisolated(unsafe) private static var allocate: Allocator?

    private static var allocator: UnsafeMutablePointer<Allocator?>? {
      dlsym(nil, "_swift_allocObject")?.assumingMemoryBound(to: Allocator?.self)
    }
    private static var isReplaceable: UnsafeMutablePointer<Bool>? {
      dlsym(nil, "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")?
        .assumingMemoryBound(to: Bool.self)
    }

    /// Whether this runtime can be asked.
    static var canBeCounted: Bool { allocator != nil && isReplaceable != nil }

    /// How many objects the calling thread allocates meanwhile; nil where it cannot be known.
    static func count(during body: () throws -> Void) rethrows -> Int? {
      guard let allocator, let isReplaceable else { return nil }
      allocate = allocator.pointee
      (count, thread) = (0, pthread_self())
      isReplaceable.pointee = true
      allocator.pointee = { type, size, alignment in
        if pthread_equal(pthread_self(), AllocatedObjects.thread) != 0 {
          AllocatedObjects.count += 1
        }
        return AllocatedObjects.allocate?(type, size, alignment)
      }
      defer {
        allocator.pointee = allocate
        isReplaceable.pointee = false
      }
      try body()
      return count
    }
  }
#endif
