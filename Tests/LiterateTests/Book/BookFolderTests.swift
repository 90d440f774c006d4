import Foundation
import Testing

@testable import Literate

/// A folder that goes when the test ends.
final class ScratchFolder {
  let path = NSTemporaryDirectory() + "book-test-\(UUID().uuidString)"

  init(_ files: [String: String] = [:]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Files.write(Array(text.utf8), to: "\(path)/\(name)")
  }

  func text(_ name: String) throws -> String { try Files.text("\(path)/\(name)") }
}

@Suite struct RenderOrderTests {
  @Test func longChaptersBeginFirst() throws {
    let chapters = try ["", "let x = 1", "let long = 1_000", "let y = 2"].enumerated().map {
      k, code in
      try Chapter.parse(
        path: "chapters/0\(k + 1)-x.md",
        source: "---\ntitle: X\nquestion: Why?\n---\n\n```swift\n\(code)\n```\n")
    }
    #expect(
      longestFirst(chapters).map(\.path) == [
        "chapters/03-x.md", "chapters/02-x.md", "chapters/04-x.md", "chapters/01-x.md",
      ])
  }
}

@Suite struct BookFolderTests {
  private func folder() throws -> (ScratchFolder, BookFolder) {
    let scratch = try ScratchFolder([
      "chapters/10-episodic-recall.md": "", "chapters/02-two.md": "", "chapters/preface.md": "",
      "chapters/01-prediction-errors.md": "", "chapters/references.bib": "",
      "chapters/.hidden.md": "", "chapters/A2-symbols.md": "", "chapters/A1-through-time.md": "",
    ])
    return (scratch, try BookFolder(root: scratch.path))
  }

  @Test func chaptersStandByNumberThenByName() throws {
    let (_, folder) = try folder()
    #expect(
      folder.chapterPaths == [
        "chapters/01-prediction-errors.md", "chapters/02-two.md", "chapters/10-episodic-recall.md",
        "chapters/A1-through-time.md", "chapters/A2-symbols.md", "chapters/preface.md",
      ])
  }

  @Test(arguments: [
    "1", "01", "prediction-errors", "01-prediction-errors", "01-prediction-errors.md",
    "chapters/01-prediction-errors.md", "/elsewhere/chapters/01-prediction-errors.md",
  ])
  func aChapterHasManyNames(name: String) throws {
    let (_, folder) = try folder()
    #expect(try folder.chapterPath(named: name) == "chapters/01-prediction-errors.md")
  }

  @Test(arguments: ["A", "A1", "through-time", "A1-through-time", "chapters/A1-through-time.md"])
  func anAppendixIsALetter(name: String) throws {
    let (_, folder) = try folder()
    #expect(try folder.chapterPath(named: name) == "chapters/A1-through-time.md")
    #expect(try folder.chapterPath(named: "B") == "chapters/A2-symbols.md")
  }

  @Test func anAppendixIsCalledOne() {
    let appendix = ChapterNumber(ofName: "A3-x.md")
    #expect(appendix.map { "\($0.word) \($0)" } == "Appendix C")
    #expect(ChapterNumber(ofName: "12-x").map { "\($0.word) \($0)" } == "Chapter 12")
    #expect(ChapterNumber.chapter(99) < .appendix(1))
    for name in ["A27-x", "Ab-x", "A-x", "x", "A1"] { #expect(ChapterNumber(ofName: name) == nil) }
    #expect(ChapterNumber(written: "AB") == nil && ChapterNumber(written: "a") == nil)
  }

  @Test func aWrongNameIsToldTheNearest() throws {
    let (_, folder) = try folder()
    let problem = #expect(throws: Diagnostic.self) {
      try folder.chapterPath(named: "predicton-errors")
    }
    #expect(
      problem?.description == """
        error: there is no chapter 'predicton-errors'
          help: did you mean 'prediction-errors'? `book list` shows every chapter
        """)
  }

  @Test func theBookIsFoundFromInside() throws {
    let (scratch, _) = try folder()
    try scratch.write("", to: "chapters/data/deep/x.csv")
    #expect(try BookFolder.find(from: "\(scratch.path)/chapters/data/deep").root == scratch.path)
  }
}

@Suite struct FilesTests {
  @Test func theSameBytesAreNotWrittenAgain() throws {
    let scratch = try ScratchFolder(["a/b.txt": "old"])
    #expect(try !Files.write(Array("old".utf8), to: "\(scratch.path)/a/b.txt"))
    #expect(try Files.write(Array("new".utf8), to: "\(scratch.path)/a/b.txt"))
    #expect(try scratch.text("a/b.txt") == "new")
    #expect(Files.all(below: scratch.path) == ["a/b.txt"])
  }

  @Test func aFolderInTheWayIsNamed() throws {
    let scratch = try ScratchFolder(["a/b.txt": "old"])
    let problem = #expect(throws: Diagnostic.self) {
      try Files.write([1], to: "\(scratch.path)/a")
    }
    #expect(problem?.message.hasPrefix("cannot write to \(scratch.path): ") == true)
    #expect(Files.all(below: scratch.path) == ["a/b.txt"])
  }

  @Test func aMissingFileIsNamed() {
    let problem = #expect(throws: Diagnostic.self) { try Files.text("/nowhere/at/all") }
    #expect(problem?.message == "cannot read /nowhere/at/all: no such file")
  }
}
