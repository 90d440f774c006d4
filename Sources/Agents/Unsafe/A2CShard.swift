import Networks
import Numerics
import Tasks

/// Some environments and their network, unrolled: plays them, and finds the gradient of the loss.
///
/// Everything it needs is allocated once. Shards share nothing but the weights, which they only read.
final class A2CShard {
  /// What came of one update, summed.
  struct Sums {
    var steps = 0
    var episodes = 0
    var episodeReward = 0.0
    var entropy = 0.0
    var squaredError = 0.0
  }

  /// Where an environment is between two steps.
  enum Phase: UInt8 {
    /// In an episode.
    case running
    /// Stopped by an observer: the network still sees the last observation, to value what would follow.
    case stopping
    /// Over, or not begun.
    case over
  }

  let network: UnrolledNetwork
  let batch: EnvironmentBatch
  let size: Int
  private let stepLimit: Int
  private let settings: A2CSettings
  private let timeScale: Float
  private let carries: Bool
  private(set) var sums = Sums()

  /// For each environment, between steps.
  let players: UnsafeMutablePointer<Player>
  /// For each step, for each environment.
  private let actions: UnsafeMutablePointer<Int32>
  private let counts: UnsafeMutablePointer<Bool>
  private let rewards, discounts, traces, advantages: FloatBuffer

  /// One environment's side of the game.
  struct Player {
    /// The chance of its choices.
    var choices: Generator
    var phase = Phase.over
    var shown = TimeStep.restart()
    var lastAction = -1
    var stepCount = 0
    var episodeReward = 0.0
    /// How the episode began and went, to play it again after a resumption; kept only if states are
    /// carried.
    var beginning: Generator
    var history: [Int] = []
  }

  init(
    _ weights: NetworkWeights, batch: EnvironmentBatch, choices: [Generator], settings: A2CSettings
  ) {
    self.batch = batch
    self.settings = settings
    size = batch.count
    switch settings.unroll {
    case .episode: (stepLimit, carries) = (batch.stepLimit, false)
    case .steps(let count): (stepLimit, carries) = (count, true)
    }
    timeScale = 1 / Float(batch.stepLimit)
    // One step more, to value what follows the last.
    network = UnrolledNetwork(weights, batch: size, stepLimit: stepLimit + 1)
    let rows = stepLimit * size
    players = .allocate(capacity: size)
    for (b, generator) in choices.enumerated() {
      let player = Player(choices: generator, beginning: generator)
      (players + b).initialize(to: player)
    }
    actions = .allocate(capacity: rows)
    actions.initialize(repeating: 0, count: rows)
    counts = .allocate(capacity: rows)
    counts.initialize(repeating: false, count: rows)
    (rewards, discounts) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
    (traces, advantages) = (FloatBuffer(count: rows), FloatBuffer(count: rows))
  }

  deinit {
    players.deinitialize(count: size)
    players.deallocate()
    actions.deallocate()
    counts.deallocate()
  }

  /// One update's work: `network.gradient` becomes the gradient of the loss, times `scale`.
  func run(entropyCoefficient: Double, scale: Double) {
    sums = Sums()
    network.gradient.clear()
    let count = play()
    computeAdvantages(steps: count)
    computeHeadGradients(
      steps: count, entropyCoefficient: Float(entropyCoefficient), scale: Float(scale))
    network.backward(steps: count)
    if carries { network.carryState(from: count) }
  }

  // MARK: - Playing

  /// Plays until the unroll is full or all episodes are over: the number of steps.
  private func play() -> Int {
    if !carries {
      network.restart()
      for b in 0..<size { begin(b) }
    }
    var running = size
    var step = 0
    while step < stepLimit && (carries || running > 0) {
      if carries {
        for b in 0..<size where players[b].phase == .over {
          network.restart(row: b, at: step)
          begin(b)
        }
      }
      fillInputs(step)
      network.forward(step: step)
      for b in 0..<size {
        let row = step * size + b
        counts[row] = players[b].phase == .running
        if counts[row] {
          act(b, step, row)
          if players[b].phase != .running { running -= 1 }
        } else if players[b].phase == .stopping {
          players[b].phase = .over
        }
      }
      step += 1
    }
    // What would follow the last step counts where the world goes on.
    if (0..<size).contains(where: { players[$0].phase != .over }) {
      fillInputs(step)
      network.forward(step: step)
    }
    if carries {
      for b in 0..<size where players[b].phase == .stopping { players[b].phase = .over }
    }
    return step
  }

