import Foundation
import Testing

@testable import Literate

/// How cells become a program.
@Suite struct TangleTests {
  @Test func oneProgram() {
    let program = tangle(
      chapter(
        """
        ```swift
        var total = 0; let names = ["a"]
        for k in 0..<3 { total += k }
        total // shown
        ```

        Twice that is `= 2 * total`.

        ```claim
        It is small :: total - 1 < 5
        ```
        """))
    #expect(
      program.text == """
        import MetaRL
        import Notebook
        _bookBegin(0)
        #sourceLocation(file: "chapters/01-x.md", line: 2)
        nonisolated(unsafe) var total = 0; nonisolated(unsafe) let names = ["a"]
        for k in 0..<3 { total += k }
        _bookShow(total) // shown
        #sourceLocation(file: "chapters/01-x.md", line: 1000000)
        _bookEnd(0)
        _bookBegin(1)
        #sourceLocation(file: "chapters/01-x.md", line: 7)
                         _bookValue(1, 2 * total)
        #sourceLocation(file: "chapters/01-x.md", line: 1000010)
        _bookEnd(1)
        _bookBegin(2)
        #sourceLocation(file: "chapters/01-x.md", line: 10)
                       _bookClaim(2, _bookMeasure(total - 1) < 5)
        #sourceLocation(file: "chapters/01-x.md", line: 1000020)
        _bookEnd(2)
        _bookFinish()

        """)
    // The names stand at columns 1 and 16 of the chapter.
    #expect(program.locate(line: 2, column: 25)?.location.column == 5)
    #expect(program.locate(line: 2, column: 60)?.location.column == 20)
    #expect(program.locate(line: 2, column: 3)?.isInserted == true)
    #expect(program.locate(line: 10, column: 47)?.location.column == 20)
    #expect(program.locate(line: 10, column: 53)?.location.column == 25)
    #expect(program.locate(line: 5, column: 1) == nil)
  }

  @Test(arguments: [
    ("x", true), ("x + 1", true), ("f(x)", true), ("try f(x)", true), ("[1, 2].map { $0 }", true),
    ("x == 1", true), ("x <= y", true), ("-x", true), ("x = 1", false), ("x += 1", false),
    ("_ = x", false), ("print(x)", false), ("let x = 1", false), ("func f() {}", false),
    ("for k in 0..<3 {}", false), ("if a { b }", false), ("a.b = 3", false), ("struct S {}", false),
    ("switch x { default: y }", true), ("if a { f() } else { g() }", false), ("{ 3 }", false),
    ("x ? 1 : 2", true),
  ])
  func whatIsDisplayed(code: String, isDisplayed: Bool) {
    #expect((CellSyntax("let a = 0\n" + code).displayed != nil) == isDisplayed)
  }

  @Test(
    arguments: [
      ("x < 3", "x"), ("f(x) + 1 >= y", "f(x) + 1"), ("x ≈ 3 ± 0.1", "x"), ("a == b", "a"),
      ("try f() != 2", "try f()"), ("a < b && c", nil), ("isGood", nil), ("!(a < b)", nil),
      ("a ? b : c", nil), ("xs.allSatisfy { $0 < 3 }", nil), ("1 < 2 == true", nil),
    ] as [(String, String?)])
  func whatIsMeasured(code: String, measured: String?) {
    let range = ClaimSyntax(code).measured
    let text = range.map { String(decoding: Array(code.utf8)[$0], as: UTF8.self) }
    #expect(text == measured)
  }

  /// A chapter with a bit of everything, to be compiled in one file and in two.
  static let everything = """
    ```swift
    import Glibc
    enum Trouble: Error { case small }
    struct Learner: Sendable {
      var rate = 0.5
      mutating func learn(_ x: Double) { rate += 0.1 * (x - rate); count += 1 }
    }
    var count = 0
    var learner = Learner(); print("made")
    ```

    - In a list:

      ```swift
      /// Learns many times.
      func train(_ n: Int) throws -> Double {
        if n < 0 { throw Trouble.small }
        for k in 0..<n { learner.learn(Double(k)) }
        return learner.rate
      }
      print("trains")
      let after = try train(3)
      for k in 0..<3 where k > 1 {
        print(k)
      }
      after
      ```

    It is `= after` and `= count` now.

    ```swift local
    let after = "hidden"
    print(after)
    ```

    ```swift traps=no_small_numbers
    fatalError("no small numbers")
    ```

    ```swift fails-to-compile=cannot_find
    print(nothing)
    ```

    ```swift
    let root = sqrt(16.0)
    let (low, high) = (root - 1, root + 1)
    var squared: Double { root * root }
    func inTask() async -> Int { count + 1 }
    print(low, high, squared)
    ```

    ```swift
    let awaited = await inTask()
    let task = Task { count + 10 }
    print(awaited, await task.value)
    [low, high]
    ```

    ```claim
    It has learned :: after > 0.5
    It counts :: count == 3
    ```

    ```swift
    print("at the end")
    _ = try train(-1)
    ```

    ```swift
    print("never")
    ```
    """

  @Test func twoFilesAreOneProgram() throws {
    let fixture = try Fixture()
    var runs: [ChapterRun] = []
    for splits in [true, false] {
      var settings = fixture.settings
      settings.splits = splits
      let program = tangleSplit(chapter(TangleTests.everything), TangleOptions())
      #expect(program?.secondText.contains("func train") == true)
      runs.append(try fixture.run(TangleTests.everything, settings: settings))
    }
    #expect(runs[0] == runs[1])
    #expect(
      runs[0].failures.map(\.description) == [
        """
        chapters/01-x.md:66:5: error: the cell threw an error: Trouble.small
          _ = try train(-1)
              ^
          help: catch it with do and catch, or mend what it says
        """
      ])
    #expect(
      runs[0].results.map(\.text) == [
        "made\n", "trains\n2\n0.6545000000000001\n", "", "", "hidden\n", "", "", "3.0 5.0 16.0\n",
        "4 13\n[3.0, 5.0]\n", "", "", "at the end\n", "",
      ])
    #expect(runs[0].results[2].value == "0.655")
    #expect(runs[0].results[6].errorText == "error: cannot find 'nothing' in scope\n")
    #expect(runs[0].results[9].value == "0.6545")
  }

  @Test func privateMembersAreSeenWhereTheirTypeIs() throws {
    let fixture = try Fixture()
    let markdown = """
      ```swift
      struct Counter {
        private var count = 0
        mutating func next() -> Int {
          count += 1
          return count
        }
      }
      var counter = Counter()
      let numbers = (0..<3).map { _ in counter.next() }
      for number in numbers { print(number) }
      ```
      """
    let program = try #require(tangleSplit(chapter(markdown), TangleOptions()))
    #expect(!program.mainLoops)
    #expect(try fixture.run(markdown).results[0].text == "1\n2\n3\n")
  }

  @Test(arguments: [
    ("let x = (0..<3).map { $0 }\nfor i in x { print(i) }", false),
    ("func f() async -> Int { 1 }\nlet x = await f()", false),
    ("func f() async -> Int { 1 }\nfor _ in 0..<3 { print(await f()) }", true),
    ("let x = 3; for i in 0..<x { print(i) }", true),
  ])
  func loopsOfMain(code: String, loops: Bool) {
    let program = tangleSplit(chapter("```swift\n\(code)\n```"), TangleOptions())
    #expect(program?.mainLoops == loops)
  }

  @Test(arguments: [
    "guard let x = Int(\"3\") else { fatalError() }", "private let x = 3",
    "fileprivate func x() {}",
  ])
  func whatOnlyOneFileSees(code: String) throws {
    let fixture = try Fixture()
    let markdown = "```swift\n\(code)\nfunc g() {}\ng()\n```\n\n```swift\nprint(x)\n```"
    #expect(tangleSplit(chapter(markdown), TangleOptions())?.text == nil)
    #expect(try fixture.run(markdown).failures == [])
  }
}
