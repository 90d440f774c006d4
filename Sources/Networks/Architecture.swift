import Numerics

/// The shape of a recurrent actor-critic: dense layers if wanted, recurrent layers one on the other, then a
/// policy and a value.
///
/// ```swift
/// let network = Architecture(inputCount: 6, layers: [.lstm(48)], actionCount: 2)
/// network.layout.count  // how many parameters it has
/// ```
///
/// All weights into a layer are one matrix with a row for each input. A dense layer's rows are `[1 | x]`.
/// An LSTM's rows are `[h | 1 | x]`, its columns the gates `[input | forget | cell | output]`, h wide
/// each; an episodic LSTM has a fifth, `reinstatement`. A GRU has two matrices: rows `[h | 1]` and rows
/// `[1 | x]`, both with columns `[reset | update | candidate]`. The heads are one matrix with rows
/// `[h | 1]` and columns `[logits | value]`.
///
/// With attention, what is read comes after the other inputs of the first recurrent layer, and there are two
/// matrices more, `attention.query` and `attention.key`, with rows `[context]` and no bias; and if it can
/// abstain `attention.nothing`, one number.
///
/// With a critic of its own there are two such towers of layers, alike but for their heads: the blocks of
/// one are called `actor.…`, those of the other `critic.…`.
public struct Architecture: Hashable, Sendable {
  /// A recurrent layer and how many units it has.
  public enum Layer: Hashable, Codable, Sendable {
    /// Long short-term memory.
    case lstm(Int)
    /// Gated recurrent units.
    case gru(Int)
    /// Long short-term memory with a gate through which a cell m that an episodic memory holds comes back:
    /// `c = f·c′ + i·g + r·tanh m`, or `r·m` if it is not squashed. The memory keeps tanh m at once.
    case episodicLSTM(Int, squashed: Bool = true)

    /// How many units.
    public var unitCount: Int {
      switch self {
      case .lstm(let count), .gru(let count), .episodicLSTM(let count, _): count
      }
    }

    /// How many numbers its state is: `[h | c]`, or a GRU's `[h]`.
    public var stateCount: Int {
      switch self {
      case .lstm(let count), .episodicLSTM(let count, _): 2 * count
      case .gru(let count): count
      }
    }

    /// Whether it has a gate for what is remembered.
    public var isEpisodic: Bool {
      if case .episodicLSTM = self { true } else { false }
    }
  }

  /// Where the value comes from.
  public enum Critic: Hashable, Codable, Sendable {
    /// From the layers that the policy comes from.
    case shared
    /// From layers of its own, as many and as large as the policy's, with inputs of its own.
    case separate
    /// From layers of its own, as many and as large as the policy's, with the same inputs: the policy does
    /// not depend on the value.
    case independent
  }

  /// Dense layers with rectified units, `y = max(0, W·x + b)`, before the recurrent ones.
  public struct Encoder: Hashable, Codable, Sendable {
    /// How many of the inputs, from the first, go through it; the others go to the recurrent layer as they
    /// are, after what it gives.
    public var inputCount: Int
    /// The units of each layer from the input up.
    public var unitCounts: [Int]

    /// An encoder.
    ///
    /// - Parameters:
    ///   - inputCount: how many of the inputs it sees, at least 1.
    ///   - unitCounts: the units of each layer, at least one layer of at least one unit.
    public init(inputCount: Int, unitCounts: [Int]) {
      (self.inputCount, self.unitCounts) = (inputCount, unitCounts)
    }
  }

