import Testing

@testable import Plots

/// Asserts that a plot looks as drawn (spaces at the ends of rows apart), and that all its rows are
/// as wide as asked for.
func expectPlot(
  _ plot: some Plot, width: Int = 48, style: TextStyle = .ascii, _ drawing: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let rows = plot.text(width: width, style: style).split(
    separator: "\n", omittingEmptySubsequences: false)
  let trimmed = rows.map { row in
    var row = row
    while row.last == " " { row.removeLast() }
    return String(row)
  }
  #expect(trimmed.joined(separator: "\n") == drawing, sourceLocation: sourceLocation)
  for row in rows {
    #expect(displayWidth(String(row)) == width, "row: \(row)", sourceLocation: sourceLocation)
  }
}

/// The columns of each row, colour codes not counted.
func rowWidths(_ text: String) -> Set<Int> {
  var visible = ""
  var isCode = false
  for scalar in text.unicodeScalars {
    if scalar == "\u{1B}" { isCode = true }
    if !isCode { visible.unicodeScalars.append(scalar) }
    if isCode, scalar == "m" { isCode = false }
  }
  return Set(
    visible.split(separator: "\n", omittingEmptySubsequences: false)
      .map { displayWidth(String($0)) })
}

/// What is wrong with a text as XML: tags that do not match, stray `<` and `&`; `nil` if nothing is.
func xmlFault(_ text: String) -> String? {
  var open: [Substring] = []
  var rest = text[...]
  while let start = rest.firstIndex(where: { $0 == "<" || $0 == "&" }) {
    let tail = rest[start...]
    if tail.first == "&" {
      let entities = ["&amp;", "&lt;", "&gt;", "&quot;"]
      guard let entity = entities.first(where: tail.hasPrefix) else { return "stray &" }
      rest = tail.dropFirst(entity.count)
      continue
    }
    guard let end = tail.firstIndex(of: ">") else { return "unclosed tag" }
    let tag = tail[tail.index(after: start)..<end]
    if tag.contains("<") { return "< inside a tag: \(tag)" }
    if tag.count(where: { $0 == "\"" }) % 2 != 0 { return "quotes in \(tag)" }
    let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
    if tag.hasPrefix("/") {
      guard open.popLast() == name else { return "</\(name)> closes nothing" }
    } else if !tag.hasSuffix("/") {
      open.append(name)
    }
    rest = tail[tail.index(after: end)...]
  }
  return open.isEmpty ? nil : "unclosed: \(open)"
}

/// A small seeded generator (SplitMix64): random inputs that are the same everywhere.
struct Randomness {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func integer(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// A number as they come: mostly usual, sometimes not.
  mutating func number() -> Double {
    let odd: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, 1e-300, -1e-300, 1e12, 1e300, -1e308, 1,
      .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e12 + 1, 0.1 + 0.2,
    ]
    return integer(below: 6) == 0 ? odd[integer(below: odd.count)] : uniform() * 20 - 10
  }

  mutating func numbers() -> [Double] {
    let scale: [Double] = [1, 1, 1, 1e-300, 1e12, 1e300, 0]
    let factor = scale[integer(below: scale.count)]
    let isOdd = integer(below: 2) == 0
    return (0..<[0, 1, 2, 5, 40, 300][integer(below: 6)]).map { _ in
      isOdd ? number() : (uniform() - 0.3) * factor
    }
  }

  mutating func label() -> String {
    let labels = [
      "", "trial", "δ", "reward per step", "漢字のラベル", "e\u{301}te\u{301}", "👩‍🔬 lab", "🇳🇱",
      "a\nb\tc", "a very long label that goes on and on and on, far beyond the width of the plot",
      "\u{1B}[31mred", "<&\">", "\u{202E}abc", "ไทย", "한국어", "❤️",
    ]
    return labels[integer(below: labels.count)]
  }

  mutating func maybeRange() -> ClosedRange<Double>? {
    switch integer(below: 6) {
    case 0: 0...1
    case 1: -1e300...1e300
    case 2: 3...3
    default: nil
    }
  }

  mutating func guides() -> [Guide] {
    (0..<integer(below: 3)).map { _ in
      switch integer(below: 3) {
      case 0: .y(number(), label())
      case 1: .x(number(), label())
      default: .diagonal(label())
      }
    }
  }

  mutating func series() -> [Series] {
    (0..<integer(below: 4)).map { _ in
      let y = numbers()
      let x = integer(below: 2) == 0 ? nil : y.map { _ in number() }
      let error = integer(below: 2) == 0 ? nil : y.map { _ in number() }
      let name = label()
      return x.map { Series(name, x: $0, y: y, error: error) } ?? Series(name, y, error: error)
    }
  }

  /// A plot of any kind with random contents.
  mutating func plot() -> any Plot {
    let (title, x, y) = (label(), label(), label())
    switch integer(below: 7) {
    case 0, 1:
      return LinePlot(
        title, x: x, y: y, series(), range: maybeRange(), guides: guides(),
        height: integer(below: 20))
    case 2:
      return ScatterPlot(
        title, x: x, y: y, series(), range: maybeRange(), guides: guides(),
        height: integer(below: 20))
    case 3:
      let groups = (0..<integer(below: 4)).map { _ in
        BarGroup(
          label(),
          (0..<integer(below: 4)).map { _ in
            Bar(label(), number(), error: integer(below: 2) == 0 ? nil : number())
          })
      }
      return BarChart(title, y: y, groups: groups, range: maybeRange(), guides: guides())
    case 4:
      return Histogram(
        title, x: x, y: y, numbers(),
        bins: integer(below: 2) == 0 ? nil : 1 + integer(below: 100), range: maybeRange(),
        guides: guides(), height: integer(below: 20))
    case 5:
      let sizes = [0, 1, 2, 7, 30, 90]
      let columns = sizes[integer(below: 6)]
      let values = (0..<sizes[integer(below: 6)]).map { _ in
        (0..<max(0, columns - integer(below: 2))).map { _ in number() }
      }
      let names = values.map { _ in label() }
      return HeatMap(
        title, x: x, y: y, values, rows: integer(below: 2) == 0 ? names : [], range: maybeRange(),
        center: integer(below: 2) == 0 ? nil : number())
    default:
      let events = (0..<integer(below: 60)).map { _ in numbers() }
      return Raster(title, x: x, y: y, events, range: maybeRange(), guides: guides())
    }
  }
}
