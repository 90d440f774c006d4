// Whole trainings: `swift test -c release -Xswiftc -enable-testing --filter MetaLearning`. A debug build
// would take hours, so it leaves them out.
#if !DEBUG
  import Agents
  import Analysis
  import Networks
  import Numerics
  import Tasks
  import Testing

  @Suite("Meta-learning, in release builds only", .serialized)
  struct MetaLearningTests {
    /// Whether a gate holds for the median and for two of three.
    private func holds(_ values: [Double], below limit: Double) -> Bool {
      values.sorted()[1] < limit
    }

    @Test("trained on medium arms, regret is below Thompson's on every dependent set, in its order")
    func dependentArms() throws {
      let settings = A2CSettings {
        $0.environmentCount = 12
        $0.updateCount = 4_500
        $0.discount = 0.8
      }
      let runs = try trainMetaLearners(on: BernoulliBandit(.medium), settings, seeds: 0..<3)
      let sets: [(ArmDistribution, Double)] = [
        (.easy, 1.9), (.medium, 2.2), (.hard, 3.6), (.uniform, 2.5),
      ]
      let found = runs.map { run in
        sets.map { set, _ in
          var agent = run.agent()
          return mean(regrets(of: &agent, on: BernoulliBandit(set), episodes: 1_000, seed: 0))
        }
      }
      for (i, (set, limit)) in sets.enumerated() {
        #expect(holds(found.map { $0[i] }, below: limit), "\(set): \(found.map { $0[i] })")
      }
      // Easy < medium < hard, as the excess over the next.
      for (less, more) in [(0, 1), (1, 2)] {
        #expect(holds(found.map { $0[less] - $0[more] }, below: 0), "\(found)")
      }
    }

    @Test("on the two-step task it stays as the ideal observer does")
    func twoStep() throws {
      let settings = A2CSettings {
        $0.updateCount = 2_000
        $0.gradientNormLimit = 10
      }
      let task = TwoStepTask.wang2018()
      let found = try trainMetaLearners(on: task, settings, seeds: 0..<3).map { run in
        var agent = run.agent()
        let trials = play(&agent, task, episodes: 300, seed: 0) { _, _, after, _ in
          after.completedTrial
        }
        let reward = mean(trials.map { mean($0.map { $0.isRewarded ? 1 : 0 }) })
        return (stay: StayProbabilities(trials), reward: reward)
      }
      let description = "\(found)"
      let gates: [(StayProbabilities) -> Double] = [
        { abs($0.rewardedCommon - 1) - 0.03 }, { abs($0.unrewardedRare - 1) - 0.03 },
        { abs($0.rewardedRare - 0.685) - 0.135 }, { abs($0.unrewardedCommon - 0.685) - 0.135 },
        { 0.4 - $0.interaction }, { abs($0.rewardEffect) - 0.10 },
      ]
      for gate in gates {
        #expect(holds(found.map { gate($0.stay) }, below: 0), "\(description)")
      }
      #expect(holds(found.map { 0.685 - $0.reward }, below: 0), "\(description)")
    }
  }
#endif
