extension WrongMarkdown {
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
