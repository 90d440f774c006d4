import Agents
import Analysis
import Numerics
import Tasks
import Testing

@Suite("Agents on baited schedules")
struct MatchingAgentTests {
  private let task = MatchingTask(.test)

  private func law<Player: Agent>(
    _ agent: Player, _ task: MatchingTask, episodes: Int = 300
  ) -> (law: MatchingLaw, rewards: [Double]) {
    var agent = agent
    let trials = play(&agent, task, episodes: episodes, seed: 1) { _, _, after, _ in
      after.completedTrial
    }
    return (MatchingLaw(trials), trials.map { mean($0.map(\.reward)) })
  }

  /// The sheet's rewards have an error of their own, below .002.
  private func near(_ rewards: [Double], _ expected: Double) -> Bool {
    abs(mean(rewards) - expected) < 4 * standardError(rewards) + 0.002
  }

  @Test("at random: no matching, .376 rewards a trial")
  func random() {
    let found = law(RandomAgent(), task)
    // The slope's s.e. is some .01.
    #expect(abs(found.law.slope) < 0.05)
    #expect(near(found.rewards, 0.376), "\(mean(found.rewards))")
  }

  @Test(
    "local matching undermatches: slope .71, r .98, .407 rewards, in both encodings",
    arguments: [MatchingTask(.test), MatchingTask(.test, encoding: .fixationAndChoice)])
  func localMatching(task: MatchingTask) {
    let found = law(LocalMatching(), task)
    #expect(abs(found.law.slope - 0.71) < 0.06, "\(found.law.slope)")
    #expect(found.law.correlation > 0.96)
    #expect(near(found.rewards, 0.407), "\(mean(found.rewards))")
  }

  @Test("who knows the probabilities matches nearly: slope .95, r .97, .451 rewards")
  func oracle() {
    let trials = playKnowing(task, episodes: 300, seed: 1) { task, rng in
      indexOfMaximum(task.rewardProbabilities, using: &rng)
    } measuring: { _, _, after, _ in
      after.completedTrial
    }
    let law = MatchingLaw(trials)
    // Without the ½ in the counts, extremes are left out and the slope is .03 less.
    #expect(abs(law.slope - 0.97) < 0.06 && law.correlation > 0.96, "\(law.slope)")
    #expect(near(trials.map { mean($0.map(\.reward)) }, 0.451))
  }

  @Test("over the same ratios of rewards a fixed rule has one slope, on held-out schedules too")
  func heldOut() {
    var agent = LocalMatching()
    let seen = play(&agent, task, episodes: 600, seed: 4) { before, _, after, _ in
      after.completedTrial.map { (trial: $0, isHeldOut: before.isHeldOut) }
    }
    let slope = { (isHeldOut: Bool, limit: Double) in
      MatchingLaw(
        seen.filter { $0[0].isHeldOut == isHeldOut }.map { $0.map(\.trial) },
        rewardLogRatiosWithin: limit
      ).slope
    }
    // Both slopes have an s.e. of some .03.
    #expect(abs(slope(true, 3) - slope(false, 3)) < 0.1)
    #expect(slope(true, .infinity) - slope(false, .infinity) > 0.08)
  }

  @Test("an oracle meets the episodes that agents meet")
  func sameEpisodes() {
    var agent = RandomAgent()
    let played = play(&agent, task, episodes: 3, seed: 5) { before, _, _, _ in
      before.baitProbabilities[0]
    }
    let known = playKnowing(task, episodes: 3, seed: 5) { _, _ in
      0
    } measuring: { before, _, _, _ in
      before.baitProbabilities[0]
    }
    #expect(played == known && played[0][0] != played[1][0])
  }

  @Test("local matching by hand: two rewards at the right")
  func byHand() {
    var rng = Generator(seed: 1)
    var agent = LocalMatching(timeConstant: 2, floor: 0.5)
    var shown = TimeStep.restart()
    var rewards = [0.0, 0.0]
    for _ in 0..<2 {
      let choice = agent.action(after: shown, using: &rng)
      rewards = rewards.map { $0 / 2 }
      rewards[choice] += 1
      shown = .transition(reward: 1)
    }
    _ = agent.action(after: shown, using: &rng)
    #expect(agent.incomes == rewards)
    #expect(agent.choiceProbabilities == rewards.map { ($0 + 0.5) / 2.5 })
  }

  @Test("an agent that is observed plays as one that is not")
  func observed() {
    var (one, other) = (LocalMatching(), LocalMatching())
    let plain = play(&one, task, episodes: 2, seed: 3) { _, action, _, _ in action }
    let seen = play(&other, task, episodes: 2, seed: 3) { agent, _, action, _, _ in
      (action: action, incomes: agent.incomes)
    }
    #expect(seen.map { $0.map(\.action) } == plain)
    #expect(seen[0][0].incomes == [0, 0] && seen[0][99].incomes != [0, 0])
  }
}

@Suite("Observing a network")
struct ObservedNetworkTests {
  @Test("what is observed of a network while it plays is what a recording holds")
  func activities() {
    let task = MatchingTask(.test, encoding: .fixationAndChoice, trialCounts: 5...5)
    let settings = A2CSettings { $0.layers = [.lstm(4)] }
    let trainer = A2CTrainer(task, settings, seed: 1)
    var agent = FrozenAgent(
      trainer.architecture, parameters: trainer.parameters, inputs: settings.inputs,
      observationCount: task.observationCount, stepLimit: task.stepLimit)
    let seen = play(&agent, task, episodes: 3, seed: 2) { agent, before, action, after, _ in
      (activity: agent.activity, action: action, trial: after.completedTrial, before: before)
    }
    let recorded = agent.record(task, episodes: 3, seed: 2).episodes
    #expect(seen.map { $0.map(\.activity) } == recorded.map(\.activities))
    #expect(seen.map { $0.map(\.action) } == recorded.map(\.actions))
    #expect(seen[0].map { $0.trial == nil } == (0..<10).map { $0 % 2 == 0 })
    #expect(seen[2][9].before.rewardProbabilities.allSatisfy { $0 > 0 && $0 < 1 })
  }
}
