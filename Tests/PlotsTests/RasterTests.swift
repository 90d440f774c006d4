import Testing

@testable import Plots

/// Rasters as text. Spaces at the ends of rows are not drawn here.
@Suite struct RasterTests {
  @Test func rows() {
    expectPlot(
      Raster(
        "Spikes", x: "time (s)", y: "trial", [[-0.5, 0.1, 0.15, 0.9], [0.2], [], [0, 0.5, 1]],
        guides: [.x(0, "cue")]),
      """
      Spikes
         | cue
      trial
      0 ||             |  | |                    |
      1 |                    |
      2 |              |
      3 |              |              |             |
        +--------------+--------------+-------------+
      -0.5            0.0            0.5           1.0
                           time (s)
      """)
  }

  @Test func names() {
    expectPlot(
      Raster("Cells", [[1, 2, 3], [1.5, 2.5]], rows: ["dopamine", "δ"]),
      """
      Cells
      dopamine ||                 |                 |
             δ |         |                 |
               +---------+--------+--------+--------+
              1.0       1.5      2.0      2.5      3.0
      """)
  }

  @Test func manyRowsShareCharacters() {
    expectPlot(
      Raster("Many", (0..<160).map { [Double($0)] }),
      width: 40,
      """
      Many
        0 ||.
          | |
          |  |
          |  '|
          |   '|
       20 |    '.
          |     |.
          |      |
          |       |
          |       '|
       40 |        '|
          |         '.
          |          |.
          |           |
          |            |
       60 |            '|
          |             '.
          |              '.
          |               |.
          |                |
       80 |                 |
          |                 '|
          |                  '.
          |                   '.
          |                    |.
      100 |                     |
          |                      |
          |                      '|
          |                       '.
          |                        |.
      120 |                         |.
          |                          |
          |                           |
          |                           '|
          |                            '.
      140 |                             |.
          |                              |.
          |                               |
          |                                |
          |                                '|
          +----------+----------+---------+--
          0         50         100       150
      """)
  }

  @Test func manyRowsShareBraille() {
    expectPlot(
      Raster("Many", (0..<160).map { [Double($0)] }),
      width: 40, style: .unicode,
      """
      Many
        0 │⠸⡀
          │ ⢱
          │  ⢣
          │  ⠈⢆
          │   ⠈⡆
       20 │    ⠘⡄
          │     ⠱⡀
          │      ⢱
          │       ⢣
          │       ⠈⢆
       40 │        ⠈⡆
          │         ⠘⡄
          │          ⠱⡀
          │           ⢱
          │            ⢣
       60 │            ⠈⢆
          │             ⠘⡄
          │              ⠘⡄
          │               ⠱⡀
          │                ⢣
       80 │                 ⢣
          │                 ⠈⢆
          │                  ⠘⡄
          │                   ⠘⡄
          │                    ⠱⡀
      100 │                     ⢣
          │                      ⢣
          │                      ⠈⢆
          │                       ⠘⡄
          │                        ⠸⡀
      120 │                         ⠱⡀
          │                          ⢣
          │                           ⢇
          │                           ⠈⢆
          │                            ⠘⡄
      140 │                             ⠸⡀
          │                              ⠱⡀
          │                               ⢣
          │                                ⢇
          │                                ⠈⢆
          └──────────┬──────────┬─────────┬──
          0         50         100       150
      """)
  }

  @Test func noEvents() {
    expectPlot(
      Raster("Silent", y: "trial", [[], [.nan]]),
      width: 40,
      """
      Silent
      trial
      0 |             no events
      1 |
        +-----------------------------------+
        0                                   1
      """)
  }

  @Test func noRows() {
    expectPlot(
      Raster("None", []),
      width: 40,
      """
      None
       |               no data
       +------------------------------------+
       0                                    1
      """)
  }
}
