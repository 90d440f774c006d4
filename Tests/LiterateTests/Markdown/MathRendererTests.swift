import Foundation
import Testing

@testable import Literate

@Suite struct MathRendererTests {
  @Test func formulasAreSetWithMathML() throws {
    let html = try sharedMath.render("\\frac{1}{2} < \\mathbb{R}", isDisplay: false)
    #expect(html.hasPrefix("<span class=\"katex\"><span class=\"katex-mathml\"><math"))
    #expect(
      html.contains("<annotation encoding=\"application/x-tex\">\\frac{1}{2} &lt; \\mathbb{R}"))
    #expect(html.contains("<span class=\"katex-html\" aria-hidden=\"true\">"))
    let display = try sharedMath.render("x", isDisplay: true)
    #expect(display.hasPrefix("<span class=\"katex-display\">"))
  }

  @Test func charactersBeyondTheBasicPlaneSurvive() throws {
    let html = try sharedMath.render("\\text{a 😀 é}", isDisplay: false)
    #expect(html.contains("a 😀 é"))
  }

  @Test func failuresHaveAPlace() {
    let error = #expect(throws: MathRenderer.Failure.self) {
      try sharedMath.render("a + \\foo b", isDisplay: false)
    }
    #expect(error?.message == "KaTeX: Undefined control sequence: \\foo at position 5: a + \\foo b")
    #expect(error?.position == 4)
  }

  @Test func runawaysAreStopped() {
    for tex in [
      String(repeating: "{", count: 50_000), "\\def\\a{\\a\\a}\\a",
      String(repeating: "\\frac", count: 9),
      String(repeating: "\\sqrt{", count: 3000) + String(repeating: "}", count: 3000),
    ] {
      #expect(throws: MathRenderer.Failure.self) { try sharedMath.render(tex, isDisplay: false) }
    }
    #expect(throws: Never.self) { try sharedMath.render("x", isDisplay: false) }
  }

  @Test func theCacheHoldsFormulasFromRunToRun() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = MathRenderer(cacheFolder: folder.path)
    let html = try first.render("x\ny", isDisplay: true)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == 1)
    let file = folder.appendingPathComponent(files.first ?? "")
    let text = try String(contentsOf: file, encoding: .utf8)
    // What the file says is what comes back: KaTeX is not asked again.
    try text.replacingOccurrences(of: html, with: "<kept>")
      .write(to: file, atomically: true, encoding: .utf8)
    let second = MathRenderer(cacheFolder: folder.path)
    #expect(try second.render("x\ny", isDisplay: true) == "<kept>")
    #expect(try second.render("x\ny", isDisplay: false).hasPrefix("<span class=\"katex\">"))
    // A file of another formula under this name is a miss.
    try "other\n<wrong>".write(to: file, atomically: true, encoding: .utf8)
    #expect(try MathRenderer(cacheFolder: folder.path).render("x\ny", isDisplay: true) == html)
  }

  @Test func manyThreadsShareOne() async throws {
    let math = MathRenderer()
    let pages = try await withThrowingTaskGroup(of: String.self) { group in
      for i in 0..<20 {
        group.addTask { try math.render("x_{\(i % 3)}", isDisplay: false) }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(pages.count == 3)
  }
}
