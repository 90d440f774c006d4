/// Keeps the results of long computations beside the chapter.
package protocol Recorder: Sendable {
  /// The kept value; `nil` if there is none that fits.
  ///
  /// - Parameters:
  ///   - name: of the result.
  ///   - step: the step that asks, which knows the cells it depends on.
  ///   - parameters: those declared so far, as `name=value`, in order.
  /// - Returns: the kept value.
  func kept<Value: Codable>(_ name: String, step: Int, parameters: [String]) -> Value?

  /// Keeps a value that has just been computed.
  ///
  /// - Parameters:
  ///   - value: the computed value.
  ///   - name: of the result.
  ///   - step: the step that asks.
  ///   - parameters: those declared so far, as `name=value`, in order.
  /// - Returns: the value as reading it back gives it; `nil` if it cannot be kept.
  func keep<Value: Codable>(
    _ value: Value, _ name: String, step: Int, parameters: [String]
  ) -> Value?
}

/// A result that takes long to compute and is kept with the book: `recorded("agent") { train() }`.
///
/// The first run computes it and writes it to `chapters/results/NAME/`. Later runs read it from there,
/// as long as this cell, those before it and the parameters are what they were.
///
/// - Parameters:
///   - name: unique in the book; letters, digits, `-`, `_` and `.`.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
///   - make: computes the result.
/// - Returns: the result, always as it reads back from the record.
/// - Throws: what `make` throws.
public func recorded<Value: Codable & Sendable>(
  _ name: String, line: Int = #line, column: Int = #column, _ make: () throws -> Value
) rethrows -> Value {
  guard let recorder = Session.current?.recorder else { return try make() }
  let isName = name.utf8.allSatisfy { byte in
    switch UnicodeScalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
    default: false
    }
  }
  guard isName, !name.isEmpty, !name.hasPrefix(".") else {
    fail(
      "'\(name)' cannot name a recorded result",
      help: "use letters, digits, '-', '_' and '.'", line: line, column: column)
  }
  let (isNew, step, parameters) = Session.state.withLock { state in
    (
      state.records.insert(name).inserted, state.step,
      state.parameters.map { "\($0.name)=\($0.value)" }
    )
  }
  guard isNew else {
    fail(
      "two recorded results are called '\(name)'", help: "give each its own name", line: line,
      column: column)
  }
  if let value: Value = recorder.kept(name, step: step, parameters: parameters) { return value }
  let value = try make()
  return recorder.keep(value, name, step: step, parameters: parameters) ?? value
}

/// Sends a frame about a record.
package func sendRecord(_ fields: [String]) {
  send(.record, fields)
}
