import Numerics

/// One visit to a pool: what the swimmer did, and what it could have known.
public struct PoolVisit: Hashable, Codable, Sendable {
  /// Which pool of the epoch, from 0.
  public let pool: Int
  /// Which visit to this pool, from 1.
  public let presentation: Int
  /// Whether the platform was found in an earlier visit to this pool.
  public let wasSolved: Bool
  /// The cell of the platform, row · 5 + column.
  public let goal: Int
  /// The cells in their order: the start, then where each step led. After the platform comes a new start.
  public internal(set) var path: [Int]

  /// A visit.
  ///
  /// - Parameters:
  ///   - pool: which pool of the epoch, from 0.
  ///   - presentation: which visit to it, from 1.
  ///   - wasSolved: whether its platform was found before.
  ///   - goal: the cell of the platform, in 0 ..< 25; traps otherwise.
  ///   - path: the cells in their order, in 0 ..< 25, of which the first is not the platform; traps
  ///     otherwise.
  public init(pool: Int, presentation: Int, wasSolved: Bool, goal: Int, path: [Int]) {
    require(
      ([goal] + path).allSatisfy { $0 >= 0 && $0 < WaterMaze.cellCount },
      "a platform in cell \(goal) and a path of \(path)")
    require(!path.isEmpty && path[0] != goal, "a path of \(path) to \(goal)")
    (self.pool, self.presentation, self.wasSolved) = (pool, presentation, wasSolved)
    (self.goal, self.path) = (goal, path)
  }

  /// Steps until the platform was first reached, at least 1; nil if it was not.
  public var stepsToGoal: Int? { path.firstIndex(of: goal) }

  /// How often the platform was reached.
  public var goalCount: Int { path.count { $0 == goal } }

  /// The fewest steps from the start to the platform, |Δrow| + |Δcolumn|, at least 1.
  public var shortestPath: Int { WaterMaze.distance(from: path[0], to: goal) }

  /// The pool with the way to the platform, or all of the way if it was not found.
  ///
  /// Each cell shows after how many steps it was first entered, the start 0; a full stop was not entered.
  /// `G` is the platform if it was found, `g` if it was not.
  ///
  /// ```text
  ///  .  .  .  .  .
  ///  .  0  1  2  .
  ///  .  .  .  3  G
  ///  .  .  .  .  .
  ///  .  .  .  .  .
  /// ```
  public var drawing: String {
    let way = path.prefix((stepsToGoal ?? path.count - 1) + 1)
    let side = WaterMaze.side
    return (0..<side).map { row in
      (0..<side).map { column in
        let cell = row * side + column
        let entered = way.firstIndex(of: cell)
        let mark = cell == goal ? (stepsToGoal == nil ? "g" : "G") : entered.map { "\($0)" } ?? "."
        return mark.count < 2 ? "  " + mark : " " + mark
      }.joined()
    }.joined(separator: "\n")
  }
}

/// Pools with a hidden platform, told apart by a barcode, and visited again and again.
///
/// A pool is an open square of 5 × 5 cells. One of them holds the platform, which pays 1 and cannot be
/// seen; from there the next action, whatever it is, leads to another cell drawn at random, and the search
/// goes on until the visit is over. An epoch, which is one episode of this environment, has some pools, each
/// with a barcode and a platform of its own, and visits each several times, all in random order. Platforms
/// and barcodes are drawn anew for each epoch, so nothing of them can be learned slowly: within a visit
/// working memory can hold the place, and from one visit to the next only a memory that is asked by the
/// barcode.
///
/// A visit is an inner episode: its steps, and one time step more that shows where the last one led, at
/// which the memory stores; the action then chosen does nothing. The memory is asked at every step. The
/// network does not see the barcode: it is a key and nothing else.
///
/// | | Ritter et al. (2018) | here |
/// |---|---|---|
/// | world | a grid with a hidden goal | 5 × 5, no walls inside |
/// | context | barcode | 10 bits, ±1, all different within an epoch |
/// | at the goal | the search begins anew elsewhere | the same, after one step on the platform |
/// | a visit ends | after a limit of steps | after 20 |
///
/// The sizes are ours: what the paper used could not be verified.
///
/// - Source: Ritter et al. (2018), the contextual water maze; after the water maze of Morris et al. (1982).
public struct WaterMaze: Environment, Hashable {
  /// Cells in a row and in a column.
  public static let side = 5
  /// Cells of a pool.
  public static let cellCount = side * side
  /// Bits of a barcode.
  public static let barcodeCount = 10

  /// How many pools an epoch has.
  public let poolCount: Int
  /// How often each is visited.
  public let presentationCount: Int
  /// Steps of a visit.
  public let visitStepCount: Int

  /// `[pool]`, where the platforms are. Hidden from the agent.
  public private(set) var goals: [Int] = []
  /// `[pool][barcodeCount]`, each ±1.
  public private(set) var barcodes: [[Float]] = []
  /// The visit that the last step completed; nil after all other steps.
  public private(set) var completedVisit: PoolVisit?
  private var visit = PoolVisit(pool: 0, presentation: 1, wasSolved: false, goal: 0, path: [1])
  /// The pools of the visits to come, the next one last.
  private var order: [Int] = []
  private var visitCounts: [Int] = []
  private var isSolved: [Bool] = []
  private var stepsLeft = 0
  private var clock = EpisodeClock()

