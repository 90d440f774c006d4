import Numerics
import Tasks
import Testing

@testable import Agents

@Suite("Learners of worlds")
struct WorldLearnerTests {
  static let maze = Maze(
    """
    ######
    #   G#
    # ####
    #S   #
    ######
    """)
  static let chain = StateWorld(
    names: ["a", "b", "c"], successors: [[1], [2], [2]], rewards: [0, 0, 1], starts: [0],
    endings: [2])

  @Test("TD(0) by hand, then with λ = 1 the whole chain at once")
  func temporalDifferences() {
    var rng = Generator(seed: 0)
    var td = StateValues(of: Self.chain, learningRate: 0.5, discount: 0.8)
    td.live(in: Self.chain, episodes: 2, choosing: .epsilonGreedy(0), using: &rng)
    #expect(td.values == [0, 0.2, 0.75])
    var monteCarlo = StateValues(of: Self.chain, learningRate: 0.5, discount: 0.8, lambda: 1)
    monteCarlo.live(in: Self.chain, episodes: 1, choosing: .epsilonGreedy(0), using: &rng)
    for (value, expected) in zip(monteCarlo.values, [0.32, 0.4, 0.5]) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test("with one action Q-learning, SARSA and TD are the same learner")
  func oneAction() {
    var rng = Generator(seed: 0)
    for lambda in [0, 0.7] {
      var td = StateValues(of: Self.chain, learningRate: 0.3, discount: 0.9, lambda: lambda)
      var sarsa = Sarsa(of: Self.chain, learningRate: 0.3, discount: 0.9, lambda: lambda)
      var q = QLearning(of: Self.chain, learningRate: 0.3, discount: 0.9)
      for _ in 0..<7 {
        var task = Self.chain
        td.live(in: &task, choosing: .epsilonGreedy(0), using: &rng)
        sarsa.live(in: &task, choosing: .epsilonGreedy(0), using: &rng)
        q.live(in: &task, choosing: .epsilonGreedy(0), using: &rng)
        for s in 0..<3 {
          #expect(abs(td.value(of: s) - sarsa.value(of: s)) < 1e-12)
          if lambda == 0 { #expect(abs(td.value(of: s) - q.value(of: s)) < 1e-12) }
        }
      }
    }
  }

  @Test("SARSA by hand: the action taken counts, not the best")
  func sarsaByHand() {
    let world = StateWorld(
      names: ["a", "end"], successors: [[0, 1], [1, 1]], rewards: [1, 0], starts: [0], endings: [1])
    var sarsa = Sarsa(of: world, learningRate: 0.5, discount: 1)
    sarsa.learn(WorldStep(state: 0, action: 1, reward: 1, next: 1))
    #expect(sarsa.values[0] == [0, 0])
    sarsa.learn(WorldStep(state: 1, action: 0, reward: 0, next: nil))
    #expect(sarsa.values[0] == [0, 0.5])
    sarsa.begin()
    sarsa.learn(WorldStep(state: 0, action: 0, reward: 1, next: 0))
    sarsa.learn(WorldStep(state: 0, action: 0, reward: 1, next: 0))
    // The best action in state 0 is worth ½, but action 0, worth 0, was taken.
    #expect(sarsa.values[0] == [0.5, 0.5])
  }

  @Test("all learners of actions find the shortest way", arguments: 0..<3)
  func shortestWay(seed: Int) {
    let world = Self.maze.world(stepLimit: 500)
    let rule = ChoiceRule.epsilonGreedy(0.1)
    func steps(_ learner: some WorldLearner) -> Int {
      var rng = Generator(seed: seed)
      var learner = learner
      learner.live(in: world, episodes: 200, choosing: rule, using: &rng)
      return learner.live(in: world, episodes: 1, choosing: .epsilonGreedy(0), using: &rng)[0]
    }
    let q = QLearning(of: world, learningRate: 0.5, discount: 0.9)
    let sr = SuccessorRepresentation(
      of: world, learningRate: 0.3, rewardRate: 0.5, discount: 0.9)
    // Six moves, and one step to eat.
    #expect(steps(q) == 6)
    #expect(steps(Sarsa(of: world, learningRate: 0.3, discount: 0.9, lambda: 0.8)) == 6)
    #expect(steps(DynaQ(q, replayCount: 10, using: Generator(seed: seed, stream: 1))) == 6)
    #expect(steps(ModelBasedLearner(of: world, discount: 0.9)) == 6)
    #expect(steps(sr) == 6)
    #expect(steps(SRDyna(sr, replayCount: 5, using: Generator(seed: seed, stream: 1))) == 6)
  }

  @Test("Q-learning goes to the planner's values, which are powers of the discount")
  func fixedPoint() {
    let world = Self.maze.world()
    var rng = Generator(seed: 1)
    var q = QLearning(of: world, learningRate: 1, discount: 0.9)
    var planner = ModelBasedLearner(of: world, discount: 0.9)
    q.live(in: world, episodes: 300, choosing: .epsilonGreedy(1), using: &rng)
    planner.live(in: world, episodes: 100, choosing: .epsilonGreedy(1), using: &rng)
    for s in 0..<world.stateCount where !world.isEnding[s] {
      for (a, b) in zip(q.actionValues(in: s), planner.actionValues(in: s)) {
        #expect(abs(a - b) < 1e-9)
      }
    }
    #expect(abs(planner.value(of: Self.maze.state("S")) - 0.59049) < 1e-9)
  }

  @Test("a planner's values are those of a tabular process, solved backwards")
  func planning() {
    let world = StateWorld.twoRooms(common: 0.8)
    var model = WorldModel(stateCount: 3, actionCount: 2, rateFloor: 0)
    for k in 0..<10 {
      model.observe(WorldStep(state: 0, action: 0, reward: 0, next: k < 8 ? 1 : 2))
      model.observe(WorldStep(state: 0, action: 1, reward: 0, next: k < 8 ? 2 : 1))
      model.observe(WorldStep(state: 1, action: 0, reward: k < 7 ? 1 : 0, next: nil))
      model.observe(WorldStep(state: 2, action: 0, reward: k < 3 ? 1 : 0, next: nil))
    }
    #expect(abs(model.transitions[0][0][1] - 0.8) < 1e-12)
    let process = TabularMDP(
      transitions: [world.transitions[0], [[0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0]]],
      rewards: [[0, 0], [0.7, 0.7], [0.3, 0.3]])
    for (row, expected) in zip(model.plan(discount: 1), process.values(steps: 2)[1]) {
      for (value, expected) in zip(row, expected) { #expect(abs(value - expected) < 1e-12) }
    }
  }

  @Test("probabilities of choices")
  func choices() {
    #expect(ChoiceRule.epsilonGreedy(0.2).probabilities([1, 0, 1, 0]) == [0.45, 0.05, 0.45, 0.05])
    let p = ChoiceRule.softmax(inverseTemperature: 2).probabilities([1, 0])
    #expect(abs(p[0] - logistic(2)) < 1e-12)
  }

  @Test("any task that shows one-hot states will do")
  func otherTasks() {
    var rng = Generator(seed: 0)
    var task = TwoStepTask.wang2018(.twoSteps, trialCount: 5)
    let shape = StateWorld(
      names: ["1", "2", "3"], successors: [[1, 2], [0, 0], [0, 0]], rewards: [0, 0, 0],
      starts: [0], endings: [])
    var q = QLearning(of: shape, learningRate: 0.1, discount: 0.5)
    #expect(q.live(in: &task, choosing: .epsilonGreedy(0.5), using: &rng).count == 10)
  }
}
