import Analysis
import Plots

// Analysis makes numbers and Plots draws them; a recovery is worth a picture of its own.
extension ParameterRecovery {
  /// Fitted against true values of one parameter, a point a subject, with the line where they are equal.
  ///
  /// - Parameters:
  ///   - name: the name or the symbol of a parameter; traps if it is none.
  ///   - title: above the plot; nil says which parameter it is.
  /// - Returns: a scatter plot, its range as wide as the values of both kinds.
  public func plot(of name: String, title: String? = nil) -> ScatterPlot {
    let (truths, fitted) = (truth(of: name), fitted(of: name))
    let all = truths + fitted
    let (least, most) = (all.min() ?? 0, all.max() ?? 1)
    return ScatterPlot(
      title ?? "Recovery of \(name)", x: "true \(name)", y: "fitted \(name)",
      [Series("subjects", x: truths, y: fitted)],
      range: least...max(most, least + 1e-9), guides: [.diagonal("equal")])
  }
}
