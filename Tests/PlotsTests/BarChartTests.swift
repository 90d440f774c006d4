import Testing

@testable import Plots

/// Bar charts as text. Spaces at the ends of rows are not drawn here.
@Suite struct BarChartTests {
  @Test func bars() {
    expectPlot(
      BarChart("Prediction error", y: "δ", [Bar("A", 0.99), Bar("B", 0.003, error: 0.01)]),
      """
      Prediction error
      A |    |########################### 0.99
      B |    []                           0.003 ± 0.01
        +----+-------------+------------+
            0.0           0.5          1.0
                        δ
      """)
  }

  @Test func barsOfBothSigns() {
    expectPlot(
      BarChart(
        "Strength", y: "V",
        [Bar("excitor", 1, error: 0.2), Bar("inhibitor", -1), Bar("neutral", 0)]),
      """
      Strength
      excitor   |           |########[-+--]    1 ± 0.2
      inhibitor |###########|                  -1
      neutral   |           |                  0
                +-----------+----------+------
               -1           0          1
                               V
      """)
  }

  @Test func groups() {
    expectPlot(
      BarChart(
        "Stay probability", y: "p(stay)",
        groups: [
          BarGroup("rewarded", [Bar("common", 0.81, error: 0.05), Bar("rare", 0.72)]),
          BarGroup("unrewarded", [Bar("common", 0.58), Bar("rare", 0.66)]),
        ], range: 0...1, guides: [.y(0.5, "chance")]),
      width: 56,
      """
      Stay probability
                          | chance
      rewarded    common |###########|#####[+-]    0.81 ± 0.05
                  rare   |===========|=====        0.72
                         |           |
      unrewarded  common |###########|##           0.58
                  rare   |===========|====         0.66
                         +-----------+-----------+
                        0.0         0.5         1.0
                                  p(stay)
      """)
  }

  @Test func notFiniteBarsAreNamed() {
    expectPlot(
      BarChart("Odd", [Bar("nan", .nan), Bar("inf", -.infinity), Bar("two", 2)]),
      """
      Odd
      nan |                                       nan
      inf |                                       -inf
      two |###################################### 2
          +---------+--------+---------+--------+
         0.0       0.5      1.0       1.5      2.0
      """)
  }

  @Test func noBars() {
    expectPlot(
      BarChart("None", y: "v", []),
      """
      None
       |                   no data
       +--------+--------+--------+--------+--------+
      0.0      0.2      0.4      0.6      0.8      1.0
                              v
      """)
  }

  @Test func allZero() {
    expectPlot(
      BarChart("Zeros", [Bar("a", 0), Bar("b", 0)]),
      """
      Zeros
      a |                                            0
      b |                                            0
        +--------+-------+--------+-------+--------+
       0.0      0.2     0.4      0.6     0.8      1.0
      """)
  }

  @Test func wideNames() {
    expectPlot(
      BarChart(
        "Wide",
        [Bar("δ", 1), Bar("漢字", 2), Bar("e\u{301}", 3), Bar("a name much longer than a third", 4)]),
      """
      Wide
      δ                |#######                      1
      漢字             |##############               2
      é                |#####################        3
      a name much lo.. |############################ 4
                       +------+------+------+------+
                       0      1      2      3      4
      """)
  }

  @Test func finestBlocks() {
    expectPlot(
      BarChart("Blocks", [Bar("a", 1), Bar("b", 0.51), Bar("c", 0.02, error: 0.1)]),
      style: .unicode,
      """
      Blocks
      a │          │███████████████████████ 1
      b │           ███████████▉            0.51
      c │         ├─┼─┤                     0.02 ± 0.1
        └──────────┬───────────┬──────────┬
      -0.5        0.0         0.5        1.0
      """)
  }
}
