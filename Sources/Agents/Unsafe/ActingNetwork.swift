import Networks
import Numerics
import Tasks

/// What a meta-learner is, apart from its weights: what its network is told, and what it can look up.
struct AgentShape {
  let inputs: MetaLearnerInputs
  let observationCount: Int
  let contextCount: Int
  /// The most steps of an episode, the unit of the input time.
  let stepLimit: Int
  /// γ, for the prediction error that an actor is told.
  let discount: Double
  let memory: EpisodicMemorySettings

  init(
    _ settings: some MetaLearnerSettings, observationCount: Int, contextCount: Int, stepLimit: Int
  ) {
    (inputs, discount, memory) = (settings.inputs, settings.discount, settings.memory)
    self.observationCount = observationCount
    self.contextCount = contextCount
    self.stepLimit = stepLimit
  }

  init(inputs: MetaLearnerInputs, observationCount: Int, contextCount: Int, stepLimit: Int) {
    (self.inputs, discount, memory) = (inputs, 0, EpisodicMemorySettings())
    (self.observationCount, self.contextCount) = (observationCount, contextCount)
    self.stepLimit = stepLimit
  }

  /// A memory for one environment; nil if the network has no use for one.
  func makeMemory(_ architecture: Architecture) -> EpisodicMemory? {
    if architecture.memoryCount == 0 { return nil }
    require(contextCount > 0, "an episodic network for a task without contexts")
    return EpisodicMemory(
      keyCount: contextCount, valueCount: architecture.memoryCount, memory)
  }
}

/// Episodic memories that somebody else holds: whoever uses them at each step of each environment does not
/// count references, which would wait each time until all that was written before is in the cache.
typealias MemoryReferences = [Unmanaged<EpisodicMemory>]

/// A network that sees situations, one for each row of its batch, with its episodic memories: the part of a
/// meta-learner that training and frozen playing share.
final class ActingNetwork {
  /// Changes what an actor is told of a prediction error.
  typealias Intervention = (_ predictionError: Double, _ shown: TimeStep, _ action: Int?) -> Double

  let network: UnrolledNetwork
  private let shape: AgentShape
  private let timeScale: Float
  private let inputCount, actionCount: Int
  private let critic: Architecture.Critic
  private let attends: Bool
  /// Each row's context, written when it is seen: `[batch, contextCount]`.
  private let contexts: FloatBuffer
  /// Where what memory gives each row stands, while it is seen: `[batch]`.
  private let recalled: UnsafeMutablePointer<Floats?>
  /// What each row's actor was last told of its prediction error; 0 unless the critic is separate.
  let predictionErrors: FloatBuffer

  init(_ weights: NetworkWeights, _ shape: AgentShape, size: Int, stepLimit: Int) {
    let architecture = weights.architecture
    network = UnrolledNetwork(weights, batch: size, stepLimit: stepLimit)
    self.shape = shape
    timeScale = 1 / Float(shape.stepLimit)
    (inputCount, actionCount) = (architecture.inputCount, architecture.actionCount)
    critic = architecture.critic
    attends = architecture.attention != nil
    let wanted = architecture.attention?.contextCount ?? shape.contextCount
    require(
      wanted == shape.contextCount,
      "attention to contexts of \(wanted) numbers, not \(shape.contextCount)")
    contexts = FloatBuffer(count: size * shape.contextCount)
    recalled = .allocate(capacity: size)
    recalled.initialize(repeating: nil, count: size)
    predictionErrors = FloatBuffer(count: size)
  }

  deinit { recalled.deallocate() }

