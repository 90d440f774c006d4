import Networks
import Numerics
import Tasks
import Testing

@testable import Agents

@Suite("Fisher's information")
struct FisherProductTests {
  /// A training that has just played, with weights larger than at its beginning.
  private func trainer(
    _ task: some Environment, _ settings: TRPOSettings, fisherPart: Double = 1, seed: Int = 1
  ) throws -> TRPOTrainer {
    var settings = settings
    settings.environmentCount = 5
    settings.environmentsInShard = 3
    settings.fisherPart = fisherPart
    let trainer = TRPOTrainer(task, settings, seed: seed)
    var rng = Generator(seed: seed)
    var parameters = trainer.parameters
    parameters.values = parameters.values.map { $0 + Float(0.3 * normal(using: &rng)) }
    trainer.training.weights.parameters = parameters
    trainer.play()
    return trainer
  }

  private func randomVector(_ trainer: TRPOTrainer, seed: Int) -> [Double] {
    var rng = Generator(seed: seed)
    return (0..<trainer.architecture.policyParameterCount).map { _ in normal(using: &rng) }
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    let difference = zip(a, b).map { $0 - $1 }
    return (dot(difference, difference) / dot(b, b)).squareRoot()
  }

  static let networks: [[Architecture.Layer]] = [[.lstm(4)], [.gru(4)], [.gru(3), .lstm(4)]]

  @Test(
    "its product is that of the exact information in double precision", arguments: networks,
    [1, 2, 5])
  func exactProduct(layers: [Architecture.Layer], steps: Int) throws {
    var settings = TRPOSettings { $0.layers = layers }
    settings.learnsInitialState = steps == 5
    let trainer = try trainer(BernoulliBandit(.uniform, trialCount: steps), settings)
    for seed in 0..<3 {
      let v = randomVector(trainer, seed: seed)
      let product = trainer.fisherProduct(v)
      let exact = ExactFisher(trainer).product(v)
      #expect(distance(product, exact) < 1e-4, "\(distance(product, exact))")
    }
  }

  @Test("so it is with dense layers before the recurrent one, and on a part of the episodes")
  func exactProductOfMore() throws {
    let settings = TRPOSettings {
      $0.layers = [.lstm(4)]
      $0.encoder = [4, 3]
    }
    let trainer = try trainer(TwoStepTask.wang2018(trialCount: 3), settings, fisherPart: 0.5)
    let v = randomVector(trainer, seed: 0)
    let product = trainer.fisherProduct(v)
    let exact = ExactFisher(trainer, shardCount: 1).product(v)
    #expect(distance(product, exact) < 1e-4, "\(distance(product, exact))")
    #expect(distance(product, ExactFisher(trainer).product(v)) > 1e-3)
  }

  @Test("vᵀFv is positive and the variance of the logits' change, and uᵀFv is vᵀFu")
  func quadraticForm() throws {
    let trainer = try trainer(
      TwoStepTask.wang2018(trialCount: 3), TRPOSettings { $0.layers = [.lstm(5)] })
    for seed in 0..<5 {
      let (u, v) = (randomVector(trainer, seed: seed), randomVector(trainer, seed: 10 + seed))
      let (ofU, ofV) = (trainer.fisherProduct(u), trainer.fisherProduct(v))
      #expect(dot(v, ofV) > 0)
      let scale = (dot(u, ofU) * dot(v, ofV)).squareRoot()
      #expect(abs(dot(u, ofV) - dot(v, ofU)) < 1e-4 * scale)
      let exact = ExactFisher(trainer).quadraticForm(v)
      #expect(abs(dot(v, ofV) - exact) < 1e-4 * exact)
    }
  }

  @Test("for two arms it is p(1 − p), in the biases of a network that has seen nothing")
  func twoArms() throws {
    for bias in [-1, 0, 2] as [Float] {
      let trainer = TRPOTrainer(
        BernoulliBandit(.uniform, trialCount: 1), TRPOTests.settings(), seed: 0)
      let heads = trainer.architecture.layout["actor.heads"]
      let first = heads.offset + (heads.rows - 1) * heads.columns
      trainer.training.weights.parameters.values[first] = bias
      trainer.play()
      var unit = [Double](repeating: 0, count: trainer.architecture.policyParameterCount)
      unit[first] = 1
      let product = trainer.fisherProduct(unit)
      let p = logistic(Double(bias))
      #expect(abs(product[first] - p * (1 - p)) < 1e-6)
      #expect(abs(product[first + 1] + p * (1 - p)) < 1e-6)
    }
  }

