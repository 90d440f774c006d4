import Testing

@testable import Plots

/// Scatter plots as text. Spaces at the ends of rows are not drawn here.
@Suite struct ScatterPlotTests {
  @Test func cloudsAndDiagonal() {
    expectPlot(
      ScatterPlot(
        "Fit", x: "predicted", y: "measured",
        [
          Series("cells", x: [0.1, 0.3, 0.5, 0.7, 0.9], y: [0.15, 0.2, 0.55, 0.65, 0.95]),
          Series("controls", x: [0.2, 0.8], y: [0.7, 0.3]),
        ], guides: [.diagonal("equal")], height: 11),
      """
      Fit
           * cells   o controls   - - equal
      measured
      1.0 +
          |                                        -*
      0.8 +                                  - - -
          |     o                        - -
      0.6 +                        - - -  *
          |                  - -*-
      0.4 +              - -
          |        - - -                       o
      0.2 +    - -   *
          |* -
      0.0 +
          +-----+---------+----------+---------+-----
               0.2       0.4        0.6       0.8
                           predicted
      """)
  }

  @Test func errorBars() {
    expectPlot(
      ScatterPlot(
        "Errors", x: "x", y: "y", [Series("", [1, 3, 2], error: [1, 0.2, 0.6])], height: 9),
      """
      Errors
      y
      4 +
        |
      3 +                      *
        |                                           -
      2 +-                                          *
        ||                                          -
      1 +*
        ||
      0 +-
        +----------------------+--------------------+
        0                      1                    2
                              x
      """)
  }

  @Test func errorBarsOutsideTheRangeAreNotDrawn() {
    expectPlot(
      ScatterPlot(
        "Outside", [Series("", [1, 5, -9], error: [0.5, 1, 1])], range: 0...2, height: 5),
      width: 40,
      """
      Outside
      2 +
        |-
      1 +*
        |-
      0 +
        +------------------+----------------+
        0                  1                2
      """)
  }

  @Test func single() {
    expectPlot(
      ScatterPlot("Single", [Series("", x: [3], y: [4])], height: 5),
      width: 40,
      """
      Single
      8 +
      6 +
      4 +                  *
      2 +
      0 +
        +------------------+----------------+
        2                  3                4
      """)
  }

  @Test func none() {
    expectPlot(
      ScatterPlot("None", [], height: 4),
      width: 40,
      """
      None
      1.0 +
      0.8 +
      0.6 +             no data
      0.4 +
      0.2 +
      0.0 +
          +---------------------------------+
          0                                 1
      """)
  }
}
