import Numerics
import Tasks

/// The Bayesian volatility learner as an agent: it filters which arm is the better one, and chooses it.
///
/// Its probability r is that of the first arm; the second has 1 − r, so either arm's outcome tells of both.
///
/// - Source: Behrens et al. (2007).
public struct VolatilityObserver: Agent, Sendable {
  /// β, at least 0: how strictly the better arm is chosen; infinite is always.
  public let inverseTemperature: Double
  /// What it believes of the first arm.
  public private(set) var filter: VolatilityFilter
  private let blank: VolatilityFilter
  private var choice: Int?

  /// An observer that knows nothing.
  ///
  /// - Parameters:
  ///   - gridCount: of the filter, at least 2; traps otherwise.
  ///   - inverseTemperature: β, at least 0; traps otherwise.
  public init(gridCount: Int = 30, inverseTemperature: Double = .infinity) {
    require(inverseTemperature >= 0, "inverse temperature \(inverseTemperature) is not ≥ 0")
    self.inverseTemperature = inverseTemperature
    blank = VolatilityFilter(gridCount: gridCount)
    filter = blank
  }

  /// Forgets.
  public mutating func begin() {
    filter = blank
    choice = nil
  }

  /// Takes in the last trial and chooses.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken, none where the choice is certain.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let choice { filter.observe((choice == 0) == (step.reward > 0)) }
    let r = filter.expectedProbability
    var next = indexOfMaximum([r, 1 - r], using: &rng)
    if inverseTemperature.isFinite {
      next = bernoulli(logistic(inverseTemperature * (2 * r - 1)), using: &rng) ? 0 : 1
    }
    choice = next
    return next
  }
}
