internal import CKernels
internal import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that wait for work and share it.
///
/// Which thread does which piece is left to chance, so a piece must depend on its index alone; then the
/// results are the same for every number of threads. A thread that has nothing to do looks out for more for
/// a tenth of a millisecond before it sleeps: waking it would cost more than that.
public final class ThreadTeam: @unchecked Sendable {
  /// How many threads work, the calling one among them.
  public let threadCount: Int
  private let shared: SharedWork
  private var threads: [pthread_t] = []

  /// How many processors this machine has.
  public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// A team that waits.
  ///
  /// - Parameter threadCount: at least 1; traps otherwise. 1 makes no thread at all.
  public init(threadCount: Int) {
    require(threadCount >= 1, "a team of \(threadCount) threads")
    self.threadCount = threadCount
    shared = SharedWork()
    for _ in 1..<threadCount {
      let argument = Unmanaged.passRetained(shared)
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let status = pthread_create(&thread, nil, workUntilTheEnd, argument.toOpaque())
      require(status == 0, "a thread cannot be made: error \(status)")
      #if canImport(Darwin)
        if let thread { threads.append(thread) }
      #else
        threads.append(thread)
      #endif
    }
  }

  deinit {
    shared.end()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Does every piece of some work, and returns when all are done. One piece of work at a time: not to be
  /// called from a piece, nor from two threads.
  ///
  /// - Parameters:
  ///   - count: how many pieces.
  ///   - body: does the piece of an index in 0 ..< `count`; pieces may run at the same time.
  public func forEach(_ count: Int, _ body: (Int) -> Void) {
    forEach(count) { piece, _ in body(piece) }
  }

  /// Does every piece of some work, and tells each which thread does it, so that a thread can use what
  /// belongs to it alone. What comes of a piece must not depend on that.
  ///
  /// - Parameters:
  ///   - count: how many pieces.
  ///   - body: does the piece of an index in 0 ..< `count` on a thread in 0 ..< `threadCount`; pieces may
  ///     run at the same time, but no two on one thread.
  public func forEach(_ count: Int, onThread body: (_ piece: Int, _ thread: Int) -> Void) {
    if threadCount == 1 || count <= 1 {
      for i in 0..<count { body(i, 0) }
    } else {
      withoutActuallyEscaping(body) { shared.run(count, $0) }
    }
  }
}

/// Does something for each index, side by side, and gives the results in order.
///
/// - Parameters:
///   - count: how many.
///   - threads: at most how many run at once; traps if below 1.
///   - body: called once with each index in 0 ..< `count`, on any thread.
/// - Returns: `[count]`, what each call gave.
/// - Throws: what the call of the lowest index that failed threw, when all are done.
public func sideBySide<Result: Sendable, Failure: Error>(
  _ count: Int, threads: Int = ThreadTeam.processorCount,
  _ body: @Sendable (Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  let results = UnsafeMutablePointer<Swift.Result<Result, Failure>?>.allocate(
    capacity: max(1, count))
  results.initialize(repeating: nil, count: count)
  defer {
    results.deinitialize(count: count)
    results.deallocate()
  }
  ThreadTeam(threadCount: max(1, min(threads, count))).forEach(count) { i in
    do throws(Failure) {
      results[i] = .success(try body(i))
    } catch {
      results[i] = .failure(error)
    }
  }
  var successes: [Result] = []
  for i in 0..<count {
    if let result = results[i] { successes.append(try result.get()) }
  }
  return successes
}

/// What the threads of a team share, behind one lock. What is atomic is written behind it too, but looked at
/// from outside, to see whether taking the lock is worthwhile.
private final class SharedWork: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let thereIsWork = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let allIsDone = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var body: ((Int, Int) -> Void)?
  private var next = 0
  private var count = 0
  private var threadCount = 1
  private let unfinished = Atomic(0)
  /// Changes whenever there is something new for the threads, the end among it.
  private let news = Atomic(0)
  private var isOver = false

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(thereIsWork, nil)
    pthread_cond_init(allIsDone, nil)
  }

  deinit {
    pthread_cond_destroy(thereIsWork)
    pthread_cond_destroy(allIsDone)
    pthread_mutex_destroy(lock)
    thereIsWork.deallocate()
    allIsDone.deallocate()
    lock.deallocate()
  }

  func run(_ count: Int, _ body: @escaping (Int, Int) -> Void) {
    pthread_mutex_lock(lock)
    (self.body, self.count, next) = (body, count, 0)
    unfinished.store(count, ordering: .relaxed)
    tellNews()
    takePieces(thread: 0)
    pthread_mutex_unlock(lock)
    lookOut { unfinished.load(ordering: .relaxed) == 0 }
    pthread_mutex_lock(lock)
    while unfinished.load(ordering: .relaxed) > 0 { pthread_cond_wait(allIsDone, lock) }
    self.body = nil
    pthread_mutex_unlock(lock)
  }

  func workUntilTheEnd() {
    pthread_mutex_lock(lock)
    let thread = threadCount
    threadCount += 1
    while !isOver {
      takePieces(thread: thread)
      let known = news.load(ordering: .relaxed)
      pthread_mutex_unlock(lock)
      lookOut { news.load(ordering: .relaxed) != known }
      pthread_mutex_lock(lock)
      while news.load(ordering: .relaxed) == known { pthread_cond_wait(thereIsWork, lock) }
    }
    pthread_mutex_unlock(lock)
  }

  func end() {
    pthread_mutex_lock(lock)
    isOver = true
    tellNews()
    pthread_mutex_unlock(lock)
  }

  private func tellNews() {
    news.add(1, ordering: .relaxed)
    pthread_cond_broadcast(thereIsWork)
  }

  /// Waits a little for something to become true, without the lock and without sleeping.
  private func lookOut(for isTrue: () -> Bool) {
    var pauses = 0
    while pauses < 4_000 && !isTrue() {
      ck_pause()
      pauses += 1
    }
  }

  /// Does pieces while there are any. The lock is held before and after, but not during a piece.
  private func takePieces(thread: Int) {
    while next < count, let body {
      let piece = next
      next += 1
      pthread_mutex_unlock(lock)
      body(piece, thread)
      pthread_mutex_lock(lock)
      if unfinished.subtract(1, ordering: .relaxed).newValue == 0 { pthread_cond_signal(allIsDone) }
    }
  }
}

#if canImport(Darwin)
  private func workUntilTheEnd(_ shared: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<SharedWork>.fromOpaque(shared).takeRetainedValue().workUntilTheEnd()
    return nil
  }
#else
  private func workUntilTheEnd(_ shared: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let shared {
      Unmanaged<SharedWork>.fromOpaque(shared).takeRetainedValue().workUntilTheEnd()
    }
    return nil
  }
#endif
