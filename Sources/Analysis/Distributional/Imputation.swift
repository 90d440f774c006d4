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
/// balances, and samples are moved until all seesaws do. There are more samples than cells, so many sets of
/// samples would do. Which one is found depends on where the search begins; so several searches begin at
/// random samples, and all that they find is put together.
///
/// - Source: Rowland et al. (2019) for imputation; Dabney et al. (2020), Methods, for this loss. Theirs is
///   minimised by a truncated Newton method, ours by Levenberg–Marquardt steps held within the range.
public struct Imputation: Hashable, Sendable {
  /// M: samples of one search, at least 1.
  public let sampleCount: Int
  /// How many random beginnings each search chooses the best of, at least 1.
  public let startCount: Int
  /// How many searches there are, at least 1.
  public let searchCount: Int
  /// Most steps of a search, at least 1.
  public let stepLimit: Int

  /// Settings of the search.
  ///
  /// - Parameters:
  ///   - sampleCount: M, at least 1; traps otherwise, and so for the others.
  ///   - startCount: how many random beginnings each search chooses the best of.
  ///   - searchCount: how many searches there are.
  ///   - stepLimit: most steps of a search.
  public init(
    sampleCount: Int = 100, startCount: Int = 20, searchCount: Int = 10, stepLimit: Int = 100
  ) {
    require(
      min(sampleCount, startCount, searchCount, stepLimit) >= 1,
      "an imputation with \(sampleCount) samples, \(startCount) starts, \(searchCount) searches, "
        + "\(stepLimit) steps")
    self.sampleCount = sampleCount
    self.startCount = startCount
    self.searchCount = searchCount
    self.stepLimit = stepLimit
  }

  /// The distribution that cells imply.
  ///
  /// - Parameters:
  ///   - values: `[cell]`, V, finite, at least one; traps otherwise.
  ///   - asymmetries: `[cell]`, τ, each in [0, 1]; traps otherwise, and when the counts differ.
  ///   - range: where samples may lie, not empty, in units of reward; traps otherwise.
  ///   - rng: the source of randomness; M draws a start are taken.
  /// - Returns: the samples of all searches, equally likely.
  public func decode(
    values: [Double], asymmetries: [Double], in range: ClosedRange<Double>,
    using rng: inout Generator
  ) -> RewardDistribution {
    require(!values.isEmpty, "decoding from no cells")
    require(
      values.count == asymmetries.count,
      "\(values.count) values with \(asymmetries.count) asymmetries")
    require(values.allSatisfy(\.isFinite), "a value is not finite")
    for asymmetry in asymmetries {
      require(asymmetry >= 0 && asymmetry <= 1, "asymmetry \(asymmetry) is not in [0, 1]")
    }
    require(
      range.lowerBound < range.upperBound && range.lowerBound.isFinite
        && range.upperBound.isFinite, "samples in \(range)")
    let cells = Cells(values: values, asymmetries: asymmetries)
    let interval = range.lowerBound..<range.upperBound
    let samples = (0..<searchCount).flatMap { _ in
      var best: [Double] = []
      var bestLoss = Double.infinity
      for _ in 0..<startCount {
        let start = (0..<sampleCount).map { _ in uniform(in: interval, using: &rng) }
        let loss = cells.loss(start)
        if best.isEmpty || loss < bestLoss { (best, bestLoss) = (start, loss) }
      }
      return cells.minimised(from: best, in: range, stepLimit: stepLimit)
    }
    return RewardDistribution(samples: samples)
  }

  /// How far samples are from contenting the cells, `Σ gᵢ² / N`.
  ///
  /// - Parameters:
  ///   - samples: `[M]`, M ≥ 1.
  ///   - values: `[cell]`, V; traps when the counts differ.
  ///   - asymmetries: `[cell]`, τ.
  /// - Returns: at least 0, in squared units of reward; 0 if each Vᵢ is the τᵢ-th expectile of the samples.
  public static func loss(
    of samples: [Double], values: [Double], asymmetries: [Double]
  ) -> Double {
    require(
      values.count == asymmetries.count && !values.isEmpty && !samples.isEmpty,
      "\(samples.count) samples for \(values.count) values with \(asymmetries.count) asymmetries")
    return Cells(values: values, asymmetries: asymmetries).loss(samples)
  }
}

/// The equations of all cells.
private struct Cells {
  let values: [Double]
  let asymmetries: [Double]

  /// gᵢ of every cell.
  func imbalances(_ samples: [Double]) -> [Double] {
    zip(values, asymmetries).map { value, asymmetry in
      var sum = 0.0
      for z in samples { sum += (z > value ? asymmetry : 1 - asymmetry) * (z - value) }
      return sum / Double(samples.count)
    }
  }

  func loss(_ samples: [Double]) -> Double { meanSquare(imbalances(samples)) }

  func meanSquare(_ g: [Double]) -> Double {
    g.reduce(0) { $0 + $1 * $1 } / Double(g.count)
  }

  /// Levenberg–Marquardt with the shortest step: Δz = −Jᵀ(JJᵀ + μ)⁻¹g, where J holds the slopes of g, then
  /// cut off at the ends of the range. There are fewer equations than samples.
  func minimised(
    from start: [Double], in range: ClosedRange<Double>, stepLimit: Int
  ) -> [Double] {
    var samples = start
    var g = imbalances(samples)
    var loss = meanSquare(g)
    var damping = 1e-3
    for _ in 0..<stepLimit where loss > 1e-16 {
      // Samples at an end that would be pushed further out take no part.
      let slopes = rows(samples)
      let uphill = samples.indices.map { m in
        values.indices.reduce(0.0) { $0 + slopes[$1][m] * g[$1] }
      }
      let free = samples.indices.filter { m in
        !(samples[m] <= range.lowerBound && uphill[m] > 0
          || samples[m] >= range.upperBound && uphill[m] < 0)
      }
      let rows = slopes.map { row in free.map { row[$0] } }
      var products = Matrix(rowCount: values.count, columnCount: values.count)
      for i in values.indices {
        for j in 0...i {
          var sum = 0.0
          for m in free.indices { sum += rows[i][m] * rows[j][m] }
          products[i, j] = sum
          products[j, i] = sum
        }
      }
      let scale = values.indices.reduce(0.0) { max($0, products[$1, $1]) }
      guard scale > 0 else { return samples }
      var isBetter = false
      while !isBetter && damping < 1e6 {
        var system = products
        for i in values.indices { system[i, i] += damping * scale }
        guard let solution = solvePositiveDefinite(system, g) else {
          damping *= 10
          continue
        }
        var trial = samples
        for (k, m) in free.enumerated() {
          let step = values.indices.reduce(0.0) { $0 + rows[$1][k] * solution[$1] }
          trial[m] = min(max(trial[m] - step, range.lowerBound), range.upperBound)
        }
        let trialImbalances = imbalances(trial)
        let trialLoss = meanSquare(trialImbalances)
        if trialLoss < loss {
          (samples, g, loss) = (trial, trialImbalances, trialLoss)
          damping = max(damping / 5, 1e-9)
          isBetter = true
        } else {
          damping *= 5
        }
      }
      if !isBetter { return samples }
    }
    return samples
  }

  /// `[cell][sample]`, ∂gᵢ/∂zₘ.
  private func rows(_ samples: [Double]) -> [[Double]] {
    let share = 1 / Double(samples.count)
    return zip(values, asymmetries).map { value, asymmetry in
      samples.map { ($0 > value ? asymmetry : 1 - asymmetry) * share }
    }
  }
}
