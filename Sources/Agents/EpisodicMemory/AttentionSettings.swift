import Networks
import Numerics

/// How a meta-learner attends to what it stored: the third way to remember, besides the activity of recurrent
/// layers and the slots of an `EpisodicMemory`.
///
/// A task with contexts drives it by the same `Recall` that drives an episodic memory. At a step that stores,
/// an entry is made: the context, and as its value what the network is told at this step (so at the step that
/// shows an outcome, the arm and the reward). At a step that retrieves, the context asks, and a mean of all
/// values, weighted by how well their contexts fit, is added to what the network is told; see
/// `Architecture.Attention` for the equations. What is compared is learned. A new episode begins with
/// nothing stored, an inner one keeps everything.
///
/// - Source: Vaswani et al. (2017), § 3.2.1; Graves et al. (2014), § 3.3.1.
public struct AttentionSettings: Hashable, Codable, Sendable {
  /// d, at least 1: how many numbers queries and keys have.
  public var keyCount = 16
  /// The most entries that are attended to, at least 1: the youngest. There is room for as many from the
  /// beginning.
  public var capacity = 128
  /// Whether nothing competes with the entries, with a score that is learned: so that the network is told
  /// little where no context fits. Without it an occasion that is new gets what is stored for others, and
  /// nothing tells the network so.
  public var canAbstain = false

  /// The defaults.
  public init() {}

  /// The defaults with some of them changed.
  ///
  /// - Parameter change: sets what differs from the defaults.
  public init(_ change: (inout Self) -> Void) { change(&self) }

  /// The network's part in a task.
  func shape(contextCount: Int) -> Architecture.Attention {
    require(contextCount > 0, "attention in a task without contexts")
    return Architecture.Attention(
      contextCount: contextCount, keyCount: keyCount, capacity: capacity, canAbstain: canAbstain)
  }

  /// Traps when a setting is out of its range.
  func check() {
    require(keyCount >= 1, "attention by keys of \(keyCount) numbers")
    require(capacity >= 1, "attention to \(capacity) entries")
  }
}
