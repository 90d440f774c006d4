import Numerics
import Tasks

/// What can be known of a restless bandit with the arms p and 1 − p: Bayes' rule on a grid.
///
/// It believes that p wanders in steps of one of some sizes, each equally likely at first, and that p
/// starts anywhere in [0, 1]. After each payment the belief is multiplied by its likelihood, `p` if the
/// first arm paid or the second did not, else `1 − p`; then it spreads as p wanders, reflected at 0 and 1.
///
/// Both arms tell equally much about p, so there is nothing to explore for: pulling the arm that is better
/// in expectation is optimal if the sizes are the task's. Believing in one size only and drawing p from
/// the belief is Thompson sampling with a fixed volatility.
///
/// - Source: for the comparison, Wang et al. (2016), § 3.1.4; the filter is a hidden Markov model's.
public struct RestlessObserver: Agent {
  /// `[sizes]`, σ of one step of p in each kind of episode that is held to be possible.
  public let stepSizes: [Double]
  /// Whether the better arm in expectation is pulled; otherwise the better one for a drawn p.
  public let isGreedy: Bool
  /// `[cells]`, the values of p that are told apart: the middles of equal parts of [0, 1].
  public let probabilities: [Double]
  /// `[sizes][cells]`, the probability of each kind of episode with each p now; the sum is 1.
  public private(set) var belief: [[Double]] = []
  private let spreads: [Spread]
  private var pulled: Int?

  /// An observer that knows nothing yet.
  ///
  /// - Parameters:
  ///   - stepSizes: σ of each kind, at least one, each above 0; traps otherwise.
  ///   - isGreedy: whether it pulls the better arm in expectation, or by a draw of p.
  ///   - cellCount: parts of [0, 1], at least 2; traps otherwise. A size below half a part is too coarse.
  public init(stepSizes: [Double], isGreedy: Bool = true, cellCount: Int = 50) {
    require(!stepSizes.isEmpty, "an observer that holds no size of steps possible")
    for size in stepSizes { require(size > 0, "steps of size \(size)") }
    require(cellCount >= 2, "a grid of \(cellCount) cells")
    self.stepSizes = stepSizes
    self.isGreedy = isGreedy
    probabilities = (0..<cellCount).map { (Double($0) + 0.5) / Double(cellCount) }
    spreads = stepSizes.map { Spread(stepSize: $0, cellCount: cellCount) }
    begin()
  }

  /// p in expectation.
  public var expectedProbability: Double {
    belief.reduce(0) { $0 + zip($1, probabilities).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// `[sizes]`, how likely each kind of episode is.
  public var volatilityProbabilities: [Double] { belief.map { $0.reduce(0, +) } }

  /// Forgets all.
  public mutating func begin() {
    let (sizes, cells) = (stepSizes.count, probabilities.count)
    let even = [Double](repeating: 1 / Double(sizes * cells), count: cells)
    belief = [[Double]](repeating: even, count: sizes)
    pulled = nil
  }

  /// Notes the last payment and chooses.
  ///
  /// - Parameters:
  ///   - step: with a reward of 0 or 1 for the last pull; traps on another.
  ///   - rng: the source of randomness.
  /// - Returns: 0 or 1.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if let pulled {
      require(step.reward == 0 || step.reward == 1, "a payment of \(step.reward), not 0 or 1")
      learn(firstIsFavoured: (pulled == 0) == (step.reward == 1))
    }
    let p = isGreedy ? expectedProbability : draw(using: &rng)
    // Rounding must not break the tie of an even belief.
    let choice = abs(p - 0.5) < 1e-12 ? integer(below: 2, using: &rng) : (p > 0.5 ? 0 : 1)
    pulled = choice
    return choice
  }

  private mutating func learn(firstIsFavoured: Bool) {
    var total = 0.0
    for k in belief.indices {
      for (i, p) in probabilities.enumerated() { belief[k][i] *= firstIsFavoured ? p : 1 - p }
      belief[k] = spreads[k].applied(to: belief[k])
      total += belief[k].reduce(0, +)
    }
    for k in belief.indices {
      for i in belief[k].indices { belief[k][i] /= total }
    }
  }

  private func draw(using rng: inout Generator) -> Double {
    var marginal = [Double](repeating: 0, count: probabilities.count)
    for part in belief {
      for (i, p) in part.enumerated() { marginal[i] += p }
    }
    return probabilities[categorical(marginal, using: &rng)]
  }
}

/// One step of wandering on the grid, as a table of probabilities.
private struct Spread: Sendable {
  /// For each cell, the first cell that is reached from it and the probabilities from there on.
  private let rows: [(first: Int, weights: [Double])]

  init(stepSize: Double, cellCount: Int) {
    let width = 1 / Double(cellCount)
    func density(_ distance: Double) -> Double {
      let z = distance / stepSize
      return exponential(-z * z / 2)
    }
    // A step that is longer than the whole range is folded more than once.
    let folds = Int((4 * stepSize).rounded(.up)) + 1
    rows = (0..<cellCount).map { i in
      let from = (Double(i) + 0.5) * width
      var weights = (0..<cellCount).map { j -> Double in
        let to = (Double(j) + 0.5) * width
        return (-folds...folds).reduce(0) { sum, fold in
          let image = 2 * Double(fold)
          return sum + density(image + to - from) + density(image - to - from)
        }
      }
      let total = weights.reduce(0, +)
      for j in weights.indices { weights[j] /= total }
      let reached = weights.indices.filter { weights[$0] > 1e-9 }
      let (first, last) = (reached[0], reached[reached.count - 1])
      return (first, Array(weights[first...last]))
    }
  }

  func applied(to belief: [Double]) -> [Double] {
    var spread = [Double](repeating: 0, count: belief.count)
    for (p, row) in zip(belief, rows) {
      for (j, weight) in row.weights.enumerated() { spread[row.first + j] += p * weight }
    }
    return spread
  }
}
