/// The raw Markdown of a block, and where each of its bytes stands in the source.
///
/// cmark keeps a block's content without what containers, indentation and hashes took away, and its
/// own columns are wrong in more than one case. Here every line of the content is found again in
/// the line that it came from.
final class BlockText {
  /// The content: the inlines of a paragraph, heading or table cell, or the lines of a code block.
  let bytes: [UInt8]
  private let text: SourceText
  private let firstLine: Int
  private let startColumn: Int
  private let lineStarts: [Int]
  /// Where a table's cell begins, from 0.
  private let cellColumn: Int?
  /// Offsets of the bars of a table's cell, whose backslashes are gone.
  private let bars: [Int]
  /// Where the content's lines begin in theirs, from 0, as far as it was asked for.
  private var columns: [Int: Int] = [:]

  /// The content of a block with inlines.
  convenience init(_ block: Node, in text: SourceText) {
    let content = block.content
    if block.extensionTypeName == "table_cell" {
      let place = TableCellPlace(block, in: text)
      self.init(content, firstLine: place.line, startColumn: 1, in: text, cell: place.column ?? 0)
      return
    }
    // Link definitions at a paragraph's beginning are gone from its content; a paragraph from which
    // a table took its last line has no place at all: try where it fits.
    let isCut = block.startLine < 1
    let line = isCut ? block.next?.startLine ?? 1 : block.startLine
    let lines = Self.starts(of: content)
    let last = lines.count > 1 && lines[lines.count - 1] == content.count ? 2 : 1
    let slack = isCut ? 0 : max(0, block.endLine - line - (lines.count - last))
    let tail = content[lines[lines.count - last]...].trimmed
    let head = content[..<(lines.count > 1 ? lines[1] : content.count)].trimmed
    let shift = (0...slack).first { shift in
      Self.column(of: head, in: text.line(line + shift)) != nil
        && Self.column(of: tail, in: text.line(line + shift + lines.count - last)) != nil
    }
    let isAtStart = shift ?? 0 == 0 && !isCut
    self.init(
      content, firstLine: line + (shift ?? 0), startColumn: isAtStart ? block.startColumn : 1,
      in: text)
  }

  /// Lines that stand in the source from a line on.
  init(
    _ bytes: [UInt8], firstLine: Int, startColumn: Int = 1, in text: SourceText, cell: Int? = nil
  ) {
    self.bytes = bytes
    self.text = text
    self.firstLine = firstLine
    self.startColumn = startColumn
    lineStarts = Self.starts(of: bytes)
    cellColumn = cell
    bars = cell == nil ? [] : bytes.indices.filter { bytes[$0] == UInt8(ascii: "|") }
  }

  /// Where a byte of the content stands in the source.
  func location(at offset: Int) -> SourceLocation {
    let index = lineStarts.countBelow(offset + 1) - 1
    let line = firstLine + index
    let column = startOfLine(index) + offset - lineStarts[index] + bars.countBelow(offset + 1)
    return text.location(line: line, column: min(column, text.line(line).count) + 1)
  }

  /// Where a line of the content begins in its line of the source, from 0.
  private func startOfLine(_ index: Int) -> Int {
    if let cellColumn { return cellColumn }
    if let known = columns[index] { return known }
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    var content = bytes[lineStarts[index]..<end]
    while let last = content.last, last.isBlank { content.removeLast() }
    let source = text.line(firstLine + index)
    let from = index == 0 ? max(0, startColumn - 1) : 0
    let column =
      Self.column(of: content, in: source.dropFirst(from)).map { $0 + from }
      ?? Self.column(of: content, in: source) ?? from
    columns[index] = column
    return column
  }

  /// The place of a content line in a line of the source, from 0: at its end, or else the first.
  private static func column(of content: ArraySlice<UInt8>, in source: ArraySlice<UInt8>) -> Int? {
    var line = source
    while let last = line.last, last.isBlank { line.removeLast() }
    guard line.count >= content.count else { return nil }
    if line.suffix(content.count).elementsEqual(content) { return line.count - content.count }
    return (0...(line.count - content.count)).first { start in
      line.dropFirst(start).starts(with: content)
    }
  }

  private static func starts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for i in bytes.indices where bytes[i] == newline { starts.append(i + 1) }
    return starts
  }
}

extension [Int] {
  /// How many of these ascending numbers are below a bound.
  fileprivate func countBelow(_ bound: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Where a table's cell stands: cmark counts a head's line and columns wrong if a paragraph stands
/// right above it.
private struct TableCellPlace {
  var line: Int
  /// Where the cell's text begins, from 0; `nil` if it cannot be told.
  var column: Int?

  init(_ cell: Node, in text: SourceText) {
    line = cell.startLine
    guard let row = cell.parent, let table = row.parent else { return }
    if row.previous == nil, let above = table.previous, above.startLine < 1 {
      line = table.startLine + above.content.split(separator: newline).count
    }
    // Cell after cell, from where the row begins.
    var cells: [[UInt8]] = []
    for other in row.children {
      cells.append(other.content)
      if other == cell { break }
    }
    let source = text.line(line)
    let starts = [max(0, row.startColumn - 1)] + Array(0...source.count)
    column =
      starts.lazy.filter { $0 <= source.count }
      .compactMap { Self.walk(source, from: $0, to: cells) }.first
  }

  /// Where the last of some cells begins, if the row's text is these cells from a column on.
  private static func walk(
    _ source: ArraySlice<UInt8>, from start: Int, to cells: [[UInt8]]
  ) -> Int? {
    var at = source.startIndex + start
    var column = at
    func skipBlanks() { while at < source.endIndex, source[at].isBlank { at += 1 } }
    for (index, cell) in cells.enumerated() {
      skipBlanks()
      let isBar = at < source.endIndex && source[at] == UInt8(ascii: "|")
      guard isBar || index == 0 else { return nil }
      if isBar { at += 1 }
      skipBlanks()
      column = at
      guard let end = end(of: cell, in: source[at...]) else { return nil }
      at = end
    }
    skipBlanks()
    let isEnd = at == source.endIndex || source[at] == UInt8(ascii: "|")
    return isEnd ? column - source.startIndex : nil
  }

  /// Where a cell's text that begins a piece of the source ends: there a backslash stands before
  /// every bar.
  private static func end(of cell: [UInt8], in source: ArraySlice<UInt8>) -> Int? {
    var at = source.startIndex
    for byte in cell {
      if at + 1 < source.endIndex, byte == UInt8(ascii: "|"), source[at] == backslash { at += 1 }
      guard at < source.endIndex, source[at] == byte else { return nil }
      at += 1
    }
    return at
  }
}
