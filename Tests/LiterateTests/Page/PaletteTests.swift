import Foundation
import Testing

@testable import Literate

@Suite("Colours")
struct PaletteTests {
  static let schemes: [Palette] = [.light, .dark]

  @Test("text of every kind has a contrast of 4.5 on every ground it stands on", arguments: 0..<2)
  func text(scheme: Int) throws {
    let palette = Self.schemes[scheme]
    let grounds = [palette.paper, palette.panel, palette.sheet]
    let named = [
      palette.ink, palette.muted, palette.accent, palette.link, palette.holds, palette.fails,
    ]
    for colour in named + palette.tokens.map(\.colour) {
      for ground in grounds {
        let contrast = try Colour(colour).contrast(with: Colour(ground))
        #expect(contrast >= 4.5, "\(colour) on \(ground)")
      }
    }
    for callout in palette.callouts {
      for colour in [palette.ink, palette.link, palette.accent, callout.colour] {
        let contrast = try Colour(colour).contrast(with: Colour(callout.ground))
        #expect(contrast >= 4.5, "\(colour) in \(callout.name)")
      }
    }
    // A failure's message, a found word, a button's label.
    let pairs = [
      (palette.fails, palette.callouts[2].ground), (palette.ink, palette.highlight),
      (palette.paper, palette.accent), (palette.link, palette.highlight),
      (palette.muted, palette.highlight),
    ]
    for (colour, ground) in pairs {
      let contrast = try Colour(colour).contrast(with: Colour(ground))
      #expect(contrast >= 4.5, "\(colour) on \(ground)")
    }
  }

  @Test("borders of controls and series of plots have a contrast of 3", arguments: 0..<2)
  func graphics(scheme: Int) throws {
    let palette = Self.schemes[scheme]
    for colour in palette.series + [palette.edge] {
      for ground in [palette.paper, palette.sheet] {
        #expect(try Colour(colour).contrast(with: Colour(ground)) >= 3, "\(colour) on \(ground)")
      }
    }
  }

  @Test("series differ for every kind of colour vision, the first four clearly", arguments: 0..<2)
  func series(scheme: Int) throws {
    let series = try Self.schemes[scheme].series.map { try Colour($0) }
    #expect(series.count == 8)
    for (index, colour) in series.enumerated() {
      for (earlier, other) in series[..<index].enumerated() {
        let distance = colour.leastDistance(to: other)
        #expect(distance >= (index < 4 ? 0.1 : 0.07), "series \(earlier + 1) and \(index + 1)")
      }
    }
  }

  @Test("the measure of contrast is the standard's")
  func measure() throws {
    #expect(abs(try Colour("#000000").contrast(with: Colour("#ffffff")) - 21) < 1e-9)
    #expect(abs(try Colour("#777777").contrast(with: Colour("#ffffff")) - 4.478) < 1e-3)
    #expect(try Colour("#ff0000").leastDistance(to: Colour("#ff0000")) == 0)
    // Red and green are far apart, but not without the green or the red cones.
    #expect(try Colour("#b04a00").leastDistance(to: Colour("#6b6b00")) < 0.06)
  }

  @Test("both schemes name the same colours")
  func names() {
    let names = Self.schemes.map { palette in
      palette.declarations.split(separator: "\n").map { $0.prefix { $0 != ":" } }
    }
    #expect(names[0] == names[1])
  }
}

/// An sRGB colour in linear light.
struct Colour {
  struct NotAColour: Error {
    var text: String
  }

  let linear: [Double]

  init(_ text: String) throws {
    guard text.count == 7, text.hasPrefix("#"), let value = Int(text.dropFirst(), radix: 16) else {
      throw NotAColour(text: text)
    }
    linear = [16, 8, 0].map { shift in
      let part = Double(value >> shift & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  var luminance: Double { 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] }

  /// WCAG 2.2's contrast ratio.
  func contrast(with other: Colour) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// The distance in OKLab for the kind of vision that sees the smallest.
  func leastDistance(to other: Colour) -> Double {
    Self.visions.map { vision in
      let pair = [self, other].map { Self.perceived(Self.product(vision, $0.linear)) }
      return zip(pair[0], pair[1]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }.min() ?? 0
  }

  /// All cones; then without the long, the middle, the short ones (Machado et al., 2009).
  private static let visions: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [
      [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ],
    [
      [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.303900],
    ],
  ]

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map { $0 * $1 }.reduce(0, +) }
  }

  /// OKLab (Ottosson, 2020).
  private static func perceived(_ linear: [Double]) -> [Double] {
    let cones = product(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], linear.map { min(1, max(0, $0)) })
    return product(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones.map { cbrt($0) })
  }
}
