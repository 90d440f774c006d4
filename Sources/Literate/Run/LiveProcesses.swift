import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process groups and scratch folders that exist because of this program.
enum LiveProcesses {
  private struct State {
    var groups: Set<pid_t> = []
    var folders: Set<String> = []
    var isEnding = false
  }

  private static let state = Mutex(State())

  /// Notes a process that leads its group. After an interrupt it is ended at once.
  static func add(_ group: pid_t) {
    let isEnding = state.withLock { state in
      state.groups.insert(group)
      return state.isEnding
    }
    if isEnding { kill(-group, SIGKILL) }
  }

  /// Ends whatever is left of a group, waits for its leader and forgets it.
  static func finish(_ group: pid_t) -> ProcessEnd {
    // The leader stays a zombie until it is waited for: its number cannot belong to another yet.
    var information = siginfo_t()
    while waitid(P_PID, id_t(group), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    kill(-group, SIGKILL)
    var status: Int32 = 0
    return state.withLock { state in
      while waitpid(group, &status, 0) < 0, errno == EINTR {}
      state.groups.remove(group)
      return ProcessEnd(status: status)
    }
  }

  /// Notes a scratch folder.
  static func add(folder: String) {
    _ = state.withLock { $0.folders.insert(folder) }
  }

  /// Removes a scratch folder.
  static func remove(folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
    _ = state.withLock { $0.folders.remove(folder) }
  }

  /// Kills every group and removes every folder.
  static func endAll() {
    let folders = state.withLock { state in
      state.isEnding = true
      for group in state.groups { kill(-group, SIGKILL) }
      return state.folders
    }
    for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
  }
}

/// Has Ctrl-C, `kill` and a closed terminal end this program with no child alive and no scratch folder
/// left. The exit status is 128 and the signal's number, as shells have it.
public func installInterruptHandler() {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { return }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  interruptPipe = ends[1]
  for number in [SIGINT, SIGTERM, SIGHUP] {
    // Only what is allowed in a signal handler: the thread below does the rest.
    signal(number) { number in
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(interruptPipe, &byte, 1)
    }
  }
  // A parent may have started this program with these signals blocked, as the threads of a pool do.
  var signals = sigset_t()
  sigemptyset(&signals)
  for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  let reading = ends[0]
  Thread.detachNewThread {
    var number: UInt8 = 0
    while read(reading, &number, 1) != 1 {}
    LiveProcesses.endAll()
    _exit(128 + Int32(number))
  }
}

/// Where the signal handler writes.
nonisolated(unsafe) private var interruptPipe: Int32 = -1
