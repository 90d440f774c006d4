import Numerics

extension TrialTable {
  /// Reads a table.
  ///
  /// A line for each row, cells between separators; the first line names the columns. Lines end with a
  /// line feed, a carriage return or both; blank lines are skipped; a byte order mark is too. Blanks around a
  /// cell do not belong to it. A cell in double quotes may hold separators, line ends, blanks and, doubled,
  /// double quotes.
  ///
  /// | error | what to do |
  /// |---|---|
  /// | the table is empty | a first line must name the columns |
  /// | there are no rows under the columns' names | a line for each trial |
  /// | a column has no name; a name comes twice | name each differently |
  /// | a row has too few or too many cells | as many as the first line; quotes around a cell with a separator |
  /// | a quote that is not closed, or in the middle of a cell | quotes around the whole cell, doubled inside |
  ///
  /// - Parameters:
  ///   - text: the file, decoded.
  ///   - name: the file's name, for errors.
  ///   - separator: between cells: a comma, or `;` or a tab; one ASCII character, no quote and no line end.
  ///     Traps otherwise.
  /// - Throws: at the first thing that is wrong.
  public init(csv text: String, name: String, separator: Character = ",") throws(TrialTableError) {
    guard let byte = separator.asciiValue, ![0x22, 0x0A, 0x0D].contains(byte) else {
      fatalError("'\(separator)' cannot separate cells")
    }
    var parser = TableParser(text: text, name: name, separator: byte)
    guard let header = try parser.row() else {
      throw parser.error(
        1, 1, "the table is empty", help: "name the columns in the first line: subject,choice,…")
    }
    var names: [String] = []
    for cell in header {
      if cell.text.isEmpty {
        throw parser.error(
          cell.line, cell.column, "column \(names.count + 1) has no name",
          help: "name every column in the first line")
      }
      if names.contains(cell.text) {
        throw parser.error(
          cell.line, cell.column, "there are two columns '\(cell.text)'",
          help: "give each column a name of its own")
      }
      names.append(cell.text)
    }
    var rows: [[Cell]] = []
    while let row = try parser.row() {
      if row.count != names.count {
        // The first cell too many, or the last where some are missing.
        let cell = row.count > names.count ? row[names.count] : row[row.count - 1]
        throw parser.error(
          cell.line, cell.column,
          "the row has \(row.count) \(row.count == 1 ? "cell" : "cells"), the first line names "
            + "\(names.count) columns",
          help: row.count > names.count
            ? "quote a cell that holds a '\(separator)', or name the column"
            : "fill the missing cells, or leave the row out")
      }
      rows.append(row)
    }
    if rows.isEmpty {
      throw parser.error(
        header[0].line, header[0].column, "there are no rows under the columns' names",
        help: "write a line for each trial")
    }
    self.init(name: name, header: header, rows: rows, source: text)
  }
}

/// The line of a text, without its end; empty if there is none.
func excerpt(of text: String, line: Int) -> String {
  var parser = TableParser(text: text, name: "", separator: 0x2C)
  for _ in 1..<max(1, line) { parser.skipLine() }
  let start = parser.position
  parser.skipLine()
  let bytes = parser.bytes[start..<parser.position].filter { $0 != 0x0A && $0 != 0x0D }
  return String(decoding: bytes, as: UTF8.self)
}

/// Walks over the bytes of a table, a row at a time.
private struct TableParser {
  let text: String
  let name: String
  let separator: UInt8
  let bytes: [UInt8]
  var position = 0
  private var line = 1
  private var lineStart = 0

  init(text: String, name: String, separator: UInt8) {
    (self.text, self.name, self.separator) = (text, name, separator)
    let bytes = Array(text.utf8)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    self.bytes = hasMark ? Array(bytes.dropFirst(3)) : bytes
  }

  func error(_ line: Int, _ column: Int, _ message: String, help: String) -> TrialTableError {
    TrialTableError(
      name: name, line: line, column: column, message: message, help: help,
      excerpt: excerpt(of: text, line: line))
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }
  private var isAtLineEnd: Bool { byte == 0x0A || byte == 0x0D }
  private var isAtBlank: Bool { (byte == 0x20 || byte == 0x09) && byte != separator }

  /// Past a line end of any kind.
  private mutating func endLine() {
    position += byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
    line += 1
    lineStart = position
  }

  mutating func skipLine() {
    while byte != nil && !isAtLineEnd { position += 1 }
    if byte != nil { endLine() }
  }

  private mutating func skipBlanks() { while isAtBlank { position += 1 } }

  /// The next row that is not blank; nil at the end.
  mutating func row() throws(TrialTableError) -> [TrialTable.Cell]? {
    while true {
      skipBlanks()
      if byte == nil { return nil }
      if !isAtLineEnd { break }
      endLine()
    }
    var cells = [try cell()]
    while byte == separator {
      position += 1
      cells.append(try cell())
    }
    if byte != nil { endLine() }
    return cells
  }

  /// One cell, up to the separator, line end or end that follows it.
  private mutating func cell() throws(TrialTableError) -> TrialTable.Cell {
    skipBlanks()
    let (line, column) = (line, position - lineStart + 1)
    if byte == 0x22 {
      let text = try quotedText(line, column)
      skipBlanks()
      guard byte == nil || byte == separator || isAtLineEnd else {
        throw error(
          self.line, position - lineStart + 1, "text after a closing quote",
          help: "put the whole cell in quotes, and double the quotes inside it")
      }
      return TrialTable.Cell(text: text, line: line, column: column)
    }
    let start = position
    while let byte, byte != separator, !isAtLineEnd {
      if byte == 0x22 {
        throw error(
          line, position - lineStart + 1, "a quote in the middle of a cell",
          help: "put the whole cell in quotes, and double the quotes inside it")
      }
      position += 1
    }
    var end = position
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return TrialTable.Cell(text: text, line: line, column: column)
  }

  /// From an opening quote past the closing one.
  private mutating func quotedText(_ line: Int, _ column: Int) throws(TrialTableError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte {
      if byte == 0x22 {
        position += 1
        if self.byte != 0x22 { return String(decoding: text, as: UTF8.self) }
        text.append(0x22)
        position += 1
      } else if isAtLineEnd {
        let start = position
        endLine()
        text += bytes[start..<position]
      } else {
        text.append(byte)
        position += 1
      }
    }
    throw error(
      line, column, "the quote is not closed", help: "close it, or take it away: \"…\"")
  }
}
