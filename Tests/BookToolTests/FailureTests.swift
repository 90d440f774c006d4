import Foundation
import Testing

/// What a person meets when something goes wrong: the exit code, the message, and what is left on disk.
@Suite struct FailureTests {
  private static let broken = chapter(
    "Broken",
    cell("let answer = 40 + 2") + "\n" + cell("let z = answr", "{#bad}") + "\n" + cell("print(z)"))

  @Test func aFailingChapterKeepsItsLastGoodPageAndStopsNoOther() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter("One", cell("print(\"good\")")),
      "chapters/02-two.md": chapter("Two", cell("1")),
    ])
    #expect(try tiny.book("render").status == 0)
    let good = try tiny.text("output/01-one.html")
    try tiny.write(Self.broken, to: "chapters/01-one.md")
    try tiny.write(chapter("Two", cell("22")), to: "chapters/02-two.md")

    let render = try tiny.book("render", "--quiet")
    #expect(render.status == 1)
    #expect(
      render.errors == """
        chapters/01-one.md:10:9: error: cannot find 'answr' in scope
          let z = answr
                  ^
          help: did you mean 'answer'?

        """)
    #expect(try tiny.text("output/01-one.html") == good)
    #expect(try tiny.text("output/02-two.html").contains("22"))
    let prepared = try tiny.text(".build/book/preparation/01-one.html")
    #expect(
      prepared.contains("cannot find &#39;answr&#39; in scope")
        || prepared.contains("cannot find 'answr' in scope"))
    #expect(prepared.contains("not-run"))
  }

  @Test func aWrongFileIsToldAtItsLine() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": "---\ntitel: One\n---\n\nSee @fig:nothing.\n",
      "chapters/02-two.md": chapter("Two", "As [@nobody] says.\n"),
    ])
    let render = try tiny.book("render", "--quiet")
    #expect(render.status == 1)
    #expect(render.errors.contains("chapters/01-one.md:2:1: error: "))
    #expect(render.errors.contains("did you mean 'title'?"))
    #expect(render.errors.contains("chapters/02-two.md:5:"))
    #expect(render.errors.contains("nobody"))
  }

  @Test func anOutputThatIsAFileIsNamed() throws {
    let tiny = try TinyBook(["chapters/01-one.md": chapter("One", "Prose."), "output": "a file"])
    let render = try tiny.book("render", "--quiet")
    #expect(render.status == 1)
    #expect(render.errors.contains("error: cannot write to \(tiny.root)/output"))
    #expect(render.errors.contains("help: "))
    #expect(try tiny.text("output") == "a file")
  }

  /// A file system of 64 KiB: only root can make one, so only root is asked to.
  @Test(.enabled(if: getuid() == 0)) func aFullDiskLosesNothing() throws {
    let tiny = try TinyBook(["chapters/01-one.md": chapter("One", "Prose.")])
    let disk = "\(tiny.root)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard shell("mount -t tmpfs -o size=64k tmpfs '\(disk)'") == 0 else { return }
    defer { _ = shell("umount '\(disk)'") }
    let render = try tiny.book("render", "--quiet", "--output", disk)
    #expect(render.status == 1)
    #expect(render.errors.contains("No space left on device"))
    // Nothing half written: what is there is whole.
    let names = try FileManager.default.contentsOfDirectory(atPath: disk)
    #expect(!names.contains { $0.hasPrefix(".") && $0 != ".versions" })
  }

  @Test func controlCLeavesNothingBehind() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter(
        "One", cell("import Glibc\nprint(getpid())\nwhile true { sleep(1) }"))
    ])
    let call = try ToolCall(["render", "--quiet"], in: tiny.root)
    // The chapter's process works below the scratch folder: wait until it is there.
    let start = Date()
    while shell("pgrep -f '[_]_chapter \(tiny.root)' > /dev/null") != 0,
      Date().timeIntervalSince(start) < 60
    {
      usleep(50_000)
    }
    kill(call.process.processIdentifier, SIGINT)
    let end = call.finish()
    #expect(end.status == 130)
    #expect(shell("pgrep -f '[_]_chapter \(tiny.root)' > /dev/null") != 0)
    #expect(!tiny.exists("output/01-one.html"))
    let scratch =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(tiny.root)/.build/book/scratch"))
      ?? []
    #expect(scratch.isEmpty)
  }

  private func shell(_ command: String) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
