struct SVGFigure {
  init(_ figure: Figure, summary: String) {}
  func element() -> String { "<svg></svg>" }
}
