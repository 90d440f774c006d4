/// A figure as SVG: how much room each part gets, then the parts from back to front.
struct SVGFigure {
  let figure: Figure
  private let summary: String
  private let width = 640.0
  private let left: Double
  private let top: Double
  private let right: Double
  /// The drawing area, in pixels.
  let plotWidth: Double
  let plotHeight: Double
  private let legend: [[Key]]

  private static let lineHeight = 20.0

  /// A figure with its description.
  init(_ figure: Figure, summary: String) {
    self.figure = figure
    self.summary = summary
    plotHeight = SVGFigure.height(figure)
    // Labels left and notes right take their room; the drawing area takes the rest.
    let slots = figure.y.slots
    let labels =
      slots.map { $0.names + $0.groups } ?? figure.y.ticks(5).map(\.label)
    var widest = labels.map { SVGText.width($0, size: 12) }.max() ?? 0
    if let slots, !slots.groups.isEmpty {
      let names = slots.names.map { SVGText.width($0, size: 12) }.max() ?? 0
      let groups = slots.groups.map { SVGText.width($0, size: 12) }.max() ?? 0
      widest = names + groups + 24
    }
    left = min(260, max(24, widest + 14))
    let notes = figure.notes.map { SVGText.width($0.text, size: 12) }.max()
    right = notes.map { min(160, $0 + 14) } ?? 20
    plotWidth = (width - left - right).rounded(.down)
    legend = SVGFigure.lines(figure.keys, room: width - left)
    let head = (figure.title.isEmpty ? 0 : 1) + legend.count + (figure.y.label.isEmpty ? 0 : 1)
    top = Double(head) * SVGFigure.lineHeight + 12
  }

