import Testing

@testable import Plots

/// Colour, sparklines, and where lines carry markers.
@Suite struct TextStyleTests {
  /// Colours change no character: without the codes it is the plain text.
  @Test func colourOnlyAddsCodes() {
    let plot = LinePlot("T", [Series("a", [1, 2, 3]), Series("b", [3, 1, 2])], guides: [.y(2)])
    let colored = plot.text(width: 50, style: .asciiColor)
    #expect(withoutCodes(colored) == plot.text(width: 50))
    #expect(colored.contains("\u{1B}[38;5;32m") && colored.contains("\u{1B}[38;5;166m"))
    #expect(!plot.text(width: 50).contains("\u{1B}"))
    // Each row ends its own colours.
    for row in colored.split(separator: "\n") {
      let codes = row.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst()
      #expect(codes.count % 2 == 0)
    }
  }

  @Test func colouredHeatIsSolid() {
    let text = HeatMap("", (0..<9).map { row in (0..<9).map { Double($0 * row) } })
      .text(style: .color)
    #expect(text.contains("\u{1B}[38;5;54m██") && text.contains("\u{1B}[38;5;227m"))
  }

  @Test func whatPrintShows() {
    let plot = Histogram("H", [1, 2])
    #expect("\(plot)" == plot.text(width: 72, style: .ascii))
    #expect(plot.text() == plot.text(width: 72, style: .ascii))
    #expect(plot.text(style: .unicode) == plot.text(width: 72, style: .unicode))
  }

  @Test func sparklines() {
    #expect(sparkline([0, 1, 2, 3, 4, 5]) == "_.-~*^")
    #expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], style: .unicode) == "▁▂▃▄▅▆▇█")
    #expect(sparkline([0, .nan, 5, .infinity]) == "_ ^ ")
    #expect(sparkline([2, 2, 2]) == "~~~")
    #expect(sparkline([]).isEmpty)
    #expect(sparkline([.nan]) == " ")
    // Pairs are averaged: 0.5, 2.5, 4.5.
    #expect(sparkline([0, 1, 2, 3, 4, 5], width: 3) == "_~^")
    #expect(sparkline([0, 1], width: 10) == "_^")
    #expect(sparkline([0, 1], width: 0).count == 1)
    #expect(sparkline([-1e308, 1e308]) == "_^")
    #expect(sparkline([0, 1], style: .color) == "\u{1B}[38;5;32m▁█\u{1B}[0m")
  }

  @Test func markersOfManyLinesStandApart() {
    let markers = LineMarkers(columns: 64, lineCount: 2)
    let (a, b) = (
      markers.chosen(Array(0..<64), series: 0), markers.chosen(Array(0..<64), series: 1)
    )
    #expect(a.count >= 5 && b.count >= 5)
    #expect(Set(a).isDisjoint(with: b))
    // One line alone needs none, unless there is room for all.
    let alone = LineMarkers(columns: 64, lineCount: 1)
    #expect(alone.chosen(Array(0..<64), series: 0).isEmpty)
    #expect(alone.chosen([0, 20, 40, 63], series: 0) == [0, 1, 2, 3])
  }

  private func withoutCodes(_ text: String) -> String {
    text.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated()
      .map { index, piece in
        index == 0 ? String(piece) : String(piece.drop { $0 != "m" }.dropFirst())
      }.joined()
  }
}
