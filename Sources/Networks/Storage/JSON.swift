/// The JSON that headers of tensor files are written in: objects, arrays, texts and whole numbers.
///
/// Foundation could read it, but importing that costs each chapter half a second.
indirect enum JSON: Equatable {
  case object([(key: String, value: JSON)])
  case array([JSON])
  case string(String)
  case integer(Int)

  /// Reads a text.
  init(_ text: ArraySlice<UInt8>) throws(TensorFileError) {
    var reader = Reader(text: text, position: text.startIndex)
    self = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == text.endIndex else { throw reader.error("the end of the header") }
  }

  /// The value of a key in an object.
  subscript(key: String) -> JSON? {
    guard case .object(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The numbers of an array of nothing else.
  var integers: [Int]? {
    guard case .array(let elements) = self else { return nil }
    var numbers: [Int] = []
    for case .integer(let number) in elements { numbers.append(number) }
    return numbers.count == elements.count ? numbers : nil
  }

  static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    case (.array(let a), .array(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    default: false
    }
  }

  /// A text in quotation marks, with what must be escaped escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

private struct Reader {
  let text: ArraySlice<UInt8>
  var position: Int

  var next: UInt8? { position < text.endIndex ? text[position] : nil }

  func error(_ expected: String) -> TensorFileError {
    TensorFileError(
      "the header is damaged at its byte \(position - text.startIndex): expected \(expected)")
  }

  mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func value(depth: Int) throws(TensorFileError) -> JSON {
    guard depth < 8 else { throw error("less nesting") }
    if take("{") { return .object(try entries(depth: depth)) }
    if take("[") { return .array(try elements(depth: depth)) }
    skipSpace()
    if next == UInt8(ascii: "\"") { return .string(try string()) }
    return .integer(try integer())
  }

  mutating func entries(depth: Int) throws(TensorFileError) -> [(key: String, value: JSON)] {
    var entries: [(key: String, value: JSON)] = []
    var keys: Set<String> = []
    if take("}") { return entries }
    repeat {
      skipSpace()
      let key = try string()
      guard keys.insert(key).inserted else { throw error("\(JSON.quoted(key)) only once") }
      guard take(":") else { throw error("a colon") }
      entries.append((key, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw error("a comma or }") }
    return entries
  }

  mutating func elements(depth: Int) throws(TensorFileError) -> [JSON] {
    var elements: [JSON] = []
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("a comma or ]") }
    return elements
  }

  mutating func integer() throws(TensorFileError) -> Int {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    guard let number = Int(digits) else {
      position = start
      throw error("a whole number, a text, [ or {")
    }
    return number
  }

  mutating func string() throws(TensorFileError) -> String {
    guard take("\"") else { throw error("a text in quotation marks") }
    var bytes: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("no control character") }
      position += 1
      if byte == UInt8(ascii: "\\") { bytes += try escape().utf8 } else { bytes.append(byte) }
    }
    guard take("\"") else { throw error("the end of a text") }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw error("a text in UTF-8")
    }
    return string
  }

  mutating func escape() throws(TensorFileError) -> String {
    let simple: [UInt8: String] = [
      0x22: "\"", 0x5c: "\\", 0x2f: "/", 0x62: "\u{8}", 0x66: "\u{c}", 0x6e: "\n", 0x72: "\r",
      0x74: "\t",
    ]
    guard let byte = next else { throw error("an escaped character") }
    position += 1
    if let character = simple[byte] { return character }
    guard byte == UInt8(ascii: "u") else { throw error("an escape that JSON knows") }
    var unit = try hexadecimal()
    // Characters beyond 16 bits come as two halves.
    if (0xd800..<0xdc00).contains(unit) {
      guard next == 0x5c, position + 1 < text.endIndex, text[position + 1] == UInt8(ascii: "u")
      else { throw error("the second half of a surrogate pair") }
      position += 2
      let low = try hexadecimal()
      guard (0xdc00..<0xe000).contains(low) else {
        throw error("the second half of a surrogate pair")
      }
      unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(unit) else { throw error("a Unicode character") }
    return String(Character(scalar))
  }

  mutating func hexadecimal() throws(TensorFileError) -> UInt32 {
    guard position + 4 <= text.endIndex,
      text[position..<position + 4].allSatisfy({
        ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x66 || ($0 >= 0x30 && $0 <= 0x39)
      }),
      let unit = UInt32(String(decoding: text[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits") }
    position += 4
    return unit
  }
}
