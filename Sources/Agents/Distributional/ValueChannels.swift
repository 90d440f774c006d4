import Numerics

/// Value channels: predictors that hear of the same rewards and differ in how strongly they answer good news
/// and bad.
///
/// Channel i changes its prediction by `a⁺ᵢ·f(δ)` when δ > 0 and by `a⁻ᵢ·f(δ)` when δ < 0. It stops moving
/// on average where both balance. With a linear response that is the τ-th expectile of what it predicts,
/// with a response to the sign alone the τ-th quantile, where `τᵢ = a⁺ᵢ / (a⁺ᵢ + a⁻ᵢ)`.
///
/// - Source: Dabney et al. (2020); expectiles from Newey & Powell (1987).
public struct ValueChannels: Hashable, Sendable {
  /// How a channel answers a prediction error.
  public enum Response: Hashable, Sendable {
    /// `f(δ) = δ`: predictions become expectiles.
    case linear
    /// `f(δ) = 1, 0, −1`, the sign of δ: predictions become quantiles.
    case sign
  }

  /// `[channel]`, a⁺ > 0: how much of a positive error is learned from.
  public let positiveGains: [Double]
  /// `[channel]`, a⁻ > 0: how much of a negative error is learned from.
  public let negativeGains: [Double]
  /// How all channels answer an error.
  public let response: Response

  /// Channels from their gains.
  ///
  /// - Parameters:
  ///   - positiveGains: `[channel]`, a⁺, at least one, each in (0, 1]; traps otherwise. With `.sign` they
  ///     are in units of reward.
  ///   - negativeGains: `[channel]`, a⁻, likewise, as many.
  ///   - response: how an error is answered.
  public init(
    positiveGains: [Double], negativeGains: [Double], response: Response = .linear
  ) {
    require(!positiveGains.isEmpty, "value channels without a channel")
    require(
      positiveGains.count == negativeGains.count,
      "\(positiveGains.count) positive and \(negativeGains.count) negative gains")
    for gain in positiveGains + negativeGains {
      require(gain > 0 && gain <= 1, "gain \(gain) is not in (0, 1]")
    }
    self.positiveGains = positiveGains
    self.negativeGains = negativeGains
    self.response = response
  }

  /// Channels from their asymmetries, `a⁺ = gain·τ` and `a⁻ = gain·(1 − τ)`.
  ///
  /// - Parameters:
  ///   - asymmetries: `[channel]`, τ, each in (0, 1); traps otherwise.
  ///   - gain: a⁺ + a⁻ of every channel, in (0, 1]; traps otherwise.
  ///   - response: how an error is answered.
  public init(asymmetries: [Double], gain: Double, response: Response = .linear) {
    for asymmetry in asymmetries {
      require(asymmetry > 0 && asymmetry < 1, "asymmetry \(asymmetry) is not in (0, 1)")
    }
    self.init(
      positiveGains: asymmetries.map { gain * $0 },
      negativeGains: asymmetries.map { gain * (1 - $0) }, response: response)
  }

  /// Channels whose asymmetries divide (0, 1) evenly, τᵢ = (i + ½) / n: those whose values a quantile
  /// channel may take for samples.
  ///
  /// - Parameters:
  ///   - count: at least 1; traps otherwise.
  ///   - gain: a⁺ + a⁻ of every channel, in (0, 1]; traps otherwise.
  ///   - response: how an error is answered.
  /// - Returns: channels from the most pessimistic to the most optimistic.
  public static func even(count: Int, gain: Double, response: Response = .linear) -> Self {
    require(count >= 1, "\(count) value channels")
    return Self(
      asymmetries: (0..<count).map { (Double($0) + 0.5) / Double(count) }, gain: gain,
      response: response)
  }

  /// Channels with gains drawn at random: a⁺ and a⁻ each uniform in (0, greatest), independently. Their
  /// asymmetries are not uniform: those about ½ are the most frequent.
  ///
  /// - Parameters:
  ///   - count: at least 1; traps otherwise.
  ///   - greatestGain: in (0, 1]; traps otherwise.
  ///   - response: how an error is answered.
  ///   - rng: the source of randomness; two draws a channel are taken.
  /// - Returns: the channels, in the order drawn.
  public static func random(
    count: Int, greatestGain: Double, response: Response = .linear, using rng: inout Generator
  ) -> Self {
    require(count >= 1, "\(count) value channels")
    require(greatestGain > 0 && greatestGain <= 1, "gain \(greatestGain) is not in (0, 1]")
    // 1 − u is in (0, 1]: a gain of 0 would never learn.
    let gains = (0..<count).map { _ in
      (
        greatestGain * (1 - uniform(using: &rng)), greatestGain * (1 - uniform(using: &rng))
      )
    }
    return Self(
      positiveGains: gains.map(\.0), negativeGains: gains.map(\.1), response: response)
  }

  /// How many channels.
  public var count: Int { positiveGains.count }

  /// `[channel]`, `τ = a⁺ / (a⁺ + a⁻)` in (0, 1): below ½ a pessimist, above ½ an optimist.
  public var asymmetries: [Double] {
    zip(positiveGains, negativeGains).map { $0 / ($0 + $1) }
  }

  /// How a channel changes its prediction after an error.
  ///
  /// - Parameters:
  ///   - channel: in 0 ..< `count`.
  ///   - error: δ, in units of reward.
  /// - Returns: `a⁺·f(δ)` or `a⁻·f(δ)`, in units of reward.
  public func change(of channel: Int, after error: Double) -> Double {
    if error > 0 {
      return positiveGains[channel] * (response == .linear ? error : 1)
    }
    if error < 0 {
      return negativeGains[channel] * (response == .linear ? error : -1)
    }
    return 0
  }
}
