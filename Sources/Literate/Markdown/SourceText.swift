/// The bytes of a file, or of a piece of it, by lines, and where they stand in the file.
struct SourceText: Sendable {
  /// Path of the file.
  let path: String
  /// The text as UTF-8.
  let bytes: [UInt8]
  /// Where the text's first byte stands in the file.
  let origin: SourceLocation
  /// Offset of each line's first byte. A line ends with `\n`, `\r\n` or `\r`, as cmark counts.
  private let lineStarts: [Int]

  /// A whole file, or the text that begins at `origin`.
  init(path: String, bytes: [UInt8], origin: SourceLocation? = nil) {
    self.path = path
    self.bytes = bytes
    self.origin = origin ?? SourceLocation(path: path, line: 1)
    var starts = [0]
    bytes.withUnsafeBufferPointer { bytes in
      for i in bytes.indices {
        let isEnd =
          bytes[i] == newline
          || (bytes[i] == carriageReturn && !(i + 1 < bytes.count && bytes[i + 1] == newline))
        if isEnd { starts.append(i + 1) }
      }
    }
    lineStarts = starts
  }

  /// How many lines there are, an empty one after the last line end included.
  var lineCount: Int { lineStarts.count }

  /// Offset of the first byte of a line, counted from 1; the end of the text for lines behind it.
  func start(ofLine line: Int) -> Int {
    line <= lineStarts.count ? lineStarts[max(line, 1) - 1] : bytes.count
  }

  /// The bytes of a line, counted from 1, without its line end; empty for lines that don't exist.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == newline || bytes[end - 1] == carriageReturn { end -= 1 }
    return bytes[start..<end]
  }

  /// The place in the file of a line and column of this text, both counted from 1.
  func location(line: Int, column: Int) -> SourceLocation {
    SourceLocation(
      path: path, line: origin.line + line - 1,
      column: line == 1 ? origin.column + column - 1 : column)
  }
}

extension SourceText {
  /// The place in the file of a byte of this text.
  func location(offset: Int) -> SourceLocation {
    var low = 1
    var high = lineCount + 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if start(ofLine: middle) <= offset { low = middle } else { high = middle }
    }
    return location(line: low, column: offset - start(ofLine: low) + 1)
  }
}

let newline = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let space = UInt8(ascii: " ")
let tab = UInt8(ascii: "\t")
let backslash = UInt8(ascii: "\\")
let backtick = UInt8(ascii: "`")
let dollar = UInt8(ascii: "$")

extension UInt8 {
  /// Space, tab or a line end.
  var isBlank: Bool { self == space || (self >= tab && self <= carriageReturn) }
  /// `0`…`9`.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  /// An ASCII letter or digit.
  var isAlphanumeric: Bool {
    isDigit || ((self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z"))
  }
}

extension BidirectionalCollection<UInt8> where SubSequence: BidirectionalCollection<UInt8> {
  /// Without blanks at both ends.
  var trimmed: SubSequence {
    var part = self[...]
    while let first = part.first, first.isBlank { part = part.dropFirst() }
    while let last = part.last, last.isBlank { part = part.dropLast() }
    return part
  }
}
