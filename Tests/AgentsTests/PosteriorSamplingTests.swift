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
    // The paper has 138.1, an independent program 133.4, each over few worlds.
    #expect(abs(mean(sampled) - 135.7) < 4 * standardError(sampled) + 3)
    var rng = Generator(seed: 2)
    let best = (0..<200).map { _ in
      var task = task
      _ = task.reset(using: &rng)
      return 10 * (task.process?.values(steps: 10)[9][0].max() ?? .nan)
    }
    #expect(abs(mean(best) - 216.9) < 4 * standardError(best) + 1)
  }
  @Test("following the means earns more than sampling in ten rounds; chance takes its share")
  func greedy() {
    let task = RandomMDPTask()
    func reward(exploration: Double) -> [Double] {
      var agent = PosteriorSampling(task, isGreedy: true, exploration: exploration)
      return rewards(of: &agent, on: task, episodes: 60, seed: 1)
    }
    let greedy = reward(exploration: 0)
    // An independent program (NumPy, 200 worlds) gives 152.4 with a standard error of 1.6. The paper's
    // greedy learner has 134.8: it must be another one.
    #expect(abs(mean(greedy) - 152.4) < 4 * standardError(greedy) + 3, "\(mean(greedy))")
    let losses = zip(greedy, reward(exploration: 0.5)).map { $0 - $1 }
    #expect(mean(losses) > 4 * standardError(losses) && mean(losses) < 52)
  }
}
