/// SVG as text: escaping, numbers, elements. Numbers are written by our own formatter, so that a
/// plot is the same bytes on every machine.
struct SVGText {
  /// The text so far.
  private(set) var text = ""

  /// An element with attributes and content that is written by `content`; empty without.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    _ content: ((inout SVGText) -> Void)? = nil
  ) {
    text += "<" + name
    for (key, value) in attributes where !value.isEmpty {
      text += " \(key)=\"\(SVGText.escaped(value))\""
    }
    guard let content else {
      text += "/>"
      return
    }
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// An element that holds words.
  mutating func words(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ words: String
  ) {
    element(name, attributes) { $0.text += SVGText.escaped(words.onOneLine) }
  }

  mutating func newline() { text += "\n" }

  /// Safe in attributes and between tags.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A coordinate: tenths of a pixel are enough.
  static func number(_ x: Double) -> String { withoutTrailingZeros(fixed(x, 1)) }

  /// Two coordinates of a path, as short as can be: a minus sign separates too.
  static func pair(_ x: Double, _ y: Double) -> String {
    let second = number(y)
    return number(x) + (second.hasPrefix("-") ? "" : " ") + second
  }

  /// How wide words of a usual sans-serif face are, about: no font is at hand to measure.
  static func width(_ words: String, size: Double = 13) -> Double {
    Double(displayWidth(words.onOneLine)) * size * 0.6
  }
}

/// How series look in SVG: a colour, a dash and a marker each, of different periods, so that
/// thirty series differ.
enum SVGSeries {
  /// Okabe and Ito's palette, which colour-blind people tell apart.
  private static let palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
  private static let dashes = ["", "7 3", "2 2.5", "9 3 2 3", "14 4"]

  /// A page may set `--series-1` to `--series-6`.
  static func color(_ series: Int) -> String {
    let index = series % palette.count
    return "var(--series-\(index + 1), \(palette[index]))"
  }

  static func dash(_ series: Int) -> String { dashes[series % dashes.count] }

  /// Whether the marker is filled (else it is an outline).
  static func isFilled(_ series: Int) -> Bool { [0, 4].contains(series % 6) }

  /// A marker around a place, as a path.
  static func marker(_ series: Int, _ x: Double, _ y: Double) -> String {
    // Disc, ring, plus, cross, diamond, triangle: as the text's * o + x # @ where that can be.
    let shapes = [
      "m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0z", "m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0z",
      "m-4 0h8m-4-4v8", "m-3-3l6 6m0-6l-6 6", "m0-4.5l4 4.5-4 4.5-4-4.5z", "m0-4l4 7h-8z",
    ]
    return "M" + SVGText.pair(x, y) + shapes[series % shapes.count]
  }
}
