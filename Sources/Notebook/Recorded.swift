/// Keeps the results of long computations beside the chapter.
package protocol Recorder: Sendable {
  /// Whether kept results are made again to be compared: of those by seeds the first seed's part.
  var checksFirstSeed: Bool { get }

  /// How values of a type are kept if they say nothing of their own: as JSON.
  ///
  /// - Parameter type: of the values.
  /// - Returns: one file a value.
  func form<Value: Codable>(of type: Value.Type) -> RecordForm<Value>

  /// The kept values; `nil` if there are none that fit.
  ///
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - form: how the values stand in files.
  /// - Returns: one value for each part of the request.
  func kept<Value>(_ request: RecordRequest, _ form: RecordForm<Value>) -> [Value]?

  /// Keeps values that have just been computed.
  ///
  /// - Parameters:
  ///   - values: for the first parts of the request, or all.
  ///   - request: what was asked for.
  ///   - form: how the values stand in files.
  /// - Returns: the values as reading them back gives them; `nil` if they cannot be kept.
  func keep<Value>(
    _ values: [Value], _ request: RecordRequest, _ form: RecordForm<Value>
  ) -> [Value]?
}

/// A recorded result that a cell asks for.
package struct RecordRequest: Sendable {
  /// Its name, unique in the book.
  package var name: String
  /// What its values are called: `value`, or `seed-0`, `seed-1`, ….
  package var parts: [String]
  /// The step that asks, which knows the cells it depends on.
  package var step: Int
  /// The parameters declared so far, as `name=value`, in order.
  package var parameters: [String]
}

/// How a value stands in files.
package struct RecordForm<Value> {
  /// What the files' names end in, after a dot.
  package var extensions: [String]
  /// The value as the files' bytes.
  package var encode: (Value) throws -> [[UInt8]]
  /// The value from the files' bytes.
  package var decode: ([[UInt8]]) throws -> Value

  /// A form from its parts.
  package init(
    extensions: [String], encode: @escaping (Value) throws -> [[UInt8]],
    decode: @escaping ([[UInt8]]) throws -> Value
  ) {
    (self.extensions, self.encode, self.decode) = (extensions, encode, decode)
  }
}

/// A result with weights: recorded as JSON for what people read, and beside it a file of tensors.
public protocol RecordableWithTensors: Sendable {
  /// All but the tensors.
  associatedtype Summary: Codable & Sendable
  /// What stands in the JSON file.
  var summary: Summary { get }
  /// The bytes of a safetensors file.
  var tensorBytes: [UInt8] { get }

  /// The value as it was recorded.
  ///
  /// - Parameters:
  ///   - summary: from `summary`.
  ///   - tensorBytes: from `tensorBytes`.
  /// - Throws: that the two do not fit together.
  init(summary: Summary, tensorBytes: [UInt8]) throws
}

/// A result that takes long to compute and is kept with the book: `recorded("agent") { train() }`.
///
/// The first run computes it and writes it to `chapters/results/NAME/`. Later runs read it from there,
/// as long as this cell, those before it and the parameters are what they were. What the closure prints
/// or displays is shown on the terminal and never on the page, which must not depend on when the result
/// was computed.
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
  let request = request(name, parts: ["value"], line: line, column: column)
  let form = recorder.form(of: Value.self)
  if let values = recorder.kept(request, form) {
    if recorder.checksFirstSeed { _ = recorder.keep([try aside(make)], request, form) }
    return values[0]
  }
  let value = try aside(make)
  return recorder.keep([value], request, form)?[0] ?? value
}

