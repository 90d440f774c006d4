import Networks
import Numerics

/// Dense layers from an observation to a key: rectified units, and a last layer without. Without hidden
/// layers it is a projection.
///
/// Each layer is a block of parameters with rows `[1 | x]`, as an `Architecture.Encoder` has them.
struct DenseEmbedding: Hashable, Sendable {
  let layout: ParameterLayout

  /// All counts are at least 1.
  init(observationCount: Int, hiddenUnitCounts: [Int], keyCount: Int) {
    var layout = ParameterLayout()
    var inputs = observationCount
    for (i, units) in (hiddenUnitCounts + [keyCount]).enumerated() {
      layout.append("embedding\(i)", rows: 1 + inputs, columns: units)
      inputs = units
    }
    self.layout = layout
  }

  /// Weights to begin with: normal numbers with the variance 2 / units behind rectified units and 1 / units
  /// in the last layer, so that on average distances of keys are `keyScale` times those of observations. Biases are 0.
  func initialParameters(keyScale: Double = 1, using rng: inout Generator) -> Parameters {
    var parameters = Parameters(zeros: layout)
    for (i, block) in layout.blocks.enumerated() {
      let gain = i + 1 < layout.blocks.count ? 2 : keyScale * keyScale
      let scale = (gain / Double(block.columns)).squareRoot()
      let biases = [Float](repeating: 0, count: block.columns)
      parameters[block] =
        biases
        + (0..<(block.rows - 1) * block.columns).map { _ in Float(normal(using: &rng) * scale) }
    }
    return parameters
  }

  /// `[layer + 1][units]`: the observation, and what each layer makes of it; the last is the key.
  func activities<Scalar: ReferenceScalar>(
    of observation: [Scalar], _ parameters: [Scalar]
  ) -> [[Scalar]] {
    var activities = [observation]
    for (layer, block) in layout.blocks.enumerated() {
      let (inputs, units) = (activities[layer], block.columns)
      require(
        inputs.count == block.rows - 1, "\(inputs.count) inputs for a layer of \(block.rows - 1)")
      var sums = Array(parameters[block.offset..<block.offset + units])
      // What is 0 adds nothing; of a cue almost everything is.
      for (i, x) in inputs.enumerated() where x != 0 {
        let row = block.offset + (1 + i) * units
        for j in 0..<units { sums[j] += x * parameters[row + j] }
      }
      let isLast = layer + 1 == layout.blocks.count
      activities.append(isLast ? sums : sums.map { $0 > 0 ? $0 : 0 })
    }
    return activities
  }

  /// Adds to `gradient` what a slope of the key means for the parameters.
  func addGradient<Scalar: ReferenceScalar>(
    ofKey slope: [Scalar], _ activities: [[Scalar]], _ parameters: [Scalar],
    to gradient: inout [Scalar]
  ) {
    var slope = slope
    for (layer, block) in layout.blocks.enumerated().reversed() {
      let (inputs, units) = (activities[layer], block.columns)
      for j in 0..<units { gradient[block.offset + j] += slope[j] }
      var below = [Scalar](repeating: 0, count: inputs.count)
      // A rectified unit that is 0 passes nothing on, and its weights get nothing.
      for (i, x) in inputs.enumerated() where x != 0 {
        let row = block.offset + (1 + i) * units
        var sum: Scalar = 0
        for j in 0..<units {
          gradient[row + j] += x * slope[j]
          sum += parameters[row + j] * slope[j]
        }
        below[i] = sum
      }
      slope = below
    }
  }
}
