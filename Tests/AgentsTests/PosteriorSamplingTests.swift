import Agents
import Numerics
import Tasks
import Testing

@Suite("Posterior sampling")
struct PosteriorSamplingTests {
  @Test("random, sampled and best rewards in the worlds of RL² are those of the table")
  func table() {
    struct Anything: Agent {
      mutating func begin() {}
      mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
        integer(below: 5, using: &rng)
      }
    }
    let task = RandomMDPTask()
    var random = Anything()
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
}
