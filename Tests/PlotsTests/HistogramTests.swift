import Testing

@testable import Plots

/// Histograms as text. Spaces at the ends of rows are not drawn here.
@Suite struct HistogramTests {
  @Test func givenBins() {
    expectPlot(
      Histogram(
        "Rewards", x: "reward", [0, 0.5, 1, 1, 1.5, 2, 2, 2, 2.5, 3.5, 4], bins: 4, height: 6),
      """
      Rewards
      count
      4 +                      ###########
        |                      ###########
      3 +           ######################
        |           ######################
      2 +############################################
        |############################################
      1 +############################################
        |############################################
      0 +----------+----------+----------+----------+
        0          1          2          3          4
                            reward
      """)
  }

  @Test func roundBins() {
    expectPlot(
      Histogram(
        "Many", x: "v", (0..<100).map { Double(($0 * 37) % 10 + ($0 * 53) % 10) }, height: 8),
      """
      Many
      count
      100 +
          |                                    ####
       80 +                                    ####
          |                                    ####
       60 +                                    ####
          |                                    ####
       40 +                                    ####
          |                                    ####
       20 +                                    ####
          |####                                ####
        0 +-------+-------+-------+-------+-------+
          0       2       4       6       8      10
                              v
      """)
  }

  @Test func single() {
    expectPlot(
      Histogram("Single", [5]),
      width: 40,
      """
      Single
      count
      1 +                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
        |                  #########
      0 +--------+--------+--------+--------+
       4.0      4.5      5.0      5.5      6.0
      """)
  }

  @Test func none() {
    expectPlot(
      Histogram("None", [], height: 4),
      width: 40,
      """
      None
      count
      1 +
        |              no data
        |
        |
      0 +-----------------------------------+
        0                                   1
      """)
  }

  @Test func onlyNotFinite() {
    expectPlot(
      Histogram("Odd", [.nan, .infinity], height: 4),
      width: 40,
      """
      Odd
      count
      1 +
        |              no data
        |
        |
      0 +-----------------------------------+
        0                                   1
      """)
  }

  @Test func rareBinsAreSeen() {
    expectPlot(
      Histogram(
        "Rare", Array(repeating: 0.5, count: 200) + [2.5], bins: 3, range: 0...3, height: 5),
      width: 40,
      """
      Rare
      count
      200 +###########
      150 +###########
      100 +###########
       50 +###########           ...........
        0 +----------+----------+----------+
          0          1          2          3
      """)
  }

  @Test func blocks() {
    expectPlot(
      Histogram("Blocks", [0, 1, 1, 2, 2, 2, 3, 3], bins: 4, height: 4),
      width: 40, style: .unicode,
      """
      Blocks
      count
      3 ┤                  █████████
      2 ┤         ███████████████████████████
      1 ┤████████████████████████████████████
      0 └───────────┬───────────┬───────────┬
        0           1           2           3
      """)
  }
}
