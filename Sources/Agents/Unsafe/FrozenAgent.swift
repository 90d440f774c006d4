import Networks
import Numerics
import Tasks

/// What happened inside a network at one step.
public struct Activity: Equatable, Sendable {
  /// `[units]`, the output h of the last recurrent layer, each in (−1, 1).
  public let hidden: [Float]
  /// `[units]`, the cells c of the last layer if it is an LSTM; else empty.
  public let cells: [Float]
  /// The gates of the last layer, each `[units]`: input, forget, candidate and output of an LSTM; reset,
  /// update, recurrent part and candidate of a GRU.
  public let gates: [[Float]]
  /// `[actions]`, π(a).
  public let policy: [Float]
  /// V, in units of reward.
  public let value: Double
}

/// A trained network that acts: its weights are fixed, and all that changes is its activity.
///
/// Copies share that activity, so one copy plays at a time.
public struct FrozenAgent: Agent {
  /// The network's shape.
  public let architecture: Architecture
  /// What the network is told.
  public let inputs: MetaLearnerInputs
  /// Whether it takes the likeliest action instead of choosing by the probabilities.
  public var isGreedy = false
  private let weights: NetworkWeights
  private let network: UnrolledNetwork
  private let observationCount: Int
  private let timeScale: Float
  private var lastAction = -1
  private var stepCount = 0

  /// A network with fixed weights.
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
    let count = inputs.count(
      observationCount: observationCount, actionCount: architecture.actionCount)
    require(
      count == architecture.inputCount,
      "\(count) inputs for a network of \(architecture.inputCount)"
    )
    self.architecture = architecture
    self.inputs = inputs
    self.observationCount = observationCount
    timeScale = 1 / Float(stepLimit)
    weights = NetworkWeights(architecture, parameters: parameters)
    network = UnrolledNetwork(weights, batch: 1, stepLimit: 1)
  }

  /// The weights, to be compared before and after: `parameters.hash` does not change.
  public var parameters: Parameters { weights.parameters }

  /// Sets the activity to zero, as at the beginning of each episode of training.
  public mutating func begin() {
    network.restart()
    lastAction = -1
    stepCount = 0
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

  /// Takes one step of the network without choosing, as after the last time step of an episode.
  ///
  /// - Parameter step: what the task shows.
  public mutating func see(_ step: TimeStep) {
    if stepCount > 0 { network.carryState(from: 1) }
    fillInput(
      network.input(at: 0), inputs, observationCount, architecture.actionCount, isSilent: false,
      shown: step, lastAction: lastAction, time: Float(stepCount) * timeScale)
    network.forward(step: 0)
    stepCount += 1
  }

  /// What happened in the network at the last step it took.
  public var activity: Activity {
    let (h, actions) = (architecture.outputCount, architecture.actionCount)
    let read = { (place: Floats, count: Int) in (0..<count).map { place[$0] } }
    var (cells, gates): ([Float], Floats?) = ([], nil)
    switch network.layers[network.layers.count - 1] {
    case let layer as LSTMLayer:
      cells = read(layer.cell(before: 1), h)
      gates = layer.gate(at: 0)
    case let layer as GRULayer:
      gates = layer.gate(at: 0)
    default: break
    }
    return Activity(
      hidden: read(network.hidden(at: 0), h), cells: cells,
      gates: gates.map { gate in (0..<4).map { read(gate + $0 * h, h) } } ?? [],
      policy: read(network.probability(at: 0), actions),
      value: Double(network.head(at: 0)[actions]))
  }
}
