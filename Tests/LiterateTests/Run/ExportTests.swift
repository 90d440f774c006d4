import Foundation
import Testing

@testable import Literate

/// A chapter as a program of its own.
@Suite struct ExportTests {
  @Test func program() {
    let text = exportProgram(
      chapter(
        """
        ```swift
        var total = 0
        let other = 3
        func add(_ n: Int) { total += n }
        add(other)
        total
        ```

        It is `= total`.

        ```swift local
        let hidden = 1
        hidden
        ```

        ```swift traps=too_far
        fatalError("too far")
        ```

        ```claim
        It is three :: total == 3
        ```
        """))
    #expect(
      text == """
        // The code of chapters/01-x.md: x
        //
        // To run it, make it the main.swift of an executable target that depends on the product MetaRL.

        import MetaRL

        // chapters/01-x.md:2
        nonisolated(unsafe) var total = 0
        let other = 3
        func add(_ n: Int) { total += n }
        add(other)
        display(total)

        // chapters/01-x.md:9
        print(total)

        // chapters/01-x.md:12
        do {
          let hidden = 1
          display(hidden)
        }

        // chapters/01-x.md:17
        // This cell traps: too far
        // fatalError("too far")

        // chapters/01-x.md:21
        claim(total == 3, at: "chapters/01-x.md:21")

        """)
  }

  @Test func everythingCompiles() throws {
    let runner = try Fixture.runner.get()
    let fixture = try Fixture()
    let scratch = try Scratch(in: fixture.settings.cacheFolder)
    defer { scratch.remove() }
    let compiler = Compiler(
      toolchain: runner.toolchain, build: runner.build, moduleCache: scratch.path + "/clang")
    let program = TangledProgram(
      text: exportProgram(chapter(TangleTests.everything)), path: "main.swift", steps: [])
    guard case .library(_, let warnings) = try compiler.compile(program, in: scratch.path) else {
      Issue.record("the exported program does not compile")
      return
    }
    // Of a constant, only the compiler knows whether it had to be marked.
    #expect(warnings.allSatisfy { $0.text.hasPrefix("'nonisolated(unsafe)' is unnecessary") })
  }
}
