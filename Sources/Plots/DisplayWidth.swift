/// How many columns a terminal or a monospaced page gives a text.
///
/// Combining marks and other invisible characters take none, East Asian wide and fullwidth
/// characters and emoji take two, everything else (Greek letters too) takes one.
///
/// - Parameter text: any text; control characters count as nothing.
/// - Returns: columns.
public func displayWidth(_ text: String) -> Int {
  text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The columns of one character as a person sees it, however many scalars it is made of.
func displayWidth(of character: Character) -> Int {
  if let ascii = character.asciiValue { return ascii >= 32 && ascii < 127 ? 1 : 0 }
  let scalars = character.unicodeScalars
  if let first = scalars.first {
    // An emoji stays two wide whatever joins it; U+FE0F asks for the emoji form of a plain sign.
    let isEmoji =
      first.properties.isEmojiPresentation
      || (first.properties.isEmoji && scalars.contains("\u{FE0F}"))
    if isEmoji { return 2 }
  }
  return scalars.reduce(0) { $0 + displayWidth(of: $1) }
}

private func displayWidth(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator,
    .surrogate:
    return 0
  default: break
  }
  // Vowels and final consonants of a Hangul syllable stand inside the first consonant's two columns.
  if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) {
    return 0
  }
  guard isWide(scalar) else { return 1 }
  return scalar.properties.generalCategory == .spacingMark ? 0 : 2
}

/// Whether Unicode's East Asian Width is Wide or Fullwidth (emoji are told apart by their property).
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 0x1100 && wideRanges.contains { $0.contains(scalar.value) }
}

private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
  0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
  0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
  0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]

/// Where text stands in a field that is wider than it.
enum Alignment {
  case left, center, right
}

extension String {
  /// Fit for one row: line breaks and tabs become spaces; control characters, and those that
  /// reverse the direction of text, vanish.
  var onOneLine: String {
    if utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "\r": continue  // of a pair; alone it has no width to give
      case "\n", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": result.append(" ")
      case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}",
        "\u{AD}", "\u{FEFF}":
        continue
      default:
        // U+xxFFFE and U+xxFFFF are no characters, and no XML either.
        if scalar.properties.generalCategory != .control, scalar.value & 0xFFFE != 0xFFFE {
          result.append(scalar)
        }
      }
    }
    return String(result)
  }

  /// The text in exactly `width` columns: cut with an ellipsis if it is longer, else padded.
  func fitted(_ width: Int, _ alignment: Alignment = .left, ellipsis: String = "..") -> String {
    cut(to: width, ellipsis: ellipsis).padded(width, alignment)
  }

  /// At most `width` columns: cut with an ellipsis if it is longer.
  func cut(to width: Int, ellipsis: String = "..") -> String {
    guard displayWidth(self) > width else { return self }
    let room = max(0, width - ellipsis.count)
    var result = ""
    var used = 0
    for character in self {
      let columns = displayWidth(of: character)
      if used + columns > room { break }
      result.append(character)
      used += columns
    }
    return result + ellipsis.prefix(width - used)
  }

  /// At least `width` columns, with spaces.
  func padded(_ width: Int, _ alignment: Alignment = .left) -> String {
    let missing = max(0, width - displayWidth(self))
    let before =
      switch alignment {
      case .left: 0
      case .center: missing / 2
      case .right: missing
      }
    return String(repeating: " ", count: before) + self
      + String(repeating: " ", count: missing - before)
  }
}
