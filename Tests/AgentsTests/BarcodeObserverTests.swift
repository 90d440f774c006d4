import Agents
import Analysis
import Numerics
import Tasks
import Testing

private func curve<Player: Agent>(
  _ player: Player, _ task: BarcodeBandit = BarcodeBandit(), epochs: Int
) -> PresentationCurve {
  var player = player
  let pulls = play(&player, task, episodes: epochs, seed: 0) { _, _, after, _ in after.lastPull }
  return PresentationCurve(
    pulls, scale: Double(task.pullCount), { $0.presentation }, { $0.expectedReward })
}

private func isNear(_ curve: PresentationCurve, _ values: [Double]) -> Bool {
  zip(curve.means, zip(curve.standardErrors, values)).allSatisfy {
    abs($0 - $1.1) < 4 * max($1.0, 1e-4)
  }
}

@Suite("Ideal observers of barcode bandits")
struct BarcodeObserverTests {
  /// The expected reward of presentations 1 to 4 for pulling the likeliest arm, from a forward dynamic
  /// program over all scores; the first one is also the best that any policy gets.
  private static let exact = [4.4364, 8.1473, 8.8309, 8.9679]

  @Test("without a memory each presentation is a first one, 4.436")
  func withoutMemory() {
    let curve = curve(BarcodeObserver(BarcodeBandit(), memory: .none), epochs: 60)
    #expect(isNear(curve, [Double](repeating: Self.exact[0], count: 10)), "\(curve)")
  }

  @Test("with a memory of this context, 4.436, 8.147, 8.831, 8.968, then 9")
  func thisContext() {
    let curve = curve(BarcodeObserver(BarcodeBandit(), memory: .thisContext), epochs: 60)
    #expect(isNear(curve, Self.exact), "\(curve)")
    #expect(curve.mean(of: 5...10) > 8.98)
  }

  @Test("the best policy of a first presentation gets no more than pulling the likeliest arm")
  func greedyIsBest() {
    // Scores as a sorted list; the value of the best plan for what is left.
    struct State: Hashable {
      let scores: [Int]
      let left: Int
    }
    func solve(isGreedy: Bool, pulls: Int, arms: Int) -> Double {
      var known: [State: Double] = [:]
      func value(_ state: State) -> Double {
        if state.left == 0 { return 0 }
        if let value = known[state] { return value }
        let weights = state.scores.map { score in
          (0..<abs(score)).reduce(1.0) { w, _ in score > 0 ? w * 9 : w / 9 }
        }
        let total = weights.reduce(0, +)
        var best = 0.0
        for i in state.scores.indices {
          if isGreedy && i + 1 < arms { continue }
          if i > 0 && state.scores[i] == state.scores[i - 1] && !isGreedy { continue }
          let p = 0.1 + 0.8 * weights[i] / total
          func after(_ change: Int) -> Double {
            var scores = state.scores
            scores[i] += change
            return value(State(scores: scores.sorted(), left: state.left - 1))
          }
          best = max(best, p * (1 + after(1)) + (1 - p) * after(-1))
        }
        known[state] = best
        return best
      }
      return value(State(scores: [Int](repeating: 0, count: arms), left: pulls))
    }
    let best = solve(isGreedy: false, pulls: 7, arms: 5)
    #expect(abs(solve(isGreedy: true, pulls: 7, arms: 5) - best) < 1e-12)
    #if !DEBUG
      #expect(abs(solve(isGreedy: false, pulls: 10, arms: 10) - Self.exact[0]) < 1e-4)
    #endif
  }

  @Test("who excludes the arms of other contexts starts better the more of these are known")
  func exclusion() {
    let task = BarcodeBandit()
    var observer = BarcodeObserver(task, memory: .allContexts)
    #if DEBUG
      let epochs = 10
    #else
      let epochs = 100
    #endif
    let pulls = play(&observer, task, episodes: epochs, seed: 0) { _, _, after, _ in
      after.lastPull
    }
    /// `[contexts][epochs]`: the reward of first presentations, in the order in which contexts came.
    var firsts = [[Double]](repeating: [], count: 10)
    for epoch in pulls {
      let first = epoch.filter { $0.presentation == 1 }
      for i in 0..<10 {
        firsts[i].append(first[10 * i..<10 * i + 10].reduce(0) { $0 + $1.expectedReward })
      }
    }
    // The first context is a first presentation like any other; for the last one arm is left, if the nine
    // others were found, which takes a few presentations each.
    let margin = 4 * 2.9 / Double(epochs).squareRoot()
    #expect(abs(mean(firsts[0]) - Self.exact[0]) < margin)
    #expect(mean(firsts[9]) > 8 - 4 * standardError(firsts[9]), "\(mean(firsts[9]))")
    // Over all first presentations near 6.5.
    let all = PresentationCurve(pulls, scale: 10, { $0.presentation }, { $0.expectedReward })
    #expect(abs(all.means[0] - 6.4) < 0.2 + 4 * all.standardErrors[0], "\(all.means)")
    #expect(all.means[1] > Self.exact[1] - 4 * all.standardErrors[1])
  }

