import Numerics

/// One matrix of parameters within the flat vector.
public struct ParameterBlock: Hashable, Codable, Sendable {
  /// What it is called, unique in its layout.
  public let name: String
  /// Where it begins in the flat vector.
  public let offset: Int
  /// How many rows: one for each input, a constant 1 counting as an input.
  public let rows: Int
  /// How many columns: one for each output.
  public let columns: Int

  /// Where its numbers stand in the flat vector, row by row.
  public var range: Range<Int> { offset..<offset + rows * columns }
}

/// Which parameters stand where in a flat vector: named matrices, one after the other.
public struct ParameterLayout: Hashable, Codable, Sendable {
  /// The matrices in the order of the vector.
  public private(set) var blocks: [ParameterBlock] = []

  /// How many parameters there are.
  public var count: Int { blocks.last?.range.upperBound ?? 0 }

  /// A layout without parameters.
  public init() {}

  /// Adds a matrix at the end.
  ///
  /// - Parameters:
  ///   - name: new in this layout; traps otherwise.
  ///   - rows: at least 1; traps otherwise.
  ///   - columns: at least 1; traps otherwise.
  /// - Returns: where it is.
  @discardableResult
  public mutating func append(_ name: String, rows: Int, columns: Int) -> ParameterBlock {
    require(rows >= 1 && columns >= 1, "parameters \(name) of \(rows)×\(columns)")
    require(!blocks.contains { $0.name == name }, "two blocks of parameters called \(name)")
    let block = ParameterBlock(name: name, offset: count, rows: rows, columns: columns)
    blocks.append(block)
    return block
  }

  /// The matrix of a name.
  ///
  /// - Parameter name: one of the names; traps otherwise.
  public subscript(name: String) -> ParameterBlock {
    guard let block = blocks.first(where: { $0.name == name }) else {
      fatalError("no parameters called \(name) among \(blocks.map(\.name))")
    }
    return block
  }
}
