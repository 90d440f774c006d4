import Foundation

/// LaTeX as it stands in bibliographies, as plain text.
enum LaTeXText {
  private static let accents: [Character: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}",
    "u": "\u{306}", ".": "\u{307}", "\"": "\u{308}", "r": "\u{30A}", "H": "\u{30B}",
    "v": "\u{30C}", "c": "\u{327}", "k": "\u{328}", "d": "\u{323}", "b": "\u{331}",
  ]

  private static let letters: [String: String] = [
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ",
    "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "textquoteright": "’",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "lambda": "λ", "mu": "µ",
  ]

  /// Without braces and commands; accents, dashes and quotes as characters.
  static func plain(_ latex: String) -> String {
    guard latex.contains(where: { "\\{}~$-`'".contains($0) }) else { return latex }
    var result = ""
    var rest = latex[...]
    while let character = rest.popFirst() {
      switch character {
      case "{", "}", "$": break
      case "~": result += "\u{A0}"
      case "\\": result += command(&rest)
      case "-" where rest.hasPrefix("--"):
        rest = rest.dropFirst(2)
        result += "—"
      case "-" where rest.hasPrefix("-"):
        rest.removeFirst()
        result += "–"
      case "`" where rest.hasPrefix("`"):
        rest.removeFirst()
        result += "“"
      case "'" where rest.hasPrefix("'"):
        rest.removeFirst()
        result += "”"
      default: result.append(character)
      }
    }
    return result
  }

  /// What a command behind its backslash stands for.
  private static func command(_ rest: inout Substring) -> String {
    guard let first = rest.first else { return "" }
    guard first.isLetter, first.isASCII else {
      rest.removeFirst()
      guard let accent = accents[first] else { return String(first) }
      return accented(accent, &rest)
    }
    let name = String(rest.prefix { $0.isLetter && $0.isASCII })
    rest = rest.dropFirst(name.count)
    if let letter = letters[name] {
      if rest.first == " " { rest.removeFirst() }
      return letter
    }
    if name.count == 1, let accent = accents[first] { return accented(accent, &rest) }
    // A command that only changes how its argument looks.
    return ""
  }

  /// The next letter, in braces or not, with an accent.
  private static func accented(_ accent: Unicode.Scalar, _ rest: inout Substring) -> String {
    rest = rest.drop { $0 == " " }
    let isBraced = rest.first == "{"
    if isBraced { rest.removeFirst() }
    var base = ""
    if rest.first == "\\" {
      rest.removeFirst()
      let letter = command(&rest)
      base = letter == "ı" ? "i" : letter == "ȷ" ? "j" : letter
    } else if let letter = rest.popFirst() {
      base = String(letter)
    }
    if isBraced, rest.first == "}" { rest.removeFirst() }
    guard let character = base.first else { return "" }
    var scalars = String.UnicodeScalarView(character.unicodeScalars)
    scalars.append(accent)
    return composed(String(scalars)) + base.dropFirst()
  }

  /// Letter and accent as one scalar where there is one.
  private static func composed(_ text: String) -> String {
    text.precomposedStringWithCanonicalMapping
  }
}
