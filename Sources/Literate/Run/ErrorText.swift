import Foundation

/// What a cell wrote to stderr, without what the runtime's crash handler added.
struct ErrorText {
  /// The text, with neither addresses nor line numbers: they change from run to run and with the prose.
  var text: String
  /// The last fatal error in it, without the words before it: `Index out of range`.
  var fatal: String?
  /// The error that left the chapter's main function, as `debugPrint` shows it.
  var thrown: String?

  /// Reads stderr.
  init(_ raw: String) {
    var lines: [String] = []
    for line in raw.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("*** Signal ") || line.hasPrefix("*** Program crashed") {
        if lines.last == "" { lines.removeLast() }
        continue
      }
      lines.append(String(line))
    }
    while lines.last == "" { lines.removeLast() }
    var fatalStart: Int?
    for (k, line) in lines.enumerated() {
      let pattern = /^(?:\S+:\d+: )?(Fatal error|Precondition failed|Assertion failed)(?:: (.*))?$/
      guard let match = try? pattern.wholeMatch(in: line) else { continue }
      fatalStart = k
      let words = match.2.map(String.init) ?? ""
      lines[k] = words.isEmpty ? String(match.1) : "\(match.1): \(words)"
      fatal = words.isEmpty ? String(match.1) : words
    }
    text = lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    if let start = fatalStart, let words = fatal {
      let mark = "Error raised at top level: "
      if words.hasPrefix(mark) {
        let first = String(words.dropFirst(mark.count))
        let rest = lines[(start + 1)...].map { "\n" + $0 }.joined()
        // The module is the doc-runner's own; no reader knows it.
        thrown = (first + rest).replacingOccurrences(of: "chapter.", with: "")
        fatal = nil
        text = lines[..<start].map { $0 + "\n" }.joined()
      }
    }
  }
}
