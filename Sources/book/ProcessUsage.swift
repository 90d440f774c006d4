import Foundation
import Literate

/// What a finished process and its children used.
struct ProcessUsage {
  /// Wall time.
  var seconds: Double
  /// User and system time of it and its children.
  var cpuSeconds: Double
  /// Peak memory of the largest single process, in 10⁶ bytes.
  var peakMegabytes: Double
}

/// Runs a command to its end, its stdout thrown away, and tells what it used.
///
/// - Throws: a `Diagnostic` if it cannot be started or does not exit with 0.
func measureProcess(_ command: [String]) throws(Diagnostic) -> ProcessUsage {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)

  var arguments = command.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var child: pid_t = 0
  let start = ContinuousClock.now
  let failure = posix_spawn(&child, command[0], &actions, nil, &arguments, environ)
  guard failure == 0 else {
    throw Diagnostic("cannot start \(command[0]): \(String(cString: strerror(failure)))")
  }
  var status: Int32 = 0
  var usage = rusage()
  while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  guard status == 0 else {
    throw Diagnostic(
      "\(command.joined(separator: " ")) failed",
      help: "run `book doctor`, which says what this machine lacks")
  }
  let cpu = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
  return ProcessUsage(
    seconds: seconds, cpuSeconds: cpu[0] + cpu[1],
    peakMegabytes: Double(usage.ru_maxrss) * 1024 / 1e6)
}
