// Whole recoveries: `swift test -c release -Xswiftc -enable-testing --filter Recovery`. A debug build would
// take minutes, so it leaves them out.
#if !DEBUG
  import Agents
  import Analysis
  import Numerics
  import Tasks
  import Testing

  @Suite("Recovery of the hybrid's parameters, in release builds only", .serialized)
  struct DawRecoveryTests {
    /// 50 subjects at the medians but for w, one recovery a seed.
    private func recoveries(
      _ draw: (inout Generator) -> Double
    ) -> [ParameterRecovery] {
      (0..<5).map { seed in
        var rng = Generator(seed: seed, stream: 1 << 20)
        let truth = (0..<50).map { _ in
          HybridLearner.Parameters(modelBasedWeight: draw(&rng)).values
        }
        return DawHybrid().recovery(of: truth, seed: seed) {
          simulateDawSession(.init($0), using: &$1)
        }
      }
    }

    @Test("w ~ U(0, 1): r > .5 and |bias| < .1, for the median seed and 4 of 5")
    func wide() {
      let found = recoveries { uniform(using: &$0) }
      let r = found.map { $0.correlation(of: "w") }
      let bias = found.map { abs($0.bias(of: "w")) }
      #expect(r.sorted()[1] > 0.5, "\(r)")
      #expect(bias.sorted()[3] < 0.1, "\(bias)")
      // Standard errors mean something, though near the bounds they cannot be exact.
      let coverage = found.map { $0.coverage(of: "w") }
      #expect(coverage.sorted()[1] > 0.8, "\(coverage)")
      #expect(found.allSatisfy { $0.fits.map(\.convergedCount).reduce(0, +) > 490 })
    }

    @Test("w ~ N(.39, .15): r near .5, the honest warning")
    func narrow() {
      let found = recoveries { rng in
        min(1, max(0, normal(mean: 0.39, standardDeviation: 0.15, using: &rng)))
      }
      let r = found.map { $0.correlation(of: "w") }
      // The standard error of a correlation of .5 over 50 subjects is .11, of the median of five .06.
      #expect(abs(r.sorted()[2] - 0.5) < 0.2, "\(r)")
    }
  }
#endif
