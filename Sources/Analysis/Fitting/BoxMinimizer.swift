import Numerics

/// Where a search in a box has come to.
public struct BoxMinimum: Hashable, Sendable {
  /// `[n]`, the point, inside the bounds or exactly on them.
  public let point: [Double]
  /// The function there.
  public let value: Double
  /// How many steps the search took.
  public let iterationCount: Int
  /// Whether the slope had vanished, or nothing more could be gained. False after the last allowed step.
  public let hasConverged: Bool
}

/// Finds a local minimum of a smooth function within bounds, by the projected BFGS method.
///
/// It walks in the unit box `u = (x − lower) / (upper − lower)`, so parameters of different size count
/// alike. A step goes along `−H·g`, where H, the inverse of the curvature, is learnt from the slopes
/// seen so far; what would leave the box stays on its wall, and a wall is left when the slope leads
/// away from it. The step is halved, or set to the least of a parabola, until it gains enough
/// (Armijo's rule). Points where the function is not finite are walked around.
///
/// - Parameters:
///   - bounds: `[n]`, the least and greatest value of each variable; finite, not of one point.
///   - start: `[n]`; moved into the bounds.
///   - tolerance: the search ends when no part of the projected slope, in the unit box, exceeds it.
///   - iterationLimit: at most this many steps, at least 1.
///   - function: gives the value at a point and puts the slope into the array.
/// - Returns: where it ended; the value is not finite only if it was not at the start.
/// - Source: Nocedal & Wright (2006), § 6.1; Bertsekas (1982), SIAM J. Control Optim. 20, for the walls.
public func minimize(
  in bounds: [ClosedRange<Double>], from start: [Double], tolerance: Double = 1e-5,
  iterationLimit: Int = 200,
  _ function: @escaping (_ point: [Double], _ gradient: inout [Double]) -> Double
) -> BoxMinimum {
  require(
    bounds.count == start.count && !bounds.isEmpty,
    "\(start.count) variables with \(bounds.count) bounds")
  var search = BoxSearch(bounds: bounds, start: start, function: function)
  for iteration in 0..<iterationLimit {
    guard search.value.isFinite else { return search.minimum(after: iteration, false) }
    if search.projectedSlope <= tolerance || !search.step() {
      return search.minimum(after: iteration, true)
    }
  }
  return search.minimum(after: iterationLimit, search.projectedSlope <= tolerance)
}

/// The state of `minimize`, in unit coordinates.
private struct BoxSearch {
  let lower: [Double]
  let width: [Double]
  let function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  var unit: [Double]
  var value: Double
  var slope: [Double]
  /// H, row by row.
  var inverseCurvature: [Double]
  /// Whether H has learnt anything since it was last set to the identity.
  var hasLearnt = false
  /// Steps in a row that gained next to nothing.
  var idleSteps = 0

  var count: Int { unit.count }

