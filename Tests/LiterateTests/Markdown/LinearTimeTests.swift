import Testing

@testable import Literate

/// Four times the input takes about four times as long: twice that is still far from the sixteen
/// times of quadratic work. The fastest of a few runs counts.
@Suite(.serialized) struct LinearTimeTests {
  /// Plain Markdown of a number of lines.
  static func plain(lines: Int) -> String {
    let section = """
      ## A *section* with `code`

      Some text with **strong** words, a [link](/url "t") and costs of $5 or $6.
      It goes on: http://example.org and a note[^1].

      - one
      - two
        1. three

      > quoted `code` here

      | a | b |
      |---|---|
      | c | d |

      ```python
      print("x")
      ```

      """
    let count = section.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    return "---\ntitle: T\n---\n" + String(repeating: section, count: lines / count)
      + "\n[^1]: Note.\n"
  }

  /// A chapter of cells with what belongs to them.
  static func cells(_ count: Int) -> String {
    let body = (0..<count).map { i in
      """
      ## Section \(i) {#sec:s\(i)}

      With $x$, `= x\(i)` and @fig:c\(i); see @sec:s\(max(0, i - 1)).

      ```swift {#c\(i) caption="Cell *\(i)*"}
      let x\(i) = (0..<10).map { Double($0) * 2 }
      print(x\(i))
      ```

      ```claim
      It holds :: x\(i)[0] == 0
      ```

      """
    }.joined()
    return "---\ntitle: T\n---\n" + body
  }

  /// Seconds for parsing and rendering, the fastest of three runs.
  static func seconds(_ source: String) throws -> Double {
    let clock = ContinuousClock()
    let times = try (0..<3).map { _ in
      try clock.measure {
        let chapter = try Chapter.parse(path: "chapters/01-x.md", source: source)
        let results = chapter.steps.map { _ in ran(.printed("1\n"), value: "1") }
        _ = try renderFragment(
          chapter, run: ChapterRun(results: results), labels: LabelIndex([chapter]),
          bibliography: Bibliography(), math: sharedMath)
      }
    }
    let fastest = times.min() ?? .zero
    return Double(fastest.components.seconds) + Double(fastest.components.attoseconds) / 1e18
  }

  private func checkLinear(_ what: String, _ make: (Int) -> String, _ small: Int) throws {
    _ = try Self.seconds(make(small))
    let (once, fourfold) = (try Self.seconds(make(small)), try Self.seconds(make(4 * small)))
    #expect(fourfold < 9 * once, "\(what): \(once) s, four times as much \(fourfold) s")
  }

  @Test func plainMarkdown() throws { try checkLinear("lines", Self.plain, 5000) }

  @Test func chaptersOfCells() throws { try checkLinear("cells", Self.cells, 75) }

  /// Inputs that make a careless scanner look again and again.
  @Test(arguments: [
    "$a ", "$$a ", "$a` ", "@a@", "x@a. ", "`= a", "`= a` ", "[@", "{#a ", "\n> [!", "\n$$ a",
    "a$ ", "``a`",
    "| a", "\n## a", "\n```\n", "\n: ", "*$x$ ", "![a ", "<a ", "\\$",
  ])
  func hostileMarkdown(_ piece: String) throws {
    func seconds(_ count: Int) -> Double {
      let source = "---\ntitle: T\n---\n" + String(repeating: piece, count: count)
      let clock = ContinuousClock()
      let times = (0..<3).map { _ in
        clock.measure {
          guard let chapter = try? Chapter.parse(path: "chapters/01-x.md", source: source),
            let labels = try? LabelIndex([chapter])
          else { return }
          _ = try? renderFragment(
            chapter, run: ChapterRun(results: []), labels: labels, bibliography: Bibliography(),
            math: sharedMath)
        }
      }
      let fastest = times.min() ?? .zero
      return Double(fastest.components.seconds) + Double(fastest.components.attoseconds) / 1e18
    }
    let (once, fourfold) = (seconds(1000), seconds(4000))
    #expect(fourfold < 9 * max(once, 0.01), "\(piece): \(once) s, four times as much \(fourfold) s")
  }
}
