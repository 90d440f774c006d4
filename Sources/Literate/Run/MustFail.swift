/// Judges cells that must fail.
enum MustFail {
  /// A cell that the compiler must refuse.
  ///
  /// - Parameters:
  ///   - step: the cell.
  ///   - part: what the compiler's message must contain.
  ///   - program: the tangled program that it was checked in.
  ///   - messages: the compiler's errors.
  /// - Returns: the result.
  static func refused(
    _ step: Step, part: String, program: TangledProgram, messages: [CompilerMessage]
  ) -> StepResult {
    let own = program.diagnostics(messages).filter { $0.step == step.index }.map(\.diagnostic)
    let text = own.map { "error: \($0.message)\n" }.joined()
    var result = StepResult(status: .ran, errorText: text)
    if own.isEmpty {
      result = StepResult(status: .failed)
      result.failure = Diagnostic(
        .error, at: step.location, "the cell compiles, but it says that it does not",
        help: "remove fails-to-compile, or break the cell again")
    } else if !text.contains(part) {
      result.status = .failed
      result.failure = Diagnostic(
        .error, at: own[0].location, "the compiler says something else: \(own[0].message)",
        help: "the fence expects a message with '\(part)'")
    }
    return result
  }

  /// A cell that must trap.
  ///
  /// - Parameters:
  ///   - step: the cell.
  ///   - part: what it must write to stderr.
  ///   - end: how its copy of the process ended.
  ///   - text: what it wrote, or what the crash report says.
  /// - Returns: why it failed to fail; `nil` if it failed as it must.
  static func trapped(
    _ step: Step, part: String, end: ProcessEnd, text: String
  ) -> Diagnostic? {
    guard case .signal = end else {
      let words: String
      if case .exit(let code) = end, code != 0 {
        words = "the cell ended with exit status \(code), but it says that it traps"
      } else {
        words = "the cell ran to its end, but it says that it traps"
      }
      return Diagnostic(
        .error, at: step.location, words, help: "remove traps, or let the cell trap again")
    }
    if text.contains(part) { return nil }
    let line = text.split(separator: "\n").last.map(String.init) ?? "nothing"
    return Diagnostic(
      .error, at: step.location, "the trap says something else: \(line)",
      help: "the fence expects a message with '\(part)'")
  }
}
