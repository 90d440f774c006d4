import Testing

@testable import Plots

/// Columns of text.
@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("δ", 1), ("±", 1), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｱ", 1),
    ("Ａ", 2), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("👩‍🔬", 2), ("👍🏽", 2),
    ("🇳🇱", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("ไทย", 3), ("กำ", 2), ("\u{200B}", 0), ("a\nb", 2),
    ("⌚", 2), ("—", 1), ("│", 1), ("⣿", 1), ("█", 1), ("„“", 2), ("\u{3099}", 0), ("が", 2),
    ("か\u{3099}", 2), ("한\u{302E}", 2),
  ])
  func columns(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }

  @Test(arguments: [
    ("abcdef", 4, "ab.."), ("abcd", 4, "abcd"), ("漢字漢字", 5, "漢.. "), ("漢字", 1, "."),
    ("ab", 4, "ab  "), ("e\u{301}e\u{301}e\u{301}e\u{301}", 3, "e\u{301}.."), ("abc", 0, ""),
  ])
  func fittedText(text: String, width: Int, result: String) {
    #expect(text.fitted(width) == result)
    #expect(displayWidth(text.fitted(width)) == width)
  }

  @Test func alignments() {
    #expect("ab".padded(5, .left) == "ab   ")
    #expect("ab".padded(5, .center) == " ab  ")
    #expect("ab".padded(5, .right) == "   ab")
  }

  @Test func labelsAreOneHarmlessLine() {
    #expect("a\nb\tc".onOneLine == "a b c")
    #expect("a\r\nb".onOneLine == "a b")
    #expect("\u{1B}[31mred\u{7}".onOneLine == "[31mred")
    #expect("\u{202E}abc\u{2066}".onOneLine == "abc")
    #expect("a\u{FFFE}b\u{0}".onOneLine == "ab")
    #expect("👩‍🔬 é".onOneLine == "👩‍🔬 é")
  }
}