  @Test("going through the episodes again with the same weights, nothing differs by a bit")
  func replay() throws {
    func check(_ task: some Environment, _ settings: TRPOSettings) throws {
      let trainer = try trainer(task, settings)
      let unchanged = trainer.evaluate([])
      #expect(unchanged.divergence == 0 && unchanged.gain == 0)
      let changed = trainer.evaluate(randomVector(trainer, seed: 1).map { 0.01 * $0 })
      #expect(changed.divergence > 0 && changed.gain != 0)
    }
    try check(
      TwoStepTask.wang2018(trialCount: 4),
      TRPOSettings {
        $0.layers = [.gru(3), .lstm(4)]
        $0.encoder = [3]
        $0.learnsInitialState = true
      })
    // Memory and inner episodes.
    try check(
      BarcodeBandit(), TRPOSettings { $0.layers = [.episodicLSTM(4)] })
  }
}

/// Fisher's information of a training's policy on what it has just played, in double precision and by its
/// definition: `F = mean Σⱼ pⱼ·(∇ ln pⱼ)·(∇ ln pⱼ)ᵀ`, with the networks of `ReferenceNetwork`.
struct ExactFisher {
  private let architecture: Architecture
  private let parameters: [Double]
  /// For each shard the inputs of both towers and whether an action was taken, `[steps][environments]`.
  private let shards: [(inputs: [[[Double]]], counts: [[Bool]])]
  private let stepCount: Double

  init(_ trainer: TRPOTrainer, shardCount: Int = .max) {
    architecture = trainer.architecture
    parameters = trainer.parameters.values.map(Double.init)
    shards = trainer.episodes.prefix(shardCount).map { episodes in
      let (size, width) = (episodes.size, episodes.inputCount)
      let rows = (0..<episodes.stepCount).map { step in
        (0..<size).map { step * size + $0 }
      }
      return (
        rows.map {
          $0.map { row in
            let input = (0..<width).map { Double(episodes.inputs[row * width + $0]) }
            return input + input
          }
        }, rows.map { $0.map { episodes.counts[$0] } }
      )
    }
    stepCount = Double(
      shards.reduce(0) { $0 + $1.counts.reduce(0) { $0 + $1.count { $0 } } })
  }

  /// F·v: the logits' change along v by a difference in double precision, weighted by what a softmax makes of
  /// it, `(diag p − p·pᵀ)`, and back through time.
  func product(_ v: [Double]) -> [Double] {
    var total = [Double](repeating: 0, count: v.count)
    for shard in shards {
      let network = ReferenceNetwork(architecture, parameters: parameters)
      let trace = network.forward(shard.inputs)
      let weighted = weightedChanges(shard, trace.heads, v)
      let gradient = network.backward(
        trace, headGradients: weighted.map { $0.map { $0.weighted + [0] } }
      ).parameters
      for i in v.indices { total[i] += gradient[i] / stepCount }
    }
    return total
  }

  /// vᵀ·F·v: the variance of the logits' change along v, averaged over steps.
  func quadraticForm(_ v: [Double]) -> Double {
    shards.reduce(0) { sum, shard in
      let heads = ReferenceNetwork(architecture, parameters: parameters).forward(shard.inputs).heads
      return sum
        + weightedChanges(shard, heads, v).reduce(0) {
          $0 + $1.reduce(0) { $0 + dot($1.change, $1.weighted) }
        } / stepCount
    }
  }

  private func weightedChanges(
    _ shard: (inputs: [[[Double]]], counts: [[Bool]]), _ heads: [[[Double]]], _ v: [Double]
  ) -> [[(change: [Double], weighted: [Double])]] {
    let epsilon = 1e-6
    func logits(_ factor: Double) -> [[[Double]]] {
      var moved = parameters
      for i in v.indices { moved[i] += factor * v[i] }
      return ReferenceNetwork(architecture, parameters: moved).forward(shard.inputs).heads
    }
    let (above, below) = (logits(epsilon), logits(-epsilon))
    return heads.indices.map { t in
      heads[t].indices.map { b in
        let p = Reference.softmax(Array(heads[t][b].dropLast())).probabilities
        let change = p.indices.map { (above[t][b][$0] - below[t][b][$0]) / (2 * epsilon) }
        let center = dot(p, change)
        return (
          change, p.indices.map { shard.counts[t][b] ? p[$0] * (change[$0] - center) : 0 }
        )
      }
    }
  }
}
