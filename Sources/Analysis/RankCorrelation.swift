import Numerics

/// Spearman's rank correlation: Pearson's, of the ranks.
///
/// It is ±1 when one sample rises, or falls, whenever the other rises, in whatever curve.
///
/// - Parameters:
///   - x: `[n]`, n ≥ 2, without NaN.
///   - y: `[n]`, paired with `x`; traps when the counts differ.
/// - Returns: in [−1, 1]; NaN if either sample is constant.
/// - Source: Spearman (1904).
public func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double {
  correlation(ranks(x), ranks(y))
}

/// The place of each value among all, from 1; equal values share the mean of their places.
///
/// - Parameter values: `[n]`, without NaN.
/// - Returns: `[n]`, with the sum n·(n + 1)/2.
public func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count && values[order[last + 1]] == values[order[first]] { last += 1 }
    for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
    first = last + 1
  }
  return ranks
}
