import Foundation
import Testing

@testable import Literate

/// What is left when a run is ended from outside: nothing.
@Suite struct InterruptTests {
  /// Whether a process is still there.
  func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 }

  @Test func interruptLeavesNothing() async throws {
    let result = await #expect(
      processExitsWith: .exitCode(130), observing: [\.standardOutputContent]
    ) {
      installInterruptHandler()
      let fixture = try Fixture()
      let markdown = """
        ```swift
        import Glibc
        print("child", getpid())
        while true { sleep(1) }
        ```
        """
      print("folder", fixture.settings.cacheFolder.path)
      _ = try fixture.run(markdown) { event in
        guard case .output(_, .printed(let text)) = event else { return }
        print(text, terminator: "")
        fflush(nil)
        kill(getpid(), SIGINT)
      }
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let child = try #require(output.firstMatch(of: /child (\d+)/).flatMap { pid_t($0.1) })
    let folder = try #require(output.firstMatch(of: /folder (\S+)/)).1
    #expect(!isAlive(child))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/scratch") == [])
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs"))
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: String(folder)).deletingLastPathComponent()
        .deletingLastPathComponent())
  }

  @Test func killedParentTakesItsChildAlong() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      let fixture = try Fixture()
      let markdown = """
        ```swift
        import Glibc
        print("child", getpid())
        while true { sleep(1) }
        ```
        """
      print("folder", fixture.settings.cacheFolder.path)
      _ = try fixture.run(markdown) { event in
        guard case .output(_, .printed(let text)) = event else { return }
        print(text, terminator: "")
        fflush(nil)
        kill(getpid(), SIGKILL)
      }
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let child = try #require(output.firstMatch(of: /child (\d+)/).flatMap { pid_t($0.1) })
    for _ in 0..<100 where isAlive(child) { try await Task.sleep(for: .milliseconds(20)) }
    #expect(!isAlive(child))

    // What it left is swept away by the next one.
    let folder = try #require(output.firstMatch(of: /folder (\S+)/)).1
    let scratch = "\(folder)/scratch"
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).count == 1)
    Scratch.sweep(scratch)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: String(folder)).deletingLastPathComponent()
        .deletingLastPathComponent())
  }

  @Test func whatACellStartsEndsWithIt() throws {
    // A process that the chapter leaves behind holds its stdout open: it is ended, not waited for.
    let start = Clock.now
    let run = try Fixture().run(
      """
      ```swift
      import Glibc
      @_silgen_name("fork") func forkAgain() -> Int32
      if forkAgain() == 0 { while true { sleep(100) } }
      print("done")
      ```
      """)
    #expect(run.failures == [])
    #expect(run.results[0].text == "done\n")
    #expect(Clock.now - start < 30)
  }
}
