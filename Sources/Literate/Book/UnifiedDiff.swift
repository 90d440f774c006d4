/// The changes from one text to another as `diff -u` shows them, three lines of context around each.
///
/// - Parameters:
///   - old: the text before.
///   - new: the text after.
///   - path: the file's name in the two header lines.
/// - Returns: the diff, which `patch -p1` takes; empty if the texts are the same.
public func unifiedDiff(from old: String, to new: String, path: String) -> String {
  let before = lines(of: old)
  let after = lines(of: new)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in after.difference(from: before) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  guard !removed.isEmpty || !inserted.isEmpty else { return "" }

  // Every line of both texts in order, with its sign and the line numbers that it has.
  var rows: [(sign: Character, text: Substring, old: Int, new: Int)] = []
  var i = 0
  var j = 0
  while i < before.count || j < after.count {
    if i < before.count, removed.contains(i) {
      rows.append(("-", before[i], i, j))
      i += 1
    } else if j < after.count, inserted.contains(j) {
      rows.append(("+", after[j], i, j))
      j += 1
    } else {
      rows.append((" ", before[i], i, j))
      i += 1
      j += 1
    }
  }

  // Hunks: changed rows with their context; two whose contexts touch are one.
  var hunks: [Range<Int>] = []
  for (index, row) in rows.enumerated() where row.sign != " " {
    let reach = max(0, index - 3)..<min(rows.count, index + 4)
    if let last = hunks.last, last.upperBound >= reach.lowerBound {
      hunks[hunks.count - 1] = last.lowerBound..<reach.upperBound
    } else {
      hunks.append(reach)
    }
  }
  var text = "--- a/\(path)\n+++ b/\(path)\n"
  for hunk in hunks {
    let part = rows[hunk]
    let oldCount = part.count(where: { $0.sign != "+" })
    let newCount = part.count(where: { $0.sign != "-" })
    let first = rows[hunk.lowerBound]
    text += "@@ -\(first.old + (oldCount > 0 ? 1 : 0)),\(oldCount)"
    text += " +\(first.new + (newCount > 0 ? 1 : 0)),\(newCount) @@\n"
    for row in part { text += "\(row.sign)\(row.text)\n" }
  }
  return text
}

private func lines(of text: String) -> [Substring] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}
