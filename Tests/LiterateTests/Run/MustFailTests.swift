import Foundation
import Testing

@testable import Literate

/// Cells that must fail, and the ways in which they fail to.
@Suite struct MustFailTests {
  @Test func refusedAndTrapped() throws {
    let run = try Fixture().run(
      """
      ```swift
      var numbers = [1, 2, 3]
      ```

      ```swift fails-to-compile=cannot_convert
      let x: Int = numbers
      ```

      ```swift traps=Index_out_of_range
      print("in the copy")
      numbers.append(4)
      print(numbers[CommandLine.arguments.count + 5])
      ```

      ```swift traps=over_the_edge
      fatalError("over the edge")
      ```

      ```swift
      numbers
      ```
      """)
    #expect(run.failures == [])
    #expect(run.results.map(\.status) == Array(repeating: .ran, count: 5))
    #expect(
      run.results[1].errorText
        == "error: cannot convert value of type '[Int]' to specified type 'Int'\n")
    #expect(run.results[2].errorText == "Fatal error: Index out of range\n")
    #expect(run.results[2].text == "in the copy\n")
    #expect(run.results[3].errorText == "Fatal error: over the edge\n")
    #expect(run.results[4].text == "[1, 2, 3]\n")
  }

  @Test func cellsThatDoNotFail() throws {
    let run = try Fixture().run(
      """
      ```swift fails-to-compile=anything
      let x = 3
      ```

      ```swift fails-to-compile=no_such_words
      let x: Int = "a"
      ```

      ```swift traps=anything
      print(3)
      ```

      ```swift traps=no_such_words
      fatalError("other words")
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:2:1: error: the cell compiles, but it says that it does not
          let x = 3
          ^
          help: remove fails-to-compile, or break the cell again
        """,
        """
        chapters/01-x.md:6:14: error: the compiler says something else: cannot convert value of type \
        'String' to specified type 'Int'
          let x: Int = "a"
                       ^
          help: the fence expects a message with 'no such words'
        """,
        """
        chapters/01-x.md:10:1: error: the cell ran to its end, but it says that it traps
          print(3)
          ^
          help: remove traps, or let the cell trap again
        """,
        """
        chapters/01-x.md:14:1: error: the trap says something else: Fatal error: other words
          fatalError("other words")
          ^
          help: the fence expects a message with 'no such words'
        """,
      ])
    #expect(run.results[4].text == "after\n")
  }
}
