import Plots

/// A table that a cell displays: headings and rows of text.
///
/// ```swift
/// Table(["cue", "strength"], [["A", fixed(a, 3)], ["B", fixed(b, 3)]])
/// ```
public struct Table: Hashable, Sendable, Displayable, CustomStringConvertible {
  /// One a column.
  public var headings: [String]
  /// Each as long as `headings`.
  public var rows: [[String]]

  /// A table from its rows.
  ///
  /// - Parameters:
  ///   - headings: one a column.
  ///   - rows: `[row][column]`; each is as long as `headings`.
  /// - Precondition: all rows are as long as `headings`; traps with both counts otherwise.
  public init(_ headings: [String], _ rows: [[String]]) {
    for (k, row) in rows.enumerated() where row.count != headings.count {
      fatalError("row \(k) of a table has \(row.count) cells, the headings are \(headings.count)")
    }
    self.headings = headings
    self.rows = rows
  }

  /// A table from its columns, in order.
  ///
  /// - Parameter columns: heading and cells of each; all have equally many cells.
  /// - Precondition: the columns are equally long; traps with their counts otherwise.
  public init(columns: KeyValuePairs<String, [String]>) {
    let counts = columns.map(\.value.count)
    if let first = counts.first, counts.contains(where: { $0 != first }) {
      fatalError("the columns of a table have \(counts) cells")
    }
    headings = columns.map(\.key)
    rows = (0..<(counts.first ?? 0)).map { k in columns.map { $0.value[k] } }
  }

  /// The table as text and as rows.
  public var rendition: Rendition {
    Rendition(kind: .table, text: description, table: [headings] + rows)
  }

  /// Columns side by side with a rule under the headings; numbers stand on the right.
  public var description: String {
    let isNumeric = headings.indices.map { column in
      !rows.isEmpty && rows.allSatisfy { Table.looksNumeric($0[column]) }
    }
    let widths = headings.indices.map { column in
      ([headings] + rows).map { displayWidth($0[column]) }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - displayWidth(cells[column]))
        return isNumeric[column] ? space + cells[column] : cells[column] + space
      }
      // No spaces at the ends of lines: an `output` fence would have to repeat them.
      let text = padded.joined(separator: "  ")
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    return ([line(headings), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// Whether a cell reads as a number, perhaps with a sign, a unit's percent or nothing at all.
  private static func looksNumeric(_ cell: String) -> Bool {
    var text = cell[...]
    if text.isEmpty || text == "–" || text == "-" { return true }
    if let first = text.first, "+-−".contains(first) { text = text.dropFirst() }
    if text.last == "%" { text = text.dropLast() }
    return Double(text) != nil
  }
}