  /// A distribution of epochs.
  ///
  /// - Parameters:
  ///   - poolCount: in 1 … 500; traps otherwise.
  ///   - presentationCount: how often each pool is visited, at least 1; traps otherwise.
  ///   - visitStepCount: at least 1; traps otherwise.
  public init(poolCount: Int = 5, presentationCount: Int = 6, visitStepCount: Int = 20) {
    require(poolCount >= 1 && poolCount <= 500, "\(poolCount) pools with \(Self.barcodeCount) bits")
    require(presentationCount >= 1, "\(presentationCount) visits to a pool")
    require(visitStepCount >= 1, "a visit of \(visitStepCount) steps")
    (self.poolCount, self.presentationCount) = (poolCount, presentationCount)
    self.visitStepCount = visitStepCount
  }

  /// 10: the row and the column, each as one of five.
  public var observationCount: Int { 2 * Self.side }
  /// 4: up, right, down, left, in the order of `Maze.Move`; against the wall nothing happens.
  public var actionCount: Int { 4 }
  /// 10 bits.
  public var contextCount: Int { Self.barcodeCount }
  /// All visits, and one time step more for each.
  public var stepLimit: Int { poolCount * presentationCount * (visitStepCount + 1) }

  /// Steps between two cells, |Δrow| + |Δcolumn|.
  ///
  /// - Parameters:
  ///   - start: a cell, in 0 ..< 25.
  ///   - end: a cell, in 0 ..< 25.
  /// - Returns: in 0 … 8.
  public static func distance(from start: Int, to end: Int) -> Int {
    abs(start / side - end / side) + abs(start % side - end % side)
  }

  /// The cell that an observation shows.
  ///
  /// - Parameter observation: of this task; traps when its count is another.
  /// - Returns: row · 5 + column.
  public static func cell(shownBy observation: Observation) -> Int {
    let numbers = observation.numbers(count: 2 * side)
    let row = numbers[..<side].firstIndex(of: 1) ?? 0
    let column = numbers[side...].firstIndex(of: 1) ?? side
    return row * side + column - side
  }

  /// Where a step leads; against the wall it leads nowhere.
  ///
  /// - Parameters:
  ///   - action: the number of a `Maze.Move`; others lead nowhere.
  ///   - cell: in 0 ..< 25.
  /// - Returns: a cell.
  public static func cell(after action: Int, from cell: Int) -> Int {
    let (row, column) = (cell / side, cell % side)
    switch Maze.Move(rawValue: action) {
    case .up: return row > 0 ? cell - side : cell
    case .right: return column < side - 1 ? cell + 1 : cell
    case .down: return row < side - 1 ? cell + side : cell
    case .left: return column > 0 ? cell - 1 : cell
    case nil: return cell
    }
  }

  /// Draws platforms, barcodes and the order of visits.
  ///
  /// - Parameter rng: the source of randomness.
  /// - Returns: the start of the first visit.
  public mutating func reset(using rng: inout Generator) -> TimeStep {
    goals = (0..<poolCount).map { _ in integer(below: Self.cellCount, using: &rng) }
    barcodes = distinctBarcodes(poolCount, bits: Self.barcodeCount, for: .signs, using: &rng)
      .map { barcodeKey($0, .signs) }
    order = (0..<poolCount * presentationCount).map { $0 % poolCount }
    shuffle(&order, using: &rng)
    visitCounts = [Int](repeating: 0, count: poolCount)
    isSolved = [Bool](repeating: false, count: poolCount)
    completedVisit = nil
    clock.start()
    beginVisit(using: &rng)
    return shown(.restart(view), stores: false)
  }

  /// Swims one cell; on the platform, is set down elsewhere; after the end of a visit, goes to the next.
  ///
  /// - Parameters:
  ///   - action: up, right, down or left.
  ///   - rng: the source of randomness, for new starts.
  /// - Returns: 1 on the platform, else 0, and where the swimmer is.
  public mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: actionCount, stepLimit: stepLimit)
    completedVisit = nil
    if stepsLeft == 0 {
      if isLast { return .termination(reward: 0, view) }
      beginVisit(using: &rng)
      return shown(.inner(reward: 0, view), stores: false)
    }
    stepsLeft -= 1
    let isOnPlatform = place == visit.goal
    visit.path.append(
      isOnPlatform
        ? Self.start(besides: visit.goal, using: &rng) : Self.cell(after: action, from: place))
    let isFound = place == visit.goal
    if isFound { isSolved[visit.pool] = true }
    if stepsLeft == 0 { completedVisit = visit }
    return shown(.transition(reward: isFound ? 1 : 0, view), stores: stepsLeft == 0)
  }

  private mutating func beginVisit(using rng: inout Generator) {
    let pool = order.removeLast()
    visitCounts[pool] += 1
    stepsLeft = visitStepCount
    visit = PoolVisit(
      pool: pool, presentation: visitCounts[pool], wasSolved: isSolved[pool], goal: goals[pool],
      path: [Self.start(besides: goals[pool], using: &rng)])
  }

  /// Any cell but the platform, each equally likely.
  private static func start(besides goal: Int, using rng: inout Generator) -> Int {
    let cell = integer(below: cellCount - 1, using: &rng)
    return cell < goal ? cell : cell + 1
  }

  private var place: Int { visit.path[visit.path.count - 1] }

  private var view: Observation {
    var numbers = [Float](repeating: 0, count: observationCount)
    numbers[place / Self.side] = 1
    numbers[Self.side + place % Self.side] = 1
    return .numbers(numbers)
  }

  private func shown(_ step: TimeStep, stores: Bool) -> TimeStep {
    step.with(Recall(.numbers(barcodes[visit.pool]), retrieves: true, stores: stores))
  }
}
