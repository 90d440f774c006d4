import Testing

@testable import Plots

/// What plots say of themselves.
@Suite struct DescriptionTests {
  @Test func linesNameStartEndAndExtremes() {
    let plot = LinePlot(
      "Errors", x: "trial", y: "δ",
      [
        Series("up", [0, 0.5, 1], from: 1), Series("peak", [0, 2, 1, -1, 0.5]),
        Series("flat", [3, 3]), Series("none", []), Series("one", x: [4], y: [2]),
        Series("gaps", [1, .nan, 2, .infinity]),
      ], guides: [.y(0), .x(2, "reward"), .diagonal()])
    #expect(
      plot.summary == """
        Line plot “Errors”: δ against trial, six lines. up: three points, from 0 at 1 to 1 at 3. \
        peak: five points, from 0 at 0 to 0.5 at 4, lowest -1 at 3, highest 2 at 1. \
        flat: two points, constant at 3 from 0 to 1. none: no points. one: one point, 2 at 4. \
        gaps: two points, from 1 at 0 to 2 at 2. Two points are not finite and not drawn. \
        For comparison: δ = 0, reward at trial = 2 and the diagonal.
        """)
  }

  @Test func bandsAreMeasured() {
    let plot = LinePlot("", [Series("", [1, 2], error: [0.1, 0.25])], band: "± s.e.")
    #expect(
      plot.summary == """
        Line plot: y against x, one line. Two points, from 1 at 0 to 2 at 1. \
        Its band (± s.e.) is at most 0.5 high.
        """)
  }

  @Test func whatIsAlmostZeroIsZeroBesideOne() {
    let plot = LinePlot("", [Series("a", [1, 7.06e-10])])
    #expect(plot.summary.hasSuffix("a: two points, from 1 at 0 to 0 at 1."))
  }

  @Test func barsNameValues() {
    let bars = BarChart(
      "Stay", y: "p", [Bar("rewarded common", 0.99, error: 0.01), Bar("b", .nan)])
    #expect(
      bars.summary == "Bar chart “Stay”: p, two bars; rewarded common 0.99 ± 0.01, b nan.")
    let groups = BarChart(
      "", groups: [BarGroup("g", [Bar("a", 1)]), BarGroup("h", [Bar("a", 2)])],
      guides: [.y(0.5, "chance")])
    #expect(
      groups.summary
        == "Bar chart: two bars in two groups; g a 1, h a 2. For comparison: chance at height = 0.5."
    )
    #expect(BarChart("", []).summary == "Bar chart: no bars.")
  }

  @Test func histogramsNameTheFullestBin() {
    let plot = Histogram("H", x: "v", [0, 1, 1, 4, 9, .nan], bins: 2, range: 0...4)
    #expect(
      plot.summary == """
        Histogram “H”: five values of v from 0 to 9, mean 3; two bins, the fullest from 0 to 2 \
        with 3. One value outside. One value is not finite and not drawn.
        """)
  }

  @Test func heatMapsNameTheExtremes() {
    let plot = HeatMap("M", x: "to", y: "from", [[1, 2], [3, -4]], columns: ["a", "b"])
    #expect(
      plot.summary == """
        Heat map “M”: two rows (from) by two columns (to); lowest -4 at from 1, to b, \
        highest 3 at from 1, to a.
        """)
    #expect(HeatMap("", [[2], [2]]).summary == "Heat map: two rows by one column; all 2.")
  }

  @Test func rastersCountEvents() {
    let plot = Raster("R", x: "s", y: "trial", [[0, 1], [], [0.5, .nan]])
    #expect(
      plot.summary == """
        Raster “R”: three rows (trial), three events from 0 to 1 of s; 0 to 2 in a row, mean 1. \
        One event is not finite and not drawn.
        """)
  }

  @Test func scatterPlotsSayHowCloselyTheyGoTogether() {
    let line = ScatterPlot("S", x: "a", y: "b", [Series("", x: [1, 2, 3], y: [2, 4, 6])])
    #expect(
      line.summary == """
        Scatter plot “S”: b against a, one series. Three points, a from 1 to 3, b from 2 to 6, \
        correlation 1.00.
        """)
    // r = 1/2: by hand, Σxy = 1, Σx² = Σy² = 2 around the means.
    let half = ScatterPlot("", [Series("", x: [1, 2, 3], y: [1, 3, 2])])
    #expect(half.summary.contains("correlation 0.50"))
    let huge = ScatterPlot("", [Series("", x: [-1e300, 0, 1e300], y: [1e300, 0, -1e300])])
    #expect(huge.summary.contains("correlation -1.00"))
    let flat = ScatterPlot("", [Series("", x: [1, 2, 3], y: [5, 5, 5])])
    #expect(!flat.summary.contains("correlation"))
  }

  @Test func counting() {
    #expect(Words.count(0, "bar") == "no bars")
    #expect(Words.count(1, "bar") == "one bar")
    #expect(Words.count(12, "bar") == "twelve bars")
    #expect(Words.count(13, "bar") == "13 bars")
    #expect(Words.list(["a", "b", "c"]) == "a, b and c")
    #expect(Words.list(["a"]) == "a" && Words.list([]).isEmpty)
  }
}
