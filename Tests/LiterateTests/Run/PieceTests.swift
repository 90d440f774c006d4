import Foundation
import Notebook
import Testing

@testable import Literate

/// The small parts: the hash, frames, what must be printed, the compiler's messages.
@Suite struct PieceTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func hash(text: String, hash: String) {
    #expect(SHA256.hex(text.utf8) == hash)
    // However it is cut into pieces.
    var pieces = SHA256()
    for start in stride(from: 0, to: text.utf8.count, by: 4097) {
      pieces.update(Array(text.utf8.dropFirst(start).prefix(4097)))
    }
    #expect(pieces.finish() == hash)
  }

  @Test func whereTextsEndCountsInAHash() {
    #expect(SHA256.hex(["ab", "c"]) != SHA256.hex(["a", "bc"]))
  }

  @Test func framesInAnyPieces() {
    let frames = [
      Frame(.begin, ["3"]), Frame(.display, ["", "ü\u{1E}:;", String(repeating: "x", count: 500)]),
      Frame(.finish),
    ]
    let fake = Frame(.begin, ["9"]).encoded(nonce: "other")
    var bytes: [UInt8] = []
    for frame in frames {
      bytes += Array("text \u{1E}".utf8) + frame.encoded(nonce: "n0nce") + fake
    }
    bytes += [Frame.mark] + Array("n0nceb".utf8)
    for size in [1, 2, 3, 7, 64, 10_000] {
      var reader = FrameReader(nonce: "n0nce")
      var pieces: [FrameReader.Piece] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces += reader.read(bytes[start..<min(start + size, bytes.count)])
      }
      pieces += reader.finish()
      let read = pieces.compactMap { piece -> Frame? in
        if case .frame(let frame) = piece { return frame }
        return nil
      }
      #expect(read == frames)
      let expected = Array(repeating: Array("text \u{1E}".utf8) + fake, count: 3).flatMap { $0 }
      #expect(pieces.flatMap(\.bytes) == expected)
    }
  }

  @Test(arguments: [
    ("a\nb", "a\nb", 0, true), ("a\nb", "a\nb\n\n", 0, true), ("a", "a  ", 0, true),
    ("a\nb", "a\nc", 0, false), ("a", "a\nb", 0, false), ("a\nb", "a", 0, false),
    ("…\nb", "x\ny\nb", 0, true), ("a\n…", "a", 0, true), ("a\n…\nd", "a\nb\nc\nd", 0, true),
    ("a\n…\nb\n…\nd", "a\nx\nb\ny\nb\nd", 0, true), ("a\n…\nd", "a\nb\nc", 0, false),
    ("x = … s", "x = 3.4 s", 0, true), ("x = …", "y = 3", 0, false), ("…b…", "abc", 0, true),
    ("a…a", "a", 0, false), ("0.50", "0.504", 0.01, true), ("0.50", "0.52", 0.01, false),
    ("p = -1.0, q = 2", "p = -1.01,  q = 2", 0.05, true), ("1 a", "1 b", 0.5, false),
    ("1 2", "1", 0.5, false), ("1e-3", "0.002", 0.01, true), ("", "", 0, true),
    ("nan", "nan", 0.1, true),
  ])
  func expected(text: String, actual: String, tolerance: Double, agrees: Bool) {
    let expected = ExpectedOutput(
      text: text, tolerance: tolerance, location: SourceLocation(path: "x.md", line: 5),
      lineCount: text.split(separator: "\n", omittingEmptySubsequences: false).count)
    #expect((expected.difference(from: actual) == nil) == agrees)
  }

  @Test func placeOfADifference() throws {
    func difference(_ text: String, _ actual: String) throws -> String {
      try #require(
        ExpectedOutput(
          text: text, tolerance: 0, location: SourceLocation(path: "x.md", line: 5, column: 3),
          lineCount: text.split(separator: "\n").count
        ).difference(from: actual)
      ).description
    }
    #expect(
      try difference("a\n…\nd\ne", "a\nb\nc\nd\nf") == """
        x.md:8:3: error: expected 'e', the cell printed 'f'
          help: `book fix` writes what is printed now:
            - e
            + f
        """)
    #expect(
      try difference("a", "a\nb\nc\nd\ne") == """
        x.md:5:3: error: expected nothing more, the cell printed 'b'
          help: `book fix` writes what is printed now:
            + b
            + c
            + d
            + …
        """)
    #expect(
      try difference("a\nb", "a") == """
        x.md:6:3: error: expected 'b', the cell printed nothing more
          help: `book fix` writes what is printed now:
            - b
        """)
  }

  @Test func messagesOfTheCompiler() {
    let messages = CompilerMessage.read(
      """
      chapters/07-x.md:3:4: error: no [#such-group]
      let x: y
         ^
      chapters/07-x.md:1:1: note: it is here
      let y = 3
      chapters/07-x.md:3:4: error: no [#such-group]
      chapters/07-x.md:1:1: note: it is here
      <unknown>:0: error: no such module 'Nothing'
      chapters/07-x.md:9:1: warning: a: b
      [#such-group]: <https://docs.swift.org>
      """)
    #expect(messages.map(\.text) == ["no", "no such module 'Nothing'", "a: b"])
    #expect(messages.map(\.file) == ["chapters/07-x.md", "", "chapters/07-x.md"])
    #expect(messages[0].notes.map(\.text) == ["it is here"])
    #expect(messages.map(\.severity) == [.error, .error, .warning])
  }

  @Test func whatACrashHandlerWroteIsTakenOut() {
    let text = ErrorText(
      "own words\nchapter/01-x.md:12: Fatal error: boom: 3\n\n*** Signal 4: Backtracing from 0x7f... done ***\n\n"
    )
    #expect(text.text == "own words\nFatal error: boom: 3\n")
    #expect(text.fatal == "boom: 3")
    let thrown = ErrorText(
      "own words\nSwift/ErrorType.swift:254: Fatal error: Error raised at top level: chapter.Bad.worse\n"
    )
    #expect(thrown.text == "own words\n")
    #expect(thrown.thrown == "Bad.worse")
    #expect(ErrorText("plain\n").text == "plain\n")
    #expect(ErrorText("").text == "")
  }
}