  @Test("exclusion by hand: two arms, two contexts")
  func byHand() {
    let task = BarcodeBandit(arms: 2, contexts: 2, presentations: 1, pulls: 1, bits: 3)
    var (observer, rng) = (BarcodeObserver(task, memory: .allContexts), Generator(seed: 0))
    observer.begin()
    _ = observer.action(after: .restart(.numbers([1, 0, 0])), using: &rng)
    #expect(observer.probabilities == [0.5, 0.5])
    // Arm a was pulled in the first context and paid: 9 to 1 for it there, against it here.
    let arm = observer.action(after: .transition(reward: 1, .numbers([1, 0, 0])), using: &rng)
    #expect(arm == 0)
    let paid = observer.probabilities
    #expect(abs(max(paid[0], paid[1]) - 0.9) < 1e-12)
    _ = observer.action(after: .inner(reward: 0, .numbers([0, 1, 0])), using: &rng)
    #expect(zip(observer.probabilities, paid).allSatisfy { abs($0 + $1 - 1) < 1e-12 })
    var forgetful = BarcodeObserver(task, memory: .thisContext)
    forgetful.begin()
    _ = forgetful.action(after: .restart(.numbers([1, 0, 0])), using: &rng)
    _ = forgetful.action(after: .transition(reward: 1, .numbers([1, 0, 0])), using: &rng)
    _ = forgetful.action(after: .inner(reward: 0, .numbers([0, 1, 0])), using: &rng)
    #expect(forgetful.probabilities == [0.5, 0.5])
  }

  @Test("chance gets 1.8 and who knows the arm 9")
  func bounds() {
    let task = BarcodeBandit()
    let random = curve(RandomAgent(actionCount: 10), epochs: 20)
    #expect(isNear(random, [Double](repeating: 1.8, count: 10)), "\(random)")
    let oracle = playKnowing(task, episodes: 3, seed: 0) { task, _ in
      indexOfMaximum(task.expectedRewards)
    } measuring: { _, _, after, _ in
      after.lastPull
    }
    #expect(oracle.joined().allSatisfy { $0.expectedReward == 0.9 })
  }
}

@Suite("Wrong neighbours among noisy barcodes")
struct WrongNeighbourTests {
  @Test("the task finds the neighbour that the memory finds, ties and all")
  func agreesWithTheMemory() throws {
    for clean in [false, true] {
      let task = BarcodeBandit(flipProbability: 0.1, storesCleanKeys: clean)
      let memory = EpisodicMemory(keyCount: 10, valueCount: 1)
      var (played, rng) = (task, Generator(seed: 5))
      var step = played.reset(using: &rng)
      var found: [Float]?
      var compared = 0
      while !step.isLast {
        let recall = try #require(step.recall)
        let key = recall.context.numbers(count: 10)
        if recall.retrieves { found = memory.value(for: key) }
        let storesNow = recall.stores
        let context = played.lastPull?.context
        step = played.step(0, using: &rng)
        if let pull = played.lastPull {
          #expect(pull.recalledContext == found.map { Int($0[0]) })
          compared += 1
        }
        if storesNow { memory.append([Float(try #require(context))], under: key) }
      }
      #expect(compared == 1_000)
    }
  }

  /// How often a noisy query finds another context's key, when each of ten contexts is stored once, and of
  /// equally similar ones any may answer: `[epochs]`.
  private func rates(bits: Int, clean: Bool, epochs: Int) throws -> [Double] {
    try (0..<epochs).map { seed in
      var task = BarcodeBandit(
        presentations: 2, pulls: 1, bits: bits, flipProbability: 0.1, storesCleanKeys: clean)
      var rng = Generator(seed: seed)
      let memory = EpisodicMemory(keyCount: bits, valueCount: 1)
      var queries: [(key: [Float], context: Int)] = []
      var step = task.reset(using: &rng)
      while !step.isLast {
        let shown = step.observation.numbers(count: bits)
        step = task.step(0, using: &rng)
        guard let pull = task.lastPull else { continue }
        if pull.presentation == 2 {
          queries.append((shown, pull.context))
        } else if let recall = step.recall, recall.stores {
          memory.append([Float(pull.context)], under: recall.context.numbers(count: bits))
        }
      }
      #expect(memory.count == 10 && queries.count == 10)
      var wrong = 0.0
      for query in queries {
        let found = try #require(memory.value(for: query.key))
        if found != [Float(query.context)] { wrong += 1 }
      }
      return wrong / Double(queries.count)
    }
  }

  @Test(
    "ten flips in a hundred mislead 13 % and 30 % of ten-bit queries, 1.7 % and 10 % of twenty-bit ones",
    arguments: [(10, true, 0.13), (10, false, 0.30), (20, true, 0.017), (20, false, 0.10)])
  func rates(bits: Int, clean: Bool, expected: Double) throws {
    let found = try rates(bits: bits, clean: clean, epochs: 1_000)
    // And .005 for what the expected ones are rounded by.
    #expect(abs(mean(found) - expected) < 4 * standardError(found) + 0.005, "\(mean(found))")
  }
}
