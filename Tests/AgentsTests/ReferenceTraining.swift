import Agents
import Networks
import Numerics
import Tasks

/// Whole updates of A2C written to be read, with the networks of `ReferenceNetwork`: no kernel, no arena,
/// no thread. It plays whole episodes and updates with Adam.
struct ReferenceTraining<Task: Environment> {
  let task: Task
  let settings: A2CSettings
  var network: ReferenceNetwork<Float>
  private var tasks: [Task]
  private var chances, choices: [Generator]
  private var mean, square: [Float]
  private var updatesDone = 0

  init(_ task: Task, _ settings: A2CSettings, seed: Int) {
    (self.task, self.settings) = (task, settings)
    let architecture = Architecture(
      inputCount: settings.inputs.count(
        observationCount: task.observationCount, actionCount: task.actionCount),
      encoder: settings.encoder.isEmpty
        ? nil : .init(inputCount: task.observationCount, unitCounts: settings.encoder),
      attention: settings.attention.map {
        .init(
          contextCount: task.contextCount, keyCount: $0.keyCount, capacity: $0.capacity,
          canAbstain: $0.canAbstain)
      },
      layers: settings.layers, actionCount: task.actionCount,
      learnsInitialState: settings.learnsInitialState)
    var rng = Generator(seed: seed)
    network = ReferenceNetwork(
      architecture, parameters: architecture.initialParameters(using: &rng).values)
    let environments = 0..<settings.environmentCount
    tasks = environments.map { _ in task }
    chances = environments.map { Generator(seed: seed, stream: 1 + 2 * $0) }
    choices = environments.map { Generator(seed: seed, stream: 2 + 2 * $0) }
    mean = [Float](repeating: 0, count: architecture.layout.count)
    square = mean
  }

  var parameters: Parameters {
    Parameters(layout: network.architecture.layout, values: network.parameters)
  }

  mutating func update() {
    let progress = Double(updatesDone) / Double(settings.updateCount)
    let all = Array(0..<settings.environmentCount)
    var gradient = [Float](repeating: 0, count: mean.count)
    for first in stride(from: 0, to: all.count, by: settings.environmentsInShard) {
      let shard = Array(all[first..<min(first + settings.environmentsInShard, all.count)])
      let part = self.gradient(
        of: shard, entropyCoefficient: Float(settings.entropyCoefficient.value(at: progress)))
      gradient = first == 0 ? part : zip(gradient, part).map { $0 + $1 }
    }
    clip(&gradient)
    updatesDone += 1
    follow(gradient, rate: Float(settings.learningRate.value(at: progress)))
  }

  /// γ of the update that is being made.
  private var discount: Double {
    guard let horizon = settings.horizon else { return settings.discount }
    return 1 - 1 / horizon.value(at: Double(updatesDone) / Double(settings.updateCount))
  }

  // MARK: - One shard

  private struct Step {
    var action = 0
    var reward: Float = 0
    var discount: Float = 0
    var trace: Float = 0
    var isCounted = false
  }

  private mutating func gradient(of shard: [Int], entropyCoefficient: Float) -> [Float] {
    var shown = shard.map { tasks[$0].reset(using: &chances[$0]) }
    var last = shard.map { _ in -1 }
    var isRunning = shard.map { _ in true }
    var isOver = shard.map { _ in false }
    var inputs: [[[Float]]] = []
    var script = ReferenceNetwork<Float>.AttentionScript(steps: [], values: [])
    var steps: [[Step]] = []
    var trace = network.forward([])
    func see() {
      inputs.append(
        shard.indices.map { input(shown[$0], last[$0], inputs.count, isSilent: isOver[$0]) })
      script.values = inputs
      script.steps.append(
        shard.indices.map { i in
          let recall = shown[i].recall
          return .init(
            context: (recall?.context ?? .nothing).numbers(count: task.contextCount),
            asks: (recall?.retrieves ?? false) && !isOver[i],
            stores: (recall?.stores ?? false) && isRunning[i], forgets: inputs.count == 1)
        })
      trace = network.forward(inputs, attention: script)
    }
    while isRunning.contains(true) {
      see()
      let heads = trace.heads[steps.count]
      steps.append(
        shard.indices.map { i in
          guard isRunning[i] else {
            isOver[i] = true
            return Step()
          }
          let policy = Reference.softmax(Array(heads[i].dropLast())).probabilities
          let action = choose(policy, using: &choices[shard[i]])
          let next = tasks[shard[i]].step(action, using: &chances[shard[i]])
          (shown[i], last[i]) = (next, action)
          isRunning[i] = !next.isLast
          isOver[i] = next.isLast && next.discount == 0
          let discount = discount * next.discount
          return Step(
            action: action, reward: Float(next.reward), discount: Float(discount),
            trace: next.isLast ? 0 : Float(discount * settings.lambda), isCounted: true)
        })
    }
    if isOver.contains(false) { see() }
    let count = steps.count
    let gradients = headGradients(steps, trace.heads, entropyCoefficient: entropyCoefficient)
    let played = network.forward(Array(inputs[..<count]), attention: script)
    return network.backward(played, headGradients: gradients).parameters
  }

