/// Marks drawn on a canvas.
extension Canvas {
  /// Draws a mark.
  ///
  /// - Parameters:
  ///   - mark: what to draw.
  ///   - projection: where data lie; of this canvas' size.
  mutating func draw(_ mark: Mark, _ projection: Projection) {
    switch mark {
    case .line(let points, let series):
      drawLine(points, projection, series: series)
    case .points(let points, let series):
      drawPoints(points, projection, series: series)
    case .band(let x, let lower, let upper, let series):
      drawBand(x, lower, upper, projection, series: series)
    case .bar(let x, let y, let isHorizontal, let series):
      drawBar(x, y, projection, isHorizontal: isHorizontal, series: series)
    case .error(let lower, let upper, let position, let isHorizontal, let series):
      if isHorizontal {
        drawHorizontalError(lower, upper, position, projection, series: series)
      } else {
        drawVerticalError(lower, upper, position, projection, series: series)
      }
    case .events(let rows, let series):
      for (slot, places) in rows.enumerated() {
        drawEvents(places, slot, projection, series: series)
      }
    case .shades(let shades):
      drawShades(shades, projection)
    case .guide(let guide):
      drawGuide(guide, projection)
    }
  }

  private mutating func drawLine(_ points: [Point], _ projection: Projection, series: Int) {
    let places = points.map(projection.point)
    if let only = places.first, places.count == 1 {
      drawLine(from: only, to: only, series: series)
    }
    for (start, end) in zip(places, places.dropFirst()) {
      drawLine(from: start, to: end, series: series)
    }
  }

  /// Puts a marker at each point.
  mutating func drawPoints(_ points: [Point], _ projection: Projection, series: Int) {
    for point in points where point.isFinite {
      let (row, column) = (projection.row(point.y), projection.column(point.x))
      if contains(row: row, column: column) { self[row, column].marker = series }
    }
  }

  private mutating func drawBand(
    _ x: [Double], _ lower: [Double], _ upper: [Double], _ projection: Projection, series: Int
  ) {
    for index in x.indices {
      // The band between two points, and at the last point itself.
      let next = min(index + 1, x.count - 1)
      let (start, end) = (projection.column(x[index]), projection.column(x[next]))
      for column in Canvas.visible(min(start, end), max(start, end), of: columns) {
        let t = start == end ? 0 : Double(column - start) / Double(end - start)
        let bottom = projection.dotY(lower[index] * (1 - t) + lower[next] * t)
        let top = projection.dotY(upper[index] * (1 - t) + upper[next] * t)
        // A cell belongs to the band if its middle does, or nearly.
        let first = Int((min(top, bottom) / 4 - 0.65).rounded(.up))
        let last = Int((max(top, bottom) / 4 - 0.35).rounded(.down))
        for row in Canvas.visible(first, last, of: rows) { self[row, column].band = series }
      }
    }
  }

  private mutating func drawBar(
    _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ projection: Projection,
    isHorizontal: Bool, series: Int
  ) {
    let left = projection.dotX(x.lowerBound) / 2
    let right = projection.dotX(x.upperBound) / 2
    let edges = [projection.dotY(y.lowerBound) / 4, projection.dotY(y.upperBound) / 4].sorted()
    if isHorizontal {
      let (first, last) = (Int(edges[0].rounded()), Int(edges[1].rounded()) - 1)
      let pieces = Canvas.eighths(from: left, to: right, limit: columns)
      for row in Canvas.visible(first, last, of: rows) {
        for (column, eighths) in pieces {
          self[row, column].fill = Fill(
            eighths: eighths, isHorizontal: true, isWhole: pieces.count == 1, series: series)
        }
      }
    } else {
      let (first, last) = (Int(left.rounded()), max(Int(right.rounded()) - 1, Int(left.rounded())))
      let pieces = Canvas.eighths(
        from: Double(rows) - edges[1], to: Double(rows) - edges[0], limit: rows)
      for column in Canvas.visible(first, last, of: columns) {
        for (height, eighths) in pieces {
          let row = rows - 1 - height
          // Of bars that share a column the highest shows.
          if let fill = self[row, column].fill, fill.eighths >= eighths { continue }
          self[row, column].fill = Fill(
            eighths: eighths, isHorizontal: false, isWhole: pieces.count == 1, series: series)
        }
      }
    }
  }

