import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run of the compiler or the linker.
enum Tool {
  /// Runs a program and waits for it.
  ///
  /// - Parameters:
  ///   - executable: its file.
  ///   - arguments: without its name.
  ///   - seconds: how long it may take.
  /// - Returns: how it ended and all it wrote; `nil` if it took too long.
  /// - Throws: a diagnostic if the system refuses to start it.
  static func run(
    _ executable: String, _ arguments: [String], seconds: Double = 300
  ) throws(Diagnostic) -> (end: ProcessEnd, text: String)? {
    let pipe = try System.makePipe()
    defer { close(pipe.reading) }
    let process: pid_t
    do {
      defer { close(pipe.writing) }
      process = try System.spawn(
        executable, arguments, environment: environment, output: pipe.writing,
        error: pipe.writing)
    }
    LiveProcesses.add(process)
    let deadline = Clock.now + seconds
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var isLate = false
    reading: while true {
      var waiting = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
      let left = deadline - Clock.now
      guard left > 0 else {
        isLate = true
        break
      }
      guard poll(&waiting, 1, Int32(min(left * 1000 + 1, 1000))) > 0 else { continue }
      let count = read(pipe.reading, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        break reading
      }
    }
    if isLate { kill(-process, SIGKILL) }
    let end = LiveProcesses.finish(process)
    return isLate ? nil : (end, String(decoding: bytes, as: UTF8.self))
  }

  /// The same for every author: nothing of it can change what the compiler says.
  static let environment: [String: String] = {
    var environment = ["LANG": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"]
    let inherited = ProcessInfo.processInfo.environment
    for name in ["LD_LIBRARY_PATH", "TMPDIR"] { environment[name] = inherited[name] }
    return environment
  }()
}

/// A clock that never goes back, in seconds.
enum Clock {
  /// Seconds since some moment.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