  /// Attention over what was stored: `read = Σ wᵢ·vᵢ`, `w = softmax(q·kᵢ / √d)`.
  ///
  /// An entry is a context and, as its value v, the inputs of the step that stored it. A step that asks has
  /// a context too; `q = context·W_q` and `kᵢ = contextᵢ·W_k` are made of these. What is read goes into the
  /// first recurrent layer with the other inputs: zeros if nothing is asked or stored. Contexts and values
  /// are data: gradients reach W_q and W_k, and not the steps that stored.
  ///
  /// Attention that can abstain has one entry more, whose value is zeros and whose score θ is learned,
  /// `w = softmax(θ, q·k₁ / √d, …)`: so where no context fits, little is read. Without it the entries share
  /// all of the weight, however little they fit.
  ///
  /// - Source: Vaswani et al. (2017), § 3.2.1, equation 1, for one query and without a product for the
  ///   values; a memory that is addressed by content is from Graves et al. (2014), § 3.3.1, who take the
  ///   cosine in place of the product.
  public struct Attention: Hashable, Codable, Sendable {
    /// How many numbers a context has.
    public var contextCount: Int
    /// d: how many numbers queries and keys have.
    public var keyCount: Int
    /// The most entries that are attended to: the youngest.
    public var capacity: Int
    /// Whether nothing competes with the entries.
    public var canAbstain: Bool

    /// Attention.
    ///
    /// - Parameters:
    ///   - contextCount: how many numbers a context has, at least 1.
    ///   - keyCount: how many numbers queries and keys have, at least 1.
    ///   - capacity: the most entries that are attended to, at least 1.
    ///   - canAbstain: whether nothing competes with the entries.
    public init(contextCount: Int, keyCount: Int, capacity: Int, canAbstain: Bool = false) {
      (self.contextCount, self.keyCount) = (contextCount, keyCount)
      (self.capacity, self.canAbstain) = (capacity, canAbstain)
    }
  }

  /// How many numbers come in at each step; with layers of its own for the critic, into each tower.
  public let inputCount: Int
  /// The dense layers before the recurrent ones.
  public let encoder: Encoder?
  /// Attention over what was stored; nil if there is none.
  public let attention: Attention?
  /// The recurrent layers from the input up, at least one.
  public let layers: [Layer]
  /// How many actions the policy chooses from.
  public let actionCount: Int
  /// Where the value comes from.
  public let critic: Critic
  /// Whether the state at the beginning of an episode is learned; else it is 0.
  public let learnsInitialState: Bool
  /// Which parameters stand where.
  public let layout: ParameterLayout

  /// A shape.
  ///
  /// - Parameters:
  ///   - inputCount: at least 1; traps otherwise.
  ///   - encoder: sees at most all inputs; traps otherwise.
  ///   - attention: with counts of at least 1; traps otherwise.
  ///   - layers: at least one, each with at least one unit; traps otherwise.
  ///   - actionCount: at least 1; traps otherwise.
  ///   - critic: where the value comes from.
  ///   - learnsInitialState: whether the state at the beginning of an episode is learned.
  public init(
    inputCount: Int, encoder: Encoder? = nil, attention: Attention? = nil, layers: [Layer],
    actionCount: Int, critic: Critic = .shared, learnsInitialState: Bool = false
  ) {
    require(inputCount >= 1, "a network of \(inputCount) inputs")
    require(actionCount >= 1, "a policy of \(actionCount) actions")
    require(!layers.isEmpty, "a recurrent network without layers")
    if let encoder {
      require(
        encoder.inputCount >= 1 && encoder.inputCount <= inputCount,
        "an encoder of \(encoder.inputCount) of \(inputCount) inputs")
      require(
        !encoder.unitCounts.isEmpty && encoder.unitCounts.allSatisfy { $0 >= 1 },
        "an encoder with layers of \(encoder.unitCounts) units")
    }
    if let attention {
      require(
        attention.contextCount >= 1 && attention.keyCount >= 1 && attention.capacity >= 1,
        "attention to \(attention.capacity) entries by keys of \(attention.keyCount) numbers for "
          + "contexts of \(attention.contextCount)")
    }
    for (i, layer) in layers.enumerated() {
      require(layer.unitCount >= 1, "layer \(i) has \(layer.unitCount) units")
    }
    self.inputCount = inputCount
    (self.encoder, self.attention) = (encoder, attention)
    self.layers = layers
    self.actionCount = actionCount
    self.critic = critic
    self.learnsInitialState = learnsInitialState
    var layout = ParameterLayout()
    for tower in Self.towers(critic, actionCount: actionCount) {
      var below = inputCount
      if let encoder {
        var inputs = encoder.inputCount
        for (i, units) in encoder.unitCounts.enumerated() {
          layout.append("\(tower.prefix)encoder\(i)", rows: 1 + inputs, columns: units)
          inputs = units
        }
        below += inputs - encoder.inputCount
      }
      if let attention {
        for name in [tower.queries, tower.keys] {
          layout.append(name, rows: attention.contextCount, columns: attention.keyCount)
        }
        if attention.canAbstain { layout.append(tower.nothing, rows: 1, columns: 1) }
        below += inputCount
      }
      for (i, layer) in layers.enumerated() {
        let (h, name) = (layer.unitCount, "\(tower.prefix)layer\(i)")
        switch layer {
        case .lstm:
          layout.append(name, rows: h + 1 + below, columns: 4 * h)
        case .episodicLSTM:
          layout.append(name, rows: h + 1 + below, columns: 5 * h)
        case .gru:
          layout.append(name + ".hidden", rows: h + 1, columns: 3 * h)
          layout.append(name + ".input", rows: 1 + below, columns: 3 * h)
        }
        below = h
      }
      layout.append(tower.heads, rows: below + 1, columns: tower.outputCount)
      if learnsInitialState {
        for (i, layer) in layers.enumerated() {
          layout.append("\(tower.prefix)layer\(i).initial", rows: 1, columns: layer.stateCount)
        }
      }
    }
    self.layout = layout
  }

