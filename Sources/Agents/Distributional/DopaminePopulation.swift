import Numerics
import Tasks

/// A population of simulated dopamine neurons in the variable-magnitude task, ready to be recorded.
///
/// Cell i answers a reward r with `s⁺ᵢ·(r − Vᵢ) + bᵢ + noise` if r is above its prediction Vᵢ, and with
/// `s⁻ᵢ·(r − Vᵢ) + bᵢ + noise` if it is below. While it is recorded it does not learn.
///
/// The recorded number is the change of firing from the baseline. `bᵢ` is the error that was made when that
/// baseline was measured: the same on every trial, which is what sets it apart from noise.
public struct DopaminePopulation: Hashable, Sendable {
  /// `[cell]`, V: the prediction, in units of reward.
  public let values: [Double]
  /// `[cell]`, s⁺: the response to a unit of positive error.
  public let slopesAbove: [Double]
  /// `[cell]`, s⁻: the response to a unit of negative error.
  public let slopesBelow: [Double]
  /// `[cell]`, b: what is added to each response on every trial.
  public let biases: [Double]
  /// The standard deviation of the noise, independent from trial to trial and cell to cell.
  public let noise: Double

  /// A population from its cells.
  ///
  /// - Parameters:
  ///   - values: `[cell]`, V, at least one.
  ///   - slopesAbove: `[cell]`, s⁺, each at least 0; traps otherwise, and when the counts differ.
  ///   - slopesBelow: `[cell]`, s⁻, likewise.
  ///   - biases: `[cell]`, b; none by default.
  ///   - noise: at least 0; traps otherwise.
  public init(
    values: [Double], slopesAbove: [Double], slopesBelow: [Double], biases: [Double]? = nil,
    noise: Double
  ) {
    let biases = biases ?? [Double](repeating: 0, count: values.count)
    require(!values.isEmpty, "a population without cells")
    require(
      [slopesAbove.count, slopesBelow.count, biases.count].allSatisfy { $0 == values.count },
      "\(values.count) values, \(slopesAbove.count) and \(slopesBelow.count) slopes, "
        + "\(biases.count) biases")
    require((slopesAbove + slopesBelow).allSatisfy { $0 >= 0 }, "a slope is not ≥ 0")
    require(noise >= 0, "noise \(noise) is not ≥ 0")
    self.values = values
    self.slopesAbove = slopesAbove
    self.slopesBelow = slopesBelow
    self.biases = biases
    self.noise = noise
  }

  /// Cells that report the errors of a distributional learner, a cell for each channel.
  ///
  /// The slopes are `2τ` and `2(1 − τ)`: a cell with τ = ½ has slope 1 on both sides. How strongly a cell
  /// fires for a given error cannot be told from how fast its prediction learns, so it is left out.
  ///
  /// - Parameters:
  ///   - channels: their asymmetries become slopes.
  ///   - values: `[channel]`, what they predict, in units of reward.
  ///   - noise: at least 0; traps otherwise.
  public init(_ channels: ValueChannels, values: [Double], noise: Double) {
    self.init(
      values: values, slopesAbove: channels.asymmetries.map { 2 * $0 },
      slopesBelow: channels.asymmetries.map { 2 * (1 - $0) }, noise: noise)
  }

  /// The null: classical TD and noise. All cells report the error of one prediction, which has learned the
  /// mean, with slope 1 on both sides.
  ///
  /// - Parameters:
  ///   - cellCount: at least 1; traps otherwise.
  ///   - rewards: what comes.
  ///   - trialCount: how many trials the prediction learns from, at least 1; traps otherwise.
  ///   - learningRate: of that prediction, in (0, 1]; traps otherwise.
  ///   - noise: at least 0; traps otherwise.
  ///   - baselineError: the standard deviation over cells of b, at least 0; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: the population.
  public static func classical(
    cellCount: Int = 40, rewards: RewardDistribution = VariableMagnitudeTask.rewards,
    trialCount: Int = 2_000, learningRate: Double = 0.01, noise: Double,
    baselineError: Double = 0, using rng: inout Generator
  ) -> Self {
    require(cellCount >= 1, "a population of \(cellCount) cells")
    require(baselineError >= 0, "a baseline error of \(baselineError) is not ≥ 0")
    var learner = DistributionalTDLearner(
      ValueChannels(positiveGains: [learningRate], negativeGains: [learningRate]),
      initialValue: rewards.mean)
    learner.learn(from: rewards, trialCount: trialCount, using: &rng)
    let ones = [Double](repeating: 1, count: cellCount)
    return Self(
      values: ones.map { $0 * learner.values[0][0] }, slopesAbove: ones, slopesBelow: ones,
      biases: ones.map { _ in
        baselineError == 0 ? 0 : normal(standardDeviation: baselineError, using: &rng)
      }, noise: noise)
  }

  /// How many cells.
  public var cellCount: Int { values.count }

  /// What a cell answers, without noise.
  ///
  /// - Parameters:
  ///   - reward: in units of reward.
  ///   - cell: in 0 ..< `cellCount`; traps otherwise.
  /// - Returns: the change of firing.
  public func response(to reward: Double, of cell: Int) -> Double {
    require(values.indices.contains(cell), "cell \(cell) of \(cellCount)")
    let error = reward - values[cell]
    return (error > 0 ? slopesAbove : slopesBelow)[cell] * error + biases[cell]
  }

  /// Records every cell in a session of its own.
  ///
  /// - Parameters:
  ///   - rewards: what comes.
  ///   - trialCount: trials of each cell, at least 1; traps otherwise.
  ///   - rng: the source of randomness.
  /// - Returns: `[cell]`.
  public func record(
    _ rewards: RewardDistribution = VariableMagnitudeTask.rewards, trialCount: Int,
    using rng: inout Generator
  ) -> [RewardRecording] {
    require(trialCount >= 1, "\(trialCount) trials")
    return values.indices.map { cell in
      let given = (0..<trialCount).map { _ in rewards.draw(using: &rng) }
      let responses = given.map { reward in
        response(to: reward, of: cell)
          + (noise == 0 ? 0 : normal(standardDeviation: noise, using: &rng))
      }
      return RewardRecording(rewards: given, responses: responses)
    }
  }
}
