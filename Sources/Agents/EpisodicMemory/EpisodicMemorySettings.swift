import Numerics

/// How an episodic memory compares keys, and how much it holds.
public struct EpisodicMemorySettings: Hashable, Codable, Sendable {
  /// How alike two keys are; the greater, the more.
  public enum Similarity: Hashable, Codable, Sendable {
    /// `q·k / (|q|·|k|)`, 0 with a key of zeros.
    case cosine
    /// `−Σ |q − k|`.
    case l1
    /// `−Σ (q − k)²`.
    case l2
    /// `1 / (Σ (q − k)² + δ)`, with δ above 0.
    case inverseDistance(delta: Double = 1e-3)
  }

  /// How alike two keys are.
  public var similarity = Similarity.cosine
  /// How many of the most similar keys answer, at least 1. Of several the answer is a mean of their
  /// values: weighted by the similarity if that is `inverseDistance`, else all alike.
  public var neighbourCount = 1
  /// The most memories held, at least 1; one more takes the place of the oldest.
  public var capacity = 100_000
  /// How alike a key must be to answer, on the scale of `similarity`; nil lets the most similar key answer
  /// however little it is so, which among keys there always is one. With it a memory can tell that it knows
  /// nothing of an occasion: for keys that come back exactly, .999 of the cosine.
  public var leastSimilarity: Double?
  /// Whether anything comes back. Without it memories are only stored, which is a control experiment: the
  /// same network without an episodic memory.
  public var isRetrieving = true

  /// The defaults: the most similar key by its angle, and as good as no limit.
  public init() {}

  /// The defaults with some of them changed.
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) { change(&self) }

  /// Traps when a setting is out of its range.
  func check() {
    require(neighbourCount >= 1, "an answer from \(neighbourCount) memories")
    require(capacity >= 1, "room for \(capacity) memories")
    if let leastSimilarity {
      require(!leastSimilarity.isNaN, "a least similarity that is not a number")
    }
    if case .inverseDistance(let delta) = similarity {
      require(delta > 0, "δ of the inverse distance is \(delta), not above 0")
    }
  }
}
