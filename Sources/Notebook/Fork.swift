#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Swift marks `fork` unavailable because little may be done after it. A copy that runs one cell which
// must trap, with the chapter's other threads gone, is that little.
@_silgen_name("fork")
func forkProcess() -> Int32

#if os(Linux)
  @_silgen_name("prctl")
  private func processControl(
    _ option: Int32, _ a: UInt, _ b: UInt, _ c: UInt, _ d: UInt
  ) -> Int32

  /// Has the kernel kill this process when its parent dies.
  package func endWithParent() {
    let setParentDeathSignal: Int32 = 1
    _ = processControl(setParentDeathSignal, UInt(SIGKILL), 0, 0, 0)
  }
#else
  /// This platform has no such call: the doc-runner kills the process group instead.
  package func endWithParent() {}
#endif
