import Foundation

/// One message of the compiler, in its own coordinates.
struct CompilerMessage: Hashable {
  /// How bad it is.
  var severity: Diagnostic.Severity
  /// The file as a line directive names it; empty if the message has no place.
  var file: String
  /// The line as the line directive counts.
  var line: Int
  /// The column in the tangled program, from 1.
  var column: Int
  /// The message without its group in brackets.
  var text: String
  /// The notes that belong to it.
  var notes: [CompilerMessage] = []

  /// Reads what the compiler wrote with `-diagnostic-style llvm`. A message that comes twice is kept
  /// once.
  static func read(_ text: String) -> [CompilerMessage] {
    var messages: [CompilerMessage] = []
    var known: Set<CompilerMessage> = []
    var isRepeated = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      guard let message = CompilerMessage(line: String(line)) else { continue }
      if message.severity == .note {
        if !isRepeated, !messages.isEmpty { messages[messages.count - 1].notes.append(message) }
      } else {
        isRepeated = !known.insert(message).inserted
        if !isRepeated { messages.append(message) }
      }
    }
    return messages
  }

  /// Reads `file:line:column: severity: text`; `nil` for other lines.
  private init?(line: String) {
    let pattern = /^(.*?):(\d+)(?::(\d+))?: (error|warning|note): (.*)$/
    let placeless = /^(?:<unknown>:0: )?(error|warning): (.*)$/
    if let match = try? pattern.wholeMatch(in: line), match.1 != "<unknown>" {
      file = String(match.1)
      self.line = Int(match.2) ?? 0
      column = match.3.flatMap { Int($0) } ?? 1
      severity = Diagnostic.Severity(rawValue: String(match.4)) ?? .error
      text = CompilerMessage.withoutGroup(match.5)
    } else if let match = try? placeless.wholeMatch(in: line) {
      file = ""
      self.line = 0
      column = 0
      severity = Diagnostic.Severity(rawValue: String(match.1)) ?? .error
      text = CompilerMessage.withoutGroup(match.2)
    } else {
      return nil
    }
  }

  /// Without ` [#group]` at the end and the tool's own name for the module.
  private static func withoutGroup(_ text: Substring) -> String {
    var text = text
    if text.hasSuffix("]"), let start = text.range(of: " [#", options: .backwards) {
      text = text[..<start.lowerBound]
    }
    return String(text)
  }
}

extension TangledProgram {
  /// The compiler's messages in the chapter's coordinates, each with the step it belongs to.
  ///
  /// Messages about what the doc-runner itself put in are dropped unless they are errors.
  func diagnostics(_ messages: [CompilerMessage]) -> [(step: Int, diagnostic: Diagnostic)] {
    messages.compactMap { message -> (step: Int, diagnostic: Diagnostic)? in
      guard message.file == path,
        let (step, location, isInserted) = locate(line: message.line, column: message.column)
      else { return nil }
      if isInserted, message.severity != .error { return nil }
      let help = message.notes.compactMap { self.help($0, at: location) }.first ?? ""
      return (step, Diagnostic(message.severity, at: location, message.text, help: help))
    }
  }

  /// A note as help: what to do, and where if it is another line.
  private func help(_ note: CompilerMessage, at location: SourceLocation) -> String? {
    guard note.file == path, let place = locate(line: note.line, column: note.column) else {
      return note.file.isEmpty ? note.text : nil
    }
    if place.location.line == location.line { return note.text }
    return "\(note.text) (line \(place.location.line))"
  }
}
