import Numerics

/// What single units code for: the partial correlation of each unit's activity with each of several
/// variables, the others held constant, beside a null distribution.
///
/// ```swift
/// // At each trial: last choice, last reward, their product, and P(reward) of the coming choice.
/// let coding = UnitCorrelations(activities, of: variables, using: &rng)
/// coding.share(above: 0.2)   // of units, for each variable
/// coding.nullLimits          // what chance reaches in one unit of twenty
/// ```
///
/// The null shuffles whole episodes: the activities of one episode are paired with the variables of
/// another. So it keeps what both owe to their slow course and to the place in an episode, which
/// shuffled trials would destroy, and with it make weak correlations look significant. For a variable
/// that has the same course in every episode this null is the correlation itself: draw such orders at
/// random.
///
/// A unit *tracks volatility*, as the book counts it, if its correlation with the phase (1 volatile, 0
/// stable) lies above the null's limit, in episodes whose phases come in random order.
///
/// A partial correlation with a product, a·r beside a and r, does not depend on how a and r are coded: it is
/// what a unit has of the interaction beyond both.
///
/// - Source: Tsutsui et al. (2016) and Wang et al. (2018), Fig. 2, for the question.
public struct UnitCorrelations: Hashable, Sendable {
  /// `[units][variables]`, the partial correlations in [−1, 1]; 0 for a unit or variable that does not
  /// vary.
  public let values: [[Double]]
  /// `[variables]`, the 95th percentile of |r| under the null, over all units and shuffles; NaN without
  /// shuffles.
  public let nullLimits: [Double]

  /// Correlates.
  ///
  /// - Parameters:
  ///   - activities: `[episodes][trials][units]`.
  ///   - variables: `[episodes][trials][variables]`, paired with them; traps when counts differ, and with
  ///     shuffles when episodes are not of one length.
  ///   - shuffles: of the null, at least 0.
  ///   - rng: the source of randomness of the shuffles.
  public init(
    _ activities: [[[Double]]], of variables: [[[Double]]], shuffles: Int = 100,
    using rng: inout Generator
  ) {
    require(
      activities.count == variables.count
        && zip(activities, variables).allSatisfy { $0.count == $1.count },
      "activities and variables of different numbers of episodes or trials")
    let lengths = Set(activities.map(\.count))
    require(
      shuffles == 0 || lengths.count == 1,
      "episodes of \(lengths.sorted()) trials cannot be exchanged")
    let units = Standardized(activities)
    let known = Standardized(variables)
    require(units.rowCount >= 2, "correlations over \(units.rowCount) trials")
    let among = known.correlations(with: known, order: nil)
    func partial(_ order: [Int]?) -> [[Double]] {
      units.correlations(with: known, order: order).map { partialCorrelations($0, among) }
    }
    values = partial(nil)
    var null = [[Double]](repeating: [], count: known.columnCount)
    for _ in 0..<shuffles {
      var order = Array(activities.indices)
      shuffle(&order, using: &rng)
      for row in partial(order) { for (j, r) in row.enumerated() { null[j].append(abs(r)) } }
    }
    nullLimits = null.map { values in
      values.isEmpty ? .nan : values.sorted()[min(values.count - 1, values.count * 95 / 100)]
    }
  }

  /// The share of units that a variable correlates with.
  ///
  /// - Parameter limit: of |r|, at least 0.
  /// - Returns: `[variables]`, in [0, 1].
  public func share(above limit: Double) -> [Double] {
    nullLimits.indices.map { j in
      Double(values.count { abs($0[j]) > limit }) / Double(max(1, values.count))
    }
  }

  /// The share of units that a variable correlates with more than by chance: |r| above its own null limit.
  /// Chance alone gives .05.
  public var shareAboveNull: [Double] {
    nullLimits.indices.map { j in
      Double(values.count { abs($0[j]) > nullLimits[j] }) / Double(max(1, values.count))
    }
  }
}

/// Partial correlations of one unit with each variable given the others.
///
/// From the inverse P of the correlations among unit and variables together, `−P₀ⱼ / √(P₀₀·Pⱼⱼ)`. With the
/// inverse A of those among the variables and `b = A·c` for the unit's own correlations c, that is
/// `bⱼ / √(bⱼ² + Aⱼⱼ·(1 − c·b))`.
private func partialCorrelations(_ correlations: [Double], _ among: [[Double]]) -> [Double] {
  let varying = among.indices.filter { among[$0][$0] > 0 }
  let matrix = Matrix(varying.map { i in varying.map { among[i][$0] } })
  let own = varying.map { correlations[$0] }
  var result = [Double](repeating: 0, count: correlations.count)
  guard !varying.isEmpty, let b = solvePositiveDefinite(matrix, own) else { return result }
  let rest = max(0, 1 - zip(own, b).reduce(0) { $0 + $1.0 * $1.1 })
  for (place, j) in varying.enumerated() {
    let unit = varying.indices.map { $0 == place ? 1.0 : 0 }
    guard let column = solvePositiveDefinite(matrix, unit) else { continue }
    let size = (b[place] * b[place] + column[place] * rest).squareRoot()
    if size > 0 { result[j] = b[place] / size }
  }
  return result
}

/// Columns with mean 0 and Σ x² = 1, in episodes one after the other.
private struct Standardized {
  /// `[rows × columns]`.
  let rows: [Double]
  let episodeLength: Int
  let rowCount: Int
  let columnCount: Int

  init(_ episodes: [[[Double]]]) {
    let rows = episodes.flatMap(\.self)
    let count = rows.first?.count ?? 0
    for row in rows { require(row.count == count, "rows of \(count) and \(row.count) numbers") }
    rowCount = rows.count
    episodeLength = episodes.first?.count ?? 0
    columnCount = count
    let columns = (0..<count).map { j in
      var column = rows.map { $0[j] }
      let center = mean(column)
      for i in column.indices { column[i] -= center }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // What rounding leaves of a constant is no variation.
      let varies = length > 1e-12 * max(1, abs(center)) * Double(rows.count).squareRoot()
      for i in column.indices { column[i] = varies ? column[i] / length : 0 }
      return column
    }
    self.rows = rows.indices.flatMap { i in columns.map { $0[i] } }
  }

  /// `[columns][other's columns]`; with an order, its episode e is paired with the other's `order[e]`.
  func correlations(with other: Standardized, order: [Int]?) -> [[Double]] {
    let (count, otherCount) = (columnCount, other.columnCount)
    // Row by row: all sums grow side by side, each in the order of the rows.
    var sums = [Double](repeating: 0, count: otherCount * count)
    let all = rows.span
    let others = other.rows.span
    for i in 0..<rowCount {
      var paired = i
      if let order { paired = order[i / episodeLength] * episodeLength + i % episodeLength }
      Kernels.addProducts(
        others.extracting(paired * otherCount..<(paired + 1) * otherCount),
        all.extracting(i * count..<(i + 1) * count), to: &sums)
    }
    return (0..<count).map { j in (0..<otherCount).map { sums[$0 * count + j] } }
  }
}