  /// The part of `first...last` that is among `count` rows or columns.
  private static func visible(_ first: Int, _ last: Int, of count: Int) -> Range<Int> {
    let (lower, upper) = (max(0, first), min(count, last + 1))
    return lower..<max(lower, upper)
  }

  /// The cells of a bar from `start` to `end`, in cells from the beginning, each with its eighths. A
  /// bar that is not empty has at least one.
  static func eighths(from start: Double, to end: Double, limit: Int) -> [(Int, Int)] {
    let (start, end) = (max(0, start.rounded()), min(Double(limit), end))
    guard end > start else { return [] }
    return (Int(start)..<Int(end.rounded(.up))).compactMap { cell in
      let part = min(1, end - Double(cell))
      let eighths = max(cell == Int(start) ? 1 : 0, Int((8 * part).rounded()))
      return eighths > 0 ? (cell, eighths) : nil
    }
  }

  private mutating func drawHorizontalError(
    _ lower: Double, _ upper: Double, _ position: Double, _ projection: Projection, series: Int
  ) {
    let row = projection.row(position)
    // A value's bar ends before the cell boundary at the value: so does its whisker.
    let shift = projection.x.isEdgeToEdge ? 1 : 0
    let place = { (value: Double) in Int((projection.dotX(value) / 2).rounded()) - shift }
    let (first, last) = (place(lower), place(upper))
    guard first < last else { return }
    guard row >= 0, row < rows else { return }
    for column in Canvas.visible(first, last, of: columns) {
      self[row, column].whisker =
        column == first ? .horizontalStart : column == last ? .horizontalEnd : .horizontal
      self[row, column].series = series
    }
    let middle = place(lower / 2 + upper / 2)
    if middle > first, middle < last, contains(row: row, column: middle) {
      self[row, middle].whisker = .middle
    }
  }

  private mutating func drawVerticalError(
    _ lower: Double, _ upper: Double, _ position: Double, _ projection: Projection, series: Int
  ) {
    let column = projection.column(position)
    let (first, last) = (projection.row(upper), projection.row(lower))
    guard first < last, column >= 0, column < columns else { return }
    for row in Canvas.visible(first, last, of: rows) {
      let isEnd = row == first || row == last
      self[row, column].whisker = isEnd ? .verticalEnd : .vertical
      self[row, column].series = series
    }
  }

  private mutating func drawEvents(
    _ places: [Double], _ slot: Int, _ projection: Projection, series: Int
  ) {
    let edges = [projection.dotY(Double(slot)), projection.dotY(Double(slot + 1))].sorted()
    var first = Int((edges[0] + 1e-6).rounded(.down))
    var last = Int((edges[1] - 1e-6).rounded(.up)) - 1
    // Air between rows where there is room.
    if last - first >= 2 { first += 1 }
    if last - first >= 7 { last -= 1 }
    for place in places where projection.x.contains(place) {
      let x = min(dotColumns - 1, Int(projection.dotX(place).rounded(.down)))
      for y in first...max(first, last) where y >= 0 && y < dotRows {
        setDot(x: x, y: y, series: series)
        self[y / 4, x / 2].isEvents = true
      }
    }
  }

  private mutating func drawGuide(_ guide: Guide, _ projection: Projection) {
    switch guide {
    case .y(let value, _):
      let row = projection.row(value)
      guard projection.y.contains(value), row >= 0, row < rows else { return }
      for column in 0..<columns { self[row, column].hasHorizontalGuide = true }
    case .x(let value, _):
      guard projection.x.contains(value) else { return }
      let column =
        projection.x.isEdgeToEdge
        ? Int((projection.dotX(value) / 2).rounded()) - 1 : projection.column(value)
      guard column >= 0, column < columns else { return }
      for row in 0..<rows { self[row, column].hasVerticalGuide = true }
    case .diagonal:
      for column in 0..<columns {
        let value = projection.value(atColumn: column)
        let row = projection.row(value)
        if projection.y.contains(value), row >= 0, row < rows {
          self[row, column].hasHorizontalGuide = true
        }
      }
    }
  }
}
