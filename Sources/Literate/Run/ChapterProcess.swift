import Foundation
import Notebook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A chapter that runs in a process of its own, watched until it ends.
struct ChapterProcess {
  /// Why it was ended from outside.
  enum Stop: Hashable {
    case time(seconds: Double)
    case memory(mebibytes: Int)
    case output(bytes: Int)
  }

  /// What became of it.
  struct Ending {
    /// What it said.
    var transcript: Transcript
    /// How it ended.
    var end: ProcessEnd
    /// Why it was ended from outside; `nil`: it ended by itself.
    var stop: Stop?
    /// The process.
    var process: pid_t
    /// The statement that it noted last; line 0: none.
    var place: (line: Int, column: Int)
    /// Whether it aborted because the system gave it no more memory.
    var lacksMemory: Bool
    /// The limits it ran under, by step, and those of the other steps.
    var limits: [Int: Limits]
    var standardLimits: Limits
  }

  /// Limits of one step.
  struct Limits {
    var seconds: Double
    var mebibytes: Int
  }

  /// The program to start and what to tell it.
  var executable: String
  var arguments: [String]
  var environment: [String: String]
  /// Stands in its frames.
  var nonce: String
  /// Where it notes the statement that runs.
  var placeFile: String
  /// By step.
  var limits: [Int: Limits]
  /// Of steps without limits of their own.
  var standardLimits: Limits
  /// Bytes that a step may write.
  var outputLimit: Int

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - tell: gets what happens, as it happens.
  ///   - record: gets the fields of frames about records, as they come.
  /// - Returns: what became of it.
  /// - Throws: a diagnostic if the system refuses to start it.
  func run(
    tell: (RunEvent) -> Void, record: ([String]) -> Void
  ) throws(Diagnostic) -> Ending {
    let output = try System.makePipe()
    defer { close(output.reading) }
    let error = try System.makePipe()
    defer { close(error.reading) }
    let process: pid_t
    do {
      defer {
        close(output.writing)
        close(error.writing)
      }
      process = try System.spawn(
        executable, arguments, environment: environment, output: output.writing,
        error: error.writing)
    }
    LiveProcesses.add(process)
    let largest = limits.values.map(\.mebibytes).max() ?? 0
    System.limitMemory(of: process, mebibytes: max(largest, standardLimits.mebibytes))
    var watch = Watch(plan: self, process: process)
    watch.loop(output: output.reading, error: error.reading, tell: tell, record: record)
    let end = LiveProcesses.finish(process)
    let noted = FileManager.default.contents(atPath: placeFile) ?? Data()
    let words = noted.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) } + [0, 0, 0]
    return Ending(
      transcript: watch.transcript, end: watch.wasReleased ? .exit(0) : end, stop: watch.stop,
      process: process, place: (Int(words[0]), Int(words[1])), lacksMemory: words[2] != 0,
      limits: limits,
      standardLimits: standardLimits)
  }
}

/// Reads what a process writes and ends it when it goes too far.
private struct Watch {
  let plan: ChapterProcess
  let process: pid_t
  var transcript = Transcript()
  var stop: ChapterProcess.Stop?
  /// Whether it was ended after it had done all its work.
  var wasReleased = false

  private var outputReader: FrameReader
  private var errorReader: FrameReader
  /// The step that `stepStart` belongs to.
  private var watched: Int?
  private var stepStart = Clock.now
  private var lastTold = 0.0
  private var lastMeasured = 0.0
  private var finishedAt: Double?

  init(plan: ChapterProcess, process: pid_t) {
    self.plan = plan
    self.process = process
    outputReader = FrameReader(nonce: plan.nonce)
    errorReader = FrameReader(nonce: plan.nonce)
  }

  private var limits: ChapterProcess.Limits {
    watched.flatMap { plan.limits[$0] } ?? plan.standardLimits
  }

