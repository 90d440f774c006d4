#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The tangled program calls these between the cells. They are public for it alone.

/// A step begins.
///
/// - Parameter step: its index among the chapter's steps.
public func _bookBegin(_ step: Int) {
  Session.state.withLock { state in
    state.step = step
    state.measured = ""
  }
  _bookAt(0, 0)
  send(.begin, [String(step)])
  sendToStandardError(.begin, [String(step)])
}

/// A step has ended.
///
/// - Parameter step: its index among the chapter's steps.
public func _bookEnd(_ step: Int) {
  send(.end, [String(step)])
  sendToStandardError(.end, [String(step)])
}

/// The chapter has come to its end.
public func _bookFinish() {
  send(.finish)
}

/// Notes the statement that runs, so that an error it throws is reported at its place.
///
/// - Parameters:
///   - line: in the chapter.
///   - column: in the chapter.
public func _bookAt(_ line: Int32, _ column: Int32) {
  guard let words = Session.current?.place?.words else { return }
  words[0] = line
  words[1] = column
}

/// Begins a cell that must trap: it runs in a copy of this process.
///
/// - Parameter step: its index among the chapter's steps.
/// - Returns: `true` in the copy; `false` in this process, after the copy has ended.
public func _bookTrap(_ step: Int) -> Bool {
  guard Session.current != nil else { return false }
  let copy = forkProcess()
  if copy == 0 {
    endWithParent()
    return true
  }
  var status: Int32 = -1
  while copy > 0, waitpid(copy, &status, 0) < 0, errno == EINTR {}
  send(.trap, [String(step), String(copy), String(status)])
  return false
}

/// Ends the copy of a cell that should have trapped and did not.
public func _bookSurvived() -> Never {
  _exit(0)
}