  /// How many units the last recurrent layer has.
  public var outputCount: Int { layers[layers.count - 1].unitCount }

  /// How many numbers come into a recurrent layer.
  ///
  /// - Parameter layer: in 0 ..< `layers.count`.
  /// - Returns: the units of the layer below; for the first, what the encoder gives, the other inputs, and
  ///   what is read by attention.
  public func inputCount(ofLayer layer: Int) -> Int {
    if layer > 0 { return layers[layer - 1].unitCount }
    guard let encoder, let encoded = encoder.unitCounts.last else { return inputCount + readCount }
    return encoded + inputCount - encoder.inputCount + readCount
  }

  /// How many numbers a tower reads by attention: as many as its inputs are, or 0 without attention.
  public var readCount: Int { attention == nil ? 0 : inputCount }

  /// How many numbers one memory of the network's cells is: the units of the episodic layers, of all
  /// towers.
  public var memoryCount: Int {
    towers.count * layers.filter(\.isEpisodic).reduce(0) { $0 + $1.unitCount }
  }

  /// One stack of layers.
  package struct Tower {
    /// What the names of its blocks begin with.
    package let prefix: String
    /// How many logits its heads have, and values after them: 0 or 1.
    package let logitCount, valueCount: Int
    /// How many outputs its heads have.
    package var outputCount: Int { logitCount + valueCount }
    /// The block of its heads.
    package var heads: String { prefix + "heads" }
    /// The blocks of its attention.
    package var queries: String { prefix + "attention.query" }
    package var keys: String { prefix + "attention.key" }
    package var nothing: String { prefix + "attention.nothing" }
  }

  /// The policy's tower first; the last one gives the value.
  package var towers: [Tower] { Self.towers(critic, actionCount: actionCount) }

  /// How many parameters, from the first, the policy depends on: all of them but those of a critic with
  /// layers of its own.
  package var policyParameterCount: Int {
    layout.blocks.first { $0.name.hasPrefix("critic.") }?.offset ?? layout.count
  }

  private static func towers(_ critic: Critic, actionCount: Int) -> [Tower] {
    switch critic {
    case .shared: [Tower(prefix: "", logitCount: actionCount, valueCount: 1)]
    case .separate, .independent:
      [
        Tower(prefix: "actor.", logitCount: actionCount, valueCount: 0),
        Tower(prefix: "critic.", logitCount: 0, valueCount: 1),
      ]
    }
  }
}
