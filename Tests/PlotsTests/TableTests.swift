import Testing

@testable import Plots

/// The numbers behind plots.
@Suite struct TableTests {
  @Test func linesSideBySide() {
    let plot = LinePlot(
      "", x: "trial", y: "δ",
      [Series("cue", [0, 0.123456]), Series("reward", [1, .nan], error: [0.5, 0.5])])
    #expect(
      plot.table == [
        ["trial", "cue", "reward", "reward, lower", "reward, upper"],
        ["0", "0", "1", "0.5", "1.5"], ["1", "0.1235", "nan", "nan", "nan"],
      ])
    #expect(LinePlot("", y: "V", [2]).table == [["x", "V"], ["0", "2"]])
  }

  @Test func seriesOfDifferentPlacesOneBelowTheOther() {
    let plot = ScatterPlot(
      "", x: "a", [Series("p", x: [1], y: [2]), Series("", x: [3], y: [4], error: [1])])
    #expect(
      plot.table == [
        ["series", "a", "y", "lower", "upper"], ["p", "1", "2", "", ""],
        ["series 2", "3", "4", "3", "5"],
      ])
  }

  @Test func bars() {
    let plain = BarChart("", y: "δ", [Bar("A", 0.99), Bar("B", 0.003)])
    #expect(plain.table == [["bar", "δ"], ["A", "0.99"], ["B", "0.003"]])
    let groups = BarChart(
      "",
      groups: [BarGroup("g", [Bar("a", 1, error: 0.5)]), BarGroup("h", [Bar("a", -.infinity)])])
    #expect(
      groups.table == [
        ["group", "bar", "value", "± error"], ["g", "a", "1", "0.5"], ["h", "a", "-inf", ""],
      ])
  }

  @Test func bins() {
    let plot = Histogram("", [0, 1, 2, 2], bins: 2)
    #expect(plot.table == [["from", "to", "count"], ["0", "1", "1"], ["1", "2", "3"]])
  }

  /// A bin holds its left edge; the last holds both.
  @Test func everyValueIsInOneBin() {
    let bins = Histogram("", [0, 1, 2, 3, 4, -1, 5], bins: 4, range: 0...4).binned
    #expect(bins == Histogram.Bins(edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 2], outside: 2))
    var random = Randomness(seed: 9)
    for _ in 0..<100 {
      let values = random.numbers()
      let bins = Histogram("", values).binned
      #expect(bins.counts.reduce(0, +) + bins.outside == values.filter(\.isFinite).count)
      #expect(bins.outside == 0)
    }
  }

  @Test func matrices() {
    let plot = HeatMap("", x: "to", y: "from", [[1, 2], [3]], rows: ["a", "b"])
    #expect(plot.table == [["from \\ to", "0", "1"], ["a", "1", "2"], ["b", "3", ""]])
  }

  @Test func events() {
    let plot = Raster("", x: "s", y: "cell", [[2, 1], []], rows: ["p", "q"])
    #expect(plot.table == [["cell", "s"], ["p", "1 2"], ["q", ""]])
  }
}
