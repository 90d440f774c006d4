import Agents
import Networks
import Numerics
import Tasks
import Testing

/// Episodes of one to six steps; those of even length terminate, the others are truncated.
private struct SteppedTask: Environment, Hashable {
  let observationCount = 2
  let actionCount = 3
  let stepLimit = 6
  var length = 0
  var clock = EpisodeClock()

  mutating func reset(using rng: inout Generator) -> TimeStep {
    length = 1 + integer(below: 6, using: &rng)
    clock.start()
    return .restart(.cue(0))
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    let isLast = clock.advance(action: action, of: 3, stepLimit: length)
    let reward = normal(mean: Double(action), using: &rng)
    let seen = Observation.cue(integer(below: 2, using: &rng))
    if !isLast { return .transition(reward: reward, seen) }
    return length % 2 == 0
      ? .termination(reward: reward, seen) : .truncation(reward: reward, seen)
  }
}

/// What a learner is to take for the advantages of its actions, from the definitions: the network, whose
/// weights do not change here, plays alone, and what training tells of each update is compared.
@Suite("Advantages")
struct AdvantageTests {
  private struct Step {
    var reward, value: Double
    /// V of what follows, times the task's own discount.
    var following: Double
    var isLast: Bool
    /// Whether the network takes a step more, to value what the observer does not see.
    var isTruncated: Bool
  }

  /// `(1 − λ)·Σₖ λᵏ⁻¹·Aₖ` over the k-step advantages `Aₖ = Σᵢ γⁱ·r[t+i] + γᵏ·V[t+k] − V[t]`, of which the
  /// last, to where the episode or the unroll ends, has all the weight that is left.
  ///
  /// - Source: Schulman et al. (2016), equation 16.
  private func advantages(_ steps: [Step], discount: Double, lambda: Double) -> [Double] {
    steps.indices.map { t in
      let end = steps[t...].firstIndex { $0.isLast } ?? steps.count - 1
      var (sum, power, weight, total) = (0.0, 1.0, 1.0, 0.0)
      for i in t...end {
        sum += power * steps[i].reward
        power *= discount
        let advantage = sum + power * steps[i].following - steps[t].value
        total += (i == end ? weight : (1 - lambda) * weight) * advantage
        weight *= lambda
      }
      return total
    }
  }

  /// The steps of each update, as one environment of the trainer takes them.
  private func play(
    _ agent: FrozenAgent, unroll: A2CSettings.Unroll, updates: Int, seed: Int
  ) -> [[Step]] {
    var agent = agent
    var (chance, choices) = (Generator(seed: seed, stream: 1), Generator(seed: seed, stream: 2))
    var (task, episodes): (SteppedTask, [[Step]]) = (SteppedTask(), [])
    while episodes.count < 6 * updates {
      var (shown, steps): (TimeStep, [Step]) = (task.reset(using: &chance), [])
      agent.begin()
      while !shown.isLast {
        let action = agent.action(after: shown, using: &choices)
        if !steps.isEmpty { steps[steps.count - 1].following = agent.activity.value }
        let value = agent.activity.value
        shown = task.step(action, using: &chance)
        let isTruncated = shown.isLast && shown.discount > 0
        steps.append(
          Step(
            reward: shown.reward, value: value, following: 0, isLast: shown.isLast,
            isTruncated: isTruncated))
      }
      if shown.discount > 0 {
        agent.see(shown)
        steps[steps.count - 1].following = agent.activity.value
      }
      episodes.append(steps)
    }
    guard case .steps(let count) = unroll else { return Array(episodes[..<updates]) }
    var (parts, used): ([[Step]], Int) = ([[]], 0)
    for step in episodes.flatMap(\.self) {
      if used >= count { (parts, used) = (parts + [[]], 0) }
      parts[parts.count - 1].append(step)
      used += 1
      // The step for the value is one of the unroll, if there is room.
      if step.isTruncated && used < count { used += 1 }
    }
    return Array(parts[..<updates])
  }

  @Test(
    "λ = 0 is TD(0), λ = 1 the return with what the critic expects after it, between them a mean",
    arguments: [A2CSettings.Unroll.episode, .steps(1), .steps(2), .steps(5), .steps(20)],
    [0, 0.7, 1])
  func definitions(unroll: A2CSettings.Unroll, lambda: Double) throws {
    for layers in [[Architecture.Layer.lstm(5)], [.gru(3), .lstm(4)]] {
      let settings = A2CSettings {
        $0.layers = layers
        $0.environmentCount = 1
        $0.unroll = unroll
        $0.updateCount = 12
        $0.discount = 0.8
        $0.lambda = lambda
        $0.learningRate = .constant(0)
      }
      let trainer = A2CTrainer(SteppedTask(), settings, seed: 3)
      let updates = play(trainer.agent(), unroll: unroll, updates: 12, seed: 3)
      for steps in updates {
        let report = try trainer.update()
        let expected = advantages(steps, discount: 0.8, lambda: lambda)
        let square = expected.reduce(0) { $0 + $1 * $1 } / Double(max(1, expected.count))
        #expect(report.stepCount == steps.count && report.episodeCount == steps.count { $0.isLast })
        #expect(abs(report.squaredValueError - square) < 1e-5 * max(1, square))
        // By its own definition, without the recursion.
        if lambda == 0 {
          for (step, advantage) in zip(steps, expected) {
            #expect(abs(step.reward + 0.8 * step.following - step.value - advantage) < 1e-12)
          }
        }
      }
      #expect(updates.flatMap(\.self).contains { $0.isTruncated })
    }
  }

  @Test(
    "unrolls as long as every episode are whole episodes, to the bit",
    arguments: [[Architecture.Layer.lstm(5)], [.gru(4), .lstm(3)]])
  func wholeEpisodes(layers: [Architecture.Layer]) throws {
    let hashes = try [A2CSettings.Unroll.episode, .steps(10)].map { unroll in
      let settings = A2CSettings {
        $0.layers = layers
        $0.environmentCount = 5
        $0.environmentsInShard = 2
        $0.learnsInitialState = true
        $0.unroll = unroll
        $0.updateCount = 6
        $0.learningRate = 0.01
      }
      let trainer = A2CTrainer(TwoStepTask.wang2018(trialCount: 5), settings, seed: 2)
      try trainer.train()
      return trainer.parameters.hash
    }
    #expect(hashes[0] == hashes[1])
  }
}
