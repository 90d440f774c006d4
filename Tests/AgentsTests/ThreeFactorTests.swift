import Agents
import Numerics
import Testing

@Suite("Three-factor rule")
struct ThreeFactorTests {
  @Test("the sign of the change: both cells active and dopamine not at baseline")
  func signs() {
    for (pre, post, dopamine, sign) in [
      (1.0, 1.0, 0.5, 1.0), (1, 1, -0.5, -1), (1, 1, 0, 0), (0, 1, 0.5, 0), (1, 0, 0.5, 0),
    ] {
      var synapse = ThreeFactorRule(preCount: 1, postCount: 1, learningRate: 0.1)
      synapse.mark(pre: [pre], post: [post])
      synapse.broadcast(dopamine: dopamine)
      #expect(synapse.weights[0][0] == 0.1 * 0.5 * sign)
    }
  }

  @Test("the trace fades by hand")
  func fading() {
    var synapse = ThreeFactorRule(
      weights: [[1, 2]], learningRate: 1, traceDecay: 0.5)
    synapse.mark(pre: [1], post: [1, 0])
    synapse.fade()
    synapse.mark(pre: [2], post: [1, 1])
    // e = ½·(½·(1, 0)) + 2·(1, 1)
    #expect(synapse.eligibility == [[2.25, 2]])
    synapse.broadcast(dopamine: -1)
    #expect(synapse.weights == [[-1.25, 0]])
    synapse.clearTraces()
    #expect(synapse.eligibility == [[0, 0]])
  }

  @Test(
    "with the centred trace it is REINFORCE with a baseline",
    arguments: [StochasticUnits.bernoulliLogistic, .softmax], 0..<5)
  func equivalence(units: StochasticUnits, seed: Int) {
    var rng = Generator(seed: seed)
    let weights = randomWeights(using: &rng)
    var policy = REINFORCE(
      units: units, weights: weights, learningRate: 0.3, baseline: 0.2, baselineRate: 0.1)
    var synapses = ThreeFactorRule(weights: weights, learningRate: 0.3, traceDecay: 1)
    var plain = synapses
    for _ in 0..<50 {
      let episode = (0..<3).map { _ in randomStep(units, policy, using: &rng) }
      let reward = normal(mean: 1, using: &rng)
      let dopamine = reward - policy.baseline
      for step in episode {
        let expected = units.expectation(of: synapses.inputs(from: step.pre))
        synapses.mark(pre: step.pre, post: step.post, expected: expected)
        plain.mark(pre: step.pre, post: step.post)
      }
      synapses.broadcast(dopamine: dopamine)
      plain.broadcast(dopamine: dopamine)
      synapses.clearTraces()
      plain.clearTraces()
      policy.learn(episode, reward: reward)
      #expect(largestDifference(synapses.weights, policy.weights) < 1e-6)
    }
    #expect(largestDifference(plain.weights, policy.weights) > 0.1)
  }

  @Test(
    "the centred trace is ∇ log π: central differences agree to 10⁻⁶",
    arguments: [StochasticUnits.bernoulliLogistic, .softmax], 0..<5)
  func gradient(units: StochasticUnits, seed: Int) {
    var rng = Generator(seed: seed)
    let weights = randomWeights(using: &rng)
    let policy = REINFORCE(units: units, weights: weights, learningRate: 1)
    let step = randomStep(units, policy, using: &rng)
    var synapses = ThreeFactorRule(weights: weights, learningRate: 1)
    synapses.mark(
      pre: step.pre, post: step.post,
      expected: units.expectation(of: synapses.inputs(from: step.pre)))
    let h = 1e-5
    for i in weights.indices {
      for j in weights[i].indices {
        let logProbability = { (change: Double) in
          var moved = weights
          moved[i][j] += change
          return REINFORCE(units: units, weights: moved, learningRate: 1).logProbability(of: step)
        }
        let slope = (logProbability(h) - logProbability(-h)) / (2 * h)
        let size = max(1, abs(slope))
        #expect(abs(policy.score(of: step)[i][j] - slope) < 1e-6 * size)
        #expect(abs(synapses.eligibility[i][j] - slope) < 1e-6 * size)
      }
    }
  }

  @Test("samples have the distribution whose probabilities are stated: 4.5 standard errors")
  func sampling() {
    let inputs = [0.3, -1.2, 2]
    for units in [StochasticUnits.bernoulliLogistic, .softmax] {
      let expected = units.expectation(of: inputs)
      for seed in 0..<5 {
        var rng = Generator(seed: seed)
        let samples = (0..<10_000).map { _ in units.sample(inputs, using: &rng) }
        for j in inputs.indices {
          let rate = mean(samples.map { $0[j] })
          let p = expected[j]
          #expect(abs(rate - p) < 4.5 * (p * (1 - p) / 10_000).squareRoot())
        }
      }
    }
  }

  @Test("the probabilities of all activities sum to 1")
  func probabilities() {
    let inputs = [0.3, -1.2, 2]
    let bits = (0..<8).map { code in (0..<3).map { Double(code >> $0 & 1) } }
    let bernoulli = bits.map {
      exponential(StochasticUnits.bernoulliLogistic.logProbability(of: $0, inputs: inputs))
    }
    let softmax = bits.filter { $0.reduce(0, +) == 1 }.map {
      exponential(StochasticUnits.softmax.logProbability(of: $0, inputs: inputs))
    }
    #expect(abs(bernoulli.reduce(0, +) - 1) < 1e-14)
    #expect(abs(softmax.reduce(0, +) - 1) < 1e-14)
  }

  @Test("a wrong count is refused with both")
  func refusal() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var synapses = ThreeFactorRule(preCount: 2, postCount: 3, learningRate: 1)
      synapses.mark(pre: [1, 0], post: [1, 0])
    }
    let text = message(of: result)
    #expect(text.contains("activities [2] and [2], expected [2], for weights [2][3]"))
  }

  private func randomWeights(using rng: inout Generator) -> SynapticWeights {
    (0..<4).map { _ in (0..<3).map { _ in normal(using: &rng) } }
  }

  private func randomStep(
    _ units: StochasticUnits, _ policy: REINFORCE, using rng: inout Generator
  ) -> REINFORCE.Step {
    let pre = (0..<4).map { _ in normal(using: &rng) }
    return REINFORCE.Step(pre: pre, post: units.sample(policy.inputs(from: pre), using: &rng))
  }

  private func largestDifference(_ a: SynapticWeights, _ b: SynapticWeights) -> Double {
    zip(a.flatMap(\.self), b.flatMap(\.self)).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