  private func begin(_ b: Int) {
    if carries {
      players[b].beginning = batch[generator: b]
      players[b].history.removeAll(keepingCapacity: true)
    }
    players[b].shown = batch.reset(b)
    players[b].phase = .running
    players[b].lastAction = -1
    players[b].stepCount = 0
    players[b].episodeReward = 0
  }

  private func act(_ b: Int, _ step: Int, _ row: Int) {
    let action = sample(network.probability(at: step) + b * batch.actionCount, b)
    let next = batch.step(b, action)
    if carries { players[b].history.append(action) }
    actions[row] = Int32(truncatingIfNeeded: action)
    rewards.pointer[row] = Float(next.reward)
    let sign = settings.negatesDiscount ? -1.0 : 1
    discounts.pointer[row] = Float(sign * settings.discount * next.discount)
    traces.pointer[row] =
      next.isLast ? 0 : Float(sign * settings.discount * next.discount * settings.lambda)
    follow(b, action, next)
    if next.isLast {
      sums.episodes += 1
      sums.episodeReward += players[b].episodeReward
      players[b].phase = next.discount > 0 ? .stopping : .over
    }
  }

  /// Takes over what an action led to.
  private func follow(_ b: Int, _ action: Int, _ next: TimeStep) {
    players[b].shown = next
    players[b].lastAction = action
    players[b].stepCount += 1
    players[b].episodeReward += next.reward
  }

  private func sample(_ probabilities: Floats, _ b: Int) -> Int {
    var rest = Float(uniform(using: &players[b].choices))
    let last = batch.actionCount - 1
    for action in 0..<last {
      if rest < probabilities[action] { return action }
      rest -= probabilities[action]
    }
    return last
  }

  private func fillInputs(_ step: Int) {
    for b in 0..<size {
      let input = network.input(at: step) + b * network.inputRow
      fillInput(
        input, settings.inputs, batch.observationCount, batch.actionCount,
        isSilent: players[b].phase == .over, shown: players[b].shown,
        lastAction: players[b].lastAction, time: Float(players[b].stepCount) * timeScale)
    }
  }

  // MARK: - Learning

  /// `δ[t] = r[t] + γ·V[t+1] − V[t]` and `A[t] = δ[t] + γλ·A[t+1]`, within episodes.
  private func computeAdvantages(steps count: Int) {
    let (width, valueColumn) = (network.headRow, batch.actionCount)
    for b in 0..<size {
      var following: Float = 0
      for step in (0..<count).reversed() {
        let row = step * size + b
        guard counts[row] else {
          following = 0
          continue
        }
        let value = network.head(at: step)[b * width + valueColumn]
        let discount = discounts.pointer[row]
        var advantage = rewards.pointer[row] - value
        if discount != 0 {
          advantage += discount * network.head(at: step + 1)[b * width + valueColumn]
        }
        advantage += traces.pointer[row] * following
        advantages.pointer[row] = advantage
        following = advantage
      }
    }
  }

