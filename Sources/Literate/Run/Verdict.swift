import Foundation
import Notebook

/// Says why a chapter's process did not come to its end.
struct Verdict {
  var chapter: Chapter
  var program: TangledProgram
  /// Where the program was compiled and crash reports were written.
  var scratch: Scratch
  var ending: ChapterProcess.Ending
  /// A program that names the functions at an address.
  var symbolizer: String

  /// Why a step failed that was running when the process ended.
  func failure(of step: Step) -> Diagnostic {
    if let refusal = ending.transcript.refusal {
      let location =
        refusal.line > 0
        ? program.locate(line: refusal.line, column: refusal.column)?.location : nil
      return Diagnostic(
        .error, at: location.map(startOfCall) ?? step.location, refusal.message,
        help: refusal.help)
    }
    if let stop = ending.stop { return failure(stop, step) }
    let errors = ErrorText(
      String(
        decoding: ending.transcript.entries[step.index]?.errorBytes ?? [], as: UTF8.self))
    if let thrown = errors.thrown { return failure(thrown: thrown, step) }
    let report = CrashReport(of: Int(ending.process), in: scratch.crashes)
    let location = report?.location(in: program, folder: scratch.path) ?? step.location
    if ending.lacksMemory {
      return memoryFailure(limit(of: step), at: location)
    }
    switch ending.end {
    case .exit(let code) where code == 73:
      return Diagnostic(
        .error, at: step.location, "\(noun(step)) closed standard output",
        help: "leave it open: what cells print and display goes through it")
    case .exit(let code):
      return Diagnostic(
        .error, at: step.location,
        "\(noun(step)) ended the program with exit status \(code)",
        help: "let it run to its end: the steps after it need the program")
    case .signal(let signal):
      guard report != nil || errors.fatal != nil || Verdict.isTrap(signal) else {
        let hint =
          signal == SIGKILL
          ? "does it kill its own process? the system kills one when memory runs out"
          : "does it send itself a signal?"
        return Diagnostic(
          .error, at: step.location,
          "\(noun(step))'s process was killed by \(System.signalName(signal))", help: hint)
      }
      return crashFailure(
        errors.fatal ?? report?.runtimeFailure(symbolizer: symbolizer), signal: signal,
        report: report, at: location)
    }
  }

  /// `#column` is where a call's arguments begin: this is where its name does.
  private func startOfCall(_ location: SourceLocation) -> SourceLocation {
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(location.line - 1) else { return location }
    let before = lines[location.line - 1].utf8.prefix(location.column - 1)
    let name = before.reversed().prefix { byte in
      UnicodeScalar(byte).properties.isAlphabetic || UnicodeScalar(byte) == "_"
    }
    var copy = location
    copy.column -= name.count
    return copy
  }

  /// What the copy of a cell that must trap has to say: its fatal error, then what it printed.
  ///
  /// - Parameters:
  ///   - step: the cell.
  ///   - process: the copy.
  /// - Returns: the text for the page.
  func trapText(of step: Step, process: Int) -> String {
    let errors = ErrorText(
      String(
        decoding: ending.transcript.entries[step.index]?.errorBytes ?? [], as: UTF8.self))
    if let thrown = errors.thrown {
      return errors.text + "Fatal error: Error raised at top level: \(thrown)\n"
    }
    if errors.fatal != nil { return errors.text }
    let report = CrashReport(of: process, in: scratch.crashes)
    let words =
      report?.runtimeFailure(symbolizer: symbolizer) ?? report?.description ?? "trap"
    return errors.text + "Fatal error: \(words)\n"
  }

  /// Whether a signal is what Swift traps with.
  static func isTrap(_ signal: Int32) -> Bool { [SIGILL, SIGTRAP, SIGABRT].contains(signal) }

  private func failure(_ stop: ChapterProcess.Stop, _ step: Step) -> Diagnostic {
    switch stop {
    case .time(let seconds):
      let more = step.kind == .cell ? ", or allow more with time=\(plain(2 * seconds))s" : ""
      return Diagnostic(
        .error, at: step.location, "\(noun(step)) took longer than \(plain(seconds)) s",
        help: "let it do less\(more)")
    case .memory(let mebibytes):
      return memoryFailure(mebibytes, at: step.location)
    case .output(let bytes):
      let size = bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
      return Diagnostic(
        .error, at: step.location, "\(noun(step)) wrote more than \(size)",
        help: "print less; is there a loop without an end?")
    }
  }

  private func failure(thrown: String, _ step: Step) -> Diagnostic {
    let parts = thrown.split(separator: "\nhelp: ", maxSplits: 1).map(String.init)
    let place = ending.place
    let location =
      place.line > 0
      ? SourceLocation(path: chapter.path, line: place.line, column: max(1, place.column)) : nil
    return Diagnostic(
      .error, at: location ?? step.location,
      "\(noun(step)) threw an error: \(parts.first ?? thrown)",
      help: parts.count > 1 ? parts[1] : "catch it with do and catch, or mend what it says")
  }

  private func memoryFailure(_ mebibytes: Int, at location: SourceLocation) -> Diagnostic {
    Diagnostic(
      .error, at: location, "the cell needed more than \(mebibytes) MiB",
      help: "hold less at once, or allow more with memory=\(2 * mebibytes)MB")
  }

  private func crashFailure(
    _ words: String?, signal: Int32, report: CrashReport?, at location: SourceLocation
  ) -> Diagnostic {
    if signal == SIGSEGV || signal == SIGBUS {
      let isDeep = report?.isStackOverflow == true
      return Diagnostic(
        .error, at: location,
        isDeep ? "the program ran out of stack" : "the program used memory that is not its own",
        help: isDeep
          ? "a function calls itself without an end" : "look at unsafe pointers near this line")
    }
    guard let words else {
      return Diagnostic(
        .error, at: location, "the program trapped here",
        help: "an index, an optional or a sum is not what this line expects")
    }
    return Diagnostic(.error, at: location, "fatal error: \(words)", help: Verdict.help(words))
  }

  /// What to do about the runtime's own failures.
  private static func help(_ words: String) -> String {
    let known = [
      ("ndex out of range", "compare the index with the array's count"),
      ("ange", "the lower bound of a range must not be above the upper one"),
      ("nil", "unwrap the optional with if let or guard let"),
      ("overflow", "use a wider type, or &+ and &- where it should wrap around"),
      ("ivision by zero", "check the divisor first"),
    ]
    return known.first { words.contains($0.0) }?.1 ?? "mend what the message says"
  }

  private func limit(of step: Step) -> Int {
    ending.limits[step.index]?.mebibytes ?? ending.standardLimits.mebibytes
  }

  private func noun(_ step: Step) -> String {
    switch step.kind {
    case .cell: "the cell"
    case .expression: "the expression"
    case .claim: "the claim"
    }
  }

  private func plain(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }
}
