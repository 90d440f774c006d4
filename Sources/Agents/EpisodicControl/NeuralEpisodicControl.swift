import Networks
import Numerics
import Tasks

/// Neural episodic control: for each action a dictionary of what it was worth, looked up by likeness.
///
/// What is seen becomes a key h, and `Q(h, a)` is the mean of the values that the dictionary of a holds
/// under the nearest keys (`ValueDictionary`). Each step is written, N steps later or when the world ends (if
/// only the observer stops looking, when the next episode begins), with the target
///
/// `Q⁽ᴺ⁾ = Σ_{j<N} γʲ·r_{t+j} + γᴺ·max Q(s_{t+N}, ·)`,
///
/// so one episode is enough to know a way to its reward. If `settings.replay` is there, every few steps the
/// loss `½·(Q − Q⁽ᴺ⁾)²`, as the mean over a minibatch of what was lived, goes down its gradient in the
/// embedding's weights, in the stored keys and in the stored values.
///
/// An action whose dictionary is empty is worth 0. What took part in judging the actions of a lived step
/// counts as used; replay does not.
///
/// - Source: Pritzel et al. (2017), algorithm 1.
public struct NeuralEpisodicControl: Sendable {
  /// How it embeds, stores and learns.
  public let settings: EpisodicControlSettings
  /// How many numbers an observation has.
  public let observationCount: Int
  /// `[action]`, what each was worth.
  public private(set) var dictionaries: [ValueDictionary]
  /// The weights of the embedding.
  public private(set) var weights: Parameters
  /// How many steps it has lived.
  public private(set) var stepCount = 0
  private let embedding: DenseEmbedding
  private var optimizer: SharedOptimizer
  private var replay: ReplayBuffer
  /// The last steps, at most N, whose targets are not known yet.
  private var pending: [PendingStep] = []
  /// What was seen after the last of them; nil if nothing follows.
  private var after: [Float]?
  private var rng: Generator

  private struct PendingStep {
    let observation, key: [Float]
    let action: Int
    let reward: Double
  }

  /// A learner that has lived nothing.
  ///
  /// - Parameters:
  ///   - observationCount: at least 1; traps otherwise.
  ///   - actionCount: at least 1; traps otherwise.
  ///   - settings: how it embeds, stores and learns; traps when one is out of its range.
  ///   - rng: draws the embedding and the minibatches; its own copy goes on from here.
  public init(
    observationCount: Int, actionCount: Int,
    _ settings: EpisodicControlSettings = EpisodicControlSettings(), using rng: Generator
  ) {
    require(observationCount >= 1, "observations of \(observationCount) numbers")
    require(actionCount >= 1, "a choice of \(actionCount) actions")
    settings.check()
    (self.settings, self.observationCount, self.rng) = (settings, observationCount, rng)
    dictionaries = (0..<actionCount).map { _ in
      ValueDictionary(
        keyCount: settings.keyCount, capacity: settings.capacity,
        neighbourCount: settings.neighbourCount, delta: settings.delta)
    }
    embedding = DenseEmbedding(
      observationCount: observationCount, hiddenUnitCounts: settings.hiddenUnitCounts,
      keyCount: settings.keyCount)
    weights = embedding.initialParameters(keyScale: settings.keyScale, using: &self.rng)
    let learning = settings.replay ?? .init()
    optimizer = SharedOptimizer(learning.optimizer, count: weights.layout.count)
    replay = ReplayBuffer(capacity: learning.capacity)
  }

  /// How many actions.
  public var actionCount: Int { dictionaries.count }

  /// The key of an observation, h.
  ///
  /// - Parameter observation: `[observationCount]`; traps on another count.
  /// - Returns: `[settings.keyCount]`.
  public func key(of observation: [Float]) -> [Float] {
    require(
      observation.count == observationCount,
      "an observation of \(observation.count) numbers, not \(observationCount)")
    return embedding.activities(of: observation, weights.values)[
      settings.hiddenUnitCounts.count + 1]
  }

  /// What the actions are worth, `Q(h, ·)`.
  ///
  /// - Parameter observation: `[observationCount]`; traps on another count.
  /// - Returns: `[actionCount]`, in units of reward; 0 for an action that was never written.
  public func actionValues(seeing observation: [Float]) -> [Double] {
    let key = key(of: observation)
    return dictionaries.map { Double($0.answer(to: key)?.value ?? 0) }
  }

  // MARK: - Writing

  /// Prepares for an episode that does not continue the last; what is left of that is written, as if it had
  /// gone on with the best actions.
  public mutating func begin() {
    write(pending.count)
  }

  /// Learns from a step.
  ///
  /// - Parameters:
  ///   - observation: `[observationCount]`, what was seen before it; traps on another count, and when its
  ///     key is not of finite numbers.
  ///   - action: in 0 ..< `actionCount`; traps otherwise.
  ///   - reward: what followed, finite; traps otherwise.
  ///   - next: `[observationCount]`, what was seen after it; nil if the world ended. Traps on another count.
  public mutating func learn(
    seeing observation: [Float], action: Int, reward: Double, next: [Float]?
  ) {
    require(dictionaries.indices.contains(action), "action \(action) of \(actionCount)")
    require(reward.isFinite, "a reward of \(reward)")
    let key = key(of: observation)
    for a in dictionaries.indices {
      if let answer = dictionaries[a].answer(to: key) { dictionaries[a].use(answer) }
    }
    pending.append(
      PendingStep(observation: observation, key: key, action: action, reward: reward))
    after = next
    stepCount += 1
    if next == nil {
      write(pending.count)
    } else if pending.count == settings.horizon {
      write(1)
    }
    if let learning = settings.replay, stepCount % learning.period == 0, replay.count > 0 {
      learnFromReplay(learning)
    }
  }

