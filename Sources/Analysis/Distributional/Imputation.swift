import Numerics
import Tasks

/// Decoding by imputation: samples whose expectiles are those of the cells.
///
/// Given reversal points Vᵢ and asymmetries τᵢ, find z₁ … z_M in a range that make all cells content at once,
///
/// ```
/// gᵢ = 1/M·Σₘ |τᵢ − 1[zₘ ≤ Vᵢ]|·(zₘ − Vᵢ) = 0 for every i
/// ```
///
/// by minimising `Σ gᵢ² / N`. If Vᵢ is the τᵢ-th expectile of z, then gᵢ = 0: each cell says where the seesaw
/// balances, and samples are moved until all seesaws do. There may be more samples than cells, so many sets of
/// samples would do. Which one is found depends on where the search begins; so several searches begin at
/// random samples, and all that they find is put together.
///
/// A search moves one sample after the other, each to where the loss is least over the whole range while the
/// others stay. Between two neighbouring Vᵢ the loss is a parabola in the sample, so that place is found
/// exactly, and no search is caught at a kink.
///
/// - Source: Rowland et al. (2019) for imputation; Dabney et al. (2020), Methods, for this loss. Theirs is
///   minimised by a general bounded optimiser from the best of many random starts.
public struct Imputation: Hashable, Sendable {
  /// M: samples of one search, at least 1.
  public let sampleCount: Int
  /// How many searches there are, at least 1.
  public let searchCount: Int
  /// How often a search moves every sample, at least 1.
  public let sweepCount: Int

  /// Settings of the search.
  ///
  /// - Parameters:
  ///   - sampleCount: M, at least 1; traps otherwise, and so for the others.
  ///   - searchCount: how many searches there are.
  ///   - sweepCount: how often a search moves every sample.
  public init(sampleCount: Int = 100, searchCount: Int = 10, sweepCount: Int = 100) {
    require(
      min(sampleCount, searchCount, sweepCount) >= 1,
      "an imputation with \(sampleCount) samples, \(searchCount) searches, \(sweepCount) sweeps")
    self.sampleCount = sampleCount
    self.searchCount = searchCount
    self.sweepCount = sweepCount
  }

  /// The distribution that cells imply.
  ///
  /// - Parameters:
  ///   - values: `[cell]`, V, finite, at least one; traps otherwise.
  ///   - asymmetries: `[cell]`, τ, each in [0, 1]; traps otherwise, and when the counts differ.
  ///   - range: where samples may lie, not empty, in units of reward; traps otherwise.
  ///   - rng: the source of randomness; M draws a search are taken.
  /// - Returns: the samples of all searches, equally likely.
  public func decode(
    values: [Double], asymmetries: [Double], in range: ClosedRange<Double>,
    using rng: inout Generator
  ) -> RewardDistribution {
    require(
      range.lowerBound < range.upperBound && range.lowerBound.isFinite
        && range.upperBound.isFinite, "samples in \(range)")
    let cells = Cells(values, asymmetries)
    let interval = range.lowerBound..<range.upperBound
    return RewardDistribution(
      samples: (0..<searchCount).flatMap { _ in
        var samples = (0..<sampleCount).map { _ in uniform(in: interval, using: &rng) }
        cells.settle(&samples, in: range, sweepCount: sweepCount)
        return samples
      })
  }

  /// How far a distribution is from contenting the cells, `Σ gᵢ² / N`.
  ///
  /// - Parameters:
  ///   - distribution: any distribution.
  ///   - values: `[cell]`, V, finite, at least one; traps otherwise.
  ///   - asymmetries: `[cell]`, τ, each in [0, 1]; traps otherwise, and when the counts differ.
  /// - Returns: at least 0, in squared units of reward; 0 if each Vᵢ is the τᵢ-th expectile.
  public static func loss(
    of distribution: RewardDistribution, values: [Double], asymmetries: [Double]
  ) -> Double {
    let cells = Cells(values, asymmetries)
    let squares = cells.values.indices.map { i in
      let g = zip(distribution.amounts, distribution.probabilities)
        .reduce(0) { $0 + $1.1 * cells.pull(of: $1.0, on: i) }
      return g * g
    }
    return mean(squares)
  }
}

/// The equations of all cells, in the order of their values.
private struct Cells {
  let values: [Double]
  let asymmetries: [Double]

  init(_ values: [Double], _ asymmetries: [Double]) {
    require(!values.isEmpty, "decoding from no cells")
    require(
      values.count == asymmetries.count,
      "\(values.count) values with \(asymmetries.count) asymmetries")
    require(values.allSatisfy(\.isFinite), "a value is not finite")
    for asymmetry in asymmetries {
      require(asymmetry >= 0 && asymmetry <= 1, "asymmetry \(asymmetry) is not in [0, 1]")
    }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    self.values = order.map { values[$0] }
    self.asymmetries = order.map { asymmetries[$0] }
  }

  /// What a sample adds to `M·gᵢ`.
  func pull(of sample: Double, on i: Int) -> Double {
    (sample > values[i] ? asymmetries[i] : 1 - asymmetries[i]) * (sample - values[i])
  }

  /// Moves samples, one after the other, to where the loss is least.
  func settle(_ samples: inout [Double], in range: ClosedRange<Double>, sweepCount: Int) {
    // M·gᵢ of every cell, kept up to date.
    var totals = values.indices.map { i in samples.reduce(0) { $0 + pull(of: $1, on: i) } }
    for _ in 0..<sweepCount {
      for m in samples.indices {
        for i in values.indices { totals[i] -= pull(of: samples[m], on: i) }
        samples[m] = best(with: totals, in: range)
        for i in values.indices { totals[i] += pull(of: samples[m], on: i) }
      }
    }
  }

  /// The z that minimises `Σᵢ (totalᵢ + sᵢ·(z − Vᵢ))²`, where sᵢ is τᵢ for z above Vᵢ and 1 − τᵢ below.
  private func best(with totals: [Double], in range: ClosedRange<Double>) -> Double {
    // The loss is a·z² + 2·b·z + c, and from gap to gap one cell changes its slope.
    var (a, b, c) = (0.0, 0.0, 0.0)
    func add(_ i: Int, slope: Double, sign: Double) {
      let offset = totals[i] - slope * values[i]
      a += sign * slope * slope
      b += sign * slope * offset
      c += sign * offset * offset
    }
    for i in values.indices { add(i, slope: 1 - asymmetries[i], sign: 1) }
    var best = range.lowerBound
    var bestLoss = Double.infinity
    for gap in 0...values.count {
      let low = gap == 0 ? range.lowerBound : max(values[gap - 1], range.lowerBound)
      let high = gap == values.count ? range.upperBound : min(values[gap], range.upperBound)
      if low <= high {
        // a is 0 where no cell listens; then any place is as good.
        let z = a > 1e-12 ? min(max(-b / a, low), high) : low
        let loss = a * z * z + 2 * b * z + c
        if loss < bestLoss { (best, bestLoss) = (z, loss) }
      }
      if gap < values.count {
        add(gap, slope: 1 - asymmetries[gap], sign: -1)
        add(gap, slope: asymmetries[gap], sign: 1)
      }
    }
    return best
  }
}
