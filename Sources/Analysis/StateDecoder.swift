import Numerics

/// How well a binary state can be read from activity by a linear reader, on episodes it was not fitted to.
///
/// A ridge logistic regression `P(state) = σ(w·x + b)` is fitted to all episodes but those of one fold,
/// with each unit standardised there, and asked about the fold; so every trial is decoded by a reader
/// that knows nothing of its episode. Trials of one episode go together, because neighbours are alike.
///
/// ```swift
/// let decoder = StateDecoder(activities, states)
/// let accuracy = decoder.accuracy { episode, trial in trial > 0 && !trials[episode][trial].isReversal }
/// ```
public struct StateDecoder: Hashable, Sendable {
  /// `[episodes][trials]`, P(state) by the reader of the trial's fold.
  public let probabilities: [[Double]]
  /// `[episodes][trials]`, the states.
  public let states: [[Bool]]

  /// Fits one reader for each fold.
  ///
  /// - Parameters:
  ///   - activities: `[episodes][trials][units]`, not ragged; traps otherwise.
  ///   - states: `[episodes][trials]`, paired with them; traps otherwise.
  ///   - folds: in 2 … the number of episodes; traps otherwise. Episode e is in fold e mod `folds`.
  ///   - penalty: half of it times Σ w² is added to the loss, with units standardised; above 0, so that the
  ///     weights stay finite where the state is read perfectly.
  public init(
    _ activities: [[[Double]]], _ states: [[Bool]], folds: Int = 5, penalty: Double = 1
  ) {
    require(
      activities.count == states.count
        && zip(activities, states).allSatisfy { $0.count == $1.count },
      "activities and states of different numbers of episodes or trials")
    require(folds >= 2 && folds <= states.count, "\(folds) folds of \(states.count) episodes")
    require(penalty > 0, "a penalty of \(penalty)")
    self.states = states
    var decoded = states.map { [Double](repeating: .nan, count: $0.count) }
    for fold in 0..<folds {
      let others = states.indices.filter { $0 % folds != fold }
      let reader = RidgeReader(
        others.flatMap { activities[$0] }, others.flatMap { states[$0] }, penalty: penalty)
      for episode in states.indices where episode % folds == fold {
        decoded[episode] = activities[episode].map(reader.probability)
      }
    }
    probabilities = decoded
  }

  /// The share of trials whose state is read rightly.
  ///
  /// - Parameter isCounted: which trials count, by their places.
  /// - Returns: in [0, 1]; NaN if none counts.
  public func accuracy(
    where isCounted: (_ episode: Int, _ trial: Int) -> Bool = { _, _ in true }
  ) -> Double {
    var (right, count) = (0, 0)
    for (episode, trials) in states.enumerated() {
      for (trial, state) in trials.enumerated() where isCounted(episode, trial) {
        count += 1
        right += (probabilities[episode][trial] > 0.5) == state ? 1 : 0
      }
    }
    return Double(right) / Double(count)
  }
}

/// A ridge logistic regression on standardised units, by Newton's method.
///
/// The slope is summed in double precision, so the optimum is exact; the curvature, which only guides the
/// way there, is one matrix product in single precision.
private struct RidgeReader {
  let centers: [Double]
  /// One over the standard deviations; 0 for a unit that does not vary.
  let scales: [Double]
  /// Of the standardised units, and last the intercept.
  let weights: [Double]

  init(_ rows: [[Double]], _ states: [Bool], penalty: Double) {
    require(!rows.isEmpty, "a reader of no trials")
    let count = rows[0].count
    for row in rows { require(row.count == count, "rows of \(count) and \(row.count) numbers") }
    let n = Double(rows.count)
    var centers = [Double](repeating: 0, count: count)
    for row in rows { for j in 0..<count { centers[j] += row[j] / n } }
    var squares = [Double](repeating: 0, count: count)
    for row in rows {
      for j in 0..<count { squares[j] += (row[j] - centers[j]) * (row[j] - centers[j]) / n }
    }
    let scales = squares.map { $0 > 1e-20 ? 1 / $0.squareRoot() : 0 }
    let search = NewtonSearch(rows, states, centers: centers, scales: scales, penalty: penalty)
    (self.centers, self.scales, weights) = (centers, scales, search.weights())
  }

  func probability(_ row: [Double]) -> Double {
    require(row.count == centers.count, "a row of \(row.count) numbers, not \(centers.count)")
    var z = weights[centers.count]
    for j in row.indices { z += weights[j] * (row[j] - centers[j]) * scales[j] }
    return logistic(z)
  }
}

/// Newton's search for the weights of a ridge logistic regression.
private struct NewtonSearch {
  /// Units and one more that is always 1.
  let width: Int
  /// `[trials × width]`, standardised.
  let data: [Double]
  /// `[width × trials]`.
  let transposed: [Float]
  let states: [Bool]
  let penalty: Double

  init(
    _ rows: [[Double]], _ states: [Bool], centers: [Double], scales: [Double], penalty: Double
  ) {
    let (count, width) = (rows.count, centers.count + 1)
    var data = [Double](repeating: 1, count: count * width)
    var transposed = [Float](repeating: 1, count: count * width)
    for (i, row) in rows.enumerated() {
      for j in row.indices {
        let x = (row[j] - centers[j]) * scales[j]
        data[i * width + j] = x
        transposed[j * count + i] = Float(x)
      }
    }
    (self.width, self.data, self.transposed) = (width, data, transposed)
    (self.states, self.penalty) = (states, penalty)
  }

  func weights() -> [Double] {
    var weights = [Double](repeating: 0, count: width)
    for _ in 0..<50 {
      guard let step = step(from: weights) else { break }
      let length = step.reduce(0) { max($0, abs($1)) }
      // Far from the optimum Newton's step can overshoot.
      for j in 0..<width { weights[j] += step[j] * min(1, 5 / max(length, 1e-300)) }
      if length < 1e-6 { break }
    }
    return weights
  }

  private func step(from weights: [Double]) -> [Double]? {
    var slope = weights.indices.map { $0 < width - 1 ? -penalty * weights[$0] : 0 }
    var weighted = [Float](repeating: 0, count: data.count)
    for (i, state) in states.enumerated() {
      let row = i * width
      var z = 0.0
      for j in 0..<width { z += weights[j] * data[row + j] }
      let p = logistic(z)
      let error = (state ? 1 : 0) - p
      let weight = Float(p * (1 - p))
      for j in 0..<width {
        slope[j] += error * data[row + j]
        weighted[row + j] = weight * Float(data[row + j])
      }
    }
    let curvature = Kernels.product(
      transposed, weighted, rows: width, inner: states.count, columns: width)
    let largest = (0..<width).reduce(0) { max($0, curvature[$1 * (width + 1)]) }
    var matrix = Matrix(rowCount: width, columnCount: width)
    for j in 0..<width {
      for k in 0..<width { matrix[j, k] = Double(curvature[j * width + k]) }
      // The last part is more than single precision loses, so that the matrix stays positive definite.
      matrix[j, j] += (j < width - 1 ? penalty : 0) + 1e-5 * Double(largest) + 1e-9
    }
    return solvePositiveDefinite(matrix, slope)
  }
}
