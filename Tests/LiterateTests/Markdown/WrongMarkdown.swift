/// Bodies that are wrong, and everything that is told about them: exact places, messages and help.
enum WrongMarkdown {
  static let addWork = "add it to references.bib, or write \\@ for the character"
  static let nameRule =
    "a name has letters, digits, '-' and '_', and begins with a letter: "

  /// Cells, expected output and claims.
  static let fences: [(body: String, problems: [String])] = [
    (
      "```swift {#a cpation=\"x\" fold}\n```",
      [
        "4:14: unknown attribute 'cpation' of a cell; did you mean 'caption'?"
      ]
    ),
    (
      "```swift {#a caption=\"x}\n```",
      [
        "4:22: the quote of 'caption' is not closed; end it with \" before the brace"
      ]
    ),
    (
      "```swift {#1a}\n```",
      [
        "4:11: '1a' is not a name; \(nameRule){#blocking}"
      ]
    ),
    (
      "```swift {#fig:a}\n```",
      [
        "4:11: a cell's id is a bare name; write {#a}, and @fig:a to refer to it"
      ]
    ),
    (
      "```swift hide\n```",
      [
        "4:10: a fence's attributes stand in braces; write {…} behind the language"
      ]
    ),
    (
      "```swift {hide\n```",
      [
        "4:10: the attributes' brace is not closed; end the line with }"
      ]
    ),
    (
      "```swift {hide} x\n```",
      [
        "4:17: text stands behind the attributes; remove it"
      ]
    ),
    (
      "```swift {hide=1 local local time=5 memory=x}\n```",
      [
        "4:11: 'hide' takes no value; write hide without '='",
        "4:24: 'local' stands twice; keep one of the two",
        "4:30: '5' is not a time; write for example time=10s, time=500ms",
        "4:37: 'x' is not a size; write for example memory=512MB, memory=2GB",
      ]
    ),
    (
      "```swift {time=10s memory=2GB caption caption=\"\"}\n```",
      [
        "4:31: 'caption' needs a text; write caption=\"…\"",
        "4:39: 'caption' stands twice; keep one of the two",
      ]
    ),
    (
      "```swift {caption=\"a\" table-caption=\"b\"}\n```",
      [
        "4:38: 'table-caption' and 'caption' exclude each other; keep one of the two"
      ]
    ),
    (
      "```swift {traps=\"x\" no-run}\n```",
      [
        "4:18: 'traps' and 'no-run' exclude each other; keep one of the two"
      ]
    ),
    (
      "```swift {\"a\"}\n```",
      [
        "4:11: '\"' does not begin an attribute; write #id, word or key=\"value\""
      ]
    ),
    (
      "- a\n\n  > ```swift {hidee}\n  > ```",
      [
        "6:15: unknown attribute 'hidee' of a cell; did you mean 'hide'?"
      ]
    ),
    (
      "```swift\nlet x = 1\n",
      [
        "4:1: the fence is not closed; end it with a line of the same fence"
      ]
    ),
    (
      "> ```swift\n> let x\n\nb",
      [
        "4:3: the fence is not closed; end it with a line of the same fence"
      ]
    ),
    (
      "```output\n1\n```",
      [
        "4:1: expected output stands right behind a cell; move it there"
      ]
    ),
    (
      "```swift {no-run}\n```\n```output\n1\n```",
      [
        "6:1: a cell that does not run prints nothing; remove no-run or the fence"
      ]
    ),
    (
      "```swift\n```\n```output {tolerance=a}\n1\n```",
      [
        "6:12: 'a' is not a tolerance; write for example tolerance=0.01"
      ]
    ),
    (
      "```swift\n```\n```output {toleranc=1 #x}\n1\n```",
      [
        "6:12: unknown attribute 'toleranc' of expected output; did you mean 'tolerance'?",
        "6:23: unknown attribute '#x' of expected output; attributes: tolerance",
      ]
    ),
    (
      "```claim\n\n```",
      [
        "4:1: there is no claim in this fence; write 'Statement :: Swift condition' on a line"
      ]
    ),
    (
      "```claim x\na :: b\n```",
      [
        "4:10: claims take no attributes; write ```claim"
      ]
    ),
    (
      "```claim\na :: b\n  no condition\n :: c\nd :: \n```",
      [
        "6:3: this claim has no condition; write 'Statement :: Swift condition'",
        "7:2: this claim has no condition; write 'Statement :: Swift condition'",
        "8:1: this claim has no condition; write 'Statement :: Swift condition'",
      ]
    ),
    (
      "```swift {#a caption=\"b\"}\n```\n\n```swift {#a caption=\"b\"}\n```",
      [
        "7:11: the label 'cell:a' stands twice; the first is in line 4"
      ]
    ),
    (
      "see @fig:a, @sec:b and @ch:y; @cell:x @eq:z @tbl:t",
      [
        "4:5: there is no figure 'fig:a'; define it: ```swift {#name caption=\"…\"}",
        "4:13: there is no section 'sec:b'; define it: ## Title {#sec:name}",
        "4:24: there is no chapter 'ch:y'; did you mean '@ch:x'?",
        "4:31: there is no cell 'cell:x'; define it: ```swift {#name}",
        "4:39: there is no equation 'eq:z'; define it: $$ … $$ {#eq:name}",
        "4:45: there is no table 'tbl:t'; define it: ```swift {#name table-caption=\"…\"}",
      ]
    ),
    (
      "```swift {#a caption=\"see @fig:b and $\\foo$ and `= x`\"}\n```",
      [
        "4:49: the line of a ``` fence cannot hold a backtick; begin and end the fence with ~~~"
      ]
    ),
    (
      "```claim\nthe $\\foo$ is @x :: a\n```",
      [
        "5:6: KaTeX: Undefined control sequence: \\foo at position 1: \\foo",
        "5:15: there is no work 'x' in the bibliography; \(addWork)",
      ]
    ),
    (
      "~~~swift {#a caption=\"see @fig:b and $\\foo$ and `= x`\"}\n~~~",
      [
        "4:27: there is no figure 'fig:b'; did you mean '@fig:a'?",
        "4:39: KaTeX: Undefined control sequence: \\foo at position 1: \\foo",
        "4:52: an inline expression cannot stand here; only the chapter's body has them",
      ]
    ),
  ]
}
