import Testing

@testable import Literate

/// Steps and labels with their exact places in the file.
@Suite struct ChapterParsingTests {
  private func parse(_ body: String, path: String = "chapters/01-x.md") throws -> Chapter {
    try Chapter.parse(path: path, source: "---\ntitle: T\n---\n" + body)
  }

  /// Kind, place, indent and code of every step.
  private func steps(_ body: String) throws -> [String] {
    try parse(body).steps.enumerated().map { index, step in
      #expect(step.index == index)
      let place = "\(step.location.line):\(step.location.column)"
      return "\(step.kind) \(place) +\(step.indent) \(step.code.debugDescription)"
    }
  }

  @Test func cellsInContainers() throws {
    let found = try steps(
      """
      ```swift
      a
        b
      ```
      - x
        > ~~~~ swift {#i}
        > c
        > ~~~~

      1.  ```swift

          e
            f
          ```
         ```swift
         g
       h
         ```
      >```swift
      >i
      >```
      """)
    #expect(
      found
        == [
          #"cell 5:1 +0 "a\n  b""#, #"cell 10:5 +4 "c""#, #"cell 14:5 +4 "\ne\n  f""#,
          #"cell 19:4 +3 "g\nh""#, #"cell 23:2 +1 "i""#,
        ])
  }

  @Test func emptyCells() throws {
    #expect(
      try steps("```swift\n```\n\n```swift\n\n```\n") == [#"cell 5:1 +0 """#, #"cell 8:1 +0 """#])
  }

  @Test func lineEndsOfAllKinds() throws {
    #expect(
      try steps("a\r\n```swift\r\nb\r\n  c\r\n```\r\n\r\né `= d`") == [
        #"cell 6:1 +0 "b\n  c""#, #"expression 10:7 +0 "d""#,
      ])
    #expect(try steps("a\r\r`= b`\r") == [#"expression 6:4 +0 "b""#])
  }

  @Test func inlineExpressions() throws {
    let found = try steps(
      """
      `= a` and ``= "`" ``, ` = b ` *`=  c  `*
        wrapped `= d(
        e)` \\`= no\\` `=no` `` `= no` `` `= a`
      - | x | `= f \\| g` |
        |---|---|
        | y | `= h[0]` |

      ## `= i` ##

      [`= j`](u) ![`= k`](u)[^1]

      [^1]: `= l`

      `= m`
      """)
    #expect(
      found == [
        #"expression 4:4 +0 "a""#, #"expression 4:15 +0 "\"`\"""#, #"expression 4:27 +0 "b""#,
        #"expression 4:36 +0 "c""#, #"expression 5:14 +0 "d( e)""#, #"expression 6:38 +0 "a""#,
        #"expression 7:12 +0 "f | g""#, #"expression 9:12 +0 "h[0]""#, #"expression 11:7 +0 "i""#,
        #"expression 13:5 +0 "j""#, #"expression 13:17 +0 "k""#, #"expression 15:10 +0 "l""#,
        #"expression 17:4 +0 "m""#,
      ])
  }

  @Test func inlineExpressionsInTablesBelowText() throws {
    let found = try steps(
      """
      - text `= a`
        more
          | a | `= b` | `= b` |
        |---|---|---|
        |  a|a | `= c \\| d`
        `= e` | | |

      > text `= f`
      > | `= g`
      > |--
      """)
    #expect(
      found == [
        #"expression 4:11 +0 "a""#, #"expression 6:14 +0 "b""#, #"expression 6:22 +0 "b""#,
        #"expression 8:15 +0 "c | d""#, #"expression 9:6 +0 "e""#, #"expression 11:11 +0 "f""#,
        #"expression 12:8 +0 "g""#,
      ])
  }

  @Test func claimsAreSplitAtTheLastSeparator() throws {
    let chapter = try parse("> ```claim\n> A *b* :: c :: d > 1\n>\n>   é :: e ≈ 1 ± 0.1  \n> ```\n")
    #expect(chapter.steps.map(\.code) == ["d > 1", "e ≈ 1 ± 0.1"])
    #expect(chapter.steps.map { "\($0.location.line):\($0.location.column)" } == ["5:17", "7:11"])
  }

  @Test func expectedOutput() throws {
    let chapter = try parse(
      """
      - ```swift
        a
        ```

        ```output {tolerance=0.01}
        1.0
        …

        2
        ```
      """)
    let expected = try #require(chapter.steps[0].expected)
    #expect(expected.text == "1.0\n…\n\n2\n")
    #expect(expected.tolerance == 0.01)
    #expect(expected.lineCount == 4)
    #expect(expected.location == SourceLocation(path: "chapters/01-x.md", line: 9, column: 3))
    #expect(try parse("```swift\n```\n```output\n```\n").steps[0].expected?.lineCount == 0)
  }

  @Test func options() throws {
    let chapter = try parse(
      """
      ```swift { #a-b_1 caption="A \\"b\\" \\\\ {c}" description="d" fold local time=500ms memory=2GB }
      ```
      ```swift{hide time=2m fails-to-compile="cannot find"}
      ```
      ```swift {traps="out of range"}
      ```
      ```swift {no-run table-caption="T"}
      ```
      """)
    var first = CellOptions()
    first.caption = #"A "b" \ {c}"#
    first.description = "d"
    first.isFolded = true
    first.isLocal = true
    first.timeLimit = 0.5
    first.memoryLimit = 2048
    #expect(chapter.steps[0].options == first)
    #expect(chapter.steps[0].id == "a-b_1")
    var second = CellOptions()
    second.isHidden = true
    second.timeLimit = 120
    second.failure = .compile(containing: "cannot find")
    #expect(chapter.steps[1].options == second)
    #expect(chapter.steps[2].options.failure == .trap(containing: "out of range"))
    #expect(!chapter.steps[3].options.runs)
    #expect(chapter.steps[3].options.captionsTable)
  }

  @Test func labelsAreNumberedInOrder() throws {
    let chapter = try parse(
      """
      ## One {#sec:one}
      ### Sub {#sec:sub}
      ```swift {caption="without a name"}
      ```
      ```swift {#f caption="The *f*"}
      ```
      ```swift {#hidden hide}
      ```
      $$a$$
      $$b$$ {#eq:b}
      ## Two {#sec:two}
      ```swift {#t table-caption="T"}
      ```
      ![A](b "C"){#fig:i}

      | a |
      |---|

      : Tab $x$ {#tbl:md}
      """, path: "chapters/12-a-b.md")
    #expect(
      chapter.labels.map { "\($0.id) \($0.number) \($0.href) \($0.title) \($0.location.line)" } == [
        "ch:a-b 12 12-a-b.html T 1", "sec:one 12.1 12-a-b.html#sec-one One 4",
        "sec:sub 12.1.1 12-a-b.html#sec-sub Sub 5", "cell:f 12.2 12-a-b.html#cell-f The f 8",
        "fig:f 12.2 12-a-b.html#fig-f The f 8", "eq:b 12.1 12-a-b.html#eq-b  13",
        "sec:two 12.2 12-a-b.html#sec-two Two 14", "cell:t 12.3 12-a-b.html#cell-t T 15",
        "tbl:t 12.1 12-a-b.html#tbl-t T 15", "fig:i 12.3 12-a-b.html#fig-i C 17",
        "tbl:md 12.2 12-a-b.html#tbl-md Tab x 22",
      ])
  }

  @Test(arguments: [
    ("chapters/01-a-b.md", 1, "a-b", "1.1"), ("chapters/appendix.md", nil, "appendix", "1"),
    ("07-x.md", 7, "x", "7.1"), ("A2-b-c.md", .appendix(2), "b-c", "B.1"),
    ("A0-x.md", nil, "A0-x", "1"), ("A-x.md", nil, "A-x", "1"), ("chapters/7.md", nil, "7", "1"),
    ("3-.md", nil, "3-", "1"),
  ])
  func namesOfFiles(
    _ path: String, _ number: ChapterNumber?, _ slug: String, _ section: String
  ) throws {
    let chapter = try parse("## A {#sec:a}\n", path: path)
    #expect(chapter.number == number)
    #expect(chapter.slug == slug)
    #expect(chapter.labels[1].number == section)
  }
}
