/// A seeded generator of numbers: the same documents on every machine.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func integer(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func isTrue(oneIn n: Int) -> Bool { integer(below: n) == 0 }
  mutating func pick<T>(_ choices: [T]) -> T { choices[integer(below: choices.count)] }
}

/// Writes Markdown from a grammar: every construct of GFM, nested without mercy, often broken.
///
/// None of it is our syntax: no formula, no mention, no cell, no label, no callout.
struct MarkdownGenerator {
  var rng: SplitMix64
  private var noteCount = 0

  init(seed: Int) { rng = SplitMix64(seed: UInt64(seed)) }

  /// A document.
  mutating func document() -> String {
    var lines = blocks(depth: 0, count: 1 + rng.integer(below: 7))
    if rng.isTrue(oneIn: 3) { lines += ["", "[ref]: /url \"title\"", "[Other One]: <b c>"] }
    for note in 0..<noteCount where !rng.isTrue(oneIn: 4) {
      lines += ["", "[^n\(note)]: \(inline(2))"]
      if rng.isTrue(oneIn: 3) { lines += ["", "    more \(inline(1))"] }
    }
    let end = rng.isTrue(oneIn: 10) ? "\r\n" : "\n"
    return lines.joined(separator: end) + (rng.isTrue(oneIn: 8) ? "" : end)
  }

  private mutating func blocks(depth: Int, count: Int) -> [String] {
    var lines: [String] = []
    for _ in 0..<count {
      lines += block(depth: depth)
      if !rng.isTrue(oneIn: 4) { lines.append("") }
      if rng.isTrue(oneIn: 20) { lines.append(rng.pick(["   ", "\t", ""])) }
    }
    return lines
  }

  private mutating func block(depth: Int) -> [String] {
    let kinds = depth < 4 ? 15 : 9
    switch rng.integer(below: kinds) {
    case 0, 1, 2: return paragraph()
    case 3: return heading()
    case 4: return code()
    case 5: return table()
    case 6: return html()
    case 7: return [rng.pick(["---", "***", "_ _ _", "- - -", "--", "***a"])]
    case 8: return ["    " + words(3), rng.pick(["", "\t" + words(1), "  " + words(1)])]
    case 9, 10: return quote(depth)
    case 11, 12: return list(depth, ordered: false)
    case 13: return list(depth, ordered: true)
    default: return tasks(depth)
    }
  }

  private mutating func paragraph() -> [String] {
    (0...rng.integer(below: 3)).map { _ in
      let indent = rng.pick(["", "", "", " ", "   ", "\t"])
      return indent + inline(2) + rng.pick(["", "", "", "  ", "\\", " "])
    }
  }

  private mutating func heading() -> [String] {
    let marks = String(repeating: "#", count: 1 + rng.integer(below: 7))
    switch rng.integer(below: 4) {
    case 0: return [inline(1), rng.pick(["===", "---", "=", "-- -"])]
    case 1: return [marks + " " + inline(1) + rng.pick([" #", " ##", "#", " # b", " \\#"])]
    case 2: return [marks + rng.pick(["", " ", "\t"])]
    default: return [rng.pick(["", "  ", "    "]) + marks + " " + inline(2)]
    }
  }

  private mutating func code() -> [String] {
    let fence = rng.pick(["```", "````", "~~~", "~~~~"])
    let info = rng.pick(["", " python", "js {1-2}", "c++ a`b", "&amp; x", "swiftly", "\\*"])
    let lines = (0..<rng.integer(below: 4)).map { _ in
      rng.pick(["", "  ", "\t", "> "]) + rng.pick([words(2), "```", "~~", "<b>&amp;", "# no"])
    }
    let close = rng.pick([fence, fence, fence + "`", "", "  " + fence, fence + " x"])
    return [rng.pick(["", " ", "   "]) + fence + info] + lines + [close]
  }

  private mutating func table() -> [String] {
    let columns = 1 + rng.integer(below: 4)
    let row = { (generator: inout MarkdownGenerator) -> String in
      let count = max(1, columns + generator.rng.integer(below: 3) - 1)
      let cells = (0..<count).map { _ in
        generator.rng.isTrue(oneIn: 6) ? "a \\| `b \\| c`" : generator.inline(1)
      }
      return generator.rng.pick(["| ", "|", ""]) + cells.joined(separator: " | ")
        + generator.rng.pick([" |", "", "|  "])
    }
    let marks = (0..<columns).map { _ in rng.pick(["---", ":-", "-:", ":-:", "-"]) }
    var lines = rng.isTrue(oneIn: 6) ? [words(2)] : []
    lines.append("| " + (0..<columns).map { _ in words(1) }.joined(separator: " | ") + " |")
    lines.append("|" + marks.joined(separator: "|") + "|")
    for _ in 0..<rng.integer(below: 4) { lines.append(row(&self)) }
    return lines
  }

  private mutating func html() -> [String] {
    rng.pick([
      ["<div>", "*a*", "</div>"], ["<script>", "", "x < y", "</script> b"],
      ["<!-- a", "", "b -->"],
      ["<custom-tag a=\"b\">", "*c*"], ["<pre>", "", "a"], ["<?php", "?>"], ["<!DOCTYPE html>"],
      ["<textarea>", "</textarea>"], ["<b>", "c"], ["</p>"],
    ])
  }

