/// The name that is most like another, if one is.
func nearest(_ name: String, among names: [String]) -> String? {
  let limit = max(1, name.count / 3)
  return names.map { ($0, editDistance(name, $0)) }.filter { $0.1 <= limit }
    .min { $0.1 < $1.1 }?.0
}

/// How many letters must be put in, taken out, changed or swapped with the next.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased())
  let b = Array(b.lowercased())
  var rows = [Array(0...b.count)]
  for i in 1...max(1, a.count) where i <= a.count {
    var row = [i]
    for j in 1...max(1, b.count) where j <= b.count {
      var best = min(rows[i - 1][j] + 1, row[j - 1] + 1)
      best = min(best, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        best = min(best, rows[i - 2][j - 2] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
