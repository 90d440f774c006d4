import Testing

@testable import Plots

/// Line plots as text. Spaces at the ends of rows are not drawn here.
@Suite struct LinePlotDrawingTests {
  @Test func twoLinesWithMarkers() {
    expectPlot(
      LinePlot(
        "Prediction error", x: "trial", y: "δ",
        [
          Series("at the cue", (0..<100).map { $0 < 30 ? 0 : min(1, Double($0 - 30) / 40) }),
          Series("at the reward", (0..<100).map { 1 / (1 + Double($0) / 5) }),
        ], guides: [.y(0)]),
      #"""
      Prediction error
           -*- at the cue   -o- at the reward
        δ
      1.0 +.                            .----*-------
          ||                          ./
          ||                         ./
      0.8 +'|                       .*
          | |                      .'
          | \                     .'
      0.6 + |.                   .'
          |  |                  /'
          |  |.                /'
      0.4 +   \.              /
          |    \.            *
          |     'o.        ./
      0.2 +       '--.    ./
          |          '''-o-...
          |             .'    '''o-------o-------o...
      0.0 +--*-------*--'- - - - - - - - - - - - - -
          +--------+--------+-------+-------+--------
          0       20       40      60      80
                             trial
      """#)
  }

  @Test func fewPointsAreAllMarked() {
    expectPlot(
      LinePlot(
        "Extinction", x: "trial", y: "V", [Series("A", [1, 0.5, 0.25, 0.125, 0.0625], from: 1)]),
      #"""
      Extinction
           --- A
        V
      1.0 +*
          | \.
          |  '.
      0.8 +   '\
          |     \.
          |      '.
      0.6 +        \.
          |         '.
          |          *'-.
      0.4 +             '-..
          |                '-.
          |                   '-*
      0.2 +                      ''--..
          |                           ''--*....
          |                                   '''---*
      0.0 +
          +----------+----------+---------+---------+
          1          2          3         4         5
                             trial
      """#)
  }

  @Test func bandAndGuides() {
    expectPlot(
      LinePlot(
        "Learning", x: "episode", y: "reward",
        [
          Series(
            "mean", (0..<60).map { 0.9 - 18 / Double($0 + 30) }, error: (0..<60).map { _ in 0.08 })
        ],
        guides: [.y(0.5, "chance"), .x(40, "reversal")], band: "± s.e.", height: 12),
      """
      Learning
           --- mean   ::: ± s.e.   - - chance
           | reversal
      reward
      0.8 +                            |
          |                                ::::::::::
          |                       ::::::::::::....---
          |                 ::::::::...----''''::::::
      0.6 +            ::::::..---''::::::::::::::
          |        :::::..-'':::::::::
          |- - -::::.-'''::::::- - - - - - - - - - -
          |   :::.-':::::
      0.4 + ::.-'::::                  |
          |:./':::
          |-'::                        |
          |::
      0.2 +                            |
          +-------+------+------+------+------+------
          0      10     20     30     40     50
                            episode
      """)
  }

  @Test func steepLines() {
    expectPlot(
      LinePlot("Zigzag", (0..<13).map { Double($0 % 2) }, height: 6),
      #"""
      Zigzag
      1.0 +   *.     *      *      *      *     .*
      0.8 +   /\    .|\    .'|    |'.    /|.    /\
      0.6 +  / '|   / '.   / |.  .| \   .' \   |' \
      0.4 + .'  |. |'  \  /   \  /   \  /  '| .|  '.
      0.2 + /    \.|    \.'   '||'   './    |./    \
      0.0 +*     '*     '*     '*     *'     *'     *
          +-------+------+------+-----+------+------+
          0       2      4      6     8     10     12
      """#)
  }

  @Test func braille() {
    expectPlot(
      LinePlot("Parabola", (-20...20).map { Double($0 * $0) }, height: 6),
      style: .unicode,
      """
      Parabola
      400 ┤⠠⣀                                      ⣀⠤
      300 ┤ ⠈⠑⠢⣀                                ⣀⠔⠊⠁
      200 ┤    ⠈⠑⠢⢄⡀                        ⢀⡠⠔⠊⠁
      100 ┤        ⠈⠑⠢⠤⣄⡀              ⢀⣠⠤⠔⠊⠁
        0 ┤             ⠈⠉⠙⠒⠒⠒⠒⠒⠖⠒⠒⠒⠒⠋⠉⠁
          └──────────┬──────────┬─────────┬─────────┬
          0         10         20        30        40
      """)
  }
}
