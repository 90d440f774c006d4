/// A chapter's place in the book, from the beginning of its file's name: `04-bandits.md` is chapter 4,
/// `A1-backpropagation.md` the first appendix, appendix A. Appendices come after the chapters.
public enum ChapterNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// A chapter, from 0.
  case chapter(Int)
  /// An appendix, in 1…26 for A…Z.
  case appendix(Int)

  /// The number with which a file's name begins, followed by a dash; `nil` if it begins with none.
  public init?(ofName name: String) {
    let isAppendix = name.first == "A"
    let digits = name.dropFirst(isAppendix ? 1 : 0).prefix { $0.isASCII && $0.isNumber }
    let length = digits.count + (isAppendix ? 1 : 0)
    guard let number = Int(digits), name.dropFirst(length).first == "-" else { return nil }
    if isAppendix && !(1...26).contains(number) { return nil }
    self = isAppendix ? .appendix(number) : .chapter(number)
  }

  /// The number that a person writes: `4`, `04`, `A` or `A1`; `nil` if it is none.
  public init?(written text: String) {
    if let number = Int(text) {
      self = .chapter(number)
    } else if let appendix = ChapterNumber(ofName: text + "-") {
      self = appendix
    } else if let letter = text.utf8.first, text.utf8.count == 1,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
    {
      self = .appendix(Int(letter - UInt8(ascii: "A")) + 1)
    } else {
      return nil
    }
  }

  /// `4`, or `A` for an appendix.
  public var description: String {
    switch self {
    case .chapter(let number): "\(number)"
    case .appendix(let number):
      String(decoding: [UInt8(ascii: "A") + UInt8(number - 1)], as: UTF8.self)
    }
  }

  /// What stands before it: `Chapter` or `Appendix`.
  public var word: String {
    switch self {
    case .chapter: "Chapter"
    case .appendix: "Appendix"
    }
  }
}

extension ChapterNumber: ExpressibleByIntegerLiteral {
  /// A chapter.
  public init(integerLiteral number: Int) { self = .chapter(number) }
}
