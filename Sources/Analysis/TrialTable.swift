import Numerics

/// A table of trials as text: named columns and a row for each trial, read from CSV and written to it.
///
/// The first line names the columns; their order does not matter, and columns that nobody asks for are
/// ignored. What is read from it is checked, and every mistake says where it is and what to do:
/// `path:line:column: error: …` (see `TrialTableError`). `init(csv:name:separator:)` says what a file may
/// look like; `dawSubjects(countingFrom:)`, `twoStepSubjects(countingFrom:)` and
/// `banditSubjects(armCount:conditions:countingFrom:)` say which columns the models of the book need.
///
/// A class's data, from the file to a parameter of each subject:
///
/// ```swift
/// let table = try TrialTable(csv: try dataFile("data/class.csv"), name: "data/class.csv")
///   .rows(where: "choice1") { !$0.isEmpty }        // missed trials left out
/// let subjects = try table.dawSubjects(countingFrom: 1)
/// let fits = DawHybrid().fits(to: subjects.map(\.trials), seed: 0)
/// let weights = fits.values(of: "w")
/// ```
public struct TrialTable: Sendable {
  /// One cell, and where it stands in its file.
  struct Cell: Hashable, Sendable {
    var text: String
    var line: Int
    var column: Int
  }

  /// The file, as the errors name it.
  public let name: String
  /// The columns' names, from left to right.
  public var columnNames: [String] { header.map(\.text) }
  /// How many rows there are under the names.
  public var rowCount: Int { rows.count }

  let header: [Cell]
  /// `[row][column]`.
  let rows: [[Cell]]
  /// What was parsed, for excerpts; empty if the table was made from columns.
  let source: String

  init(name: String, header: [Cell], rows: [[Cell]], source: String) {
    (self.name, self.header, self.rows, self.source) = (name, header, rows, source)
  }

  /// A table from its columns.
  ///
  /// - Parameters:
  ///   - name: of the file it may become, for errors.
  ///   - columns: name and cells of each, at least one; all with equally many cells. Traps if not, or if a
  ///     name is empty or comes twice.
  public init(name: String = "table", columns: KeyValuePairs<String, [String]>) {
    let counts = columns.map(\.value.count)
    require(
      !counts.isEmpty && counts.allSatisfy { $0 == counts[0] }, "columns of \(counts) cells")
    let names = columns.map(\.key)
    require(
      !names.contains("") && Set(names).count == names.count, "columns with the names \(names)")
    self.name = name
    source = ""
    header = names.map { Cell(text: $0, line: 1, column: 1) }
    rows = (0..<counts[0]).map { row in
      columns.map { Cell(text: $0.value[row], line: row + 2, column: 1) }
    }
  }

  /// The table as CSV: a line of names and one for each row, ended by line feeds.
  ///
  /// A cell stands in quotes where it must. Reading it gives an equal table.
  public var csv: String {
    ([header] + rows).map { row in
      row.map { quoted($0.text, isAlone: row.count == 1) }.joined(separator: ",") + "\n"
    }.joined()
  }

  private func quoted(_ text: String, isAlone: Bool) -> String {
    // Bytes, not characters: an accent after a quote would hide it.
    let bytes = Array(text.utf8)
    let isPlain = bytes.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    let isTrimmed = ![0x20, 0x09].contains(bytes.first) && ![0x20, 0x09].contains(bytes.last)
    // A blank line would be no row, and a byte order mark would be taken for the file's.
    if isPlain && isTrimmed && !(isAlone && text.isEmpty) && bytes.first != 0xEF { return text }
    return "\"" + String(decoding: bytes.flatMap { $0 == 0x22 ? [$0, $0] : [$0] }, as: UTF8.self)
      + "\""
  }

  /// Whether there is such a column.
  ///
  /// - Parameter column: its name, as the first line has it.
  /// - Returns: whether the columns below would find it.
  public func hasColumn(_ column: String) -> Bool { header.contains { $0.text == column } }

  /// A column as it stands.
  ///
  /// - Parameter column: its name, as the first line has it.
  /// - Returns: `[rowCount]`.
  /// - Throws: if there is no such column; the error lists those that there are.
  public func texts(_ column: String) throws(TrialTableError) -> [String] {
    let place = try place(of: column)
    return rows.map { $0[place].text }
  }

