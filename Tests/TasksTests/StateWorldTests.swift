import Numerics
import Tasks
import Testing

@Suite("Worlds of states")
struct StateWorldTests {
  static let maze = Maze(
    """
    #####
    #  G#
    #B###
    #S  #
    #####
    """)

  @Test("worlds keep the promises of tasks")
  func contract() {
    #expect(environmentFaults(of: Self.maze.world(stepLimit: 50)) == [])
    #expect(environmentFaults(of: Revaluation.learning) == [])
    #expect(environmentFaults(of: StateWorld.leverBox()) == [])
    #expect(environmentFaults(of: StateWorld.twoRooms(common: 0.9)) == [])
  }

  @Test("cells are numbered row by row, and moves into walls and closed gates lead nowhere")
  func cells() {
    let maze = Self.maze
    #expect(maze.stateCount == 7)
    #expect(maze.state("G") == 2 && maze.state("B") == 3 && maze.state("S") == 4)
    #expect(maze.state(after: .up, from: 4) == 3)
    #expect(maze.state(after: .left, from: 4) == 4)
    let closed = maze.world(closing: "B")
    #expect(closed.transitions[4][Maze.Move.up.rawValue][4] == 1)
    #expect(maze.world().transitions[4][Maze.Move.up.rawValue][3] == 1)
    #expect(closed.names == maze.world().names)
  }

  @Test("the reward is paid when the ending is left, and only there")
  func episode() {
    var world = Self.maze.world(reward: 3)
    var rng = Generator(seed: 0)
    #expect(world.reset(using: &rng) == .restart(.cue(4)))
    for (move, state) in [(Maze.Move.up, 3), (.up, 0), (.right, 1), (.right, 2)] {
      #expect(world.step(move.rawValue, using: &rng) == .transition(reward: 0, .cue(state)))
    }
    #expect(world.step(0, using: &rng) == .termination(reward: 3))
  }

  @Test("an episode that is cut off is truncated, not terminated")
  func limit() {
    var world = Self.maze.world(stepLimit: 2)
    var rng = Generator(seed: 0)
    _ = world.reset(using: &rng)
    _ = world.step(0, using: &rng)
    #expect(world.step(0, using: &rng) == .truncation(reward: 0, .cue(0)))
  }

  @Test("drawings")
  func drawings() {
    let maze = Self.maze
    #expect(
      maze.drawing(path: [4, 3, 0, 1, 2]) == """
        #####
        #**G#
        #B###
        #S  #
        #####
        """)
    var values = [[Double]](repeating: [0, 0, 0, 0], count: 7)
    values[0] = [0, 1, 0, 0]
    values[1] = [0, 1, 0, 1]
    values[5] = [0, 0, 0, 2]
    #expect(
      maze.drawing(policy: values) == """
        #####
        #>+G#
        #B###
        #S< #
        #####
        """)
    #expect(
      maze.drawing(tenths: [0, 0.04, 1, 1, 1, 0.26, 3]) == """
        #####
        #.0G#
        #B###
        #S39#
        #####
        """)
    let grid = maze.grid([1, 2, 3, 4, 5, 6, 7])
    #expect(grid[1][1] == 1 && grid[3][3] == 7 && grid[0][0].isNaN && grid.count == 5)
  }

  @Test("the second phase of revaluation changes what it says, and begins in the middle")
  func revaluation() {
    let first = Revaluation.learning
    #expect(Revaluation.reward.world.rewards == [0, 0, 0, 0, 1, 10])
    #expect(Revaluation.reward.world.transitions == first.transitions)
    #expect(Revaluation.transition.world.rewards == first.rewards)
    #expect(Revaluation.transition.world.transitions[2][0] == [0, 0, 0, 0, 0, 1])
    #expect(Revaluation.transition.world.transitions[0] == first.transitions[0])
    #expect(Revaluation.control.world.starts == [2, 3])
  }

  @Test("a policy's transitions are the mixture of its actions'")
  func policy() {
    let world = StateWorld.twoRooms(common: 0.8)
    #expect(world.stateTransitions() == [[0, 0.5, 0.5], [0, 0, 0], [0, 0, 0]])
    let left = world.stateTransitions(following: [[1, 0], [1, 0], [1, 0]])
    #expect(abs(left[0][1] - 0.8) < 1e-12 && abs(left[0][2] - 0.2) < 1e-12)
  }

  @Test("a row of transitions that does not sum to 1 traps")
  func wrongRow() async {
    await #expect(processExitsWith: .failure) {
      _ = StateWorld(
        names: ["a", "b"], transitions: [[[0.5, 0.4]], [[0, 1]]], rewards: [0, 1], starts: [0],
        endings: [1])
    }
  }
}
