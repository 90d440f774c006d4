extension LinePlot {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}
extension ScatterPlot {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}
extension BarChart {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}
extension Histogram {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}
extension HeatMap {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}
extension Raster {
  public func text(width: Int, style: TextStyle) -> String { title }
  public func svg() -> String { "<svg></svg>" }
  public var summary: String { title }
  public var table: [[String]] { [] }
}

/// Values as one row of characters.
public func sparkline(_ values: [Double], width: Int? = nil, style: TextStyle = .ascii) -> String {
  ""
}