  /// Shows the network what each environment shows, and takes one step of it.
  ///
  /// A critic of its own goes first and is told the reward. The actor is told, in place of the reward, the
  /// error of the critic's prediction, as `intervene` changes it; or the same as the critic, if they are
  /// independent.
  func see(
    _ situations: UnsafeMutablePointer<Situation>, _ memories: MemoryReferences, at step: Int,
    intervene: Intervention? = nil
  ) {
    let (input, inputRow) = (network.critic.input(at: step), network.critic.inputRow)
    for b in 0..<network.batch {
      let situation = situations + b
      if situation.pointee.beginsAnew { network.restart(row: b, at: step) }
      if !memories.isEmpty || attends { writeContext(of: situation, b) }
      if attends { attend(situation, b, step) }
      write(situation, reward: situation.pointee.reward, to: input + b * inputRow)
    }
    // Taken over only when all are found: by then they are near, wherever they were.
    for b in memories.indices { recalled[b] = recall(situations + b, memories[b], b) }
    for b in memories.indices { network.remember(recalled[b], row: b, at: step) }
    if critic != .shared {
      network.forwardCritic(step: step)
      let (actorInput, actorRow) = (network.actor.input(at: step), network.actor.inputRow)
      for b in 0..<network.batch {
        if critic == .separate {
          let error = predictionError(situations + b, b, step, intervene)
          predictionErrors.pointer[b] = error
          write(situations + b, reward: error, to: actorInput + b * actorRow)
        } else {
          (actorInput + b * actorRow).update(from: input + b * inputRow, count: inputCount)
        }
      }
    }
    network.forwardActor(step: step)
  }

  /// Whether anything may have to be kept of a step.
  func keeps(_ memories: MemoryReferences) -> Bool { attends || !memories.isEmpty }

  /// Stores what is to be kept of one row's step, as `see` saw it.
  func keep(
    _ situation: UnsafeMutablePointer<Situation>, _ memories: MemoryReferences, row b: Int,
    at step: Int
  ) {
    guard situation.pointee.stores else { return }
    if attends { network.store(under: context(b), row: b, after: step) }
    if memories.isEmpty { return }
    let place = memories[b]._withUnsafeGuaranteedRef { $0.append(under: context(b)) }
    network.copyMemory(row: b, after: step, to: place)
  }

  /// V of a row.
  func value(row b: Int, at step: Int) -> Float {
    network.value(at: step)[b * network.valueRow]
  }

  private func recall(
    _ situation: UnsafeMutablePointer<Situation>, _ memory: Unmanaged<EpisodicMemory>, _ b: Int
  ) -> Floats? {
    guard situation.pointee.retrieves, !situation.pointee.isSilent else { return nil }
    return memory._withUnsafeGuaranteedRef { $0.retrieve(context(b)) }
  }

  /// What an episode stored is forgotten when the next begins; an inner one goes on with it.
  private func attend(_ situation: UnsafeMutablePointer<Situation>, _ b: Int, _ step: Int) {
    if situation.pointee.shown.stage == .first { network.forget(row: b) }
    let asks = situation.pointee.retrieves && !situation.pointee.isSilent
    network.attend(to: asks ? context(b) : nil, row: b, at: step)
  }

  private func writeContext(of situation: UnsafeMutablePointer<Situation>, _ b: Int) {
    guard situation.pointee.retrieves || situation.pointee.stores, !situation.pointee.isSilent
    else { return }
    situation.pointee.shown.recall?.context.write(to: context(b), count: shape.contextCount)
  }

  private func context(_ b: Int) -> Floats { contexts.pointer + b * shape.contextCount }

  private func write(
    _ situation: UnsafeMutablePointer<Situation>, reward: Float, to row: Floats
  ) {
    shape.inputs.write(
      situation, reward: reward, timeScale: timeScale, observationCount: shape.observationCount,
      actionCount: actionCount, to: row)
  }

  private func predictionError(
    _ situation: UnsafeMutablePointer<Situation>, _ b: Int, _ step: Int, _ intervene: Intervention?
  ) -> Float {
    let error = situation.pointee.predictionError(
      value: value(row: b, at: step), discount: Float(shape.discount))
    guard let intervene, !situation.pointee.isSilent else { return error }
    let lastAction = situation.pointee.lastAction
    return Float(
      intervene(Double(error), situation.pointee.shown, lastAction >= 0 ? lastAction : nil))
  }
}
