import Foundation
import Glibc

// What is particular to Linux. Another platform brings its own file with the same functions.

// The C headers show these two to GNU programs alone.
@_silgen_name("pipe2")
private func makePipeWithFlags(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32
@_silgen_name("prlimit")
private func setLimit(
  _ process: pid_t, _ resource: Int32, _ new: UnsafePointer<rlimit>,
  _ old: UnsafeMutablePointer<rlimit>?
) -> Int32

/// What the doc-runner asks of the operating system.
enum System {
  /// The running program's file.
  static func runningExecutable() -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    // A program that was rebuilt while it runs.
    return path.hasSuffix(" (deleted)") ? String(path.dropLast(10)) : path
  }

  /// The file of a library that this process has loaded.
  static func loadedLibrary(_ name: String) -> String? {
    guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else {
      return nil
    }
    for line in maps.split(separator: "\n") where line.hasSuffix("/" + name) {
      if let start = line.firstIndex(of: "/") { return String(line[start...]) }
    }
    return nil
  }

  /// Folders and names of the toolchain that depend on the platform.
  static let runtimeFolder = "linux"
  #if arch(arm64)
    static let architecture = "aarch64"
  #else
    static let architecture = "x86_64"
  #endif
  /// What the compiler generates code for.
  static let target = "\(architecture)-unknown-linux-gnu"

  /// The memory that a process holds on its own, in bytes: without what it shares with files.
  static func privateMemory(of process: pid_t) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else {
      return 0
    }
    let pages = text.split(separator: " ").compactMap { Int($0) }
    guard pages.count > 2 else { return 0 }
    return max(0, pages[1] - pages[2]) * Int(getpagesize())
  }

  /// Limits the memory that a process may ask for. It is more than it may hold, because memory that
  /// was asked for and never touched does no harm.
  static func limitMemory(of process: pid_t, mebibytes: Int) {
    let bytes = rlim_t(mebibytes + mebibytes / 4 + 256) << 20
    var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
    _ = setLimit(process, Int32(RLIMIT_DATA.rawValue), &limit, nil)
  }

  /// No memory images of crashed cells, and no file larger than 4 GiB.
  static func limitFiles() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    var large = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &large)
  }

  /// A pipe that no other child inherits by accident.
  static func makePipe() throws(Diagnostic) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard makePipeWithFlags(&ends, O_CLOEXEC) == 0 else {
      throw Diagnostic(
        .error, "cannot make a pipe: \(errorText(errno))", help: "close other programs")
    }
    return (ends[0], ends[1])
  }

  /// Starts a program in a process group of its own.
  ///
  /// - Parameters:
  ///   - executable: its file.
  ///   - arguments: without its name.
  ///   - environment: all of it; nothing is inherited.
  ///   - output: where its stdout goes.
  ///   - error: where its stderr goes.
  /// - Returns: the process, which leads its group.
  /// - Throws: a diagnostic if the system refuses to start it.
  static func spawn(
    _ executable: String, _ arguments: [String], environment: [String: String], output: Int32,
    error: Int32
  ) throws(Diagnostic) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, error, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var argv = ([executable] + arguments).map { strdup($0) }
    argv.append(nil)
    var envp = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    envp.append(nil)
    defer { for pointer in argv + envp { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, &attributes, argv, envp)
    guard code == 0 else {
      throw Diagnostic(
        .error, "cannot start \(executable): \(errorText(code))",
        help: "is it there, and may it be run?")
    }
    return process
  }

  /// What the operating system says of an error number.
  static func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// How a signal is called.
  static func signalName(_ signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGHUP: "SIGHUP", SIGILL: "SIGILL",
      SIGINT: "SIGINT", SIGKILL: "SIGKILL", SIGPIPE: "SIGPIPE", SIGSEGV: "SIGSEGV",
      SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXFSZ: "SIGXFSZ", SIGALRM: "SIGALRM",
      SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2", SIGXCPU: "SIGXCPU",
    ]
    return names[signal] ?? "signal \(signal)"
  }

  /// Maps the three words in which a chapter's process notes where it is, and whether it ran out of
  /// memory.
  static func mapPlace(_ path: String) -> UnsafeMutablePointer<Int32>? {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard ftruncate(file, 12) == 0,
      let memory = mmap(nil, 12, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED
    else { return nil }
    return memory.assumingMemoryBound(to: Int32.self)
  }
}

/// How a process ended.
enum ProcessEnd: Hashable, Sendable {
  /// It returned or called `exit`.
  case exit(Int32)
  /// A signal ended it.
  case signal(Int32)

  /// Reads what `waitpid` gives.
  init(status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
  }
}