  /// Writes the oldest of the pending steps, in the order in which they were lived.
  private mutating func write(_ count: Int) {
    if count == 0 { return }
    var target = after.map { actionValues(seeing: $0).reduce(-Double.infinity, max) } ?? 0
    var targets: [Double] = []
    for step in pending.reversed() {
      target = step.reward + settings.discount * target
      targets.append(target)
    }
    for (step, target) in zip(pending, targets.reversed()).prefix(count) {
      dictionaries[step.action].write(
        Float(target), under: step.key, rate: settings.writingRate)
      if settings.replay != nil {
        replay.append(
          ReplayedStep(observation: step.observation, action: step.action, target: Float(target)))
      }
    }
    pending.removeFirst(count)
  }

  // MARK: - Gradients

  /// One step down the gradient of a minibatch.
  mutating func learnFromReplay(_ learning: EpisodicControlSettings.Replay) {
    let batch = (0..<learning.batchCount).map { _ in replay.draw(using: &rng) }
    let gradient = gradient(of: batch)
    optimizer.update(&weights.values, gradient: gradient.weights, rate: learning.learningRate)
    for entry in gradient.entries {
      dictionaries[entry.action].change(
        entry.slot, key: entry.key.map { $0 * Float(-learning.keyRate) },
        value: entry.value * Float(-learning.valueRate))
    }
  }

  /// The gradient of `mean ½·(Q − target)²`.
  func gradient(of batch: [ReplayedStep]) -> EpisodicControlGradient {
    var gradient = EpisodicControlGradient(
      weights: [Float](repeating: 0, count: weights.layout.count), entries: [], loss: 0)
    let activities = batch.map { embedding.activities(of: $0.observation, weights.values) }
    let depth = settings.hiddenUnitCounts.count + 1
    for action in dictionaries.indices {
      let steps = batch.indices.filter { batch[$0].action == action }
      let queries = steps.flatMap { activities[$0][depth] }
      guard !steps.isEmpty, let answers = dictionaries[action].answers(to: queries) else {
        continue
      }
      for (step, answer) in zip(steps, answers) {
        let stored = answer.neighbours.map { dictionaries[action][$0.slot] }
        let mean = InverseDistanceMean(
          squaredDistances: answer.neighbours.map(\.squaredDistance),
          values: stored.map(\.value), delta: dictionaries[action].delta)
        let error = mean.value - batch[step].target
        let share = error / Float(batch.count)
        let slopes = mean.slopes(query: activities[step][depth], keys: stored.map(\.key))
        for (i, neighbour) in answer.neighbours.enumerated() {
          gradient.entries.append(
            .init(
              action: action, slot: neighbour.slot, key: slopes.keys[i].map { $0 * share },
              value: mean.valueSlopes[i] * share))
        }
        embedding.addGradient(
          ofKey: slopes.query.map { $0 * share }, activities[step], weights.values,
          to: &gradient.weights)
        gradient.loss += 0.5 * error * share
      }
    }
    require(gradient.loss.isFinite, "the loss of a minibatch is \(gradient.loss)")
    return gradient
  }
}

/// The gradient of a minibatch's loss.
struct EpisodicControlGradient {
  /// In one stored entry; an entry may come several times.
  struct Entry {
    let action, slot: Int
    let key: [Float]
    let value: Float
  }

  /// In the weights of the embedding.
  var weights: [Float]
  var entries: [Entry]
  /// `mean ½·(Q − target)²`.
  var loss: Float
}

// MARK: - Living

extension NeuralEpisodicControl: WorldLearner {
  /// How many states: each is seen as a cue.
  public var stateCount: Int { observationCount }

  /// What the actions are worth in a state.
  ///
  /// - Parameter state: in 0 ..< `stateCount`; traps otherwise.
  /// - Returns: `[actionCount]`, in units of reward; 0 for an action that was never written.
  public func actionValues(in state: Int) -> [Double] { actionValues(seeing: cue(state)) }

  /// Learns from a step in a world of states.
  ///
  /// - Parameter step: what happened.
  public mutating func learn(_ step: WorldStep) {
    learn(
      seeing: cue(step.state), action: step.action, reward: step.reward, next: step.next.map(cue))
  }

  private func cue(_ state: Int) -> [Float] { Observation.cue(state).numbers(count: stateCount) }

  /// Lives through one episode of any task, whatever its observations are, and learns from every step. At
  /// the end of an inner episode the world ends, for what was done in it.
  ///
  /// - Parameters:
  ///   - task: reset first; traps if it has other observations or actions.
  ///   - rule: how actions are chosen.
  ///   - rng: the source of randomness, of the task and of the choices.
  /// - Returns: `[steps]`, the rewards.
  @discardableResult
  public mutating func live<Task: Environment>(
    seeing task: inout Task, choosing rule: ChoiceRule, using rng: inout Generator
  ) -> [Double] {
    require(
      task.observationCount == observationCount && task.actionCount == actionCount,
      "a learner of \(observationCount) numbers and \(actionCount) actions in a task with "
        + "\(task.observationCount) and \(task.actionCount)")
    begin()
    var rewards: [Double] = []
    var shown = task.reset(using: &rng)
    while !shown.isLast {
      let before = shown.observation.numbers(count: observationCount)
      let values = actionValues(seeing: before)
      let action = categorical(rule.probabilities(values), using: &rng)
      shown = task.step(action, using: &rng)
      // The world ends here, or an inner episode does.
      let isOver = shown.discount == 0
      learn(
        seeing: before, action: action, reward: shown.reward,
        next: isOver ? nil : shown.observation.numbers(count: observationCount))
      rewards.append(shown.reward)
    }
    return rewards
  }
}
