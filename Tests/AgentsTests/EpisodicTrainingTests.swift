// Whole trainings: `swift test -c release -Xswiftc -enable-testing --filter EpisodicTraining`. A debug build
// would take hours, so it leaves them out.
#if !DEBUG
  import Agents
  import Networks
  import Numerics
  import Tasks
  import Testing

  @Suite("Episodic meta-learning, in release builds only", .serialized)
  struct EpisodicTrainingTests {
    /// Whether a gate holds for the median and for two of three.
    private func holds(_ values: [Double], below limit: Double) -> Bool {
      values.sorted()[1] < limit
    }

    @Test("in the water maze it goes straight to a platform found before, only with memory")
    func waterMaze() throws {
      func visits(isRetrieving: Bool) throws -> [[PoolVisit]] {
        let settings = A2CSettings {
          $0.layers = [.episodicLSTM(48)]
          $0.memory.isRetrieving = isRetrieving
          $0.inputs.time = false
          $0.unroll = .steps(21)
          $0.updateCount = 6_000
          $0.learningRate = .linear(from: 3e-3, to: 3e-4)
        }
        return try trainMetaLearners(on: WaterMaze(), settings, seeds: 0..<3).map { run in
          var agent = run.agent()
          return play(&agent, WaterMaze(), episodes: 100, seed: 0) { _, _, after, _ in
            after.completedVisit
          }.flatMap(\.self)
        }
      }
      func steps(_ visits: [PoolVisit]) -> Double {
        mean(visits.map { Double($0.stepsToGoal ?? 20) })
      }
      func laterOverFirst(_ visits: [PoolVisit]) -> Double {
        steps(visits.filter { $0.presentation >= 2 })
          / steps(visits.filter { $0.presentation == 1 })
      }
      let with = try visits(isRetrieving: true)
      #expect(holds(with.map(laterOverFirst), below: 0.6), "\(with.map(laterOverFirst))")
      let detours = with.map { visits in
        let solved = visits.filter { $0.presentation >= 3 && $0.wasSolved }
        return steps(solved) / mean(solved.map { Double($0.shortestPath) })
      }
      #expect(holds(detours, below: 1.3), "\(detours)")
      let without = try visits(isRetrieving: false)
      // 500 first visits, s.e. .26 steps or 2 %, and 2,500 later ones.
      for run in without { #expect(abs(laterOverFirst(run) - 1) < 0.1, "\(laterOverFirst(run))") }
    }

    @Test("in contextual choice it answers at once what it has seen before, and else guesses")
    func contextualChoice() throws {
      let settings = A2CSettings {
        $0.layers = [.episodicLSTM(32)]
        $0.memory.similarity = .l2
        $0.inputs = MetaLearnerInputs(previousAction: false, previousReward: false, time: false)
        $0.environmentCount = 8
        $0.unroll = .steps(10)
        $0.updateCount = 20_000
        $0.discount = 0
        $0.valueCoefficient = 1
        $0.learningRate = .linear(from: 2e-3, to: 1e-4)
        $0.entropyCoefficient = .linear(from: 0.1, to: 0)
      }
      let runs = try trainMetaLearners(on: ContextualChoice(), settings, seeds: 0..<3)
      let atOnce = runs.map { run in
        var agent = run.agent()
        let answers = play(&agent, ContextualChoice(), episodes: 20, seed: 0) { _, _, after, _ in
          after.lastAnswer
        }.flatMap(\.self).filter { $0.time == 0 }
        return (0..<2).map { showing in
          mean(answers.filter { $0.showing == showing }.map { $0.isCorrect ? 1 : 0 })
        }
      }
      #expect(holds(atOnce.map { 0.8 - $0[1] }, below: 0), "\(atOnce)")
      // 1,000 answers: s.e. .016.
      #expect(holds(atOnce.map { abs($0[0] - 0.5) }, below: 0.08), "\(atOnce)")
    }
  }
#endif
