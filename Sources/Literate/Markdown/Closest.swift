/// The candidate that a misspelt name most likely means, for "did you mean".
///
/// Distance counts insertions, deletions, replacements and swaps of neighbours, letters' case
/// aside; a candidate further away than a third of the name's length (at least 1) is none.
/// Of equally near ones the first wins.
///
/// - Parameters:
///   - name: what was written.
///   - candidates: what could have been meant.
/// - Returns: The nearest candidate; `nil` if none is near.
public func closest(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    let limit = max(1, max(wanted.count, other.count) / 3)
    guard abs(wanted.count - other.count) <= limit else { continue }
    let distance = editDistance(wanted, other)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// A help line that offers the nearest candidate, or else lists a few of them.
func didYouMean(_ name: String, among candidates: [String], kind: String) -> String {
  if let near = closest(to: name, among: candidates) { return "did you mean '\(near)'?" }
  guard !candidates.isEmpty, candidates.count <= 16 else { return "" }
  return "\(kind): \(candidates.joined(separator: ", "))"
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for j in b.indices {
      var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[b.count]
}
