/// A value that a reader may set with `--set name=value`.
public protocol ParameterValue: Comparable, Sendable, LosslessStringConvertible {}

extension Int: ParameterValue {}
extension Double: ParameterValue {}

/// A number that the reader may change: `let trials = parameter("trials", 200, in: 1...10_000)`.
///
/// - Parameters:
///   - name: unique in the chapter.
///   - standard: the value in the book.
///   - range: the values that it may have.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
/// - Returns: the value of `--set name=value` if there is one, else `standard`.
public func parameter<Value: ParameterValue>(
  _ name: String, _ standard: Value, in range: ClosedRange<Value>, line: Int = #line,
  column: Int = #column
) -> Value {
  let words = "\(range.lowerBound)…\(range.upperBound)"
  // 150.5 lies between 100 and 200: the range alone would not say what is wrong with it.
  let kind = Value.self is any BinaryInteger.Type ? "a whole number" : "a number"
  let value = declare(
    name, standard, range: words, allowed: "\(kind) in \(words)", line: line, column: column
  ) { text in
    Value(text.filter { $0 != "_" }).flatMap { range.contains($0) ? $0 : nil }
  }
  guard range.contains(value) else {
    fail(
      "parameter '\(name)' is \(value), outside \(words)",
      help: "change the value or the range", line: line, column: column)
  }
  return value
}

/// A switch that the reader may change: `let noisy = parameter("noisy", true)`.
///
/// - Parameters:
///   - name: unique in the chapter.
///   - standard: the value in the book.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
/// - Returns: the value of `--set name=value` if there is one, else `standard`.
public func parameter(
  _ name: String, _ standard: Bool, line: Int = #line, column: Int = #column
) -> Bool {
  let words = "true or false"
  return declare(name, standard, range: words, allowed: words, line: line, column: column) {
    Bool($0)
  }
}

/// A word that the reader may change: `parameter("learner", "A2C", among: ["A2C", "TRPO"])`.
///
/// - Parameters:
///   - name: unique in the chapter.
///   - standard: the value in the book.
///   - choices: the values that it may have; empty: any.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
/// - Returns: the value of `--set name=value` if there is one, else `standard`.
public func parameter(
  _ name: String, _ standard: String, among choices: [String] = [], line: Int = #line,
  column: Int = #column
) -> String {
  let words = choices.isEmpty ? "any text" : choices.joined(separator: ", ")
  return declare(name, standard, range: words, allowed: words, line: line, column: column) { text in
    choices.isEmpty || choices.contains(text) ? text : nil
  }
}

/// Declares a parameter and finds its value. `range` goes into the book, `allowed` into an error.
private func declare<Value>(
  _ name: String, _ standard: Value, range: String, allowed: String, line: Int, column: Int,
  read: (String) -> Value?
) -> Value {
  guard let session = Session.current else { return standard }
  let isNew = Session.state.withLock { state in
    !state.parameters.contains { $0.name == name }
  }
  guard isNew else {
    fail(
      "parameter '\(name)' is declared twice in this chapter",
      help: "give one of them another name, or keep its value in a constant",
      line: line, column: column)
  }
  var value = standard
  if let text = session.overrides[name] {
    guard let read = read(text) else {
      fail(
        "parameter '\(name)' cannot be '\(text)'", help: "it may be \(allowed)", line: line,
        column: column)
    }
    value = read
  }
  Session.state.withLock { $0.parameters.append((name, "\(value)")) }
  send(
    .parameter, [name, "\(value)", "\(standard)", range, String(line), String(column)])
  return value
}