  init(
    bounds: [ClosedRange<Double>], start: [Double],
    function: @escaping (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) {
    lower = bounds.map(\.lowerBound)
    width = bounds.map { $0.upperBound - $0.lowerBound }
    for (bound, width) in zip(bounds, width) {
      require(width > 0 && width.isFinite, "a variable with the bounds \(bound)")
    }
    self.function = function
    let (low, size) = (lower, width)
    unit = start.indices.map { min(1, max(0, (start[$0] - low[$0]) / size[$0])) }
    slope = [Double](repeating: 0, count: start.count)
    value = .nan
    inverseCurvature = [Double](repeating: 0, count: start.count * start.count)
    value = evaluate(unit, &slope)
    forget()
  }

  func evaluate(_ unit: [Double], _ slope: inout [Double]) -> Double {
    let value = function(unit.indices.map { point(unit, $0) }, &slope)
    for i in slope.indices { slope[i] *= width[i] }
    return value
  }

  /// On the upper wall the very bound, not what rounding makes of it.
  func point(_ unit: [Double], _ i: Int) -> Double {
    unit[i] == 1 ? lower[i] + width[i] : lower[i] + width[i] * unit[i]
  }

  mutating func forget() {
    for i in inverseCurvature.indices { inverseCurvature[i] = i % (count + 1) == 0 ? 1 : 0 }
    hasLearnt = false
  }

  func isHeld(_ i: Int) -> Bool {
    (unit[i] == 0 && slope[i] >= 0) || (unit[i] == 1 && slope[i] <= 0)
  }

  /// The greatest part of `P(u − g) − u`.
  var projectedSlope: Double {
    unit.indices.reduce(0) { most, i in
      max(most, abs(min(1, max(0, unit[i] - slope[i])) - unit[i]))
    }
  }

  func minimum(after iterations: Int, _ hasConverged: Bool) -> BoxMinimum {
    BoxMinimum(
      point: unit.indices.map { point(unit, $0) }, value: value, iterationCount: iterations,
      hasConverged: hasConverged)
  }

  /// One step down; false when there is nothing left to gain.
  mutating func step() -> Bool {
    let held = unit.indices.map(isHeld)
    var direction = newtonDirection(held)
    if dot(direction, slope) >= -1e-12 * norm(direction) * norm(slope) {
      forget()
      direction = newtonDirection(held)
    }
    let reach = direction.reduce(0) { max($0, abs($1)) }
    // Without knowledge of the curvature a tenth of the box is far enough; with it, half.
    var length = hasLearnt ? min(1, 0.5 / reach) : min(1, 0.1 / reach)
    var trial = unit
    var trialSlope = slope
    for _ in 0..<40 {
      for i in unit.indices { trial[i] = min(1, max(0, unit[i] + length * direction[i])) }
      let gain = unit.indices.reduce(0) { $0 + slope[$1] * (trial[$1] - unit[$1]) }
      let trialValue = evaluate(trial, &trialSlope)
      // Walls can bend a step upwards; a shorter one does not reach them.
      if gain < 0 && trialValue <= value + 1e-4 * gain {
        learn(trial, trialSlope, held)
        idleSteps = value - trialValue <= 1e-12 * max(1, abs(value)) ? idleSteps + 1 : 0
        (unit, value, slope) = (trial, trialValue, trialSlope)
        return idleSteps < 3
      }
      // The least of the parabola through both values and the slope here.
      let parabola = -gain / (2 * (trialValue - value - gain))
      length *= gain < 0 && parabola.isFinite ? min(0.5, max(0.1, parabola)) : 0.1
    }
    guard hasLearnt else { return false }
    forget()
    return true
  }

  func newtonDirection(_ held: [Bool]) -> [Double] {
    unit.indices.map { i in
      if held[i] { return 0 }
      return unit.indices.reduce(0) {
        held[$1] ? $0 : $0 - inverseCurvature[i * count + $1] * slope[$1]
      }
    }
  }

  /// The BFGS update, in the walls' own space: what is held teaches nothing.
  mutating func learn(_ trial: [Double], _ trialSlope: [Double], _ held: [Bool]) {
    let s = unit.indices.map { held[$0] ? 0 : trial[$0] - unit[$0] }
    let y = unit.indices.map { held[$0] ? 0 : trialSlope[$0] - slope[$0] }
    let sy = dot(s, y)
    guard sy > 1e-10 * norm(s) * norm(y) else { return }
    if !hasLearnt {
      let scale = sy / dot(y, y)
      for i in inverseCurvature.indices { inverseCurvature[i] *= scale }
      hasLearnt = true
    }
    let hy = unit.indices.map { i in
      unit.indices.reduce(0) { $0 + inverseCurvature[i * count + $1] * y[$1] }
    }
    let factor = (1 + dot(y, hy) / sy) / sy
    for i in unit.indices {
      for j in unit.indices {
        inverseCurvature[i * count + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy
      }
    }
  }
}

private func dot(_ x: [Double], _ y: [Double]) -> Double {
  x.indices.reduce(0) { $0 + x[$1] * y[$1] }
}

private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
