import Foundation
import Testing

@testable import Literate

/// Chapters that go too far, end themselves, or find no room to work: the exact message, at its line.
@Suite struct LimitTests {
  @Test func timeOut() throws {
    let run = try Fixture().run(
      """
      ```swift
      print("first")
      ```

      ```swift time=0.5
      print("start")
      while CommandLine.arguments.count > 0 {}
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:6:1: error: the cell took longer than 0.5 s
          print("start")
          ^
          help: let it do less, or allow more with time=1s
        """
      ])
    #expect(run.results.map(\.status) == [.ran, .failed, .notRun])
    #expect(run.results.map(\.text) == ["first\n", "start\n", ""])
  }

  @Test func memoryLimit() throws {
    let fixture = try Fixture()
    #expect(
      try fixture.failure(
        """
        ```swift memory=64
        var blocks: [[UInt8]] = []
        while blocks.count < 100_000 { blocks.append(Array(repeating: 1, count: 1 << 20)) }
        ```
        """) == """
          chapters/01-x.md:2:1: error: the cell needed more than 64 MiB
            var blocks: [[UInt8]] = []
            ^
            help: hold less at once, or allow more with memory=128MB
          """)
    let settings = fixture.settings
    #expect(
      try fixture.failure(
        """
        ```swift
        let huge = Array(repeating: 1.5, count: 1 << 40)
        print(huge.count)
        ```
        """, settings: settings) == """
          chapters/01-x.md:2:1: error: the cell needed more than 4096 MiB
            let huge = Array(repeating: 1.5, count: 1 << 40)
            ^
            help: hold less at once, or allow more with memory=8192MB
          """)
  }

  @Test func endlessOutput() throws {
    let run = try Fixture().run(
      """
      ```swift
      while true { print("again and again") }
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:2:1: error: the cell wrote more than 4 MiB
          while true { print("again and again") }
          ^
          help: print less; is there a loop without an end?
        """
      ])
    #expect(run.results[0].text.utf8.count >= 4 << 20)
    #expect(run.results[0].text.utf8.count < 6 << 20)
  }

  @Test(arguments: [
    (
      "kill(getpid(), SIGKILL)", "the cell's process was killed by SIGKILL",
      "does it kill its own process? the system kills one when memory runs out"
    ),
    (
      "exit(0)", "the cell ended the program with exit status 0",
      "let it run to its end: the steps after it need the program"
    ),
    (
      "exit(3)", "the cell ended the program with exit status 3",
      "let it run to its end: the steps after it need the program"
    ),
    (
      "close(1)", "the cell closed standard output",
      "leave it open: what cells print and display goes through it"
    ),
  ])
  func childThatEndsItself(code: String, message: String, help: String) throws {
    let run = try Fixture().run(
      """
      ```swift
      import Glibc
      print("first")
      ```

      ```swift
      print("start", terminator: "")
      _ = \(code)
      ```

      ```swift
      print("after")
      ```
      """)
    #expect(
      run.failures.map(\.description) == [
        """
        chapters/01-x.md:7:1: error: \(message)
          print("start", terminator: "")
          ^
          help: \(help)
        """
      ])
    #expect(run.results.map(\.status) == [.ran, .failed, .notRun])
    #expect(run.results.map(\.text) == ["first\n", "start", ""])
  }

  @Test func missingCompiler() throws {
    let failure = #expect(throws: Diagnostic.self) { try Toolchain.find(search: "/nowhere") }
    #expect(
      failure?.description == """
        error: no Swift compiler found
          help: install Swift 6.2 or later from https://swift.org/install and put swiftc on the PATH
        """)
  }

  @Test func unwritableCacheFolder() throws {
    let fixture = try Fixture()
    let file = fixture.root.appendingPathComponent("file")
    try Data().write(to: file)
    let settings = RunSettings(root: fixture.root, cacheFolder: file)
    let failure = #expect(throws: Diagnostic.self) {
      try fixture.run("```swift\nprint(1)\n```", settings: settings)
    }
    #expect(
      failure?.description == """
        error: cannot write to \(file.path): Not a directory
          help: make it a folder that you may write to
        """)
  }

  @Test func fullDisk() throws {
    let file = open("/dev/full", O_WRONLY)
    defer { close(file) }
    let code = write(Data("text".utf8), to: file)
    #expect(
      cannotWrite(".build/book", code).description == """
        error: cannot write to .build/book: No space left on device
          help: free some space on that disk
        """)
  }
}
