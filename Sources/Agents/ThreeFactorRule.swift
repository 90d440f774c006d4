import Numerics

/// A synaptic weight matrix: `[pre][post]`, from every presynaptic to every postsynaptic unit.
public typealias SynapticWeights = [[Double]]

/// The three-factor rule: synapses remember who was active, and dopamine says what it was worth.
///
/// ```
/// e ← decay·e + pre·post        (every step, at each synapse by itself)
/// w ← w + η·DA·e                (when dopamine comes, the same DA everywhere)
/// ```
///
/// The trace e is local, known to the two cells it joins. The third factor is broadcast: one number for
/// all synapses. With `expected` given, the trace holds `pre·(post − E[post])` instead; then the rule is
/// `REINFORCE` with `DA = R − b`.
///
/// - Source: Frémaux & Gerstner (2016); Gerstner et al. (2018); the centred trace is Williams (1992).
public struct ThreeFactorRule: Hashable, Sendable {
  /// η, at least 0.
  public let learningRate: Double
  /// What is left of a trace after one step, in [0, 1].
  public let traceDecay: Double
  /// w, `[pre][post]`.
  public private(set) var weights: SynapticWeights
  /// e, `[pre][post]`.
  public private(set) var eligibility: SynapticWeights

  /// Synapses without a trace.
  ///
  /// - Parameters:
  ///   - weights: `[pre][post]`, not ragged; traps otherwise.
  ///   - learningRate: η, at least 0; traps otherwise.
  ///   - traceDecay: in [0, 1]; traps otherwise.
  public init(weights: SynapticWeights, learningRate: Double, traceDecay: Double = 0) {
    require(learningRate >= 0, "learning rate \(learningRate) is not ≥ 0")
    require(traceDecay >= 0 && traceDecay <= 1, "trace decay \(traceDecay) is not in [0, 1]")
    requireMatrix(weights)
    self.weights = weights
    self.learningRate = learningRate
    self.traceDecay = traceDecay
    eligibility = weights.map { $0.map { _ in 0 } }
  }

  /// Synapses of weight 0 without a trace.
  ///
  /// - Parameters:
  ///   - preCount: presynaptic units, at least 1; traps otherwise.
  ///   - postCount: postsynaptic units, at least 1; traps otherwise.
  ///   - learningRate: η, at least 0; traps otherwise.
  ///   - traceDecay: in [0, 1]; traps otherwise.
  public init(preCount: Int, postCount: Int, learningRate: Double, traceDecay: Double = 0) {
    require(preCount >= 1 && postCount >= 1, "synapses of \(preCount) with \(postCount) units")
    let row = [Double](repeating: 0, count: postCount)
    self.init(
      weights: SynapticWeights(repeating: row, count: preCount), learningRate: learningRate,
      traceDecay: traceDecay)
  }

  /// The summed input of each postsynaptic unit, `z = wᵀ·pre`.
  ///
  /// - Parameter pre: `[preCount]`; traps on another count.
  /// - Returns: `[postCount]`.
  public func inputs(from pre: [Double]) -> [Double] { summedInputs(weights, pre) }

  /// One step of activity: every trace fades, and the synapses between active cells are marked.
  ///
  /// - Parameters:
  ///   - pre: `[preCount]`, presynaptic activity; traps on another count.
  ///   - post: `[postCount]`, postsynaptic activity; traps on another count.
  ///   - expected: `[postCount]`, `E[post]` for the centred trace; `nil` for plain pre·post.
  public mutating func mark(pre: [Double], post: [Double], expected: [Double]? = nil) {
    let expected = expected ?? post.map { _ in 0 }
    require(
      pre.count == weights.count && post.count == weights[0].count && expected.count == post.count,
      "activities [\(pre.count)] and [\(post.count)], expected [\(expected.count)], "
        + "for weights [\(weights.count)][\(weights[0].count)]")
    fade()
    for i in pre.indices {
      for j in post.indices {
        eligibility[i][j] += pre[i] * (post[j] - expected[j])
      }
    }
  }

  /// One step without activity: every trace fades, `e ← decay·e`.
  public mutating func fade() {
    eligibility = eligibility.map { $0.map { traceDecay * $0 } }
  }

  /// Dopamine arrives at all synapses: `w ← w + η·DA·e`. The traces stay.
  ///
  /// - Parameter dopamine: DA, a change from the baseline: positive for a burst, negative for a dip.
  public mutating func broadcast(dopamine: Double) {
    for i in weights.indices {
      for j in weights[i].indices {
        weights[i][j] += learningRate * dopamine * eligibility[i][j]
      }
    }
  }

  /// Forgets all traces, as between two trials far apart.
  public mutating func clearTraces() {
    eligibility = weights.map { $0.map { _ in 0 } }
  }
}

/// Traps unless every row is as long as the first and there is at least one weight.
func requireMatrix(_ weights: SynapticWeights) {
  let columns = weights.first?.count ?? 0
  require(columns > 0, "a weight matrix without weights")
  for (i, row) in weights.enumerated() {
    require(
      row.count == columns,
      "row \(i) of the weights has \(row.count) columns, row 0 has \(columns)")
  }
}

/// `wᵀ·pre`.
func summedInputs(_ weights: SynapticWeights, _ pre: [Double]) -> [Double] {
  require(
    pre.count == weights.count, "\(pre.count) activities for \(weights.count) rows of weights")
  return weights[0].indices.map { j in
    pre.indices.reduce(0) { $0 + pre[$1] * weights[$1][j] }
  }
}
