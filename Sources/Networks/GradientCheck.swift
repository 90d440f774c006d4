import Numerics

/// Compares a gradient with central differences, `(f(x + ε) − f(x − ε)) / 2ε` in each direction.
///
/// - Parameters:
///   - gradient: `[n]`, what should be ∂f/∂x.
///   - x: `[n]`, the point.
///   - step: ε; 10⁻⁵ suits doubles of size 1.
///   - function: f.
/// - Returns: the length of the difference divided by the length of the differenced gradient (or by 1 if
///   that is 0); below 10⁻⁶ for a right gradient in double precision.
public func gradientError(
  of gradient: [Double], at x: [Double], step: Double = 1e-5, _ function: ([Double]) -> Double
) -> Double {
  require(gradient.count == x.count, "a gradient of \(gradient.count) for \(x.count) variables")
  var point = x
  var (difference, length) = (0.0, 0.0)
  for i in x.indices {
    point[i] = x[i] + step
    let above = function(point)
    point[i] = x[i] - step
    let below = function(point)
    point[i] = x[i]
    let slope = (above - below) / (2 * step)
    difference += (slope - gradient[i]) * (slope - gradient[i])
    length += slope * slope
  }
  return difference.squareRoot() / (length > 0 ? length.squareRoot() : 1)
}
