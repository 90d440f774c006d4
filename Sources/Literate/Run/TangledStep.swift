/// A step's code as it stands in the tangled program, and the way back to the chapter.
struct TangledStep: Sendable {
  /// Text that the doc-runner put into a line.
  struct Insertion: Sendable {
    /// The line, 0 for the step's first.
    var line: Int
    /// Where it begins, in bytes of the tangled line.
    var start: Int
    /// Its bytes.
    var count: Int
  }

  /// The index among the chapter's steps.
  var index: Int
  /// Where the code begins in the chapter.
  var location: SourceLocation
  /// Columns that the Markdown removed before every line.
  var indent: Int
  /// The code with what was inserted.
  var text: String
  /// How many lines it has.
  var lineCount: Int
  /// How long each line of the code is, in bytes.
  var lineLengths: [Int]
  /// What was inserted, in order.
  var insertions: [Insertion]

  /// Puts text into a step's code.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - additions: byte offsets of the code and what comes before them; at one offset in order.
  ///   - padding: spaces before the first line.
  init(_ step: Step, additions: [(offset: Int, text: String)], padding: Int = 0) {
    index = step.index
    location = step.location
    indent = step.indent
    let bytes = Array(step.code.utf8)
    let sorted = additions.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }.map(\.element)
    var result = [UInt8](repeating: UInt8(ascii: " "), count: padding)
    var insertions: [Insertion] = []
    if padding > 0 { insertions.append(Insertion(line: 0, start: 0, count: padding)) }
    var line = 0
    var lineStart = 0
    var next = 0
    for offset in 0...bytes.count {
      while next < sorted.count, sorted[next].offset <= offset {
        let text = Array(sorted[next].text.utf8)
        insertions.append(
          Insertion(line: line, start: result.count - lineStart, count: text.count))
        result += text
        next += 1
      }
      guard offset < bytes.count else { break }
      result.append(bytes[offset])
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        lineStart = result.count
      }
    }
    self.insertions = insertions
    text = String(decoding: result, as: UTF8.self)
    let lines = step.code.split(separator: "\n", omittingEmptySubsequences: false)
    lineLengths = lines.map(\.utf8.count)
    lineCount = lines.count
  }

  /// The lines of the chapter that the code stands on.
  var lines: Range<Int> { location.line..<location.line + lineCount }

  /// How many bytes a line of the chapter has in the tangled program.
  func tangledLength(line: Int) -> Int {
    let number = line - location.line
    guard lineLengths.indices.contains(number) else { return 0 }
    return insertions.reduce(lineLengths[number]) { $0 + ($1.line == number ? $1.count : 0) }
  }

  /// Where a place of the tangled program stands in the chapter.
  ///
  /// - Parameters:
  ///   - line: as the compiler gives it: a line of the chapter.
  ///   - column: as the compiler gives it: a column of the tangled line, from 1.
  /// - Returns: the place, and whether it lies within what the doc-runner put in.
  func chapterLocation(line: Int, column: Int) -> (location: SourceLocation, isInserted: Bool) {
    let number = line - location.line
    var original = max(0, column - 1)
    var isInserted = false
    for insertion in insertions where insertion.line == number {
      if column - 1 >= insertion.start + insertion.count {
        original -= insertion.count
      } else if column - 1 >= insertion.start {
        original -= column - 1 - insertion.start
        isInserted = true
      }
    }
    if lineLengths.indices.contains(number) { original = min(original, lineLengths[number]) }
    return (chapterPlace(line: number, column: original), isInserted)
  }

  /// Where a byte of the code stands in the chapter.
  func chapterPlace(offset: Int) -> SourceLocation {
    var rest = offset
    for (number, length) in lineLengths.enumerated() {
      if rest <= length { return chapterPlace(line: number, column: rest) }
      rest -= length + 1
    }
    return location
  }

  /// The last character of the code, for errors that the compiler sees only after it.
  var endLocation: SourceLocation {
    chapterPlace(line: max(0, lineCount - 1), column: lineLengths.last ?? 0)
  }

  private func chapterPlace(line number: Int, column: Int) -> SourceLocation {
    let before = number == 0 ? location.column - 1 : indent
    return SourceLocation(
      path: location.path, line: location.line + number, column: column + before + 1)
  }
}
