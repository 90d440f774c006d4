import CCmarkGFM

/// The raw Markdown of a block, and where each of its bytes stands in the source.
///
/// cmark keeps a block's content without what containers, indentation and hashes took away, and its
/// own columns are wrong in more than one case. Here every line of the content is found again in
/// the line that it came from.
struct BlockText {
  /// The content: the inlines of a paragraph, heading or table cell, or the lines of a code block.
  let bytes: [UInt8]
  private let text: SourceText
  private let firstLine: Int
  private let startColumn: Int
  private let lineStarts: [Int]

  /// The content of a block with inlines.
  init(_ block: Node, in text: SourceText) {
    let content = block.content
    // Link definitions at a paragraph's beginning are gone from its content: try where it fits.
    let span = max(block.endLine - block.startLine, 0)
    let lines = Self.starts(of: content)
    let last = lines.count > 1 && lines[lines.count - 1] == content.count ? 2 : 1
    let slack = max(0, span - (lines.count - last))
    let tail = content[(lines.count >= last ? lines[lines.count - last] : 0)...].trimmed
    let head = content[..<(lines.count > 1 ? lines[1] : content.count)].trimmed
    let shift = (0...slack).first { shift in
      let first = block.startLine + shift
      return Self.column(of: head, in: text.line(first)) != nil
        && Self.column(of: tail, in: text.line(first + lines.count - last)) != nil
    }
    self.init(
      content, firstLine: block.startLine + (shift ?? 0),
      startColumn: shift == 0 || shift == nil ? block.startColumn : 1, in: text)
  }

  /// Lines of code that stand in the source from a line on.
  init(_ bytes: [UInt8], firstLine: Int, startColumn: Int = 1, in text: SourceText) {
    self.bytes = bytes
    self.text = text
    self.firstLine = firstLine
    self.startColumn = startColumn
    lineStarts = Self.starts(of: bytes)
  }

  /// Where a byte of the content stands in the source.
  func location(at offset: Int) -> SourceLocation {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let line = firstLine + low
    let end = low + 1 < lineStarts.count ? lineStarts[low + 1] : bytes.count
    var content = bytes[lineStarts[low]..<end]
    while let last = content.last, last.isBlank { content.removeLast() }
    let source = text.line(line)
    let from = low == 0 ? max(0, startColumn - 1) : 0
    let start =
      Self.column(of: content, in: source.dropFirst(from)).map { $0 + from }
      ?? Self.column(of: content, in: source) ?? from
    var column = start
    // A table's cell lost the backslash before a bar.
    for byte in bytes[lineStarts[low]..<max(lineStarts[low], min(offset, end))] {
      let at = source.startIndex + column
      if byte == UInt8(ascii: "|"), at + 1 < source.endIndex, source[at] == backslash,
        source[at + 1] == byte
      {
        column += 1
      }
      column += 1
    }
    return text.location(line: line, column: column + 1)
  }

  /// The first place of a content line in a line of the source, from 0: at its end, or anywhere.
  private static func column(of content: ArraySlice<UInt8>, in source: ArraySlice<UInt8>) -> Int? {
    var line = source
    while let last = line.last, last.isBlank { line.removeLast() }
    if line.count >= content.count, line.suffix(content.count).elementsEqual(content) {
      return line.count - content.count
    }
    guard line.count >= content.count else { return nil }
    return (0...(line.count - content.count)).first { start in
      matches(content, line.dropFirst(start))
    }
  }

  /// Whether a line of the source goes on with the content, but for backslashes before bars.
  private static func matches(_ content: ArraySlice<UInt8>, _ source: ArraySlice<UInt8>) -> Bool {
    var at = source.startIndex
    for byte in content {
      if at < source.endIndex, byte == UInt8(ascii: "|"), source[at] == backslash { at += 1 }
      guard at < source.endIndex, source[at] == byte else { return false }
      at += 1
    }
    return true
  }

  private static func starts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for i in bytes.indices where bytes[i] == newline { starts.append(i + 1) }
    return starts
  }
}

// MARK: - Code spans

extension BlockText {
  /// Where the code spans of the content stand; enough of an inline parser to find one again.
  struct CodeSpans {
    private let bytes: [UInt8]
    /// Runs of backticks, and for each the next run of the same length.
    private var runs: [(start: Int, length: Int, partner: Int?)] = []
    private var next = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      var at = 0
      while at < bytes.count {
        if bytes[at] == backtick {
          let start = at
          while at < bytes.count, bytes[at] == backtick { at += 1 }
          runs.append((start, at - start, nil))
        } else {
          at += 1
        }
      }
      var nearest: [Int: Int] = [:]
      for i in runs.indices.reversed() {
        runs[i].partner = nearest[runs[i].length]
        nearest[runs[i].length] = i
      }
    }

    /// Offset of the text of the next span that reads so; spans before it are passed over.
    mutating func offset(ofNext literal: String) -> Int? {
      var run = next
      while run < runs.count {
        let (start, length, partner) = runs[run]
        if start > 0, bytes[start - 1] == backslash, isEscaped(start), length == 1 {
          run += 1
          continue
        }
        guard let partner else {
          run += 1
          continue
        }
        let inside = bytes[(start + length)..<runs[partner].start]
        if let skipped = Self.match(inside, literal) {
          next = partner + 1
          return start + length + skipped
        }
        run = partner + 1
      }
      return nil
    }

    /// Whether an odd number of backslashes stands before an offset.
    private func isEscaped(_ offset: Int) -> Bool {
      var at = offset
      while at > 0, bytes[at - 1] == backslash { at -= 1 }
      return (offset - at) % 2 == 1
    }

    /// How many bytes of a span cmark drops before a literal; `nil` if the span reads otherwise.
    private static func match(_ inside: ArraySlice<UInt8>, _ literal: String) -> Int? {
      let text = inside.filter { $0 != carriageReturn }.map { $0 == newline ? space : $0 }
      if text.elementsEqual(literal.utf8) { return 0 }
      let isPadded = text.count > 1 && text.first == space && text.last == space
      return isPadded && text.dropFirst().dropLast().elementsEqual(literal.utf8) ? 1 : nil
    }
  }
}
