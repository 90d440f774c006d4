import Numerics

/// A maze drawn in text, one character a cell.
///
/// ```swift
/// Maze("""
///   #####
///   #  G#
///   # ###
///   #S  #
///   #####
///   """)
/// ```
///
/// `#` is a wall, a space or a full stop is floor, `S` the start, `G` the goal. Any other letter is floor,
/// too, and a name, so that a gate can be closed there: `world(closing: "B")`. States are the cells that
/// are not walls, from left to right and from top to bottom.
public struct Maze: Hashable, Sendable {
  /// Where an action leads: up, right, down, left.
  public enum Move: Int, CaseIterable, Sendable {
    /// One row up.
    case up
    /// One column to the right.
    case right
    /// One row down.
    case down
    /// One column to the left.
    case left
  }

  /// `[row][column]`, the drawing, all rows equally long.
  public let cells: [[Character]]
  /// `[row][column]`, the state of each cell; nil in walls.
  public let states: [[Int?]]
  /// `[state]`, the row and column of each.
  public let places: [(row: Int, column: Int)]

  /// Equal drawings are equal mazes.
  public static func == (left: Self, right: Self) -> Bool { left.cells == right.cells }
  /// Hashes the drawing.
  public func hash(into hasher: inout Hasher) { hasher.combine(cells) }

  /// A maze from its drawing.
  ///
  /// - Parameter drawing: rows; shorter ones are filled up with walls. Traps unless exactly one cell is `S`
  ///   and one `G`, and no other letter stands twice.
  public init(_ drawing: String) {
    let rows = drawing.split(separator: "\n", omittingEmptySubsequences: true).map(Array.init)
    let width = rows.map(\.count).max() ?? 0
    cells = rows.map { $0 + [Character](repeating: "#", count: width - $0.count) }
    var places: [(row: Int, column: Int)] = []
    states = cells.indices.map { row in
      rows.isEmpty
        ? []
        : (0..<width).map { column in
          if column >= rows[row].count || rows[row][column] == "#" { return nil }
          places.append((row, column))
          return places.count - 1
        }
    }
    self.places = places
    let letters = cells.joined().filter(\.isLetter)
    for letter in ["S", "G"] + letters {
      let count = letters.count { $0 == letter }
      require(count == 1, "a maze with \(count) cells called \(letter)")
    }
  }

  /// How many states.
  public var stateCount: Int { places.count }

  /// The state of a named cell.
  ///
  /// - Parameter letter: a letter of the drawing; traps otherwise.
  /// - Returns: its state.
  public func state(_ letter: Character) -> Int {
    let state = places.firstIndex { cells[$0.row][$0.column] == letter } ?? -1
    require(state >= 0, "no cell of the maze is called \(letter)")
    return state
  }

  /// Where a move leads; into a wall it leads nowhere.
  ///
  /// - Parameters:
  ///   - move: up, right, down or left.
  ///   - state: in 0 ..< `stateCount`; traps otherwise.
  /// - Returns: the state that follows.
  public func state(after move: Move, from state: Int) -> Int {
    require(places.indices.contains(state), "state \(state) of a maze with \(stateCount)")
    var (row, column) = places[state]
    switch move {
    case .up: row -= 1
    case .right: column += 1
    case .down: row += 1
    case .left: column -= 1
    }
    guard cells.indices.contains(row), states[row].indices.contains(column) else { return state }
    return states[row][column] ?? state
  }

  /// The maze as a world: four actions, in the order of `Move`; the goal is its only ending.
  ///
  /// - Parameters:
  ///   - reward: what the goal pays, finite.
  ///   - gates: letters of cells that cannot be entered now; the states stay the same.
  ///   - stepLimit: after so many steps an episode is cut off, at least 1.
  /// - Returns: a world.
  public func world(reward: Double = 1, closing gates: String = "", stepLimit: Int = 1_000)
    -> StateWorld
  {
    let closed = gates.map { state($0) }
    let goal = state("G")
    return StateWorld(
      names: places.map { place in
        let letter = cells[place.row][place.column]
        return letter.isLetter ? String(letter) : "\(place.row),\(place.column)"
      },
      successors: places.indices.map { state in
        Move.allCases.map { move in
          let next = self.state(after: move, from: state)
          return closed.contains(next) ? state : next
        }
      },
      rewards: places.indices.map { $0 == goal ? reward : 0 },
      starts: [state("S")], endings: [goal], stepLimit: stepLimit)
  }
}

extension Maze {
  /// The maze with a mark in some cells.
  ///
  /// - Parameter marks: `[state]`, nil: the cell as it is. Named cells keep their letters.
  /// - Returns: the drawing.
  public func drawing(marks: [Character?]) -> String {
    require(marks.count == stateCount, "\(marks.count) marks in a maze of \(stateCount) states")
    return cells.indices.map { row in
      String(
        cells[row].indices.map { column in
          let cell = cells[row][column]
          guard let state = states[row][column], !cell.isLetter else { return cell }
          return marks[state] ?? cell
        })
    }.joined(separator: "\n")
  }

  /// The maze with the best move in every cell: `^ > v <`, and `+` where several are equally good.
  ///
  /// - Parameter actionValues: `[state][4]`, in any units; all equal: the cell stays as it is.
  /// - Returns: the drawing.
  public func drawing(policy actionValues: [[Double]]) -> String {
    drawing(
      marks: actionValues.map { values in
        let best = values.reduce(-Double.infinity, max)
        let isBest = values.map { best - $0 <= 1e-9 * max(1, abs(best)) }
        switch isBest.count(where: { $0 }) {
        case values.count: return nil
        case 1: return ["^", ">", "v", "<"][isBest.firstIndex(of: true) ?? 0]
        default: return "+"
        }
      })
  }

  /// The maze with a path: `*` in every cell that was visited.
  ///
  /// - Parameter path: states.
  /// - Returns: the drawing.
  public func drawing(path: [Int]) -> String {
    drawing(marks: places.indices.map { path.contains($0) ? "*" : nil })
  }

  /// The maze with a digit in every cell: its value in tenths, rounded, 9 for all above; a full stop for 0.
  ///
  /// - Parameter values: `[state]`, at least 0; traps on others.
  /// - Returns: the drawing.
  public func drawing(tenths values: [Double]) -> String {
    require(values.allSatisfy { $0 >= 0 }, "values \(values) are not all ≥ 0")
    return drawing(
      marks: values.map { value in
        value == 0 ? "." : Character("\(Int(min(9, (10 * value).rounded())))")
      })
  }

  /// Numbers of states in their places, for a heat map.
  ///
  /// - Parameter values: `[state]`.
  /// - Returns: `[row][column]`, NaN in walls.
  public func grid(_ values: [Double]) -> [[Double]] {
    require(values.count == stateCount, "\(values.count) values in a maze of \(stateCount) states")
    return states.map { $0.map { $0.map { values[$0] } ?? .nan } }
  }
}
