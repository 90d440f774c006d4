/// Sentences for descriptions.
enum Words {
  /// `four bars`, `one bar`, `no bars`, `25 bars`.
  static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    let numerals = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve",
    ]
    let numeral = numerals.indices.contains(count) ? numerals[count] : String(count)
    return numeral + " " + (count == 1 ? noun : plural ?? noun + "s")
  }

  /// A number as descriptions give it.
  static func number(_ x: Double) -> String { significant(x, 3) }

  /// A number as descriptions give it beside others: with as many digits behind the point as the
  /// largest of them needs.
  static func number(_ x: Double, among largest: Double) -> String {
    let places = 2 - DecimalExpansion(magnitudeOf: largest).exponent
    guard (0...6).contains(places) else { return number(x) }
    return withoutTrailingZeros(fixed(x, places))
  }

  /// `Bar chart “Stay probability”`, or the kind alone.
  static func opening(_ kind: String, _ title: String) -> String {
    title.isEmpty ? kind : "\(kind) “\(title.onOneLine)”"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The first letter in upper case.
  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// What guides say: ` Lines to compare with: chance at 0.5.`; empty without guides.
  static func guides(_ guides: [Guide], x: String, y: String) -> String {
    guard !guides.isEmpty else { return "" }
    let items = guides.map { guide -> String in
      switch guide {
      case .y(let value, let words): return named(words, y.isEmpty ? "height" : y, number(value))
      case .x(let value, let words): return named(words, x.isEmpty ? "place" : x, number(value))
      case .diagonal(let words):
        return words.isEmpty ? "the diagonal" : "\(words.onOneLine) on the diagonal"
      }
    }
    return " For comparison: \(list(items))."
  }

  private static func named(_ words: String, _ axis: String, _ value: String) -> String {
    words.isEmpty
      ? "\(axis.onOneLine) = \(value)" : "\(words.onOneLine) at \(axis.onOneLine) = \(value)"
  }

  /// What was left out: ` Two points are not finite and not drawn.`; empty for none.
  static func leftOut(_ number: Int, _ noun: String) -> String {
    guard number > 0 else { return "" }
    let subject = capitalized(count(number, noun))
    return " \(subject) \(number == 1 ? "is" : "are") not finite and not drawn."
  }
}

/// A number as data tables give it: four significant digits, none needless.
func cell(_ x: Double) -> String { significant(x, 4) }
