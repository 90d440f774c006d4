import Foundation
import Testing

/// The pages that are committed: what the design allows them to weigh and to load.
@Suite struct CommittedPagesTests {
  private static let output = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("output").path

  private static let pages =
    ((try? FileManager.default.contentsOfDirectory(atPath: output)) ?? [])
    .filter { $0.hasSuffix(".html") }.sorted()

  @Test func thereAreSome() {
    #expect(Self.pages.contains("index.html") && Self.pages.contains("01-prediction-errors.html"))
  }

  @Test(arguments: pages) func aPageIsLight(name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: "\(Self.output)/\(name)"))
    let isFirst = name == "01-prediction-errors.html"
    #expect(data.count <= (isFirst ? 300_000 : 400_000))

    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = ["-9c", "\(Self.output)/\(name)"]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let packed = pipe.fileHandleForReading.readDataToEndOfFile()
    gzip.waitUntilExit()
    #expect(gzip.terminationStatus == 0)
    #expect(packed.count <= (isFirst ? 60_000 : 80_000))
  }

  @Test(arguments: pages) func aPageLoadsNothingFromTheNetwork(name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: "\(Self.output)/\(name)"))
    let html = String(decoding: data, as: UTF8.self)
    #expect(html.firstMatch(of: /<(?:img|script|iframe)[^>]* src="https?:/) == nil)
    #expect(html.firstMatch(of: /<link[^>]* href="https?:/) == nil)
  }
}