  private mutating func quote(_ depth: Int) -> [String] {
    blocks(depth: depth + 1, count: 1 + rng.integer(below: 3)).map { line in
      // Sometimes lazy, sometimes without a blank.
      rng.isTrue(oneIn: 8) ? line : rng.pick(["> ", "> ", ">", " > ", ">\t"]) + line
    }
  }

  private mutating func list(_ depth: Int, ordered: Bool) -> [String] {
    let mark =
      ordered ? "\(rng.integer(below: 12))" + rng.pick([".", ")"]) : rng.pick(["-", "*", "+"])
    let gap = rng.pick([" ", " ", "  ", "    ", "\t"])
    return (0...rng.integer(below: 3)).flatMap { _ -> [String] in
      let lines = blocks(depth: depth + 1, count: 1 + rng.integer(below: 2))
      let indent = String(repeating: " ", count: mark.count + 1)
      let rest = lines.dropFirst().map { rng.isTrue(oneIn: 10) ? $0 : indent + $0 }
      return [mark + gap + (lines.first ?? "")] + rest
    }
  }

  private mutating func tasks(_ depth: Int) -> [String] {
    (0...rng.integer(below: 3)).flatMap { _ -> [String] in
      let item =
        rng.pick(["- [ ] ", "- [x] ", "* [X] ", "1. [x] ", "- [y] ", "-  [ ] "]) + inline(1)
      return rng.isTrue(oneIn: 3) ? [item, "  " + words(1)] : [item]
    }
  }
}

// MARK: - Inlines

extension MarkdownGenerator {
  /// Words with markup between them.
  mutating func inline(_ depth: Int) -> String {
    (0...rng.integer(below: 4)).map { _ in piece(depth) }.joined(
      separator: rng.pick([" ", " ", ""]))
  }

  private mutating func piece(_ depth: Int) -> String {
    let kinds = depth > 0 ? 22 : 10
    switch rng.integer(below: kinds) {
    case 0, 1, 2, 3: return words(1 + rng.integer(below: 4))
    case 4:
      return rng.pick(["*", "**", "_", "__", "***", "~", "~~", "~~~", "`", "``", "[", "]", "!["])
    case 5:
      return rng.pick(["\\*", "\\`", "\\[", "\\\\", "\\a", "\\|", "\\$", "\\@", "\\#", "\\~"])
    case 6:
      return rng.pick(["&amp;", "&#35;", "&#xE9;", "&copy;", "&nope;", "&", "&#0;", "<", ">"])
    case 7: return rng.pick(["$10", "$5 and $6,", "($3.50)", "costs $ ", "~$7"])
    case 8: return rng.pick(["é", "日本語", "👩‍🔬", "ﬁ", "\u{301}a", "\u{A0}", "…"])
    case 9: return rng.pick(["{#", "{a}", ": b", "=c", "1. d", "- e", "+ f", "# g", "> h", "| i"])
    case 10: return wrapped(depth, ["*", "_"])
    case 11: return wrapped(depth, ["**", "__"])
    case 12: return wrapped(depth, ["~~", "~", "***"])
    case 13: return rng.pick(["`code`", "`` a`b ``", "` `", "`a  b`", "`<&\">`", "`$1`", "`@`"])
    case 14:
      return
        "[\(inline(depth - 1))](\(rng.pick(["/url", "<a b>", "u \"t\"", "a(b)", "", "x 'y'"])))"
    case 15: return "![\(inline(depth - 1))](/img.png \(rng.pick(["\"t\"", "", "'a\"b'"])))"
    case 16:
      return rng.pick(["[ref]", "[ref][]", "[text][ref]", "[Other  one]", "![a][ref]", "[no][x]"])
    case 17: return rng.pick(["<http://a.b/?c=d&e>", "<me@mail.org>", "<a:b>", "<x y>"])
    case 18:
      return rng.pick([
        "http://a.org/b?c=d&amp;e.", "www.site.com/(a)", "https://x.yz/_a_*b*", "me.too@mail.org",
        "a_b@c.d-e.fg", "ftp://f.g", "https://m.com/$1", "https://m.com/@", "x@y",
      ])
    case 19: return rng.pick(["<b>", "</b>", "<a href=\"@\">", "<!-- c -->", "<br/>", "<title>"])
    case 20: return note()
    default: return rng.pick(["  \n", "\\\n", "\n"]) + words(1)
    }
  }

  private mutating func wrapped(_ depth: Int, _ marks: [String]) -> String {
    let mark = rng.pick(marks)
    return mark + inline(depth - 1) + (rng.isTrue(oneIn: 8) ? rng.pick(marks) : mark)
  }

  private mutating func note() -> String {
    if rng.isTrue(oneIn: 5) { return "[^nothing]" }
    let note = rng.integer(below: 3)
    noteCount = max(noteCount, note + 1)
    return "[^n\(note)]"
  }

  mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in
      rng.pick(["cue", "reward", "snake_case", "a", "Don't", "\"so\"", "x*y", "1"])
    }
    .joined(separator: " ")
  }
}
