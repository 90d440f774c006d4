extension Architecture: Codable {
  private enum CodingKeys: CodingKey {
    case inputCount, encoder, attention, layers, actionCount, critic, learnsInitialState
  }

  /// Reads a shape; what is not named is as `init` has it by default.
  ///
  /// - Parameter decoder: where it is read from.
  /// - Throws: what is missing. Traps on a shape that there cannot be.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      inputCount: try values.decode(Int.self, forKey: .inputCount),
      encoder: try values.decodeIfPresent(Encoder.self, forKey: .encoder),
      attention: try values.decodeIfPresent(Attention.self, forKey: .attention),
      layers: try values.decode([Layer].self, forKey: .layers),
      actionCount: try values.decode(Int.self, forKey: .actionCount),
      critic: try values.decodeIfPresent(Critic.self, forKey: .critic) ?? .shared,
      learnsInitialState:
        try values.decodeIfPresent(Bool.self, forKey: .learnsInitialState) ?? false)
  }

  /// Writes all but the layout, which follows.
  ///
  /// - Parameter encoder: where it is written to.
  /// - Throws: what the encoder does.
  public func encode(to encoder: any Swift.Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(inputCount, forKey: .inputCount)
    try values.encodeIfPresent(self.encoder, forKey: .encoder)
    try values.encodeIfPresent(attention, forKey: .attention)
    try values.encode(layers, forKey: .layers)
    try values.encode(actionCount, forKey: .actionCount)
    try values.encode(critic, forKey: .critic)
    try values.encode(learnsInitialState, forKey: .learnsInitialState)
  }
}
