// Whole trainings: `swift test -c release -Xswiftc -enable-testing --filter MetaLearning`. A debug build
// would take hours, so it leaves them out.
#if !DEBUG
  import Agents
  import Numerics
  import Tasks
  import Testing

  @Suite("Meta-learning by TRPO, in release builds only", .serialized)
  struct MetaLearningTRPOTests {
    @Test("on independent arms its regret is below Thompson's, within twice A2C's steps")
    func independentArms() throws {
      // 400 updates of 96 episodes: 3.8 million steps. By the recipe of chapter 5 A2C needs about 3 million
      // for a regret of 2.8: with 2,000 updates of 12 episodes it keeps 2.9, with 3,000 it has 2.6.
      let task = BernoulliBandit(.independent(arms: 2))
      let runs = try trainMetaLearners(on: task, TRPOSettings(), seeds: 0..<3)
      let found = runs.map { run in
        var agent = run.agent()
        return mean(regrets(of: &agent, on: task, episodes: 3_000, seed: 0))
      }
      #expect(median(found) < 2.8 && holdsInMost(found) { $0 < 2.8 }, "\(found)")
      for report in runs.flatMap(\.reports) {
        #expect(report.divergence <= 0.015 && report.surrogateGain >= 0)
      }
    }
  }
#endif
