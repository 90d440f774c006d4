import Testing

@testable import Plots

/// What holds for every plot of anything: nothing traps, rows are equal, SVG is whole.
@Suite struct AnyInputTests {
  @Test(arguments: 0..<600)
  func everyRowIsAsWideAsAskedFor(seed: Int) {
    var random = Randomness(seed: UInt64(seed))
    let plot = random.plot()
    let width = [1, 32, 33, 72, 120][random.integer(below: 5)]
    for style in [TextStyle.ascii, .unicode, .color, .asciiColor] {
      let widths = rowWidths(plot.text(width: width, style: style))
      #expect(widths == [max(32, width)], "\(plot.summary)")
    }
  }

  @Test(arguments: 0..<200)
  func marksAndFramesAreASCII(seed: Int) {
    var random = Randomness(seed: UInt64(seed))
    let plot = random.plot()
    // Labels may hold anything; with ASCII labels nothing else is left.
    guard plot.table.joined().allSatisfy({ $0.utf8.allSatisfy { $0 < 128 } }) else { return }
    let words = "\(plot.title)\(plot.summary)".unicodeScalars
    let text = plot.text(width: 60, style: .ascii).unicodeScalars
    for scalar in text where scalar.value >= 128 {
      // What the description does not say either is no label. (± stands in bars' notes.)
      #expect(words.contains(scalar) || scalar == "±", "\(scalar)")
    }
  }

  @Test(arguments: 0..<300)
  func svgIsWellFormedAndSelfContained(seed: Int) {
    var random = Randomness(seed: UInt64(seed))
    let plot = random.plot()
    let svg = plot.svg()
    #expect(xmlFault(svg) == nil)
    let opening = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 640 "
    #expect(svg.hasPrefix(opening))
    #expect(svg.hasSuffix("</svg>"))
    for attribute in [" d=\"", " x=\"", " y=\""] {
      for value in values(of: attribute, in: svg) {
        #expect(!value.contains("nan") && !value.contains("inf"), "\(attribute)\(value)")
      }
    }
    for reference in ["href", "url(", "id=\"", "<style", "<script"] {
      #expect(!svg.contains(reference))
    }
  }

  @Test(arguments: 0..<200)
  func tablesAreRectangles(seed: Int) {
    var random = Randomness(seed: UInt64(seed))
    let table = random.plot().table
    #expect(Set(table.map(\.count)).count == 1)
  }

  @Test(arguments: 0..<100)
  func theSameValueIsTheSameBytes(seed: Int) {
    var (first, second) = (Randomness(seed: UInt64(seed)), Randomness(seed: UInt64(seed)))
    let (a, b) = (first.plot(), second.plot())
    #expect(a.svg() == b.svg())
    #expect(a.text() == b.text())
    #expect(a.summary == b.summary)
  }

  /// That the checks above can fail.
  @Test func checksFindFaults() {
    #expect(xmlFault("<a><b></a></b>") == "</a> closes nothing")
    #expect(xmlFault("<a>") != nil)
    #expect(xmlFault("<a>x & y</a>") == "stray &")
    #expect(xmlFault("<a b=\"c/>") != nil)
    #expect(rowWidths("ab\nabc") == [2, 3])
    #expect(rowWidths("\u{1B}[1mab\u{1B}[0m\nab") == [2])
  }

  private func values(of attribute: String, in svg: String) -> [Substring] {
    svg.split(separator: attribute).dropFirst().map { $0.prefix { $0 != "\"" } }
  }
}