  /// A column of numbers.
  ///
  /// - Parameters:
  ///   - column: its name, as the first line has it.
  ///   - range: where they must lie; nil is anywhere.
  ///   - help: what the error advises where one does not.
  /// - Returns: `[rowCount]`, all finite.
  /// - Throws: at the first cell that is not a finite number or not in the range, or if there is no such
  ///   column.
  public func numbers(
    _ column: String, in range: ClosedRange<Double>? = nil, help: String? = nil
  ) throws(TrialTableError) -> [Double] {
    let place = try place(of: column)
    var numbers: [Double] = []
    for row in rows {
      guard let number = Double(row[place].text), number.isFinite else {
        throw notANumber(row[place], "a number")
      }
      if let range, !range.contains(number) {
        throw error(
          at: row[place], "'\(column)' is \(row[place].text), not in \(range)",
          help: help ?? "correct the cell, or leave the row out")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A column of whole numbers.
  ///
  /// - Parameters:
  ///   - column: its name, as the first line has it.
  ///   - range: where they must lie; nil is anywhere.
  ///   - help: what the error advises where one does not.
  /// - Returns: `[rowCount]`. `1.0` counts as 1.
  /// - Throws: at the first cell that is not a whole number or not in the range, or if there is no such
  ///   column.
  public func integers(
    _ column: String, in range: ClosedRange<Int>? = nil, help: String? = nil
  ) throws(TrialTableError) -> [Int] {
    let place = try place(of: column)
    var numbers: [Int] = []
    for row in rows {
      guard let number = Double(row[place].text).flatMap({ Int(exactly: $0) }) else {
        throw notANumber(row[place], "a whole number")
      }
      if let range, !range.contains(number) {
        throw error(
          at: row[place], "'\(column)' is \(number), not in \(range)",
          help: help ?? "correct the cell, or leave the row out")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The rows in which a column says something.
  ///
  /// - Parameters:
  ///   - column: its name, as the first line has it.
  ///   - isIncluded: whether a row with this text in the column is kept.
  /// - Returns: a table of those rows, in their order; errors still name the lines of the file.
  /// - Throws: if there is no such column.
  public func rows(
    where column: String, _ isIncluded: (_ text: String) -> Bool
  ) throws(TrialTableError) -> TrialTable {
    let place = try place(of: column)
    return TrialTable(
      name: name, header: header, rows: rows.filter { isIncluded($0[place].text) }, source: source)
  }

  /// The table cut apart by what a column says: one table for each subject.
  ///
  /// - Parameter column: its name, as the first line has it.
  /// - Returns: each text with its rows, in the order in which the texts first come; the rows keep theirs.
  /// - Throws: if there is no such column.
  public func groups(
    by column: String
  ) throws(TrialTableError) -> [(text: String, table: TrialTable)] {
    let place = try place(of: column)
    var order: [String] = []
    var members: [String: [[Cell]]] = [:]
    for row in rows {
      let text = row[place].text
      if members[text] == nil { order.append(text) }
      members[text, default: []].append(row)
    }
    return order.map { text in
      (
        text,
        TrialTable(name: name, header: header, rows: members[text] ?? [], source: source)
      )
    }
  }

  /// An error at one cell, for what only its reader can see.
  ///
  /// - Parameters:
  ///   - row: in 0 ..< `rowCount`; traps otherwise.
  ///   - column: its name; the row's first cell stands in for a column that there is not.
  ///   - message: what is wrong, in one line without a full stop.
  ///   - help: what to do about it, in one line.
  /// - Returns: what to throw.
  public func error(
    row: Int, column: String, _ message: String, help: String
  ) -> TrialTableError {
    require(rows.indices.contains(row), "row \(row) of \(rowCount)")
    let place = header.firstIndex { $0.text == column } ?? 0
    return error(at: rows[row][place], message, help: help)
  }

  func error(at cell: Cell, _ message: String, help: String) -> TrialTableError {
    TrialTableError(
      name: name, line: cell.line, column: cell.column, message: message, help: help,
      excerpt: excerpt(of: source, line: cell.line))
  }

  private func notANumber(_ cell: Cell, _ kind: String) -> TrialTableError {
    if ["", "NA", "NaN", "nan", "null"].contains(cell.text) {
      return error(
        at: cell, cell.text.isEmpty ? "the cell is empty" : "'\(cell.text)' is not \(kind)",
        help: "leave out the trials without an answer: table.rows(where: …) { !$0.isEmpty }")
    }
    return error(
      at: cell, "'\(cell.text)' is not \(kind)",
      help: cell.text.contains(",")
        ? "write the decimal point as '.'" : "correct the cell, or leave the row out")
  }

  private func place(of column: String) throws(TrialTableError) -> Int {
    if let place = header.firstIndex(where: { $0.text == column }) { return place }
    let close = columnNames.first { $0.lowercased() == column.lowercased() }
    let names = columnNames.map { "'\($0)'" }.joined(separator: ", ")
    var help = "name it in the first line"
    if let close {
      help = "call it '\(column)' instead of '\(close)' in the first line"
    } else if columnNames.count == 1, let other = [";", "\t"].first(where: names.contains) {
      help = "the columns seem to be separated by "
      help += other == ";" ? "';': separator: \";\"" : "tabs: separator: \"\\t\""
    }
    throw error(at: header[0], "there is no column '\(column)' among \(names)", help: help)
  }
}

extension TrialTable: Equatable {
  /// Whether both have the same columns with the same texts, wherever they came from.
  public static func == (left: Self, right: Self) -> Bool {
    left.columnNames == right.columnNames
      && left.rows.map { $0.map(\.text) } == right.rows.map { $0.map(\.text) }
  }
}
