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