  /// The `<svg>` element.
  func element() -> String {
    let foot = figure.x.label.isEmpty ? 28.0 : 48
    let height = SVGText.number(top + plotHeight + foot)
    var svg = SVGText()
    svg.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "viewBox": "0 0 640 \(height)",
        "width": "640", "height": height, "font-family": "system-ui, sans-serif",
        "font-size": "12", "fill": "currentColor",
      ]
    ) { svg in
      svg.words("title", [:], figure.title.isEmpty ? "Plot" : figure.title)
      svg.words("desc", [:], summary)
      svg.newline()
      writeHead(&svg)
      writeAxes(&svg)
      svg.newline()
      // The inner element clips what is outside the axes; a rim keeps strokes on the edge whole.
      svg.element(
        "svg",
        [
          "x": SVGText.number(left - 6), "y": SVGText.number(top - 6),
          "width": SVGText.number(plotWidth + 12), "height": SVGText.number(plotHeight + 12),
          "viewBox": "-6 -6 \(SVGText.number(plotWidth + 12)) \(SVGText.number(plotHeight + 12))",
        ]
      ) { svg in
        for mark in figure.marks { write(mark, &svg) }
        writeMarkers(&svg)
      }
      writeNotes(&svg)
    }
    return svg.text
  }

  // MARK: Places

  /// In pixels from the drawing area's left.
  func px(_ x: Double) -> Double { figure.x.fraction(x) * plotWidth }

  /// In pixels from the drawing area's top.
  func py(_ y: Double) -> Double { (1 - figure.y.fraction(y)) * plotHeight }

  private static func height(_ figure: Figure) -> Double {
    guard let slots = figure.y.slots else { return Double(max(3, figure.height)) * 15 }
    let count = Double(max(1, slots.names.count))
    if !slots.isThinned, figure.x.slots == nil { return count * 24 }
    return min(360, count * (slots.largest > 1 ? 40 : 14))
  }

  // MARK: Words

  private func writeHead(_ svg: inout SVGText) {
    var line = 18.0
    if !figure.title.isEmpty {
      svg.words(
        "text",
        [
          "x": SVGText.number(left), "y": SVGText.number(line), "font-size": "14",
          "font-weight": "600",
        ], figure.title)
      line += SVGFigure.lineHeight
    }
    for keys in legend {
      var x = left
      for key in keys {
        let sample = write(key.sample, x, line - 4, &svg)
        if !key.words.isEmpty {
          svg.words(
            "text", ["x": SVGText.number(x + sample), "y": SVGText.number(line)], key.words)
        }
        x += SVGFigure.width(key)
      }
      line += SVGFigure.lineHeight
    }
    if !figure.y.label.isEmpty {
      svg.words(
        "text",
        ["x": SVGText.number(max(0, left - 40)), "y": SVGText.number(line)], figure.y.label)
    }
    if !figure.x.label.isEmpty {
      svg.words(
        "text",
        [
          "x": SVGText.number(left + plotWidth / 2), "y": SVGText.number(top + plotHeight + 40),
          "text-anchor": "middle",
        ], figure.x.label)
    }
  }

  private func writeNotes(_ svg: inout SVGText) {
    guard !figure.notes.isEmpty || figure.emptyNote != nil else { return }
    svg.newline()
    for note in figure.notes {
      svg.words(
        "text",
        [
          "x": SVGText.number(left + plotWidth + 10), "y": SVGText.number(top + py(note.y) + 4),
        ], note.text)
    }
    if let note = figure.emptyNote {
      svg.words(
        "text",
        [
          "x": SVGText.number(left + plotWidth / 2), "y": SVGText.number(top + plotHeight / 2),
          "text-anchor": "middle",
        ], note)
    }
  }

  // MARK: Axes

  private func writeAxes(_ svg: inout SVGText) {
    let (bottom, far) = (top + plotHeight, left + plotWidth)
    let rows = verticalTicks()
    let columns = horizontalTicks()
    // A light grid behind numbers; bars have it upright.
    var grid = ""
    if figure.y.slots == nil {
      for tick in rows {
        grid += "M\(SVGText.pair(left, top + py(tick.value)))H\(SVGText.number(far))"
      }
    } else if figure.x.slots == nil, figure.y.slots?.isThinned == false {
      for tick in columns {
        grid += "M\(SVGText.pair(left + px(tick.value), top))V\(SVGText.number(bottom))"
      }
    }
    if !grid.isEmpty {
      svg.element(
        "path", ["d": grid, "fill": "none", "stroke": "currentColor", "stroke-opacity": ".15"])
    }
    var frame = "M\(SVGText.pair(left, top))V\(SVGText.number(bottom))H\(SVGText.number(far))"
    if figure.x.slots == nil {
      for tick in columns { frame += "M\(SVGText.pair(left + px(tick.value), bottom))v4" }
    }
    svg.element(
      "path", ["d": frame, "fill": "none", "stroke": "currentColor", "stroke-opacity": ".6"])
    svg.newline()
    svg.element("g", ["text-anchor": "end"]) { svg in
      for tick in rows where !tick.label.isEmpty {
        svg.words(
          "text",
          ["x": SVGText.number(left - 8), "y": SVGText.number(top + py(tick.value) + 4)],
          tick.label)
      }
    }
    svg.element("g", ["text-anchor": "middle"]) { svg in
      for tick in columns {
        svg.words(
          "text",
          ["x": SVGText.number(left + px(tick.value)), "y": SVGText.number(bottom + 18)],
          tick.label)
      }
    }
    guard let slots = figure.y.slots else { return }
    for (index, group) in slots.groups.enumerated() where !group.isEmpty {
      svg.words(
        "text", ["x": "4", "y": SVGText.number(top + py(Double(index) + 0.5) + 4)], group)
    }
  }

  private func verticalTicks() -> [Tick] {
    guard var slots = figure.y.slots else { return figure.y.ticks(5) }
    slots.groups = []
    return slots.ticks(
      every: slots.isThinned ? slots.step(apart: 18, in: Int(plotHeight)) : 1)
  }

  private func horizontalTicks() -> [Tick] {
    let size = { (label: String) in SVGText.width(label, size: 12) }
    if let slots = figure.x.slots {
      let widest = slots.names.map(size).max() ?? 0
      let own = plotWidth / Double(max(1, slots.names.count))
      let step = widest + 10 < own ? 1 : slots.step(apart: Int(widest) + 16, in: Int(plotWidth))
      return slots.ticks(every: step)
    }
    return figure.x.ticks(atMost: 8) { ticks in
      let room = plotWidth / Double(max(1, ticks.count))
      return (ticks.map { size($0.label) }.max() ?? 0) + 16 < room
    }
  }

  // MARK: Legend

  private static func lines(_ keys: [Key], room: Double) -> [[Key]] {
    var lines: [[Key]] = []
    var used = 0.0
    for key in keys {
      let width = SVGFigure.width(key)
      if lines.isEmpty || used + width > room {
        lines.append([key])
        used = width
      } else {
        lines[lines.count - 1].append(key)
        used += width
      }
    }
    return lines
  }

  private static func width(_ key: Key) -> Double {
    let words = key.words.isEmpty ? 0 : SVGText.width(key.words, size: 12) + 22
    switch key.sample {
    case .line, .band, .guide: return 36 + words
    case .marker, .missing: return 18 + words
    case .shades(let lower, let middle, let upper):
      let texts = [lower, middle ?? "", upper].map { SVGText.width($0, size: 12) }
      return texts.reduce(0, +) + (middle == nil ? 112 : 220) + 40
    }
  }
}
