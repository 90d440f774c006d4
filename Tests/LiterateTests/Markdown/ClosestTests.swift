import Testing

@testable import Literate

@Suite struct ClosestTests {
  @Test(arguments: [
    ("objectivs", "objectives"), ("Titel", "title"), ("tilte", "title"), ("hid", "hide"),
    ("HIDE", "hide"), ("fod", "fold"), ("title", "title"),
  ])
  func near(_ name: String, _ expected: String) {
    #expect(closest(to: name, among: ["title", "objectives", "hide", "fold"]) == expected)
  }

  @Test func farIsNone() {
    #expect(closest(to: "zebra", among: ["title", "hide"]) == nil)
    #expect(closest(to: "", among: ["title"]) == nil)
    #expect(closest(to: "title", among: [String]()) == nil)
  }

  @Test func theFirstOfEquallyNearOnesWins() {
    #expect(closest(to: "aac", among: ["aab", "aad"]) == "aab")
  }
}
