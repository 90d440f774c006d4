/// A figure as rows of text: how much room each part gets, then the parts from top to bottom.
struct TextFigure {
  let figure: Figure
  let glyphs: Glyphs
  private let isColored: Bool
  let width: Int
  /// Columns left of the vertical axis.
  let margin: Int
  private let columns: Int
  private let rows: Int
  private let projection: Projection
  /// `leftLabels[row]`; empty where there is no tick.
  private let leftLabels: [String]

  init(_ figure: Figure, width: Int, style: TextStyle) {
    self.figure = figure
    self.width = max(32, width)
    glyphs = Glyphs(kind: style.glyphs, isColored: style.isColored)
    isColored = style.isColored

    // Rows first: their labels decide how many columns are left.
    rows = TextFigure.rowCount(figure.y, height: figure.height)
    let ticks = TextFigure.rowTicks(figure.y, rows: rows)
    let widest = ticks.map { displayWidth($0.label) }.max() ?? 0
    let isWords = figure.y.slots?.isThinned == false
    margin = min(widest, self.width / 3) + 1
    var labels = Array(repeating: "", count: rows)
    let vertical = Projection(x: figure.x, y: figure.y, columns: 1, rows: rows)
    for tick in ticks {
      let row = TextFigure.tickRow(tick.value, vertical)
      guard labels.indices.contains(row), labels[row].isEmpty else { continue }
      labels[row] = tick.label.fitted(
        margin - 1, isWords ? .left : .right, ellipsis: glyphs.ellipsis)
    }
    leftLabels = labels

    let notes = figure.notes.map { displayWidth($0.text) + 1 }.max() ?? 1
    let room = max(8, self.width - margin - 1 - min(notes, self.width / 3))
    columns = TextFigure.columnCount(figure.x, room: room)
    projection = Projection(x: figure.x, y: figure.y, columns: columns, rows: rows)
  }

  /// All rows, each exactly as wide as asked for.
  func text() -> String {
    let canvas = drawn()
    var lines: [TextRow] = []
    if !figure.title.isEmpty { lines.append(TextRow(cut(figure.title), .strong)) }
    lines += legend()
    if !figure.y.label.isEmpty {
      lines.append(TextRow(cut(figure.y.label.padded(margin - 1, .right))))
    }
    for row in 0..<rows { lines.append(line(row, of: canvas)) }
    lines += bottom()
    return lines.map { line in
      var line = line
      line.fit(width)
      return line.text(isColored: isColored)
    }.joined(separator: "\n")
  }

  private func cut(_ text: String) -> String {
    text.onOneLine.cut(to: width, ellipsis: glyphs.ellipsis)
  }

  // MARK: The drawing area

  private func drawn() -> Canvas {
    var canvas = Canvas(columns: columns, rows: rows)
    let lineCount = figure.marks.reduce(into: Set<Int>()) { series, mark in
      if case .line(_, let index) = mark { series.insert(index) }
    }.count
    for mark in figure.marks { canvas.draw(mark, projection) }
    for case .line(let points, let series) in figure.marks {
      let markers = LineMarkers(columns: columns, lineCount: lineCount)
      let places = points.map { projection.column($0.x) }
      let chosen = markers.chosen(places, series: series).map { points[$0] }
      canvas.drawPoints(chosen, projection, series: series)
    }
    if let note = figure.emptyNote {
      let text = note.cut(to: columns, ellipsis: glyphs.ellipsis)
      let start = (columns - displayWidth(text)) / 2
      for (offset, letter) in text.enumerated() {
        canvas[(rows - 1) / 2, start + offset].letter = letter
      }
    }
    return canvas
  }

  private func line(_ row: Int, of canvas: Canvas) -> TextRow {
    var line = TextRow(leftLabels[row].padded(margin - 1, .right) + " ")
    let hasTick = !leftLabels[row].isEmpty && figure.y.slots == nil
    line.append(hasTick ? glyphs.leftTick : glyphs.vertical, .faint)
    for column in 0..<columns {
      let (text, ink) = glyphs.glyph(canvas[row, column], row: row, column: column)
      line.append(text, ink)
    }
    for note in figure.notes where projection.row(note.y) == row {
      let room = width - line.width - 1
      line.append(" " + note.text.cut(to: room, ellipsis: glyphs.ellipsis))
    }
    return line
  }

