/// One of the entries that a network attends to, with the part that it has in what is read.
public struct AttendedEntry: Equatable, Sendable {
  /// `[contextCount]`, under what it was stored.
  public let context: [Float]
  /// `[inputCount]`, the network's inputs at the step that stored it.
  public let value: [Float]
  /// w, in [0, 1]; over all entries the weights sum to 1, or to less if the network can abstain.
  public let weight: Double
}
