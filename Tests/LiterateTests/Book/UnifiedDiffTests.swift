import Literate
import Testing

@Suite struct UnifiedDiffTests {
  @Test func sameTextsHaveNone() {
    #expect(unifiedDiff(from: "a\nb\n", to: "a\nb\n", path: "x") == "")
  }

  @Test func aChangedLineStandsInItsContext() {
    let old = (1...9).map { "line \($0)\n" }.joined()
    let new = old.replacing("line 5", with: "line five")
    #expect(
      unifiedDiff(from: old, to: new, path: "chapters/x.md") == """
        --- a/chapters/x.md
        +++ b/chapters/x.md
        @@ -2,7 +2,7 @@
         line 2
         line 3
         line 4
        -line 5
        +line five
         line 6
         line 7
         line 8

        """)
  }

  @Test func distantChangesAreTwoHunksAndNearOnesAreOne() {
    let old = (1...30).map { "line \($0)\n" }.joined()
    let far = old.replacing("line 2\n", with: "two\n").replacing("line 28", with: "28")
    #expect(unifiedDiff(from: old, to: far, path: "x").split(separator: "@@ -").count == 3)
    let near = old.replacing("line 12", with: "12").replacing("line 16", with: "16")
    #expect(unifiedDiff(from: old, to: near, path: "x").split(separator: "@@ -").count == 2)
  }

  @Test func linesAreAddedToNothingAndTakenFromEverything() {
    #expect(unifiedDiff(from: "", to: "a\n", path: "x").hasSuffix("@@ -0,0 +1,1 @@\n+a\n"))
    #expect(unifiedDiff(from: "a\n", to: "", path: "x").hasSuffix("@@ -1,1 +0,0 @@\n-a\n"))
  }
}
