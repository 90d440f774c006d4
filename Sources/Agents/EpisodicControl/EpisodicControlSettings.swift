import Networks
import Numerics

/// How neural episodic control embeds what it sees, what it stores and how it learns.
///
/// - Source: Pritzel et al. (2017), where a convolutional network embeds the screens of Atari games. Theirs:
///   p = 50, δ = 10⁻³, N = 100, γ = 0.99, 5·10⁵ values for each action, minibatches of 32 from the last 10⁵
///   steps, one update in 16 frames. Rates of writing and of learning are ours: theirs we could not check.
public struct EpisodicControlSettings: Hashable, Codable, Sendable {
  /// Learning by gradients, on minibatches of what was lived.
  public struct Replay: Hashable, Codable, Sendable {
    /// η of the embedding's weights, at least 0; with 0 they stay as they were drawn.
    public var learningRate = 1e-3
    /// The rule for the weights.
    public var optimizer = Optimizer.rmsProp()
    /// The rate at which stored keys follow their gradient, at least 0.
    public var keyRate = 0.1
    /// The rate at which stored values follow theirs, at least 0.
    public var valueRate = 0.1
    /// Steps of a minibatch, at least 1.
    public var batchCount = 32
    /// A minibatch follows every so many steps, at least 1.
    public var period = 4
    /// How many steps are kept to be replayed, at least 1; the oldest goes first.
    public var capacity = 100_000

    /// The defaults.
    public init() {}
    /// The defaults with some of them changed.
    ///
    /// - Parameter change: sets what differs from the defaults.
    public init(_ change: (inout Self) -> Void) { change(&self) }
  }

  /// Rectified units of the embedding's hidden layers, from the observation up; none: a projection.
  public var hiddenUnitCounts: [Int] = []
  /// How many numbers a key has, at least 1.
  public var keyCount = 16
  /// How far apart keys are before anything is learned, in units of the distance of what was seen: the
  /// greater, the more an exact key outweighs the others. Above 0.
  public var keyScale = 1.0
  /// p: how many of the nearest keys answer, at least 1.
  public var neighbourCount = 50
  /// δ of the inverse distance, above 0.
  public var delta = 1e-3
  /// The most values stored for each action, at least 1.
  public var capacity = 500_000
  /// γ, in [0, 1], a step.
  public var discount = 0.99
  /// N: how many rewards a target sums before it trusts a stored value, at least 1.
  public var horizon = 100
  /// α: how far a value that is there already moves to a new target, in [0, 1].
  public var writingRate = 0.5
  /// Learning by gradients; nil: the embedding is a fixed random one, and only writing teaches.
  public var replay: Replay?

  /// The defaults: a fixed random projection.
  public init() {}

  /// The defaults with some of them changed.
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) { change(&self) }

  /// Traps when a setting is out of its range that nothing else checks.
  func check() {
    require(keyCount >= 1, "keys of \(keyCount) numbers")
    require(keyScale > 0 && keyScale.isFinite, "keys scaled by \(keyScale)")
    require(hiddenUnitCounts.allSatisfy { $0 >= 1 }, "layers of \(hiddenUnitCounts) units")
    require(horizon >= 1, "targets of \(horizon) steps")
    requireUnit([("discount", discount), ("rate of writing", writingRate)])
    guard let replay else { return }
    require(
      replay.batchCount >= 1 && replay.period >= 1 && replay.capacity >= 1,
      "minibatches of \(replay.batchCount) of \(replay.capacity) steps, every \(replay.period)")
    for rate in [replay.learningRate, replay.keyRate, replay.valueRate] {
      require(rate >= 0 && rate.isFinite, "a rate of \(rate)")
    }
  }
}
