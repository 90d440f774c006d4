// Whole trainings: `swift test -c release -Xswiftc -enable-testing --filter MetaLearning`. A debug build
// would take too long, so it leaves them out.
#if !DEBUG
  import Agents
  import Networks
  import Numerics
  import Tasks
  import Testing

  @Suite("Meta-learning on bandits, in release builds only", .serialized)
  struct MetaLearningBanditTests {
    /// The recipe of chapter 5.
    private func recipe(_ change: (inout A2CSettings) -> Void) -> A2CSettings {
      var settings = A2CSettings {
        $0.environmentCount = 12
        $0.discount = 0.8
        $0.learningRate = .linear(from: 4e-3, to: 4e-4)
        $0.entropyCoefficient = .linear(from: 0.1, to: 0.01)
      }
      change(&settings)
      return settings
    }

    @Test("of eleven arms it first asks the one that pays least and tells most")
    func informativeArm() throws {
      let settings = recipe {
        $0.environmentCount = 32
        $0.updateCount = 10_000
        $0.learningRate = .linear(from: 1e-3, to: 1e-4)
        $0.entropyCoefficient = .linear(from: 1, to: 0)
      }
      let task = InformativeBandit()
      let found = try trainMetaLearners(on: task, settings, seeds: 0..<3).map { run in
        var agent = run.agent()
        let seen = play(&agent, task, episodes: 2_000, seed: 0) { _, arm, _, shown in
          (arm: arm, reward: shown.reward)
        }
        return (
          reward: mean(seen.map { $0.reduce(0) { $0 + $1.reward } }),
          asks: mean(seen.map { $0[0].arm == InformativeBandit.informativeArm ? 1 : 0 })
        )
      }
      // The median, and so two of three.
      #expect(found.map(\.reward).sorted()[1] >= 19.5, "\(found)")
      #expect(found.map(\.asks).sorted()[1] >= 0.95, "\(found)")
    }

    @Test("without its rewards as input, or where arms change places, no learner emerges")
    func controls() throws {
      let medium = BernoulliBandit(.medium)
      let blind = try trainMetaLearners(
        on: medium,
        recipe {
          $0.updateCount = 1_000
          $0.inputs.previousReward = false
        }, seeds: 0..<3)
      let shuffled = try trainMetaLearners(
        on: ShuffledBandit(medium), recipe { $0.updateCount = 1_000 }, seeds: 0..<3)
      let blindRegrets = blind.map { run in
        var agent = run.agent()
        return regrets(of: &agent, on: medium, episodes: 10_000, seed: 0)
      }
      // Chance loses 25; two of three are within 3 s.e. of it.
      let distances = blindRegrets.map { abs(mean($0) - 25) / standardError($0) }
      #expect(distances.sorted()[1] < 3, "\(distances)")
      let unlearned = shuffled.map { run in
        var agent = run.agent()
        return mean(regrets(of: &agent, on: medium, episodes: 1_000, seed: 0))
      }
      #expect(unlearned.sorted()[1] > 20, "\(unlearned)")
    }
  }
#endif
