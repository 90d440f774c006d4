import Foundation
import Testing

@testable import Literate

/// Four times the input takes about four times as long: twice that is still far from the sixteen
/// times of quadratic work.
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

  /// Seconds of this thread's processor time for parsing and rendering, the fewest of three runs:
  /// what else the machine does is not counted.
  static func seconds(_ source: String) -> Double {
    (0..<3).map { _ in
      let start = processorTime()
      render(source)
      return processorTime() - start
    }.min() ?? 0
  }

  /// Parses and renders, as far as the source is right.
  private static func render(_ source: String) {
    guard let chapter = try? Chapter.parse(path: "chapters/01-x.md", source: source),
      let labels = try? LabelIndex([chapter])
    else { return }
    let results = chapter.steps.map { _ in ran(.printed("1\n"), value: "1") }
    _ = try? renderFragment(
      chapter, run: ChapterRun(results: results), labels: labels, bibliography: Bibliography(),
      math: sharedMath)
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func checkLinear(_ what: String, _ make: (Int) -> String, _ small: Int) {
    _ = Self.seconds(make(small / 4))
    let (once, fourfold) = (Self.seconds(make(small)), Self.seconds(make(4 * small)))
    #expect(fourfold < 9 * max(once, 0.005), "\(what): \(once) s, four times as much \(fourfold) s")
  }

  @Test func plainMarkdown() { checkLinear("lines", Self.plain, 5000) }

  @Test func chaptersOfCells() { checkLinear("cells", Self.cells, 75) }

  /// Inputs that make a careless scanner look again and again.
  @Test(arguments: [
    "$a ", "$$a ", "$a` ", "@a@", "x@a. ", "`= a", "`= a` ", "[@", "{#a ", "\n> [!", "\n$$ a",
    "a$ ",
    "``a`", "| a", "\n## a", "\n```\n", "\n: ", "*$x$ ", "![a ", "<a ", "\\$",
  ])
  func hostileMarkdown(_ piece: String) {
    let make = { count in "---\ntitle: T\n---\n" + String(repeating: piece, count: count) }
    checkLinear(piece, make, 2000)
  }
}