  /// The gradient of `ActorCriticLoss` at every step; its value as sums for the report.
  private func computeHeadGradients(steps count: Int, entropyCoefficient: Float, scale: Float) {
    let actionCount = batch.actionCount
    let valueScale = Float(settings.valueCoefficient)
    for step in 0..<count {
      let (allGradients, allProbabilities) = (
        network.headGradient(at: step), network.probability(at: step)
      )
      let allLogarithms = network.logarithm(at: step)
      for b in 0..<size {
        let gradient = allGradients + b * network.headRow
        let row = step * size + b
        guard counts[row] else {
          gradient.update(repeating: 0, count: actionCount + 1)
          continue
        }
        let probabilities = allProbabilities + b * actionCount
        let logarithms = allLogarithms + b * actionCount
        var minusEntropy: Float = 0
        for j in 0..<actionCount { minusEntropy += probabilities[j] * logarithms[j] }
        let (advantage, action) = (advantages.pointer[row], Int(actions[row]))
        for j in 0..<actionCount {
          let score = probabilities[j] - (j == action ? 1 : 0)
          let entropy = probabilities[j] * (logarithms[j] - minusEntropy)
          gradient[j] = scale * (advantage * score + entropyCoefficient * entropy)
        }
        // R − V is the advantage.
        gradient[actionCount] = scale * (valueScale * -advantage)
        sums.steps += 1
        sums.entropy -= Double(minusEntropy)
        sums.squaredError += Double(advantage) * Double(advantage)
      }
    }
  }

  // MARK: - Going on after a stop

  /// What one environment needs to go on, as text: its two generators, its phase, and how its episode went.
  func savedPlayer(_ b: Int) -> String {
    let player = players[b]
    // A finished episode is over; only the chance goes on.
    let isOver = !carries || player.phase == .over
    let chance = isOver ? batch[generator: b] : player.beginning
    let history = isOver ? "over" : player.history.map(String.init).joined(separator: ".")
    return "\(text(chance)) \(text(player.choices)) \(history)"
  }

  /// Takes up what `savedPlayer` gave: plays the present episode again, from its beginning. Whether the
  /// text made sense.
  func restorePlayer(_ b: Int, from text: String) -> Bool {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, let chance = generator(parts[0]), let choices = generator(parts[1])
    else { return false }
    batch[generator: b] = chance
    players[b].choices = choices
    players[b].phase = .over
    if parts[2] == "over" { return true }
    let actions = parts[2].split(separator: ".").map { Int($0) ?? -1 }
    guard actions.allSatisfy({ $0 >= 0 && $0 < batch.actionCount }), carries else { return false }
    begin(b)
    for (i, action) in actions.enumerated() {
      let next = batch.step(b, action)
      follow(b, action, next)
      players[b].history.append(action)
      if next.isLast { return i == actions.count - 1 }
    }
    return true
  }

  private func text(_ generator: Generator) -> String {
    let s = generator.state
    return [s.0, s.1, s.2, s.3].map { String($0, radix: 16) }.joined(separator: ".")
  }

  private func generator(_ text: Substring) -> Generator? {
    let words = text.split(separator: ".").compactMap { UInt64($0, radix: 16) }
    guard words.count == 4, words.contains(where: { $0 != 0 }) else { return nil }
    return Generator(state: (words[0], words[1], words[2], words[3]))
  }
}

/// Writes one row of a network's inputs.
func fillInput(
  _ row: Floats, _ inputs: MetaLearnerInputs, _ observationCount: Int, _ actionCount: Int,
  isSilent: Bool, shown: TimeStep, lastAction: Int, time: Float
) {
  let count = inputs.count(observationCount: observationCount, actionCount: actionCount)
  row.update(repeating: 0, count: count)
  if isSilent { return }
  var next = row
  if inputs.observation {
    switch shown.observation {
    case .nothing: break
    case .cue(let index):
      require(index >= 0 && index < observationCount, "cue \(index) among \(observationCount)")
      next[index] = 1
    case .numbers(let numbers):
      require(
        numbers.count == observationCount,
        "an observation of \(numbers.count) numbers, not \(observationCount)")
      for (i, x) in numbers.enumerated() { next[i] = x }
    }
    next += observationCount
  }
  if inputs.previousAction {
    if lastAction >= 0 { next[lastAction] = 1 }
    next += actionCount
  }
  if inputs.previousReward {
    next[0] = Float(shown.reward)
    next += 1
  }
  if inputs.time { next[0] = time }
}
