import Networks
import Numerics
import Tasks

/// What happened inside a network at one step; with a critic of its own, inside the actor.
public struct Activity: Equatable, Sendable {
  /// `[units]`, the output h of the last recurrent layer, each in (−1, 1).
  public let hidden: [Float]
  /// `[units]`, the cells c of the last layer if it is an LSTM; else empty.
  public let cells: [Float]
  /// The gates of the last layer, each `[units]`: input, forget, candidate and output of an LSTM, and the
  /// reinstatement of an episodic one; reset, update, recurrent part and candidate of a GRU.
  public let gates: [[Float]]
  /// `[actions]`, π(a).
  public let policy: [Float]
  /// V, in units of reward.
  public let value: Double
  /// The prediction error that the actor was told, after any intervention; 0 unless the critic is
  /// separate.
  public let toldPredictionError: Double
}

/// A trained network that acts: its weights are fixed, and all that changes is its activity and what it has
/// stored, in an episodic memory or for attention.
///
/// Copies share these, so one copy plays at a time.
public struct FrozenAgent: Agent {
  /// The network's shape.
  public let architecture: Architecture
  /// What the network is told.
  public let inputs: MetaLearnerInputs
  /// Whether it takes the likeliest action instead of choosing by the probabilities.
  public var isGreedy = false
  /// Changes the prediction error that an actor with a separate critic is told: given the error δ, what
  /// the task shows with its reward, and the action before, it gives what the actor hears in the place of
  /// δ. nil changes nothing.
  ///
  /// ```swift
  /// agent.intervention = { error, shown, _ in shown.reward > 1 ? error - 4 : error }
  /// ```
  public var intervention: (@Sendable (Double, TimeStep, Int?) -> Double)?
  /// What it remembers from one inner episode to the next; nil without episodic layers.
  public let memory: EpisodicMemory?
  let shape: AgentShape
  private let weights: NetworkWeights
  private let acting: ActingNetwork
  private var network: UnrolledNetwork { acting.network }
  private var situation: Situation?
  private var erasure: Erasure = []
  private var lastAction = -1

  /// A network with fixed weights, without an episodic memory.
  ///
  /// - Parameters:
  ///   - architecture: its shape.
  ///   - parameters: of that shape; traps otherwise.
  ///   - inputs: what it is told, as in its training.
  ///   - observationCount: of the task; traps when the inputs do not fit the shape.
  ///   - stepLimit: of the task it was trained on: the unit of the input time.
  public init(
    _ architecture: Architecture, parameters: Parameters, inputs: MetaLearnerInputs,
    observationCount: Int, stepLimit: Int
  ) {
    self.init(
      architecture, parameters: parameters,
      AgentShape(
        inputs: inputs, observationCount: observationCount,
        contextCount: architecture.attention?.contextCount ?? 0, stepLimit: stepLimit))
  }

  init(_ architecture: Architecture, parameters: Parameters, _ shape: AgentShape) {
    let count = shape.inputs.count(
      observationCount: shape.observationCount, actionCount: architecture.actionCount)
    require(
      count == architecture.inputCount,
      "\(count) inputs for a network of \(architecture.inputCount)"
    )
    self.architecture = architecture
    self.shape = shape
    inputs = shape.inputs
    memory = shape.makeMemory(architecture)
    weights = NetworkWeights(architecture, parameters: parameters)
    acting = ActingNetwork(weights, shape, size: 1, stepLimit: 1)
  }

  /// The weights, to be compared before and after: `parameters.hash` does not change.
  public var parameters: Parameters { weights.parameters }

  /// What an experiment takes from a frozen network between two steps.
  public struct Erasure: OptionSet, Hashable, Sendable {
    /// A set as a number: 1 for the activity, 2 for the last action.
    public let rawValue: Int

    /// A set from its number.
    ///
    /// - Parameter rawValue: 1 for the activity, 2 for the last action, 3 for both.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The state of all recurrent units, those of a critic of its own included: it is again what it is at the
    /// beginning of an episode.
    public static let activity = Self(rawValue: 1)
    /// What the network is told of its last action: nothing, as at the beginning of an episode.
    public static let lastAction = Self(rawValue: 2)
  }

