/// The arithmetic mean `Σ x / n`.
///
/// - Parameter values: `[n]`, n ≥ 1; traps when empty.
/// - Returns: the mean, in the units of the values.
public func mean(_ values: [Double]) -> Double {
  require(!values.isEmpty, "the mean of no values")
  return values.reduce(0, +) / Double(values.count)
}

/// The median: the middle one of the sorted values, and with an even number of them the mean of the two in
/// the middle.
///
/// - Parameter values: `[n]`, n ≥ 1, none of them NaN; traps otherwise.
/// - Returns: the median, in the units of the values.
public func median(_ values: [Double]) -> Double {
  require(!values.isEmpty, "the median of no values")
  require(!values.contains(where: \.isNaN), "the median of \(values)")
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Whether something holds for at least two thirds of the runs of an experiment, ⌈2k/3⌉ of k: the book's
/// condition, beside the median, for what is claimed of networks that were trained with several seeds.
///
/// ```swift
/// holdsInMost(slopes) { $0 > 0.5 }       // 2 of 3, 4 of 5, 6 of 8
/// ```
///
/// - Parameters:
///   - runs: what was found with each seed, at least one; traps otherwise.
///   - condition: what should hold for it.
/// - Returns: whether it does, often enough.
public func holdsInMost<Run>(_ runs: [Run], _ condition: (Run) -> Bool) -> Bool {
  require(!runs.isEmpty, "a share of no runs")
  return 3 * runs.count(where: condition) >= 2 * runs.count
}

/// The unbiased sample variance `Σ (x − x̄)² / (n − 1)`.
///
/// - Parameter values: `[n]`, n ≥ 2; traps with fewer.
/// - Returns: the variance, in the squared units of the values.
public func variance(_ values: [Double]) -> Double {
  require(values.count >= 2, "a variance needs two values, not \(values.count)")
  let center = mean(values)
  return values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(values.count - 1)
}

/// The sample standard deviation, the root of `variance(_:)`.
///
/// - Parameter values: `[n]`, n ≥ 2; traps with fewer.
/// - Returns: the standard deviation, in the units of the values.
public func standardDeviation(_ values: [Double]) -> Double {
  variance(values).squareRoot()
}

/// The standard error of the mean, `s / √n`.
///
/// - Parameter values: `[n]`, n ≥ 2, independent; traps with fewer.
/// - Returns: how far the mean is likely to be off, in the units of the values.
public func standardError(_ values: [Double]) -> Double {
  (variance(values) / Double(values.count)).squareRoot()
}

/// The mean of every column: a learning curve averaged over learners.
///
/// - Parameter rows: `[row][column]`, at least one row, not ragged; traps otherwise.
/// - Returns: `[column]`, in the units of the values.
public func columnMeans(_ rows: [[Double]]) -> [Double] {
  require(!rows.isEmpty, "the column means of no rows")
  for (i, row) in rows.enumerated() {
    require(
      row.count == rows[0].count,
      "row \(i) has \(row.count) columns, row 0 has \(rows[0].count)")
  }
  return rows[0].indices.map { column in mean(rows.map { $0[column] }) }
}

/// The mean of every block of neighbours: a learning curve in blocks of ten trials.
///
/// - Parameters:
///   - values: `[n]`.
///   - count: how many values make a block, at least 1; traps otherwise. The last block may be shorter.
/// - Returns: `[n / count]`, rounded up, in the units of the values.
public func blockMeans(_ values: [Double], of count: Int) -> [Double] {
  require(count >= 1, "a block of \(count) values")
  return stride(from: 0, to: values.count, by: count).map { start in
    mean(Array(values[start..<min(start + count, values.count)]))
  }
}

/// Pearson's correlation coefficient of two paired samples.
///
/// - Parameters:
///   - x: `[n]`, n ≥ 2.
///   - y: `[n]`, paired with `x`; traps when the counts differ.
/// - Returns: in [−1, 1]; NaN if either sample is constant.
public func correlation(_ x: [Double], _ y: [Double]) -> Double {
  require(x.count == y.count, "a correlation of \(x.count) with \(y.count) values")
  require(x.count >= 2, "a correlation needs two pairs, not \(x.count)")
  let (centerX, centerY) = (mean(x), mean(y))
  var (xx, yy, xy) = (0.0, 0.0, 0.0)
  for (x, y) in zip(x, y) {
    let (dx, dy) = (x - centerX, y - centerY)
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  let r = xy / (xx.squareRoot() * yy.squareRoot())
  // Rounding can carry it just past ±1; NaN stays NaN.
  return abs(r) > 1 ? r.rounded(.towardZero) : r
}

/// The index of the largest value, the first of them if several are equal.
///
/// - Parameter values: `[n]`, n ≥ 1, without NaN; traps when empty.
/// - Returns: in 0 ..< n.
public func indexOfMaximum(_ values: [Double]) -> Int {
  require(!values.isEmpty, "the maximum of no values")
  return values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
}
