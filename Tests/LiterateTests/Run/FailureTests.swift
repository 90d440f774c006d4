import Foundation
import Testing

@testable import Literate

/// Every way in which a chapter can fail: the exact message, at its line of the Markdown.
@Suite struct FailureTests {
  @Test func compileError() throws {
    let run = try Fixture().run(
      """
      # A chapter

      ```swift
      let alpha = 0.1
      ```

      ```swift
      let v = 2 * alhpa
      print(v)
      ```

      ```swift
      print("later")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:8:13: error: cannot find 'alhpa' in scope
          let v = 2 * alhpa
                      ^
          help: did you mean 'alpha'?
        """
      ])
    #expect(run.results.map(\.status) == [.notRun, .failed, .notRun])
  }

  @Test func compileErrorInAnIndentedCellIsAtItsColumn() throws {
    #expect(
      try Fixture().failure(
        """
        - A list:

          ```swift
          let x: Int = "a"; var y = [1, 2]
          y.add(3)
          ```
        """) == """
          chapters/01-x.md:4:16: error: cannot convert value of type 'String' to specified type 'Int'
              let x: Int = "a"; var y = [1, 2]
                           ^
            help: mend this line; where the error is the point, mark the cell fails-to-compile
          """)
    #expect(
      try Fixture().failure(
        """
        - A list:

          ```swift
          let x = 1; var y = [1, 2]; y.append("a")
          y
          ```
        """) == """
          chapters/01-x.md:4:39: error: cannot convert value of type 'String' to expected argument type 'Int'
              let x = 1; var y = [1, 2]; y.append("a")
                                                  ^
            help: mend this line; where the error is the point, mark the cell fails-to-compile
          """)
  }

  @Test func errorOfGrammar() throws {
    let run = try Fixture().run(
      """
      ```swift
      func f() {
        print(1
      }
      ```

      ```swift
      print(2)
      ```
      """)
    #expect(
      run.failures.first?.description == """
        chapters/01-x.md:4:1: error: expected ')' in expression list
          }
          ^
          help: to match this opening '(' (line 3)
        """)
    #expect(run.results.map(\.status) == [.failed, .notRun])
  }

  @Test func nameInAnotherScope() throws {
    #expect(
      try Fixture().failure(
        """
        ```swift local
        let inner = 3
        ```

        ```swift
        print(inner)
        ```
        """) == """
          chapters/01-x.md:6:7: error: cannot find 'inner' in scope
            print(inner)
                  ^
            help: the cell at line 2 declares it, but that cell is local
          """)
  }

  @Test func useBeforeDeclaration() throws {
    #expect(
      try Fixture().failure(
        """
        ```swift
        print(3 + later)
        ```

        ```swift
        let later = 3
        ```
        """) == """
          chapters/01-x.md:2:11: error: 'later' is used before it is declared
            print(3 + later)
                      ^
            help: line 6 declares it: move one of them
          """)
  }

  @Test func trapInAFunctionOfAnEarlierCell() throws {
    let run = try Fixture().run(
      """
      ```swift
      func third(_ values: [Int]) -> Int {
        values[2]
      }
      ```

      ```swift
      print("before", terminator: "")
      let many = (0..<CommandLine.arguments.count).map { $0 }
      print(third(Array(many.prefix(1))))
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:3:9: error: fatal error: Index out of range
            values[2]
                  ^
          help: compare the index with the array's count
        """
      ])
    #expect(run.results.map(\.status) == [.ran, .failed, .notRun])
    #expect(run.results[1].text == "before")
  }

  @Test func fatalErrorAtTopLevel() throws {
    let fixture = try Fixture()
    #expect(
      try fixture.failure(
        """
        text

        ```swift
        let x = CommandLine.arguments.count
        if x > 0 { fatalError("it went wrong") }
        ```
        """) == """
          chapters/01-x.md:5:12: error: fatal error: it went wrong
            if x > 0 { fatalError("it went wrong") }
                       ^
            help: mend what the message says
          """)
    #expect(
      try fixture.failure(
        """
        ```swift
        var small: Int8 = Int8(CommandLine.arguments.count)
        for _ in 0..<10 { small *= 3 }
        ```
        """) == """
          chapters/01-x.md:3:25: error: fatal error: arithmetic overflow
            for _ in 0..<10 { small *= 3 }
                                    ^
            help: use a wider type, or &+ and &- where it should wrap around
          """)
  }

  @Test func endlessRecursion() throws {
    // At which of the line's instructions the stack ends differs from run to run.
    let failure = try Fixture().failure(
      """
      ```swift
      func deep(_ n: Int) -> Int { n == -1 ? 0 : 1 + deep(n + 1) &* deep(n + 2) }
      print(deep(0))
      ```
      """)
    let pattern = /chapters\/01-x.md:2:\d+: error: the program ran out of stack\n(.*\n){2}(.*)/
    let match = try #require(try pattern.wholeMatch(in: failure))
    #expect(match.2 == "  help: a function calls itself without an end")
  }

  @Test func thrownError() throws {
    let run = try Fixture().run(
      """
      ```swift
      enum Trouble: Error { case big(Int) }
      func check(_ x: Int) throws -> Int {
        if x > 2 { throw Trouble.big(x) }
        return x
      }
      print("start")
      for k in 0..<9 {
        print(try check(k))
      }
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:9:9: error: the cell threw an error: Trouble.big(3)
            print(try check(k))
                  ^
          help: catch it with do and catch, or mend what it says
        """
      ])
    #expect(run.results[0].text == "start\n0\n1\n2\n")
    #expect(run.results[0].errorText == "")
  }

  @Test func theCrashHandlersTroublesAreNotTheCells() {
    let text = ErrorText(
      """
      mine
      Fatal error: Error raised at top level: chapter.Gone()
      swift-runtime: failed to suspend thread 3979 while processing a crash; backtraces will be \
      missing information

      *** Signal 4: Backtracing from 0x7f233bd24d0a... done ***

      """)
    #expect(text.thrown == "Gone()")
    #expect(text.text == "mine\n")
  }

  @Test func thrownErrorInAnAsynchronousChapter() throws {
    let told = try Fixture().failure(
      """
      ```swift
      struct Gone: Error {}
      func fetch() async throws -> Int { throw Gone() }
      ```

      ```swift
      let value = try await fetch()
      ```
      """)
    #expect(
      told == """
        chapters/01-x.md:7:13: error: the cell threw an error: Gone()
          let value = try await fetch()
                      ^
          help: catch it with do and catch, or mend what it says
        """)
  }

  @Test func claimThatDoesNotHold() throws {
    let run = try Fixture().run(
      """
      ```swift
      let error = 0.54930614
      ```

      ```claim
      It is small :: error < 0.5
      It is what it is :: error ≈ 0.5 ± 0.1
      It is zero :: error == 0 || error < 0
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:6:16: error: the claim does not hold: measured 0.5493
          It is small :: error < 0.5
                         ^
          help: mend the statement, or what the cells before it compute
        """,
        """
        chapters/01-x.md:8:15: error: the claim does not hold
          It is zero :: error == 0 || error < 0
                        ^
          help: mend the statement, or what the cells before it compute
        """,
      ])
    #expect(run.results.map(\.status) == [.ran, .failed, .ran, .failed, .ran])
    #expect(run.results[2].value == "0.5493")
    #expect(run.results[4].text == "after\n")
  }

  @Test func expectation() throws {
    let run = try Fixture().run(
      """
      ```swift
      print("a = 3")
      print("b = 4")
      ```

      ```output
      a = 3
      b = 5
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:8:1: error: expected 'b = 5', the cell printed 'b = 4'
          b = 5
          ^
          help: `book fix` writes what is printed now:
            - b = 5
            + b = 4
        """
      ])
    #expect(run.results.map(\.status) == [.failed, .ran])
  }
}
