/// Marks in SVG.
extension SVGFigure {
  /// Draws a mark; the markers of lines come later, above all lines.
  func write(_ mark: Mark, _ svg: inout SVGText) {
    switch mark {
    case .line(let points, let series):
      svg.element(
        "path",
        [
          "d": path(points), "fill": "none", "stroke": SVGSeries.color(series),
          "stroke-width": "2", "stroke-linejoin": "round",
          "stroke-dasharray": SVGSeries.dash(series),
        ])
    case .points(let points, let series):
      writeMarkers(
        points.filter { figure.y.contains($0.y) && figure.x.contains($0.x) }
          .map { (px($0.x), py($0.y)) }, series: series, &svg)
    case .band(let x, let lower, let upper, let series):
      let edge =
        zip(x, upper).map { Point(x: $0, y: $1) }
        + zip(x, lower).reversed().map { Point(x: $0, y: $1) }
      svg.element(
        "path",
        ["d": path(edge) + "z", "fill": SVGSeries.color(series), "fill-opacity": ".18"])
    case .bar(let x, let y, let isHorizontal, let series):
      writeBar(x, y, isHorizontal: isHorizontal, series: series, &svg)
    case .error(let lower, let upper, let position, let isHorizontal, _):
      let path =
        isHorizontal
        ? "M\(SVGText.pair(px(lower), py(position)))H\(SVGText.number(px(upper)))m0-5v10"
          + "M\(SVGText.pair(px(lower), py(position) - 5))v10"
        : "M\(SVGText.pair(px(position), py(lower)))V\(SVGText.number(py(upper)))m-4 0h8"
          + "M\(SVGText.pair(px(position) - 4, py(lower)))h8"
      svg.element(
        "path", ["d": path, "fill": "none", "stroke": "currentColor", "stroke-width": "1.5"])
    case .events(let rows, let series):
      // In units of rows: short to write. Upright strokes keep their width.
      let path = rows.enumerated().map { row, places in
        places.filter(figure.x.contains).map { "M\(SVGText.number(px($0))) \(row)v.8" }.joined()
      }.joined()
      let size = fixed(plotHeight / Double(max(1, rows.count)), 4)
      svg.element(
        "path",
        [
          "d": path, "transform": "scale(1 \(size)) translate(0 .1)", "fill": "none",
          "stroke": SVGSeries.color(series), "stroke-width": "1.3",
        ])
    case .shades(let shades): writeShades(shades, &svg)
    case .guide(let guide): writeGuide(guide, &svg)
    }
  }

  /// The markers of lines.
  func writeMarkers(_ svg: inout SVGText) {
    var lines: [(points: [Point], series: Int)] = []
    for case .line(let points, let series) in figure.marks { lines.append((points, series)) }
    let count = Set(lines.map(\.series)).count
    let columns = Int(plotWidth / 8)
    let markers = LineMarkers(columns: columns, lineCount: count)
    for (points, series) in lines {
      let places = points.map { Int(figure.x.fraction($0.x) * Double(columns)) }
      let chosen = markers.chosen(places, series: series).map { points[$0] }
      write(.points(chosen, series: series), &svg)
    }
  }

  /// Markers at places in pixels.
  func writeMarkers(_ places: [(Double, Double)], series: Int, _ svg: inout SVGText) {
    guard !places.isEmpty else { return }
    let color = SVGSeries.color(series)
    // A disc is the round cap of a line of no length: the shortest to write.
    if series % 6 == 0 {
      svg.element(
        "path",
        [
          "d": places.map { "M\(SVGText.pair($0, $1))h0" }.joined(), "stroke": color,
          "stroke-width": "6.5", "stroke-linecap": "round",
        ])
      return
    }
    svg.element(
      "path",
      [
        "d": places.map { SVGSeries.marker(series, $0, $1) }.joined(),
        "fill": SVGSeries.isFilled(series) ? color : "none", "stroke": color,
        "stroke-width": "1.6",
      ])
  }

