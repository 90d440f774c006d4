#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Shows on the terminal how far a long cell has come. It is never part of a page.
///
/// Call it as often as you like: it is shown ten times a second at most.
///
/// - Parameters:
///   - progress: from 0 to 1.
///   - note: a few words: `"episode 300, reward 0.8"`.
public func report(progress: Double, _ note: @autoclosure () -> String = "") {
  guard Session.current != nil else { return }
  let now = monotonicNanoseconds()
  let isDue = Session.state.withLock { state in
    guard progress >= 1 || now >= state.shown + 100_000_000 else { return false }
    state.shown = now
    return true
  }
  guard isDue else { return }
  send(.progress, [String(min(max(progress, 0), 1)), note()])
}

/// Nanoseconds of a clock that never goes back.
private func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
