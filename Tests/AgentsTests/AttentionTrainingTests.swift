// Whole trainings: `swift test -c release -Xswiftc -enable-testing --filter AttentionTraining`. A debug build
// would take hours, so it leaves them out.
#if !DEBUG
  import Agents
  import Networks
  import Numerics
  import Tasks
  import Testing

  @Suite("Meta-learning with attention, in release builds only", .serialized)
  struct AttentionTrainingTests {
    /// What a trained network does in barcode bandits.
    private struct Play: CustomStringConvertible {
      /// `[10]`, the expected reward of a presentation, by how many there were of this context.
      var rewards: [Double] = []
      /// The weight on the entries of the context that is shown, from the second presentation on.
      var rightWeight: Double?
      /// The weight on all entries at a first presentation.
      var weightAtFirst: Double?

      var description: String { "\(rewards), \(rightWeight ?? 0), \(weightAtFirst ?? 0)" }
    }

    private func plays(_ attention: AttentionSettings?) throws -> [Play] {
      let settings = A2CSettings {
        $0.layers = [.lstm(64)]
        $0.attention = attention
        $0.inputs = MetaLearnerInputs(observation: false, time: false)
        $0.unroll = .steps(11)
        $0.updateCount = 12_000
        $0.discount = 0.8
        $0.learningRate = .linear(from: 5e-3, to: 5e-4)
        $0.entropyCoefficient = .linear(from: 0.1, to: 0)
        $0.gradientNormLimit = 10
      }
      let task = BarcodeBandit()
      return try trainMetaLearners(on: task, settings, seeds: 0..<3).map { run in
        var agent = run.agent()
        var (right, all): ([Double], [Double]) = ([], [])
        let pulls = play(&agent, task, episodes: 100, seed: 0) { agent, _, _, after, shown in
          let pull = after.lastPull
          // What is read is the same at each pull of a presentation.
          if let pull, pull.number == 0 {
            let key = shown.observation.numbers(count: task.contextCount)
            let entries = agent.attention
            let sum = { (entries: [AttendedEntry]) in entries.map(\.weight).reduce(0, +) }
            if pull.presentation > 1 {
              right.append(sum(entries.filter { $0.context == key }))
            } else if !entries.isEmpty {
              all.append(sum(entries))
            }
          }
          return pull
        }.flatMap(\.self)
        return Play(
          rewards: (1...10).map { number in
            10 * mean(pulls.filter { $0.presentation == number }.map(\.expectedReward))
          },
          rightWeight: right.isEmpty ? nil : mean(right),
          weightAtFirst: all.isEmpty ? nil : mean(all))
      }
    }

    @Test("in barcode bandits it attends to what it stored for this context, and knows the arm")
    func barcodeBandits() throws {
      let with = try plays(AttentionSettings { $0.canAbstain = true })
      // Of three seeds the median holds, and so two of them; 1,000 presentations, s.e. .1.
      let second = with.map { $0.rewards[1] }
      #expect(second.sorted()[1] >= 6.5, "\(with)")
      let late = with.map { mean(Array($0.rewards[4...])) }
      #expect(late.sorted()[1] >= 8.6, "\(with)")
      let weights = try with.map { try #require($0.rightWeight) }
      #expect(weights.sorted()[1] > 0.8, "\(with)")
      let first = try with.map { try #require($0.weightAtFirst) }
      #expect(first.sorted()[1] < 0.5, "\(with)")
    }

    @Test("without attention every presentation is the first")
    func withoutAttention() throws {
      let without = try plays(nil)
      for play in without {
        // 9,000 presentations, s.e. .03.
        #expect(mean(Array(play.rewards[1...])) <= 4.6, "\(without)")
        #expect(play.rightWeight == 0)
      }
    }
  }
#endif
