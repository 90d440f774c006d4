/// Stops the program with `message` unless `condition` holds.
///
/// For mistakes of the caller: a wrong count, a probability of 1.2. Unlike `precondition`, whose
/// message vanishes under `-O`, it always says what was wrong, so the message should hold the
/// values: `require(p <= 1, "probability \(p) is above 1")`.
///
/// - Parameters:
///   - condition: what must be true.
///   - message: one sentence without a full stop; made only when the condition fails.
///   - file: the caller's file, for the message.
///   - line: the caller's line, for the message.
@inlinable
public func require(
  _ condition: Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
