import Foundation

extension ExpectedOutput {
  /// Compares what a cell printed with what it must print.
  ///
  /// Spaces at the ends of lines and empty lines at the end do not count.
  ///
  /// - Parameter actual: the text of its outputs.
  /// - Returns: how they differ, at the first line that does; `nil` if they agree.
  func difference(from actual: String) -> Diagnostic? {
    let expected = ExpectedOutput.lines(text)
    let actual = ExpectedOutput.lines(actual)
    guard let (line, place) = mismatch(expected, actual) else { return nil }
    let wanted = line < expected.count ? quoted(expected[line]) : "nothing more"
    let got = place < actual.count ? quoted(actual[place]) : "nothing more"
    var rows = ["`book fix` writes what is printed now:"]
    rows += expected[min(line, expected.count)...].prefix(3).map { "  - \($0)" }
    if expected.count > line + 3 { rows.append("  - …") }
    rows += actual[min(place, actual.count)...].prefix(3).map { "  + \($0)" }
    if actual.count > place + 3 { rows.append("  + …") }
    let location = SourceLocation(
      path: location.path, line: location.line + min(line, max(0, lineCount - 1)),
      column: location.column)
    return Diagnostic(
      .error, at: location, "expected \(wanted), the cell printed \(got)",
      help: rows.joined(separator: "\n  "))
  }

  /// Lines without spaces at their ends, without empty ones at the end.
  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  private func quoted(_ line: String) -> String {
    line.count <= 60 ? "'\(line)'" : "'\(line.prefix(59))…'"
  }

  /// The first lines that do not agree; `nil` if all do. `…` alone stands for any lines.
  private func mismatch(_ expected: [String], _ actual: [String]) -> (Int, Int)? {
    // Between two `…`, the lines must be found in order: the first place where they stand is taken,
    // as in matching a pattern with stars.
    var line = 0
    var place = 0
    var star: (line: Int, place: Int)?
    var furthest = (0, 0)
    while true {
      if line < expected.count, isEllipsis(expected[line]) {
        star = (line + 1, place)
        line += 1
      } else if line < expected.count, place < actual.count,
        agree(expected[line], actual[place])
      {
        line += 1
        place += 1
      } else if line == expected.count, place == actual.count {
        return nil
      } else {
        if line > furthest.0 || star == nil { furthest = (line, place) }
        guard let last = star, last.place < actual.count else {
          return star == nil ? furthest : (furthest.0, min(furthest.1, actual.count))
        }
        star = (last.line, last.place + 1)
        line = last.line
        place = last.place + 1
      }
    }
  }

  private func isEllipsis(_ line: String) -> Bool {
    ["…", "..."].contains(line.trimmingCharacters(in: .whitespaces))
  }

  /// Whether two lines agree: the same text, `…` for any part, numbers within the tolerance.
  private func agree(_ expected: String, _ actual: String) -> Bool {
    if expected == actual { return true }
    if expected.contains("…") {
      let parts = expected.components(separatedBy: "…")
      return parts.count > 1 && matches(parts, actual)
    }
    return tolerance > 0 && agreeWithinTolerance(expected[...], actual[...])
  }

  private func matches(_ parts: [String], _ actual: String) -> Bool {
    guard let first = parts.first, let last = parts.last, actual.hasPrefix(first),
      actual.hasSuffix(last), actual.count >= first.count + last.count
    else { return false }
    var rest = actual.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  private func agreeWithinTolerance(_ expected: Substring, _ actual: Substring) -> Bool {
    let number = /[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/
    var expected = expected
    var actual = actual
    while let left = expected.firstMatch(of: number), let right = actual.firstMatch(of: number) {
      // Padding moves with a number's length: runs of spaces count as one.
      guard
        squeezed(expected[..<left.range.lowerBound])
          == squeezed(actual[..<right.range.lowerBound]),
        let x = Double(left.output.replacingOccurrences(of: "−", with: "-")),
        let y = Double(right.output.replacingOccurrences(of: "−", with: "-")),
        abs(x - y) <= tolerance * (1 + 1e-9)
      else { return false }
      expected = expected[left.range.upperBound...]
      actual = actual[right.range.upperBound...]
    }
    return squeezed(expected) == squeezed(actual)
  }

  private func squeezed(_ text: Substring) -> String {
    text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}
