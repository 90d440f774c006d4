/// A small dense matrix of doubles, for statistics; training has its own kernels.
public struct Matrix: Hashable, Sendable {
  /// How many rows.
  public let rowCount: Int
  /// How many columns.
  public let columnCount: Int
  /// `[rowCount × columnCount]`, row by row.
  public private(set) var elements: [Double]

  /// A matrix of one number.
  ///
  /// - Parameters:
  ///   - rowCount: at least 0.
  ///   - columnCount: at least 0.
  ///   - value: of every element.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    require(rowCount >= 0 && columnCount >= 0, "a matrix of \(rowCount)×\(columnCount)")
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// A matrix from its rows.
  ///
  /// - Parameter rows: all of one count; traps otherwise.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    for row in rows { require(row.count == columns, "rows of \(columns) and \(row.count) numbers") }
    (rowCount, columnCount) = (rows.count, columns)
    elements = rows.flatMap(\.self)
  }

  /// The matrix with ones on its diagonal.
  ///
  /// - Parameter count: rows and columns.
  /// - Returns: the identity.
  public static func identity(_ count: Int) -> Self {
    var matrix = Self(rowCount: count, columnCount: count)
    for i in 0..<count { matrix[i, i] = 1 }
    return matrix
  }

  /// One element; traps outside the matrix.
  ///
  /// - Parameters:
  ///   - row: in 0 ..< `rowCount`.
  ///   - column: in 0 ..< `columnCount`.
  public subscript(row: Int, column: Int) -> Double {
    get {
      checkPlace(row, column)
      return elements[row * columnCount + column]
    }
    set {
      checkPlace(row, column)
      elements[row * columnCount + column] = newValue
    }
  }

  private func checkPlace(_ row: Int, _ column: Int) {
    require(
      row >= 0 && row < rowCount && column >= 0 && column < columnCount,
      "element (\(row), \(column)) of a \(rowCount)×\(columnCount) matrix")
  }

  /// A row as an array.
  ///
  /// - Parameter index: in 0 ..< `rowCount`.
  /// - Returns: `[columnCount]`.
  public func row(_ index: Int) -> [Double] {
    (0..<columnCount).map { self[index, $0] }
  }

  /// A column as an array.
  ///
  /// - Parameter index: in 0 ..< `columnCount`.
  /// - Returns: `[rowCount]`.
  public func column(_ index: Int) -> [Double] {
    (0..<rowCount).map { self[$0, index] }
  }

  /// The rows as columns.
  public var transposed: Self {
    var result = Self(rowCount: columnCount, columnCount: rowCount)
    for i in 0..<rowCount { for j in 0..<columnCount { result[j, i] = self[i, j] } }
    return result
  }

  /// The matrix product.
  ///
  /// - Parameters:
  ///   - left: m × k.
  ///   - right: k × n; traps when the k differ.
  /// - Returns: m × n.
  public static func * (left: Self, right: Self) -> Self {
    require(
      left.columnCount == right.rowCount,
      "a product of \(left.rowCount)×\(left.columnCount) and \(right.rowCount)×\(right.columnCount)"
    )
    var result = Self(rowCount: left.rowCount, columnCount: right.columnCount)
    for i in 0..<left.rowCount {
      for k in 0..<left.columnCount {
        let factor = left[i, k]
        for j in 0..<right.columnCount { result[i, j] += factor * right[k, j] }
      }
    }
    return result
  }

  /// A matrix times a vector.
  ///
  /// - Parameters:
  ///   - left: m × n.
  ///   - right: `[n]`; traps on another count.
  /// - Returns: `[m]`.
  public static func * (left: Self, right: [Double]) -> [Double] {
    require(
      left.columnCount == right.count,
      "a product of \(left.rowCount)×\(left.columnCount) and \(right.count) numbers")
    return (0..<left.rowCount).map { i in
      right.indices.reduce(0) { $0 + left[i, $1] * right[$1] }
    }
  }
}
