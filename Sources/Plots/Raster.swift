/// Events in time, a row each trial or cell: spikes, lever presses.
///
/// ```swift
/// Raster("Spikes", x: "time (s)", y: "trial", spikes, guides: [.x(0, "cue"), .x(1, "reward")])
/// ```
///
/// The first row is on top.
public struct Raster: Plot, Hashable {
  /// What stands above it; empty for none.
  public var title: String
  /// What the horizontal axis measures.
  public var x: String
  /// What the rows are.
  public var y: String
  /// `[row][event]`: when each event was, in units of the horizontal axis, in any order.
  public var events: [[Double]]
  /// The rows' names; empty: 0, 1, 2, ….
  public var rows: [String]
  /// Limits of the horizontal axis; `nil`: from the first event to the last.
  public var range: ClosedRange<Double>?
  /// Lines to compare with.
  public var guides: [Guide]

  /// A raster.
  ///
  /// - Parameters:
  ///   - title: what stands above it.
  ///   - x: what the horizontal axis measures, with its unit.
  ///   - y: what the rows are.
  ///   - events: `[row][event]`, times in units of the horizontal axis.
  ///   - rows: the rows' names, one each, or none.
  ///   - range: limits of the horizontal axis, finite.
  ///   - guides: lines to compare with.
  /// - Precondition: as many names as rows, or none; traps with both counts otherwise.
  public init(
    _ title: String, x: String = "", y: String = "", _ events: [[Double]], rows: [String] = [],
    range: ClosedRange<Double>? = nil, guides: [Guide] = []
  ) {
    require(
      rows.isEmpty || rows.count == events.count,
      "raster “\(title)”: \(events.count) rows but \(rows.count) names")
    self.title = title
    self.x = x
    self.y = y
    self.events = events
    self.rows = rows
    self.range = range
    self.guides = guides
  }
}

extension Raster {
  private var rowNames: [String] { rows.isEmpty ? events.indices.map(String.init) : rows }

  /// Its axes and marks.
  var figure: Figure {
    let time =
      range.map { Axis(label: x, $0) }
      ?? .tight(x, Array(events.joined()) + guides.compactMap(\.xValue))
    let slots = Axis.Slots(names: rowNames, most: 40)
    var figure = Figure(title: title, x: time, y: .names(y, slots, isReversed: true))
    figure.marks = guides.marks
    figure.marks.append(.events(rows: events.map { $0.filter(\.isFinite) }, series: 0))
    figure.keys = guides.keys
    if events.joined().allSatisfy({ !$0.isFinite }) {
      figure.emptyNote = events.isEmpty ? "no data" : "no events"
    }
    return figure
  }

  /// The plot as text.
  public func text(width: Int, style: TextStyle) -> String {
    TextFigure(figure, width: width, style: style).text()
  }

  /// The plot as SVG.
  public func svg() -> String { SVGFigure(figure, summary: summary).element() }

  /// How many rows and events, from when to when, the emptiest and the fullest row.
  public var summary: String {
    let counts = events.map { $0.filter(\.isFinite).count }
    let total = counts.reduce(0, +)
    var text = Words.opening("Raster", title) + ": "
    text += Words.count(events.count, "row") + (y.isEmpty ? "" : " (\(y.onOneLine))")
    text += ", " + Words.count(total, "event")
    if let (first, last) = Axis.extent(events.joined()) {
      let label = x.isEmpty ? "" : " of \(x.onOneLine)"
      text +=
        first == last
        ? " at \(Words.number(first))\(label)"
        : " from \(Words.number(first)) to \(Words.number(last))\(label)"
    }
    if let least = counts.min(), let most = counts.max(), counts.count > 1 {
      let mean = Words.number(Double(total) / Double(counts.count))
      text +=
        least == most
        ? "; \(most) in every row"
        : "; \(least) to \(most) in a row, mean \(mean)"
    }
    return text + "." + Words.leftOut(events.joined().count - total, "event")
      + Words.guides(guides, x: x, y: y)
  }

  /// Columns: the row, its events' times.
  public var table: [[String]] {
    [[y.isEmpty ? "row" : y.onOneLine, x.isEmpty ? "events" : x.onOneLine]]
      + zip(rowNames, events).map { name, row in
        [name.onOneLine, row.sorted().map(cell).joined(separator: " ")]
      }
  }
}
