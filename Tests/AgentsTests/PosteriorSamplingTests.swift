import Agents
import Numerics
import Tasks
import Testing

@Suite("Posterior sampling")
struct PosteriorSamplingTests {
  @Test("random, sampled and best rewards in the worlds of RL² are those of the table")
  func table() {
    let task = RandomMDPTask()
    var random = PosteriorSampling(task, exploration: 1)
    let chance = rewards(of: &random, on: task, episodes: 60, seed: 1)
    #expect(abs(mean(chance) - 100) < 4 * standardError(chance))
    var sampling = PosteriorSampling(task)
    let sampled = rewards(of: &sampling, on: task, episodes: 60, seed: 1)
    // The paper has 138.1, the sheet 133.4, each over few worlds.
    #expect(abs(mean(sampled) - 135.7) < 4 * standardError(sampled) + 3)
    var rng = Generator(seed: 2)
    let best = (0..<200).map { _ in
      var task = task
      _ = task.reset(using: &rng)
      return 10 * (task.process?.values(steps: 10)[9][0].max() ?? .nan)
    }
    #expect(abs(mean(best) - 216.9) < 4 * standardError(best) + 1)
  }
  @Test("following the means, with a little chance or none, earns what the table says")
  func greedy() {
    let task = RandomMDPTask()
    for (exploration, published) in [(0, 134.8), (0.1, 132.8)] {
      var agent = PosteriorSampling(task, isGreedy: true, exploration: exploration)
      let found = rewards(of: &agent, on: task, episodes: 60, seed: 1)
      // The published ε is not known: chance takes a share of what is earned above it.
      #expect(
        abs(mean(found) - published) < 4 * standardError(found) + 3,
        "\(exploration): \(mean(found))")
    }
  }
}