  mutating func loop(
    output: Int32, error: Int32, tell: (RunEvent) -> Void, record: ([String]) -> Void
  ) {
    var isOutputOpen = true
    var isErrorOpen = true
    var endedAt: Double?
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while isOutputOpen || isErrorOpen || endedAt == nil {
      // A closed descriptor is negative: `poll` passes over it.
      var waiting = [
        pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isErrorOpen ? error : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waiting, 2, isOutputOpen ? 20 : 5)
      if count > 0 {
        // stderr first: what a cell wrote there came before the boundary on stdout.
        if waiting[1].revents != 0 {
          let bytes = readSome(error, &buffer, isOpen: &isErrorOpen)
          readError(bytes)
        }
        if waiting[0].revents != 0 {
          let bytes = readSome(output, &buffer, isOpen: &isOutputOpen)
          readOutput(bytes, tell: tell, record: record)
        }
      }
      let now = Clock.now
      if count <= 0 || !isOutputOpen, endedAt == nil, hasEnded() {
        endedAt = now
        // Whatever it started holds the pipes open: it ends too.
        kill(-process, SIGKILL)
      }
      if let endedAt, now > endedAt + 1 { break }
      if stop == nil, endedAt == nil { watchLimits(now, tell: tell) }
    }
    for piece in errorReader.finish() { transcript.readError(piece) }
    for piece in outputReader.finish() { transcript.readOutput(piece, tell: tell) }
  }

  private func readSome(
    _ file: Int32, _ buffer: inout [UInt8], isOpen: inout Bool
  ) -> ArraySlice<UInt8> {
    let count = read(file, &buffer, buffer.count)
    if count > 0 { return buffer[..<count] }
    if count == 0 || errno != EINTR { isOpen = false }
    return []
  }

  private mutating func readError(_ bytes: ArraySlice<UInt8>) {
    guard stop == nil else { return }
    for piece in errorReader.read(bytes) { transcript.readError(piece) }
    watchOutput(of: transcript.currentOnError)
  }

  private mutating func readOutput(
    _ bytes: ArraySlice<UInt8>, tell: (RunEvent) -> Void, record: ([String]) -> Void
  ) {
    guard stop == nil else { return }
    for piece in outputReader.read(bytes) {
      if case .frame(let frame) = piece, frame.kind == .record { record(frame.fields) }
      transcript.readOutput(piece, tell: tell)
      if case .frame(let frame) = piece, frame.kind == .begin { begin() }
    }
    if transcript.isFinished, finishedAt == nil { finishedAt = Clock.now }
    watchOutput(of: transcript.current)
  }

  private mutating func begin() {
    let before = limits.mebibytes
    watched = transcript.current
    stepStart = Clock.now
    lastTold = stepStart
    if limits.mebibytes != before {
      System.limitMemory(of: process, mebibytes: limits.mebibytes)
    }
  }

  private mutating func watchOutput(of step: Int?) {
    guard stop == nil, let step, let size = transcript.entries[step]?.size,
      size > plan.outputLimit
    else { return }
    end(.output(bytes: plan.outputLimit))
  }

  private mutating func watchLimits(_ now: Double, tell: (RunEvent) -> Void) {
    if let finishedAt {
      // It has done its work: what keeps it from ending (a thread, a task) is not waited for.
      if now > finishedAt + 2 {
        wasReleased = true
        kill(-process, SIGKILL)
      }
      return
    }
    if now > stepStart + limits.seconds { return end(.time(seconds: limits.seconds)) }
    if now > lastMeasured + 0.02 {
      lastMeasured = now
      if System.privateMemory(of: process) > limits.mebibytes << 20 {
        return end(.memory(mebibytes: limits.mebibytes))
      }
    }
    if let watched, now > lastTold + 0.1 {
      lastTold = now
      tell(.step(index: watched, elapsed: now - stepStart))
    }
  }

  private mutating func end(_ reason: ChapterProcess.Stop) {
    stop = reason
    kill(-process, SIGKILL)
  }

  private func hasEnded() -> Bool {
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT | WNOHANG)
    return code == 0 && information.si_signo == SIGCHLD
  }
}
