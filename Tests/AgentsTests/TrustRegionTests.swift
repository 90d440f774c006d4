import Agents
import Numerics
import Testing

/// Two arms, chosen by a softmax of `[θ, 0]`; only the first pays.
private struct TwoArms {
  let logit: Double
  var p: Double { logistic(logit) }
  /// What an arm is worth beside the mean.
  private var advantages: (Double, Double) { (1 - p, -p) }

  var gradient: [Double] { [p * (1 - p)] }
  func fisher(_ v: [Double]) -> [Double] { [p * (1 - p) * v[0]] }
  func evaluate(_ change: [Double]) -> (divergence: Double, gain: Double) {
    let q = logistic(logit + change[0])
    let divergence =
      p * (Double.logarithm(p) - .logarithm(q)) + (1 - p)
      * (Double.logarithm(1 - p) - .logarithm(1 - q))
    return (divergence, (q - p) * advantages.0 + (p - q) * advantages.1)
  }
}

@Suite("Trust region")
struct TrustRegionTests {
  private let exact = TrustRegion { $0.damping = 0 }

  @Test(
    "for two arms the step is √(2δ / p(1−p)), and has the divergence δ", arguments: [-2.0, 0, 1])
  func analyticStep(logit: Double) {
    let arms = TwoArms(logit: logit)
    let step = exact.step(gradient: arms.gradient, fisher: arms.fisher, evaluate: arms.evaluate)
    let expected = (2 * 0.01 / (arms.p * (1 - arms.p))).squareRoot()
    #expect(abs(step.change[0] - expected) < 1e-12 && step.fraction == 1)
    // ½F·Δ² is the divergence up to terms of the third order.
    #expect(abs(step.divergence - 0.01) < 0.002 && step.gain > 0)
    #expect(step.residual < 1e-10 && step.ending == .converged)
  }

  @Test("damping shortens the way in flat directions")
  func damping() {
    let gradient = [1.0, 1]
    let fisher = { (v: [Double]) in [v[0], 0.001 * v[1]] }
    func direction(_ damping: Double) -> Double {
      let region = TrustRegion { $0.damping = damping }
      let step = region.step(gradient: gradient, fisher: fisher) { _ in (0, 1) }
      return step.change[1] / step.change[0]
    }
    #expect(abs(direction(0) - 1_000) < 1e-6)
    #expect(abs(direction(0.1) - 1.1 / 0.101) < 1e-9)
  }

  @Test("a step is halved until its divergence and its gain are good enough")
  func backtracking() {
    let arms = TwoArms(logit: 0)
    var tried: [Double] = []
    let step = exact.step(gradient: arms.gradient, fisher: arms.fisher) { change in
      tried.append(change[0])
      // Good from the third on: first too far, then no gain.
      return (tried.count == 1 ? 0.016 : 0.001, tried.count == 2 ? 0 : 1)
    }
    #expect(step.fraction == 0.25 && tried.count == 3)
    #expect(tried[1] == tried[0] / 2 && tried[2] == tried[0] / 4)
    #expect(step.change == [tried[2]])
  }

  @Test("where no length is good enough, or nothing is a number, there is no step")
  func failures() {
    let arms = TwoArms(logit: 0)
    for bad in [(divergence: 1.0, gain: 1.0), (0, -1), (.nan, 1), (0, .nan)] {
      var count = 0
      let step = exact.step(gradient: arms.gradient, fisher: arms.fisher) { _ in
        count += 1
        return bad
      }
      #expect(count == 10 && step.change == [0] && step.fraction == 0 && step.gain == 0)
    }
    let flat = exact.step(gradient: [0], fisher: arms.fisher) { _ in (0, 1) }
    #expect(flat.change == [0] && flat.fraction == 0 && flat.residual == 0)
    let wild = exact.step(gradient: [1], fisher: { _ in [.nan] }) { _ in (0, 1) }
    #expect(wild.change == [0] && wild.ending == .notPositiveDefinite)
  }
}
