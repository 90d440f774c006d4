import Foundation
import Literate

/// What the terminal around this process can show.
struct Terminal: Sendable {
  /// Whether stdout is a terminal.
  let isOutput: Bool
  /// Whether stderr, where progress and errors go, is a terminal.
  let isError: Bool
  /// Whether it shows colours: a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
  let hasColor: Bool
  /// Whether its character set is UTF-8.
  let isUnicode: Bool
  /// Its width in columns; 80 where nothing says.
  let width: Int

  static let current = Terminal()

  private init() {
    let environment = ProcessInfo.processInfo.environment
    isOutput = isatty(STDOUT_FILENO) == 1
    isError = isatty(STDERR_FILENO) == 1
    hasColor =
      isOutput && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first {
      !$0.isEmpty
    }
    isUnicode =
      locale.map { $0.uppercased().contains("UTF-8") || $0.uppercased().contains("UTF8") } ?? false
    var size = winsize()
    let told = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    width = told > 0 ? told : Int(environment["COLUMNS"] ?? "") ?? 80
  }

  /// Writes text to stdout as it is.
  func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line to stderr.
  func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
