/// Traps with a message unless the condition holds. `precondition` loses its message under `-O`,
/// and chapters run under `-O`.
@inline(__always)
func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
