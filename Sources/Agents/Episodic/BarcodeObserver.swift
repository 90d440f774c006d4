import Numerics
import Tasks

/// An ideal observer of barcode bandits: it knows how epochs are made, infers which arm pays, and pulls the
/// likeliest.
///
/// All that the pulls of a context say about it is a score for each arm, rewards minus failures: a reward
/// speaks nine to one for the arm, a failure nine to one against it. So with a memory of one context,
/// `P(arm a pays) ∝ 9^score(a)`.
///
/// Where every arm belongs to another context, an arm that pays elsewhere pays nothing here. The observer
/// that knows this sums over all ways to deal the arms to the contexts, each as likely as the product of
/// its `9^score`; a sum over subsets of arms does it in `contexts · 2^arms · arms` additions.
///
/// To pull the likeliest arm is the best that ten pulls of ten arms allow: a dynamic program over all
/// scores gives 4.4364 for both. (That it is best for a whole epoch is not said.)
///
/// - Source: Ritter et al. (2018) for the task.
public struct BarcodeObserver: Agent, Hashable {
  /// What it remembers from earlier presentations.
  public enum Memory: Hashable, Sendable {
    /// Nothing.
    case none
    /// What happened in this context.
    case thisContext
    /// What happened in every context; arms found elsewhere are excluded here.
    case allContexts
  }

  /// The task that it knows.
  public let task: BarcodeBandit
  /// What it remembers.
  public let memory: Memory
  /// The barcodes met so far in the epoch.
  private var known: [Observation] = []
  /// `[known][arms]`, rewards minus failures.
  private var scores: [[Int]] = []
  private var current = 0
  private var pull = 0
  private var lastAction = 0
  /// `[arms]`, what the other contexts say for each arm's being this one's.
  private var elsewhere: [Double] = []

  /// An observer.
  ///
  /// - Parameters:
  ///   - task: without flips, as contexts are told apart by their barcodes; for the memory of all
  ///     contexts, with at most as many contexts as arms, and at most 16 arms. Traps otherwise.
  ///   - memory: what it remembers.
  public init(_ task: BarcodeBandit, memory: Memory) {
    require(task.flipProbability == 0, "an observer that knows contexts by noisy barcodes")
    if memory == .allContexts {
      require(
        task.contextNumber <= task.actionCount && task.actionCount <= 16,
        "\(task.contextNumber) contexts exclude each other's among \(task.actionCount) arms")
    }
    (self.task, self.memory) = (task, memory)
  }

  /// Forgets the epoch.
  public mutating func begin() {
    (known, scores) = ([], [])
    (current, pull, lastAction) = (0, 0, 0)
  }

  /// Takes in what the last pull gave and pulls the likeliest arm.
  ///
  /// - Parameters:
  ///   - step: what the task shows.
  ///   - rng: the source of randomness; one draw is taken when arms are equally likely.
  /// - Returns: an arm.
  public mutating func action(after step: TimeStep, using rng: inout Generator) -> Int {
    if step.stage == .first || step.beginsAnew {
      recognise(step.observation)
    } else {
      scores[current][lastAction] += step.reward > 0 ? 1 : -1
      pull += 1
    }
    // The step that shows the outcome.
    if pull == task.pullCount { return 0 }
    lastAction = indexOfMaximum(probabilities, using: &rng)
    return lastAction
  }

  /// `[arms]`, the probability of each to be the one that pays in the context that is shown.
  public var probabilities: [Double] {
    guard current < scores.count else {
      return [Double](repeating: 1 / Double(task.actionCount), count: task.actionCount)
    }
    let weights = zip(likelihoods(current), elsewhere).map { $0 * $1 }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  private mutating func recognise(_ barcode: Observation) {
    if memory == .none { (known, scores) = ([], []) }
    if let index = known.firstIndex(of: barcode) {
      current = index
    } else {
      current = known.count
      known.append(barcode)
      scores.append([Int](repeating: 0, count: task.actionCount))
    }
    pull = 0
    elsewhere =
      memory == .allContexts
      ? waysForTheOthers() : [Double](repeating: 1, count: task.actionCount)
  }

  /// `9^score` of each arm, up to a common factor that keeps it in range.
  private func likelihoods(_ context: Int) -> [Double] {
    let best = scores[context].reduce(Int.min, max)
    let odds = BarcodeBandit.payingProbability / BarcodeBandit.otherProbability
    return scores[context].map { score in
      (0..<best - score).reduce(1.0) { product, _ in product / odds }
    }
  }

  /// For each arm of this context, the sum over all ways to deal other arms to the other contexts.
  private func waysForTheOthers() -> [Double] {
    let arms = task.actionCount
    // ways[used]: those that give the contexts so far just these arms.
    var ways = [Double](repeating: 0, count: 1 << arms)
    ways[0] = 1
    for other in scores.indices where other != current {
      let likelihoods = likelihoods(other)
      var next = [Double](repeating: 0, count: 1 << arms)
      for used in ways.indices where ways[used] > 0 {
        for arm in 0..<arms where used & 1 << arm == 0 {
          next[used | 1 << arm] += ways[used] * likelihoods[arm]
        }
      }
      // A common factor does not matter; without this the sums would leave the range of a Double.
      let largest = next.reduce(0, max)
      ways = next.map { $0 / largest }
    }
    // Contexts not met yet take any of the arms that are left: equally many ways for each.
    return (0..<arms).map { arm in
      ways.indices.reduce(0) { $1 & 1 << arm == 0 ? $0 + ways[$1] : $0 }
    }
  }
}
