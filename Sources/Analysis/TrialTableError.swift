/// What is wrong with a table of trials: where, what, and what to do about it.
///
/// It prints as compilers print:
///
/// ```
/// class.csv:14:9: error: 'reward' is 2, not in 0...1
///   s03,1,0,2
///         ^
///   help: a reward is 1 for a win and 0 for none
/// ```
public struct TrialTableError: Error, Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// The table's name: its file.
  public let name: String
  /// 1-based line of the file.
  public let line: Int
  /// 1-based column in the line, in UTF-8 bytes.
  public let column: Int
  /// What is wrong, in one line without a full stop.
  public let message: String
  /// What to do about it, in one line.
  public let help: String
  /// The line of the file.
  public let excerpt: String

  /// `name:line:column: error: message`, the line with a caret, and the help; no final newline.
  public var description: String {
    var text = "\(name):\(line):\(column): error: \(message)"
    if !excerpt.isEmpty {
      // Tabs stay tabs under the line, so that the caret lines up whatever their width.
      let before = String(decoding: excerpt.utf8.prefix(max(0, column - 1)), as: UTF8.self)
      text += "\n  \(excerpt)\n  \(String(before.map { $0 == "\t" ? "\t" : " " }))^"
    }
    return text + "\n  help: \(help)"
  }

  /// The same as `description`, so that an uncaught error reads well.
  public var debugDescription: String { description }
}