  private func writeBar(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, isHorizontal: Bool, series: Int,
    _ svg: inout SVGText
  ) {
    let (left, right) = (px(x.lowerBound), px(x.upperBound))
    let edges = [py(y.lowerBound), py(y.upperBound)].sorted()
    // Air between bars: a fifth of a slot, or a hair between bins.
    let gap = isHorizontal ? (edges[1] - edges[0]) * 0.1 : 0
    let air = isHorizontal ? 0 : min(1, (right - left) * 0.1)
    let width = SVGText.number(right - left - air)
    let height = SVGText.number(edges[1] - edges[0] - 2 * gap)
    svg.element(
      "path",
      [
        "d": "M\(SVGText.pair(left, edges[0] + gap))h\(width)v\(height)h-\(width)z",
        "fill": SVGSeries.color(series), "fill-opacity": ".85",
      ])
  }

  private func writeGuide(_ guide: Guide, _ svg: inout SVGText) {
    switch guide {
    case .y(let value, _):
      guard figure.y.contains(value) else { return }
      writeGuide("M\(SVGText.pair(0, py(value)))h\(SVGText.number(plotWidth))", &svg)
    case .x(let value, _):
      guard figure.x.contains(value) else { return }
      writeGuide("M\(SVGText.pair(px(value), 0))v\(SVGText.number(plotHeight))", &svg)
    case .diagonal:
      let (first, last) = (
        max(figure.x.lower, figure.y.lower), min(figure.x.upper, figure.y.upper)
      )
      guard first < last else { return }
      writeGuide(
        "M\(SVGText.pair(px(first), py(first)))L\(SVGText.pair(px(last), py(last)))", &svg)
    }
  }

  // MARK: Lines

  /// A path through points: no more of them than can be seen.
  private func path(_ points: [Point]) -> String {
    let places = SVGFigure.thinned(points.map { Point(x: px($0.x), y: py($0.y)) })
    var text = ""
    for (index, place) in places.enumerated() {
      if index == 1 {
        text += "L"
      } else if index > 1 {
        text += " "
      }
      text += (index == 0 ? "M" : "") + SVGText.pair(place.x, place.y)
    }
    // A point alone is a line of no length.
    return places.count == 1 ? text + "h0" : text
  }

  /// Of many points: the first, lowest, highest and last of every two pixels, in their order; and
  /// none that a straight line through its neighbours shows as well.
  static func thinned(_ points: [Point]) -> [Point] {
    var kept = points
    if points.count > 600 {
      kept = []
      var start = 0
      while start < points.count {
        let column = (points[start].x / 2).rounded(.down)
        var end = start + 1
        while end < points.count, (points[end].x / 2).rounded(.down) == column { end += 1 }
        let lowest = (start..<end).min { points[$0].y < points[$1].y } ?? start
        let highest = (start..<end).max { points[$0].y < points[$1].y } ?? start
        for index in Set([start, lowest, highest, end - 1]).sorted() { kept.append(points[index]) }
        start = end
      }
    }
    return SVGFigure.simplified(kept, within: 0.15)
  }

  /// The points that a line needs to pass within a distance of all of them: what a straight stretch
  /// has between its ends goes.
  ///
  /// - Source: Douglas and Peucker (1973).
  static func simplified(_ points: [Point], within tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var stretches = [(0, points.count - 1)]
    while let (first, last) = stretches.popLast() {
      let (a, b) = (points[first], points[last])
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = (dx * dx + dy * dy).squareRoot()
      var farthest = (index: first, distance: tolerance)
      for index in first + 1..<max(first + 1, last) {
        let (ex, ey) = (points[index].x - a.x, points[index].y - a.y)
        // Beyond an end it is the end that counts, so that a line that turns back keeps its turn.
        let along = length > 0 ? max(0, min(1, (ex * dx + ey * dy) / (length * length))) : 0
        let (mx, my) = (ex - along * dx, ey - along * dy)
        let distance = (mx * mx + my * my).squareRoot()
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.index > first else { continue }
      isKept[farthest.index] = true
      stretches.append((first, farthest.index))
      stretches.append((farthest.index, last))
    }
    return points.indices.filter { isKept[$0] }.map { points[$0] }
  }
}
