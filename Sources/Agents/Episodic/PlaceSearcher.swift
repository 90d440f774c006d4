import Numerics
import Tasks

/// A swimmer that searches without going over the same ground, and goes straight where it knows the place.
///
/// It heads for the nearest cell where it has not been in this visit, and once it has found the platform,
/// for the platform. If it remembers, it knows the platform of every pool by its barcode from then on, to
/// the end of the epoch. Of equally good steps it takes any. The search is sensible, not the best possible;
/// the ways to a known platform are the shortest.
///
/// ```swift
/// var swimmer = PlaceSearcher(remembers: true)
/// let visits = play(&swimmer, WaterMaze(), episodes: 100, seed: 0) { _, _, after, _ in
///   after.completedVisit
/// }
/// ```
public struct PlaceSearcher: Agent, Hashable {
  /// Whether it knows a platform again in a later visit.
  public let remembers: Bool
  private var goals: [[Float]: Int] = [:]
  private var goal: Int?
  private var wasEntered: [Bool] = []

  /// A swimmer that has been nowhere.
  ///
  /// - Parameter remembers: whether it knows a platform again in a later visit.
  public init(remembers: Bool) { self.remembers = remembers }

  /// Forgets all pools.
  public mutating func begin() {
    goals = [:]
    goal = nil
    wasEntered = [Bool](repeating: false, count: WaterMaze.cellCount)
  }

  /// Swims on.
  ///
  /// - Parameters:
  ///   - step: what a `WaterMaze` shows; traps when its observation has another count.
  ///   - rng: the source of randomness; one draw is taken for the cell ahead, one for the way there.
  /// - Returns: the number of a `Maze.Move`.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    let cell = WaterMaze.cell(shownBy: step.observation)
    let barcode = step.recall?.context.numbers(count: WaterMaze.barcodeCount)
    if step.beginsAnew || wasEntered.isEmpty {
      wasEntered = [Bool](repeating: false, count: WaterMaze.cellCount)
      goal = nil
    }
    if remembers, let barcode { goal = goal ?? goals[barcode] }
    if step.reward > 0 {
      goal = cell
      if let barcode { goals[barcode] = cell }
    }
    wasEntered[cell] = true
    let ahead = goal ?? nearestUnknown(from: cell, using: &rng)
    let distances = (0..<4).map { action in
      -Double(WaterMaze.distance(from: WaterMaze.cell(after: action, from: cell), to: ahead))
    }
    return indexOfMaximum(distances, using: &rng)
  }

  private func nearestUnknown(from cell: Int, using rng: inout Generator) -> Int {
    indexOfMaximum(
      wasEntered.indices.map { other in
        wasEntered[other] ? -100 : -Double(WaterMaze.distance(from: cell, to: other))
      }, using: &rng)
  }
}