/// A result for each of several seeds, kept with the book, a file a seed.
///
/// ```swift
/// let scores = recorded("scores", seeds: 0..<8) { seeds in seeds.map(score) }
/// ```
///
/// As `recorded(_:_:)`; and `book verify --results --first-seed` makes only the first again, which must
/// come out the same alone as among the others.
///
/// - Parameters:
///   - name: unique in the book; letters, digits, `-`, `_` and `.`.
///   - seeds: which; at least one.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
///   - make: computes the results for some seeds, in their order.
/// - Returns: `[seeds]`, always as they read back from the record.
/// - Throws: what `make` throws.
public func recorded<Value: Codable & Sendable>(
  _ name: String, seeds: Range<Int>, line: Int = #line, column: Int = #column,
  _ make: (Range<Int>) throws -> [Value]
) rethrows -> [Value] {
  try recorded(
    name, seeds: seeds, form: Session.current?.recorder?.form(of: Value.self), line: line,
    column: column, make)
}

/// A result with weights for each of several seeds: the weights are kept as safetensors.
///
/// ```swift
/// let runs = try recorded("bandits", seeds: 0..<3) { seeds in
///   try trainMetaLearners(on: bandit, settings, seeds: seeds)
/// }
/// ```
///
/// - Parameters:
///   - name: unique in the book; letters, digits, `-`, `_` and `.`.
///   - seeds: which; at least one.
///   - line: where it is called; leave it out.
///   - column: where it is called; leave it out.
///   - make: computes the results for some seeds, in their order.
/// - Returns: `[seeds]`, always as they read back from the record.
/// - Throws: what `make` throws.
public func recorded<Value: RecordableWithTensors>(
  _ name: String, seeds: Range<Int>, line: Int = #line, column: Int = #column,
  _ make: (Range<Int>) throws -> [Value]
) rethrows -> [Value] {
  let json = Session.current?.recorder?.form(of: Value.Summary.self)
  let form = json.map { json in
    RecordForm<Value>(
      extensions: json.extensions + ["safetensors"],
      encode: { try json.encode($0.summary) + [$0.tensorBytes] },
      decode: { try Value(summary: json.decode([$0[0]]), tensorBytes: $0[1]) })
  }
  return try recorded(name, seeds: seeds, form: form, line: line, column: column, make)
}

private func recorded<Value>(
  _ name: String, seeds: Range<Int>, form: RecordForm<Value>?, line: Int, column: Int,
  _ make: (Range<Int>) throws -> [Value]
) rethrows -> [Value] {
  guard !seeds.isEmpty else {
    fail("'\(name)' is recorded for no seed", help: "give at least one", line: line, column: column)
  }
  guard let recorder = Session.current?.recorder, let form else {
    return try results(name, of: seeds, line: line, column: column, make)
  }
  let request = request(
    name, parts: seeds.map { "seed-\($0)" }, line: line, column: column)
  if let values = recorder.kept(request, form) {
    if recorder.checksFirstSeed {
      let first = seeds.lowerBound..<seeds.lowerBound + 1
      let values = try aside {
        try results(name, of: first, line: line, column: column, make)
      }
      _ = recorder.keep(values, request, form)
    }
    return values
  }
  let values = try aside { try results(name, of: seeds, line: line, column: column, make) }
  return recorder.keep(values, request, form) ?? values
}

/// Computes, and checks that there is a result for each seed.
private func results<Value>(
  _ name: String, of seeds: Range<Int>, line: Int, column: Int,
  _ make: (Range<Int>) throws -> [Value]
) rethrows -> [Value] {
  let values = try make(seeds)
  guard values.count == seeds.count else {
    fail(
      "'\(name)' has \(values.count) results for \(seeds.count) seeds",
      help: "the closure gets the seeds and returns one result for each", line: line, column: column
    )
  }
  return values
}

/// Checks a name and what it asks for.
private func request(_ name: String, parts: [String], line: Int, column: Int) -> RecordRequest {
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
  return RecordRequest(name: name, parts: parts, step: step, parameters: parameters)
}

/// Computes with all output on the terminal alone: a page must not tell whether a record was there.
private func aside<Value>(_ make: () throws -> Value) rethrows -> Value {
  send(.aside)
  sendToStandardError(.aside, [])
  defer {
    send(.asideEnd)
    sendToStandardError(.asideEnd, [])
  }
  return try make()
}

/// Sends a frame about a record.
package func sendRecord(_ fields: [String]) {
  send(.record, fields)
}
