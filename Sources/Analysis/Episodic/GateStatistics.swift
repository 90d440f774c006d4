import Numerics

/// What the gates of a layer do on some occasion, unit by unit.
///
/// The mean over all units can stand still while units part company, some open and some shut: so each unit
/// keeps its own mean over the steps, and what is open or closed is counted among units.
public struct GateStatistics: Hashable, Sendable {
  /// `[units]`, each unit's mean over the steps, in [0, 1].
  public let unitMeans: [Double]

  /// The gates of some steps.
  ///
  /// ```swift
  /// let reinstatement = GateStatistics(agentsSteps.map { $0.activity.gates[4] })
  /// ```
  ///
  /// - Parameter gates: `[steps][units]`, each in [0, 1], at least one step and one unit; traps otherwise, and
  ///   when steps have different numbers of units.
  public init(_ gates: [[Float]]) {
    require(gates.first?.isEmpty == false, "the gates of \(gates.count) steps, or of no units")
    let count = gates[0].count
    for step in gates {
      require(step.count == count, "\(step.count) gates in a step, \(count) in another")
      for gate in step { require(gate >= 0 && gate <= 1, "a gate of \(gate)") }
    }
    unitMeans = (0..<count).map { unit in Numerics.mean(gates.map { Double($0[unit]) }) }
  }

  /// The mean over units and steps, in [0, 1].
  public var mean: Double { Numerics.mean(unitMeans) }

  /// The units that are open.
  ///
  /// - Parameter bound: in [0, 1].
  /// - Returns: the indices of the units whose mean is above it, in order.
  public func units(above bound: Double) -> [Int] {
    unitMeans.indices.filter { unitMeans[$0] > bound }
  }

  /// The units that are shut.
  ///
  /// - Parameter bound: in [0, 1].
  /// - Returns: the indices of the units whose mean is below it, in order.
  public func units(below bound: Double) -> [Int] {
    unitMeans.indices.filter { unitMeans[$0] < bound }
  }

  /// The mean of some units.
  ///
  /// - Parameter units: indices of units, at least one; traps otherwise.
  /// - Returns: in [0, 1].
  public func mean(of units: [Int]) -> Double { Numerics.mean(units.map { unitMeans[$0] }) }
}