  /// Takes something from the network, once, just before its next step. What the task shows then, the reward
  /// included, and the time are told as always; a memory stays. Before the first step of an episode there is
  /// nothing to be taken.
  ///
  /// ```swift
  /// if step.observation == .cue(0) { agent.erase(.activity) }
  /// return agent.action(after: step, using: &rng)
  /// ```
  ///
  /// - Parameter what: is taken; added to what is to be taken already.
  public mutating func erase(_ what: Erasure) { erasure.formUnion(what) }

  /// Lets the activity begin anew, as at the beginning of each episode of training, and forgets all that was
  /// stored.
  public mutating func begin() {
    situation = nil
    erasure = []
    lastAction = -1
    memory?.clear()
    network.forget(row: 0)
  }

  /// Takes one step of the network and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken unless the agent is greedy.
  /// - Returns: an action.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    see(step)
    let probabilities = network.probability(at: 0)
    let last = architecture.actionCount - 1
    var choice = last
    if isGreedy {
      choice = (0...last).reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    } else {
      var rest = Float(uniform(using: &rng))
      for action in 0..<last {
        if rest < probabilities[action] {
          choice = action
          break
        }
        rest -= probabilities[action]
      }
    }
    lastAction = choice
    return choice
  }

  /// Takes one step of the network, and an action that was chosen elsewhere: by another network, or by a
  /// person whose session is played again. `activity.policy` then tells how likely it was here.
  ///
  /// - Parameters:
  ///   - action: in `0..<actionCount`; traps otherwise.
  ///   - step: what the task showed before it.
  public mutating func take(_ action: Int, after step: TimeStep) {
    require(
      (0..<architecture.actionCount).contains(action),
      "action \(action) of \(architecture.actionCount)")
    see(step)
    lastAction = action
  }

  /// Takes one step of the network without choosing, as after the last time step of an episode.
  ///
  /// - Parameter step: what the task shows.
  public mutating func see(_ step: TimeStep) {
    var now = Situation(step)
    if let before = situation {
      now = before
      now.follow(lastAction, step, value: acting.value(row: 0, at: 0))
      network.carryState(from: 1)
      if erasure.contains(.activity) { network.restart(row: 0, at: 0) }
      if erasure.contains(.lastAction) { now.lastAction = -1 }
    } else {
      network.clearRestarts()
    }
    erasure = []
    let memories = memory.map { [Unmanaged.passUnretained($0)] } ?? []
    acting.see(&now, memories, at: 0, intervene: intervention)
    acting.keep(&now, memories, row: 0, at: 0)
    situation = now
  }

  /// What the network attended to at the last step it took, the oldest entry first, with the weights it gave
  /// to each: they sum to 1, or to less if it can abstain. Empty if it read nothing; with a critic of its
  /// own, the actor's.
  ///
  /// ```swift
  /// let onThisDoor = agent.attention.filter { $0.context == barcode }.map(\.weight).reduce(0, +)
  /// ```
  public var attention: [AttendedEntry] { network.attended(row: 0, at: 0) }

  /// What happened in the network at the last step it took.
  public var activity: Activity {
    let (h, actions) = (architecture.outputCount, architecture.actionCount)
    let read = { (place: Floats, count: Int) in (0..<count).map { place[$0] } }
    var (cells, gates): ([Float], Floats?) = ([], nil)
    var gateCount = 4
    switch network.topLayer {
    case let layer as LSTMLayer:
      cells = read(layer.cell(before: 1), h)
      (gates, gateCount) = (layer.gate(at: 0), layer.gateCount)
    case let layer as GRULayer:
      gates = layer.gate(at: 0)
    default: break
    }
    return Activity(
      hidden: read(network.hidden(at: 0), h), cells: cells,
      gates: gates.map { gate in (0..<gateCount).map { read(gate + $0 * h, h) } } ?? [],
      policy: read(network.probability(at: 0), actions),
      value: Double(acting.value(row: 0, at: 0)),
      toldPredictionError: Double(acting.predictionErrors[0]))
  }
}
