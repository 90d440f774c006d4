import Testing

@testable import Literate

@Suite struct ConcurrencyTests {
  /// cmark keeps its special characters in a global table: chapters that are rendered at the same
  /// time must not see each other.
  @Test func chaptersAtTheSameTimeComeOutAsOneByOne() async throws {
    let bodies = (0..<64).map { seed -> String in
      var generator = MarkdownGenerator(seed: seed)
      return generator.document()
        + "\n\n$x_{\(seed % 5)}$ `= a` @sec:s ~~b~~ www.a.org\n\n## S {#sec:s}\n"
    }
    let oneByOne = try bodies.map { try rendered($0).html }
    let together = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (index, body) in bodies.enumerated() {
        group.addTask { (index, try rendered(body).html) }
      }
      return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    #expect(bodies.indices.allSatisfy { together[$0] == oneByOne[$0] })
  }
}