  private func input(
    _ shown: TimeStep, _ lastAction: Int, _ stepCount: Int, isSilent: Bool
  ) -> [Float] {
    let actions = (0..<task.actionCount).map { Float($0 == lastAction ? 1 : 0) }
    let time = Float(stepCount) * (1 / Float(task.stepLimit))
    let row =
      shown.observation.numbers(count: task.observationCount) + actions
      + [Float(shown.reward), time]
    return isSilent ? row.map { _ in 0 } : row
  }

  private func choose(_ policy: [Float], using rng: inout Generator) -> Int {
    var rest = Float(uniform(using: &rng))
    for (action, p) in policy.dropLast().enumerated() {
      if rest < p { return action }
      rest -= p
    }
    return policy.count - 1
  }

  private func headGradients(
    _ steps: [[Step]], _ heads: [[[Float]]], entropyCoefficient: Float
  ) -> [[[Float]]] {
    let scale = Float(1 / Double(settings.environmentCount))
    var gradients = steps.map { $0.map { _ in [Float](repeating: 0, count: heads[0][0].count) } }
    for i in steps[0].indices {
      var following: Float = 0
      for t in steps.indices.reversed() where steps[t][i].isCounted {
        let (step, head) = (steps[t][i], heads[t][i])
        var advantage = step.reward - head[head.count - 1]
        if step.discount > 0 {
          advantage += step.discount * heads[t + 1][i][head.count - 1]
        }
        advantage += step.trace * following
        following = advantage
        let (policy, logarithms) = Reference.softmax(Array(head.dropLast()))
        var minusEntropy: Float = 0
        for (p, l) in zip(policy, logarithms) { minusEntropy += p * l }
        gradients[t][i] = policy.indices.map { j in
          let score = policy[j] - (j == step.action ? 1 : 0)
          let entropy = policy[j] * (logarithms[j] - minusEntropy)
          return scale * (advantage * score + entropyCoefficient * entropy)
        }
        gradients[t][i].append(scale * (Float(settings.valueCoefficient) * -advantage))
      }
    }
    return gradients
  }

  // MARK: - The change of the parameters

  private func clip(_ gradient: inout [Float]) {
    var sums = [Double](repeating: 0, count: 16)
    for (i, g) in gradient.enumerated() { sums[i % 16] += Double(g) * Double(g) }
    let norm = sums.reduce(0, +).squareRoot()
    guard let limit = settings.gradientNormLimit, norm > limit else { return }
    gradient = gradient.map { $0 * Float(limit / norm) }
  }

  private mutating func follow(_ gradient: [Float], rate: Float) {
    guard case .adam(let beta1, let beta2, let epsilon) = settings.optimizer else {
      fatalError("the reference training uses Adam")
    }
    func correction(_ beta: Double) -> Float {
      Float(1 - (0..<updatesDone).reduce(1.0) { power, _ in power * beta })
    }
    let (correction1, correction2) = (correction(beta1), correction(beta2))
    for (i, g) in gradient.enumerated() {
      mean[i] = ((1 - Float(beta1)) * g).addingProduct(Float(beta1), mean[i])
      square[i] = ((1 - Float(beta2)) * (g * g)).addingProduct(Float(beta2), square[i])
      let scale = (square[i] / correction2).squareRoot() + Float(epsilon)
      network.parameters[i].addProduct(-rate, mean[i] / correction1 / scale)
    }
  }
}
