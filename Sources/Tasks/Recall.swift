/// What an episodic memory does at one moment: a task says when, for it knows what an occasion is.
///
/// The context is the key. Retrieving, the memory looks for the most similar key it holds, and the network
/// gets back what its cells were then, while it takes this step. Storing, it keeps what the cells are
/// after this step under the context: so a task that wants an outcome to be remembered stores at the
/// time step that shows it. A network with attention keeps what it is told at this step instead, and gets back
/// what fits from all that it kept.
///
/// - Source: Ritter et al. (2018).
public struct Recall: Hashable, Sendable {
  /// The key, `Environment.contextCount` numbers.
  public let context: Observation
  /// Whether what is stored under the most similar key comes back.
  public let retrieves: Bool
  /// Whether the cells after this step are stored under the context.
  public let stores: Bool

  /// A use of the memory.
  ///
  /// - Parameters:
  ///   - context: the key.
  ///   - retrieves: whether something comes back.
  ///   - stores: whether something is kept.
  public init(_ context: Observation, retrieves: Bool, stores: Bool) {
    (self.context, self.retrieves, self.stores) = (context, retrieves, stores)
  }
}

extension TimeStep {
  /// This time step with a use of the episodic memory.
  ///
  /// ```swift
  /// return .transition(reward: 1, .cue(3))
  ///   .with(Recall(.numbers(barcode), retrieves: true, stores: false))
  /// ```
  ///
  /// - Parameter recall: what the memory does while the network takes this step.
  /// - Returns: a time step like this one.
  public consuming func with(_ recall: consuming Recall) -> Self {
    // Made anew: changing a copy of a time step would count the references in it twice more.
    Self(stage, reward, discount, observation, beginsAnew: beginsAnew, recall: recall)
  }
}
