/// Bodies that are wrong, and everything that is told about them: exact places, messages and help.
enum WrongMarkdown {
  private static let addWork = "add it to references.bib, or write \\@ for the character"
  private static let nameRule =
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

  /// Labels, formulas, callouts, references; and places that are hard to find again.
  static let prose: [(body: String, problems: [String])] = [
    (
      "a `= ` b `=  ` c",
      [
        "4:6: the inline expression is empty; write `= expression`",
        "4:14: the inline expression is empty; write `= expression`",
      ]
    ),
    (
      "## A {#a}\n",
      [
        "4:6: the label of a section begins with 'sec:'; write {#sec:a}"
      ]
    ),
    (
      "## A {#fig:a}\n",
      [
        "4:6: the label of a section begins with 'sec:'; write {#sec:a}"
      ]
    ),
    (
      "## A {#sec:ä}\n## B {#sec:}",
      [
        "4:6: 'ä' is not a name; \(nameRule){#sec:blocking}",
        "5:6: '' is not a name; \(nameRule){#sec:blocking}",
      ]
    ),
    (
      "# A {#sec:a}\n\n> ## B {#sec:b}\n\n#### C {#sec:c}\n",
      [
        "4:5: this heading cannot have a label; sections begin with ##",
        "6:8: this heading cannot have a label; only headings outside quotes and lists have one",
        "8:8: only ## and ### headings can have a label; remove {#sec:c} or make it a section "
          + "of its own",
      ]
    ),
    (
      "## A {#sec:a}\n\n## A {#sec:a}\n",
      [
        "6:6: the label 'sec:a' stands twice; the first is in line 4"
      ]
    ),
    (
      "$$\nx\n",
      [
        "4:1: the display math is not closed; end it with a line '$$'"
      ]
    ),
    (
      "> $$\n> x\n\nb",
      [
        "4:3: the display math is not closed; end it with a line '$$'"
      ]
    ),
    (
      "$$\nx\n$$ {#a}",
      [
        "6:4: the label of an equation begins with 'eq:'; write {#eq:a}"
      ]
    ),
    (
      "$$\nx\n$$ y",
      [
        "6:4: only a label stands behind the closing $$; write $$ {#eq:name}, or begin a new line"
      ]
    ),
    (
      "$$ {#eq:a}\nx\n$$",
      [
        "4:4: an equation's label stands behind its closing $$; move it to the end"
      ]
    ),
    (
      "$$\n\n$$",
      [
        "4:1: the formula is empty"
      ]
    ),
    (
      "a $$x$$ b",
      [
        "4:3: display math stands on lines of its own; begin a line with $$, or write $…$ "
          + "within a sentence"
      ]
    ),
    (
      "a $x^$ b and\n  $\\alhpa + 1$",
      [
        "4:5: KaTeX: Expected group after '^' at position 2: x^",
        "5:4: KaTeX: Undefined control sequence: \\alhpa at position 1: \\alhpa + 1",
      ]
    ),
    (
      "$$\na\n  + \\foo\n$$",
      [
        "6:5: KaTeX: Undefined control sequence: \\foo at position 7: a   + \\foo"
      ]
    ),
    (
      "$$ \\frac{1 $$ {#eq:a}",
      [
        "4:11: KaTeX: Unexpected end of input in a macro argument, expected '}' at end of "
          + "input: \\frac{1"
      ]
    ),
    (
      "> [!NOTES] x",
      [
        "4:5: there is no callout 'NOTES'; did you mean 'NOTE'?"
      ]
    ),
    (
      "> [!TABS]\n> text",
      [
        "4:5: tabs are one list behind '[!TABS]'; each item's first paragraph is a tab's "
          + "label, the rest its panel"
      ]
    ),
    (
      "> [!TABS]\n> - ```\n>   x\n>   ```",
      [
        "4:5: tabs are one list behind '[!TABS]'; each item's first paragraph is a tab's "
          + "label, the rest its panel"
      ]
    ),
    (
      "## A {#sec:alpha}\n\nsee @sec:alhpa, *@fig:alpha*",
      [
        "6:5: there is no section 'sec:alhpa'; did you mean '@sec:alpha'?",
        "6:18: there is no figure 'fig:alpha'; did you mean '@sec:alpha'?",
      ]
    ),
    (
      "see [@schulz97; @b] and @c",
      [
        "4:6: there is no work 'schulz97' in the bibliography; \(addWork)",
        "4:17: there is no work 'b' in the bibliography; \(addWork)",
        "4:25: there is no work 'c' in the bibliography; \(addWork)",
      ]
    ),
    (
      "| a |\n|---|\n| b \\| @q |\n\n: T {#t}",
      [
        "8:5: the label of a table begins with 'tbl:'; write {#tbl:t}"
      ]
    ),
    (
      "![a](b){#tbl:x}",
      [
        "4:8: the label of an image begins with 'fig:'; write {#fig:x}"
      ]
    ),
    (
      "| a | c |\n|---|---|\n| b \\| @q | `x \\| y` and $\\foo$ |\n",
      [
        "6:8: there is no work 'q' in the bibliography; \(addWork)",
        "6:27: KaTeX: Undefined control sequence: \\foo at position 1: \\foo",
      ]
    ),
    (
      "a\r\n\r\n> é $\\foo$\r\nlazy @q\r\n",
      [
        "6:7: KaTeX: Undefined control sequence: \\foo at position 1: \\foo",
        "7:6: there is no work 'q' in the bibliography; \(addWork)",
      ]
    ),
    (
      "[x]: /u\n[y]: /v\ntext @q",
      [
        "6:6: there is no work 'q' in the bibliography; \(addWork)"
      ]
    ),
    (
      "A @q\nb @r\n====\n\n ## c @s ##\n",
      [
        "4:3: there is no work 'q' in the bibliography; \(addWork)",
        "5:3: there is no work 'r' in the bibliography; \(addWork)",
        "8:7: there is no work 's' in the bibliography; \(addWork)",
      ]
    ),
    (
      "a[^1]\n\n[^1]: b @q\n\n    c\n    @r\n",
      [
        "6:9: there is no work 'q' in the bibliography; \(addWork)",
        "9:5: there is no work 'r' in the bibliography; \(addWork)",
      ]
    ),
    (
      "1. - > a\n     > b @q\n\n       c @r\n",
      [
        "5:10: there is no work 'q' in the bibliography; \(addWork)",
        "7:10: there is no work 'r' in the bibliography; \(addWork)",
      ]
    ),
    (
      "\ta\n\n-\tb @q\n\n\tc @r\n",
      [
        "6:5: there is no work 'q' in the bibliography; \(addWork)",
        "8:4: there is no work 'r' in the bibliography; \(addWork)",
      ]
    ),
    (
      "`a` `b ` @q\n```x``` @r `= ` ",
      [
        "5:15: the inline expression is empty; write `= expression`"
      ]
    ),
  ]
}
