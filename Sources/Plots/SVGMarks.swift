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
  /// none in the middle of a level stretch.
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
    guard kept.count > 2 else { return kept }
    let level = { (a: Point, b: Point) in (a.y - b.y).magnitude < 0.05 }
    return kept.indices.filter { index in
      guard index > 0, index < kept.count - 1 else { return true }
      return
        !(level(kept[index - 1], kept[index]) && level(kept[index], kept[index + 1])
        && (kept[index - 1].x < kept[index].x) == (kept[index].x < kept[index + 1].x))
    }.map { kept[$0] }
  }
}