  /// The horizontal axis, its labels, its name.
  private func bottom() -> [TextRow] {
    let ticks = columnTicks()
    let places = ticks.map { tickColumn($0.value) }
    // The lowest tick of an axis of counts stands at the corner.
    var corner = ""
    if figure.y.isEdgeToEdge, figure.y.slots == nil,
      let first = TextFigure.rowTicks(figure.y, rows: rows).first,
      TextFigure.tickRow(first.value, projection) == rows
    {
      corner = first.label
    }
    var axis = TextRow(corner.padded(margin - 1, .right) + " ")
    axis.append(glyphs.corner, .faint)
    for column in 0..<columns {
      // A tick beside the corner is the corner.
      let hasTick = figure.x.slots == nil && places.contains(column) && column > 0
      axis.append(hasTick ? glyphs.bottomTick : glyphs.horizontal, .faint)
    }
    var labels = TextRow()
    for (tick, place) in zip(ticks, places) {
      labels.pad(to: labelStart(tick, place))
      labels.append(tick.label)
    }
    var result = [axis]
    if labels.width > 0 { result.append(labels) }
    if !figure.x.label.isEmpty {
      let label = figure.x.label.cut(to: width, ellipsis: glyphs.ellipsis)
      let middle = margin + 1 + (columns - displayWidth(label)) / 2
      var row = TextRow()
      row.pad(to: max(0, min(middle, width - displayWidth(label))))
      row.append(label)
      result.append(row)
    }
    return result
  }

  // MARK: Ticks

  /// How many rows the drawing area has.
  private static func rowCount(_ axis: Axis, height: Int) -> Int {
    if let slots = axis.slots {
      let count = max(1, slots.names.count)
      let most = slots.most ?? count
      guard count <= most else { return most }
      return count * max(1, min(slots.largest, most / count))
    }
    let height = max(3, height)
    guard let step = axis.step else { return height }
    let intervals = max(1, step.indexBelow(axis.upper) - step.indexAbove(axis.lower))
    let extra = axis.isEdgeToEdge ? 0 : 1
    return intervals * max(1, (height - extra + intervals / 2) / intervals) + extra
  }

  private static func columnCount(_ axis: Axis, room: Int) -> Int {
    guard let slots = axis.slots else {
      // All bins equally wide.
      if let parts = axis.parts, parts > 0, parts * 2 <= room { return room - room % parts }
      return room
    }
    let count = max(1, slots.names.count)
    return count > room ? room : count * min(slots.largest, room / count)
  }

  /// The row whose tick mark belongs to a value: bars end at the upper edge of theirs.
  private static func tickRow(_ value: Double, _ projection: Projection) -> Int {
    guard projection.y.isEdgeToEdge, projection.y.slots == nil else {
      return projection.row(value)
    }
    return Int((projection.dotY(value) / 4).rounded())
  }

  private func tickColumn(_ value: Double) -> Int {
    guard projection.x.isEdgeToEdge, projection.x.slots == nil else {
      return projection.column(value)
    }
    return Int((projection.dotX(value) / 2).rounded()) - 1
  }

  private static func rowTicks(_ axis: Axis, rows: Int) -> [Tick] {
    guard let slots = axis.slots else { return axis.ticks(max(2, min(5, rows / 2))) }
    let isCrowded = slots.isThinned && slots.names.count > 12
    return slots.ticks(every: isCrowded ? slots.step(apart: 4, in: rows) : 1)
  }

  /// As many ticks as have room for their labels.
  private func columnTicks() -> [Tick] {
    if let slots = figure.x.slots {
      let widest = slots.names.map { displayWidth($0) }.max() ?? 0
      let own = columns / max(1, slots.names.count)
      let step = widest < own ? 1 : slots.step(apart: 2 * widest + 2, in: columns)
      return slots.ticks(every: step).map {
        Tick(value: $0.value, label: $0.label.cut(to: max(own, columns / 3)))
      }
    }
    return figure.x.ticks(atMost: max(1, columns / 7)) { ticks in
      let spans = ticks.map { tick -> (Int, Int) in
        let start = labelStart(tick, tickColumn(tick.value))
        return (start, start + tick.label.utf8.count)
      }
      return zip(spans, spans.dropFirst()).allSatisfy { $0.1 + 3 <= $1.0 }
    }
  }

  /// The column of the whole text where a tick's label begins: centred under the tick.
  private func labelStart(_ tick: Tick, _ column: Int) -> Int {
    let size = displayWidth(tick.label)
    // In dots, of which a column has two: a middle between columns leans left.
    var middle = 2 * column + 1
    if figure.x.slots != nil {
      middle = Int(projection.dotX(tick.value).rounded())
    } else if column == 0 {
      middle = -1  // the corner
    }
    let start = Int((Double(middle - size) / 2).rounded(.down))
    return max(0, min(width - size, margin + 1 + start))
  }
}
