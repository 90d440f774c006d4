import Testing

@testable import Plots

/// Line plots of what is empty, constant, not finite, tiny, huge or badly labelled. Spaces at the ends of rows are not drawn here.
@Suite struct LinePlotEdgeTests {
  @Test func gapsWhereValuesAreNotFinite() {
    expectPlot(
      LinePlot("Gaps", x: "t", y: "v", [1, 2, .nan, 4, 5, .infinity, 3], height: 8),
      """
      Gaps
      v
      5 +                           ..*
        |                       ..-''
      4 +                      *'
        |
      3 +                                           *
        |
      2 +      .*
        |  .--'
      1 +*'
        +-------+------+-------+------+------+------+
        0       1      2       3      4      5      6
                              t
      """)
  }

  @Test func nothing() {
    expectPlot(
      LinePlot("Nothing", x: "t", y: "v", [Double](), height: 4),
      """
      Nothing
        v
      1.0 +
      0.8 +
      0.6 +                 no data
      0.4 +
      0.2 +
      0.0 +
          +-----------------------------------------+
          0                                         1
                               t
      """)
  }

  @Test func constantIsSeenAgainstZero() {
    expectPlot(
      LinePlot("Constant", x: "t", y: "v", [3, 3, 3, 3], height: 6),
      """
      Constant
      v
      6 +
        |
      4 +
        |*-------------*--------------*-------------*
      2 +
        |
      0 +
        +--------------+--------------+-------------+
        0              1              2             3
                              t
      """)
  }

  @Test func singlePoint() {
    expectPlot(
      LinePlot("Single", x: "t", y: "v", [-2], height: 4),
      """
      Single
       v
       0 +
      -1 +
      -2 +                     *
      -3 +
      -4 +
         +---------------------+--------------------+
        -1                     0                    1
                               t
      """)
  }

  @Test func tinyRange() {
    expectPlot(
      LinePlot("Tiny", [1e-300, 3e-300, 2e-300], height: 6),
      """
      Tiny
      3.0e-300 +                ..*--..
      2.5e-300 +            .--''      '''----..
      2.0e-300 +       ..--'                    '''-*
      1.5e-300 +   .--''
      1.0e-300 +*-'
               +------------------+-----------------+
               0                  1                 2
      """)
  }

  @Test func hugeRange() {
    expectPlot(
      LinePlot("Huge", [-1e12, 2e12, 1e12], height: 6),
      """
      Huge
       2e12 +                  ..*-...
            |               .--'      '''----...
       1e12 +            .-''                   '''-*
            |         .-'
          0 +     ..-'
            |  .--'
      -1e12 +*''
            +--------------------+------------------+
            0                    1                  2
      """)
  }

  @Test func wholeDoubleRange() {
    expectPlot(
      LinePlot("Whole", [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude], height: 4),
      """
      Whole
        |                                    ....---*
        |                      ....-------''''
      0 +        ....------'''''
        |*---''''
        +-------------------------------------------+
        0                                           1
      """)
  }

  @Test func wideAndCombiningLabels() {
    expectPlot(
      LinePlot(
        "学習曲線 of a re\u{301}sume\u{301}", x: "試行", y: "報酬",
        [Series("猿", [0, 1]), Series("👩‍🔬", [1, 0])], height: 4),
      """
      学習曲線 of a résumé
           -*- 猿   -o- 👩‍🔬
      報酬
      1.0 +o--..                                ...-*
      0.8 +     ''----..                ...---'''
      0.6 +             ''----.....---''
      0.4 +             ..----'''''---..
      0.2 +     ..----''                '''---...
      0.0 +*--''                                '''-o
          +-----------------------------------------+
          0                                         1
                              試行
      """)
  }

  @Test func longLabelsAreCut() {
    expectPlot(
      LinePlot(
        "A title that is far too long to stand above a plot of forty-eight columns",
        y: "an axis that measures something which takes many words to say",
        [Series("a series with a name of more than forty-eight columns, too", [0, 1])], height: 4),
      """
      A title that is far too long to stand above a ..
           --- a series with a name of more than for..
      an axis that measures something which takes ma..
      1.0 +                                     ...-*
      0.8 +                             ...---'''
      0.6 +                     ...---''
      0.4 +             ..----'''
      0.2 +     ..----''
      0.0 +*--''
          +-----------------------------------------+
          0                                         1
      """)
  }

  @Test func callersRangeClips() {
    expectPlot(
      LinePlot("Clipped", [0, 10, 0, -10, 0], range: -2...2, height: 5),
      #"""
      Clipped
       2 +  /'              '\
         | /'                '\
       0 +*'                  '*.                  .*
         |                      \.                ./
      -2 +                       \.              ./
         +-----------+---------+----------+---------+
         0           1         2          3         4
      """#)
  }
}
