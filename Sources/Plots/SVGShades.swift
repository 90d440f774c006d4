/// Matrices in SVG: a path for each of 16 shades, which strokes all cells that have it. Shades are
/// opacities of two colours, so that nothing is the page's own background, light or dark.
extension SVGFigure {
  /// Draws the matrix in at most about 4000 cells; a cell of many values has their mean.
  func writeShades(_ shades: Shades, _ svg: inout SVGText) {
    let (height, width) = (Int(figure.y.upper), Int(figure.x.upper))
    let columns = min(width, 100)
    let rows = min(height, 4000 / max(1, columns))
    let rowRanges = Canvas.shares(of: height, among: rows)
    let columnRanges = Canvas.shares(of: width, among: columns)
    var paths: [Int: String] = [:]
    var missing = ""
    for row in 0..<rows {
      let levels = columnRanges.map { range -> Int? in
        guard let value = Canvas.mean(shades.values, rowRanges[row], range) else { return 0 }
        return value.isNaN ? nil : Int((value * 16).rounded())
      }
      var start = 0
      while start < columns {
        var end = start + 1
        while end < columns, levels[end] == levels[start] { end += 1 }
        if let level = levels[start] {
          paths[level, default: ""] += "M\(start) \(row)h\(end - start)"
        } else {
          for column in start..<end { missing += "M\(column) \(row)m.3-.2l.4 .4m0-.4l-.4 .4" }
        }
        start = end
      }
    }
    let scale = "\(fixed(plotWidth / Double(columns), 4)) \(fixed(plotHeight / Double(rows), 4))"
    svg.element(
      "g",
      [
        "transform": "scale(\(scale)) translate(0 .5)", "fill": "none",
        "shape-rendering": "crispEdges",
      ]
    ) { svg in
      for level in -16...16 where level != 0 {
        guard let path = paths[level] else { continue }
        svg.element(
          "path",
          [
            "d": path, "stroke": SVGFigure.shadeColor(level),
            "stroke-opacity": SVGFigure.opacity(level),
          ])
      }
      if !missing.isEmpty {
        svg.element(
          "path",
          [
            "d": missing, "stroke": "currentColor", "vector-effect": "non-scaling-stroke",
            "shape-rendering": "auto",
          ])
      }
    }
    guard !shades.numbers.isEmpty else { return }
    svg.element("g", ["text-anchor": "middle"]) { svg in
      for (row, numbers) in shades.numbers.enumerated() {
        for (column, number) in numbers.enumerated() {
          let (x, y) = (px(Double(column) + 0.5), py(Double(row) + 0.5) + 4)
          svg.words("text", ["x": SVGText.number(x), "y": SVGText.number(y)], number)
        }
      }
    }
  }

  /// The colour of a shade in -16…16.
  static func shadeColor(_ level: Int) -> String { SVGSeries.color(level < 0 ? 1 : 0) }

  /// The opacity of a shade: never so dark that a number in it cannot be read.
  static func opacity(_ level: Int) -> String {
    withoutTrailingZeros(fixed(Double(level.magnitude) / 16 * 0.9, 3))
  }
}
