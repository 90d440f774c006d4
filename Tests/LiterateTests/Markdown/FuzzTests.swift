import Foundation
import Testing

@testable import Literate

/// No input crashes; whatever is told points into the file.
@Suite struct FuzzTests {
  /// How many documents of each kind; `FUZZ=100000` looks longer.
  static let count = Int(ProcessInfo.processInfo.environment["FUZZ"] ?? "") ?? 700

  private static let pieces = [
    "$", "$$", "\n$$\n", "$$ {#eq:a}\n", "$x$", "`= a`", "`= `", "``", "```", "\n```swift {#a}\n",
    "\n```\n",
    "\n```swift {caption=\"a $x$ @q\" hide\n", "\n```output {tolerance=x}\n",
    "\n```claim\na :: b\n", " :: ",
    "@a", "[@a; @b", "; @sec:x, p. 3]", "@fig:a", "{#sec:a}", "{#", "}", "\n## ", "\n> [!NOTE] ",
    "\n> [!TABS]\n> - ", "\n> [!MARGIN] ", "[!", "\n: c {#tbl:t}\n", "\n| a |\n|---|\n",
    "![a](b \"c $\"){#fig:a}",
    "\n---\n", "\ntitle: ", "\n  - ", "\\", "\t", "    ", "\r", "\r\n", "\u{0}", "\u{FEFF}", "é",
    "\u{301}", "😀",
    "[^1]", "\n[^1]: ", "<b>", "<!--", "\n> ", "\n1. ", "*", "_", "~~", "|", "[", "](", ")",
    "http://a.b/@c$d",
  ]

  /// Parses and renders; checks where the problems point.
  private func look(at source: String) {
    let text = SourceText(path: "chapters/01-x.md", bytes: Array(source.utf8))
    func check(_ diagnostics: Diagnostics) {
      for problem in diagnostics.all {
        let place = problem.location ?? SourceLocation(path: "", line: 0, column: 0)
        let isInside =
          place.line >= 1 && place.line <= text.lineCount && place.column >= 1
          && place.column <= text.line(place.line).count + 1
        #expect(isInside, "\(problem)\n\(source.debugDescription)")
      }
    }
    do {
      let chapter = try Chapter.parse(path: "chapters/01-x.md", source: source)
      for step in chapter.steps {
        let line = text.line(step.location.line)
        #expect(step.location.line <= text.lineCount && step.location.column <= line.count + 1)
      }
      let results = chapter.steps.indices.map { i in
        [ran(value: "<\(i)>"), failed("no"), StepResult(status: .notRun)][i % 3]
      }
      let fragment = try renderFragment(
        chapter, run: ChapterRun(results: results), labels: LabelIndex([chapter]),
        bibliography: Bibliography(), math: sharedMath)
      #expect(!fragment.html.contains("\u{0}"))
    } catch {
      check(error)
    }
  }

  @Test func randomBytes() {
    var rng = SplitMix64(seed: 1)
    for _ in 0..<Self.count {
      let bytes = (0..<rng.integer(below: 400)).map { _ in
        rng.isTrue(oneIn: 4)
          ? UInt8(truncatingIfNeeded: rng.next()) : UInt8(32 + rng.integer(below: 95))
      }
      let front = rng.isTrue(oneIn: 3) ? "" : "---\ntitle: T\n---\n"
      look(at: front + String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func piecesOfOurSyntax() {
    var rng = SplitMix64(seed: 2)
    for _ in 0..<Self.count {
      let front = rng.isTrue(oneIn: 4) ? "---\ntitle: T" : "---\ntitle: T\n---\n"
      look(at: front + (0..<rng.integer(below: 40)).map { _ in rng.pick(Self.pieces) }.joined())
    }
  }

  @Test func generatedMarkdownWithPiecesOfOurSyntax() {
    var rng = SplitMix64(seed: 3)
    for seed in 0..<Self.count {
      var generator = MarkdownGenerator(seed: seed)
      var scalars = Array(generator.document().unicodeScalars)
      for _ in 0..<(1 + rng.integer(below: 6)) {
        let at = rng.integer(below: scalars.count + 1)
        if rng.isTrue(oneIn: 4) {
          scalars.removeSubrange(at..<min(scalars.count, at + rng.integer(below: 9)))
        } else {
          scalars.insert(contentsOf: rng.pick(Self.pieces).unicodeScalars, at: at)
        }
      }
      var source = String.UnicodeScalarView()
      source.append(contentsOf: scalars)
      look(at: "---\ntitle: T\n---\n" + String(source))
    }
  }

  @Test func brokenBibliographies() {
    var rng = SplitMix64(seed: 4)
    let pieces = [
      "@", "article", "{", "}", "(", ")", "\"", ",", "=", "#", "\\", "\\'", "\\v{", "key", " ",
      "\n", "and",
      "title", "author = {A, B and C}", "2020", "@string", "@comment", "é", "~", "--", "%",
    ]
    for _ in 0..<Self.count {
      let source = (0..<rng.integer(below: 60)).map { _ in rng.pick(pieces) }.joined()
      let text = SourceText(path: "b.bib", bytes: Array(source.utf8))
      do {
        _ = try Bibliography.parse(path: "b.bib", source: source)
      } catch {
        for problem in error.all {
          let place = problem.location ?? SourceLocation(path: "", line: 0, column: 0)
          #expect(place.column <= text.line(place.line).count + 1, "\(source.debugDescription)")
        }
      }
    }
  }

  @Test func brokenAttributesAndHighlighting() {
    var rng = SplitMix64(seed: 5)
    for _ in 0..<Self.count {
      let info = (0..<rng.integer(below: 12)).map { _ in
        rng.pick(["{", "}", "#", "=", "\"", "\\", " ", "hide", "caption", "é", "time", "9s", "\t"])
      }.joined()
      _ = CellAttributes(Array(info.utf8))
      let code = (0..<rng.integer(below: 30)).map { _ in
        rng.pick([
          "let ", "x", "\"", "\\(", ")", "{", "}", "/*", "//", "\n", "#if", "<", "é", "1.", "@",
        ])
      }.joined()
      _ = highlight(swift: code)
    }
  }

  @Test func deepNesting() {
    let front = "---\ntitle: T\n---\n"
    look(at: front + String(repeating: "> ", count: 3000) + "$x$ @a")
    look(at: front + String(repeating: "*a **b ", count: 3000) + "$x$")
    look(
      at: front + String(repeating: "[", count: 5000) + "@a" + String(repeating: "]", count: 5000))
    look(
      at: front + (0..<200).map { String(repeating: "  ", count: $0) + "- a\n" }.joined() + "`= x`")
    look(at: front + "```swift\n" + String(repeating: "(", count: 5000) + "\n```\n")
  }
}
