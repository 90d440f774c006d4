import Numerics
import Plots

/// The median over seeds with the lowest and the highest, as text: `1.98 (1.61–2.40)`.
///
/// - Parameters:
///   - values: of one quantity, one for each seed, at least one; traps otherwise.
///   - digits: how many digits behind the point, 0 and more.
/// - Returns: rounded as by `fixed(_:_:)`; with a negative number in it the range is `-1.2 … 0.3`.
public func medianAndRange(_ values: [Double], _ digits: Int = 2) -> String {
  let (lowest, highest) = (values.min() ?? .nan, values.max() ?? .nan)
  let dash = lowest < 0 ? " … " : "–"
  return
    "\(fixed(median(values), digits)) (\(fixed(lowest, digits))\(dash)\(fixed(highest, digits)))"
}

extension Series {
  /// A curve over seeds: the median, and a band from the lowest to the highest.
  ///
  /// ```swift
  /// LinePlot("Training", …, [Series("networks", x: parts, over: curves)], band: "lowest to highest seed")
  /// ```
  ///
  /// - Parameters:
  ///   - name: for the legend.
  ///   - x: where the points lie.
  ///   - curves: `[seeds][points]`, at least one; traps when counts differ.
  public init(_ name: String, x: [Double], over curves: [[Double]]) {
    for curve in curves {
      require(curve.count == x.count, "a curve of \(curve.count) points at \(x.count) places")
    }
    let columns = x.indices.map { i in curves.map { $0[i] } }
    self.init(
      name, x: x, y: columns.map { median($0) }, lower: columns.map { $0.min() ?? .nan },
      upper: columns.map { $0.max() ?? .nan })
  }
}
