/// Samples in an SVG's legend.
extension SVGFigure {
  /// Draws a sample with its middle at height `y`.
  ///
  /// - Returns: how far right of `x` its words begin.
  func write(_ sample: Key.Sample, _ x: Double, _ y: Double, _ svg: inout SVGText) -> Double {
    switch sample {
    case .line(let series, let hasMarker):
      svg.element(
        "path",
        [
          "d": "M\(SVGText.pair(x, y))h28", "fill": "none", "stroke": SVGSeries.color(series),
          "stroke-width": "2", "stroke-dasharray": SVGSeries.dash(series),
        ])
      if hasMarker { writeMarkers([(x + 14, y)], series: series, &svg) }
      return 36
    case .marker(let series):
      writeMarkers([(x + 6, y)], series: series, &svg)
      return 18
    case .band:
      svg.element(
        "path",
        [
          "d": "M\(SVGText.pair(x, y - 6))h28v12h-28z", "fill": "currentColor",
          "fill-opacity": ".18",
        ])
      return 36
    case .guide(.x):
      writeGuide("M\(SVGText.pair(x + 14, y - 7))v14", &svg)
      return 24
    case .guide:
      writeGuide("M\(SVGText.pair(x, y))h28", &svg)
      return 36
    case .missing:
      svg.element(
        "path",
        [
          "d": "M\(SVGText.pair(x + 2, y - 4))l8 8m0-8l-8 8", "fill": "none",
          "stroke": "currentColor",
        ])
      return 18
    case .shades(let lower, let middle, let upper):
      return writeShades(lower, middle, upper, x, y, &svg)
    }
  }

  func writeGuide(_ path: String, _ svg: inout SVGText) {
    svg.element(
      "path",
      [
        "d": path, "fill": "none", "stroke": "currentColor", "stroke-opacity": ".65",
        "stroke-dasharray": "4 4",
      ])
  }

  /// A strip of shades with the values at its ends (and its middle).
  private func writeShades(
    _ lower: String, _ middle: String?, _ upper: String, _ x: Double, _ y: Double,
    _ svg: inout SVGText
  ) -> Double {
    var x = x
    let write = { (words: String, svg: inout SVGText) in
      svg.words("text", ["x": SVGText.number(x), "y": SVGText.number(y + 4)], words)
      x += SVGText.width(words, size: 12) + 6
    }
    let strip = { (levels: [Int], svg: inout SVGText) in
      let start = x
      for level in levels {
        svg.element(
          "path",
          [
            "d": "M\(SVGText.pair(x, y))h12", "stroke-width": "12",
            "stroke": SVGFigure.shadeColor(level), "stroke-opacity": SVGFigure.opacity(level),
          ])
        x += 12
      }
      let width = SVGText.number(x - start)
      svg.element(
        "path",
        [
          "d": "M\(SVGText.pair(start, y - 6))h\(width)v12h-\(width)z", "fill": "none",
          "stroke": "currentColor", "stroke-opacity": ".4",
        ])
      x += 6
    }
    write(lower, &svg)
    if let middle {
      strip(Array(stride(from: -16, to: 0, by: 2)), &svg)
      write(middle, &svg)
    }
    strip(Array(stride(from: 2, through: 16, by: 2)), &svg)
    write(upper, &svg)
    return x
  }
}
