import Plots
import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

/// What the doc-runner tells a chapter's process before the first cell runs.
///
/// Without a session (an exported program) every call of this module prints plain text.
package struct Session: Sendable {
  /// Stands in every frame.
  package var nonce: String
  /// Values that replace the standard ones, by parameter.
  package var overrides: [String: String]
  /// The data files that the chapter declares, as it writes them.
  package var data: [String]
  /// How wide and in what style plots are drawn besides the page's ASCII; `nil`: not at all.
  package var terminal: Terminal?
  /// Keeps results; `nil`: every closure runs.
  package var recorder: (any Recorder)?
  /// Where the place of the statement that runs is written: two 32-bit words, line and column.
  package var place: Place?

  /// A session from its parts.
  package init(
    nonce: String, overrides: [String: String] = [:], data: [String] = [],
    terminal: Terminal? = nil, recorder: (any Recorder)? = nil, place: Place? = nil
  ) {
    self.nonce = nonce
    self.overrides = overrides
    self.data = data
    self.terminal = terminal
    self.recorder = recorder
    self.place = place
  }

  /// A terminal that shows plots.
  package struct Terminal: Sendable {
    /// Columns.
    package var width: Int
    /// Characters and colour.
    package var style: TextStyle

    /// A terminal from its parts.
    package init(width: Int, style: TextStyle) {
      self.width = width
      self.style = style
    }
  }

  /// Two words of memory that the doc-runner can read after the process has died.
  package struct Place: @unchecked Sendable {
    /// Line, then column.
    package var words: UnsafeMutablePointer<Int32>

    /// The memory at `words`.
    package init(words: UnsafeMutablePointer<Int32>) {
      self.words = words
    }
  }

  /// What changes while the chapter runs.
  struct State {
    /// The step that runs, and the one that ran last.
    var step = 0
    /// Declared parameters: name and value, in order.
    var parameters: [(name: String, value: String)] = []
    /// Names of recorded results.
    var records: Set<String> = []
    /// What the claim that is being checked measured.
    var measured = ""
    /// When progress was last shown, in nanoseconds.
    var shown: UInt64 = 0
  }

  /// What changes while the chapter runs.
  static let state = Mutex(State())
  /// Set once, before the first cell.
  nonisolated(unsafe) private(set) static var current: Session?

  /// Makes this process a chapter's: frames go to stdout from now on, and nothing stays in a buffer.
  package static func start(_ session: Session) {
    setvbuf(standardOutput, nil, _IONBF, 0)
    current = session
  }
}

/// `stdout`, which the C headers declare as a variable.
nonisolated(unsafe) private let standardOutput = stdout

/// Sends a frame; without a session nothing happens.
func send(_ kind: Frame.Kind, _ fields: [String] = []) {
  guard let session = Session.current else { return }
  let bytes = Frame(kind, fields).encoded(nonce: session.nonce)
  // The lock that `print` takes too: other threads' text never lands within a frame.
  flockfile(standardOutput)
  let count = fwrite(bytes, 1, bytes.count, standardOutput)
  funlockfile(standardOutput)
  // A cell has closed stdout: the doc-runner knows this status.
  if count != bytes.count { _exit(73) }
}

/// Marks a step's boundary on stderr.
func sendToStandardError(_ kind: Frame.Kind, _ fields: [String]) {
  guard let session = Session.current else { return }
  writeToStandardError(Frame(kind, fields).encoded(nonce: session.nonce))
}

/// Writes bytes to stderr.
func writeToStandardError(_ bytes: [UInt8]) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// Ends the chapter because it asked for something that cannot be.
func fail(_ message: String, help: String, line: Int, column: Int) -> Never {
  if Session.current != nil {
    send(.failure, [message, help, String(line), String(column)])
    _exit(70)
  }
  writeToStandardError(Array("error: \(message)\n  help: \(help)\n".utf8))
  exit(1)
}
