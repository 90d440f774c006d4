import Testing

@testable import Plots

/// Plots as SVG.
@Suite struct SVGTests {
  @Test func aSmallPlotWhole() {
    let svg = LinePlot("T", x: "t", y: "v", [Series("", [0, 1])], height: 8).svg()
    #expect(
      svg == """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 640 220" width="640" \
        height="220" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">\
        <title>T</title><desc>Line plot “T”: v against t, one line. Two points, from 0 at 0 to 1 at 1.\
        </desc>
        <text x="35.6" y="18" font-size="14" font-weight="600">T</text><text x="0" y="38">v</text>\
        <text x="327.6" y="212" text-anchor="middle">t</text>\
        <path d="M35.6 172H619.6M35.6 148H619.6M35.6 124H619.6\
        M35.6 100H619.6M35.6 76H619.6M35.6 52H619.6" \
        fill="none" stroke="currentColor" stroke-opacity=".15"/>\
        <path d="M35.6 52V172H619.6M35.6 172v4M619.6 172v4" fill="none" stroke="currentColor" \
        stroke-opacity=".6"/>
        <g text-anchor="end"><text x="27.6" y="176">0.0</text><text x="27.6" y="152">0.2</text>\
        <text x="27.6" y="128">0.4</text><text x="27.6" y="104">0.6</text><text x="27.6" y="80">0.8</text>\
        <text x="27.6" y="56">1.0</text></g><g text-anchor="middle"><text x="35.6" y="190">0</text>\
        <text x="619.6" y="190">1</text></g>
        <svg x="29.6" y="46" width="596" height="132" viewBox="-6 -6 596 132">\
        <path d="M0 120L584 0" fill="none" stroke="var(--series-1, #0072b2)" stroke-width="2" \
        stroke-linejoin="round"/><path d="M0 120h0M584 0h0" stroke="var(--series-1, #0072b2)" \
        stroke-width="6.5" stroke-linecap="round"/></svg></svg>
        """)
  }

  @Test func labelsAreEscaped() {
    let svg = LinePlot("a < b & \"c\"", x: "<script>", [Series("</svg>", [1, 2])]).svg()
    #expect(svg.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"))
    #expect(svg.contains("&lt;script&gt;") && !svg.contains("<script"))
    #expect(svg.components(of: "</svg>") == 2)  // the element's and the drawing area's
    #expect(xmlFault(svg) == nil)
  }

  @Test func seriesDifferByDashAndMarkerToo() {
    let lines = (0..<6).map { Series("s\($0)", [0, Double($0), 1]) }
    let svg = LinePlot("", lines).svg()
    for (index, color) in ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
      .enumerated()
    {
      #expect(svg.contains("stroke=\"var(--series-\(index + 1), \(color))\""))
    }
    for dash in ["7 3", "2 2.5", "9 3 2 3", "14 4"] {
      #expect(svg.contains("stroke-dasharray=\"\(dash)\""))
    }
    let looks = (0..<30).map { SVGSeries.dash($0) + SVGSeries.marker($0, 0, 0) + "\($0 % 6)" }
    #expect(Set(looks).count == 30)
  }

  @Test func textTakesThePagesColour() {
    let svg = BarChart("b", [Bar("a", 1)]).svg()
    #expect(svg.contains("fill=\"currentColor\""))
    #expect(!svg.contains("<rect") && !svg.contains("background"))
  }

  @Test func manyPointsStaySmall() {
    var random = Randomness(seed: 3)
    let noise = (0..<300).map { _ in random.uniform() }
    let three = LinePlot("", (0..<3).map { _ in Series("a", noise) })
    #expect(three.svg().utf8.count < 15_000)
    let long = LinePlot("", (0..<50_000).map { _ in random.uniform() })
    #expect(long.svg().utf8.count < 25_000)
    let matrix = HeatMap("", (0..<500).map { _ in (0..<500).map { _ in random.uniform() } })
    #expect(matrix.svg().utf8.count < 60_000)
  }

  @Test func thinningKeepsExtremes() {
    var random = Randomness(seed: 4)
    let points = (0..<5000).map { Point(x: Double($0) / 10, y: random.uniform()) }
    let kept = SVGFigure.thinned(points)
    #expect(kept.count <= 1000)
    #expect(kept.map(\.y).max() == points.map(\.y).max())
    #expect(kept.map(\.y).min() == points.map(\.y).min())
    #expect(kept.first == points.first && kept.last == points.last)
  }

  @Test func levelStretchesAreTwoPoints() {
    let points = [0, 1, 2, 3, 4].map { Point(x: $0, y: 5) }
    #expect(SVGFigure.thinned(points) == [points[0], points[4]])
    // A line that turns back is not shortened.
    let back = [Point(x: 0, y: 5), Point(x: 4, y: 5), Point(x: 2, y: 5)]
    #expect(SVGFigure.thinned(back) == back)
  }

  @Test func missingCellsAreCrossed() {
    let svg = HeatMap("", [[1, .nan], [3, 4]]).svg()
    #expect(svg.contains("M1 0m.3-.2l.4 .4m0-.4l-.4 .4"))
  }
}

extension String {
  /// How many times a text occurs.
  fileprivate func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
