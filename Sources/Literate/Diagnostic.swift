/// Where something stands in a file of the book.
public struct SourceLocation: Hashable, Codable, Sendable {
  /// Path from the book's root, with `/`: `chapters/01-prediction-errors.md`.
  public var path: String
  /// 1-based line.
  public var line: Int
  /// 1-based column, in UTF-8 bytes, as Swift's compiler counts.
  public var column: Int

  /// A place in a file.
  public init(path: String, line: Int, column: Int = 1) {
    self.path = path
    self.line = line
    self.column = column
  }
}

/// Something to tell the author: where, what is wrong, and what to do about it.
///
/// It prints as compilers print, so that editors can jump to it:
///
/// ```
/// chapters/01-x.md:12:7: error: cannot find 'alhpa' in scope
///   let v = alhpa * 2
///           ^
///   help: declare it in an earlier cell of this chapter
/// ```
public struct Diagnostic: Error, Hashable, Codable, Sendable {
  /// How bad it is. An error makes the command exit with 1.
  public enum Severity: String, Codable, Sendable {
    case error, warning, note
  }

  /// How bad it is.
  public var severity: Severity
  /// Where it stands; `nil` where no file is to blame.
  public var location: SourceLocation?
  /// What is wrong, in one line without a full stop.
  public var message: String
  /// What to do, in one line; empty where the message already says it.
  public var help: String
  /// The line of the file at `location`, if it is known.
  public var excerpt: String?

  /// A diagnostic; the excerpt can be added later with `quoting(_:)`.
  public init(
    _ severity: Severity = .error, at location: SourceLocation? = nil, _ message: String,
    help: String = "", excerpt: String? = nil
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.help = help
    self.excerpt = excerpt
  }

  /// An error that belongs to no line of a file.
  public init(_ message: String, help: String = "") {
    self.init(.error, at: nil, message, help: help)
  }

  /// The same diagnostic with the line it points at, taken from the text of its file.
  public func quoting(_ lines: [Substring]) -> Diagnostic {
    guard excerpt == nil, let line = location?.line, lines.indices.contains(line - 1) else {
      return self
    }
    var copy = self
    copy.excerpt = String(lines[line - 1])
    return copy
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `path:line:column: error: message`, the line with a caret, and the help; no final newline.
  public var description: String {
    var text = ""
    if let location { text += "\(location.path):\(location.line):\(location.column): " }
    text += "\(severity.rawValue): \(message)"
    if let excerpt, let location {
      // Tabs stay tabs under the line, so that the caret lines up whatever their width.
      let before = excerpt.utf8.prefix(max(0, location.column - 1))
      let margin = String(decoding: before, as: UTF8.self).map { $0 == "\t" ? "\t" : " " }.joined()
      text += "\n  \(excerpt)\n  \(margin)^"
    }
    if !help.isEmpty { text += "\n  help: \(help)" }
    return text
  }
}
