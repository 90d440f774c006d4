import Foundation
import Testing

/// The commands as a newcomer types them, wrong ones too.
@Suite struct CommandTests {
  private func tiny() throws -> TinyBook {
    try TinyBook([
      "chapters/01-first-steps.md": chapter(
        "First steps",
        cell(
          "let trials = parameter(\"trials\", 3, in: 1...10)\nprint(\"trials:\", trials)",
          "{#count}")
          + "\n```claim\nFew :: trials < 5\n```\n\n"
          + cell("let hidden = 1\ntrials * 2", "{#double}"))
    ])
  }

  @Test func listShowsChaptersAndCells() throws {
    let tiny = try tiny()
    #expect(
      try tiny.book("list").output == "  1  first-steps                    0 min  First steps\n")
    #expect(
      try tiny.book("list", "--cells").output.contains("       double                   line 15\n"))
    let json = try tiny.book("list", "--json").output
    #expect(
      json == """
        {"cells":["count","double"],"chapter":"01-first-steps","minutes":0,"parameters":["trials"],"path":"chapters/01-first-steps.md","title":"First steps"}

        """)
  }

  @Test func runPrintsWhatTheCellsPrint() throws {
    let tiny = try tiny()
    let run = try tiny.book("run", "first-steps")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output == """
        ── count, line 6
        trials: 3
        ── double, line 15
        6
        claim holds  trials < 5  (3)

        """)
  }

  @Test func runTakesOneCellItsCodeAndANewNumber() throws {
    let tiny = try tiny()
    let run = try tiny.book("run", "1", "--only", "double", "--show-code", "--set", "trials=4")
    #expect(run.output == "── double, line 15\n    let hidden = 1\n    trials * 2\n8\n")
    let upto = try tiny.book("run", "1", "--upto", "count", "--set", "trials=4")
    #expect(upto.output == "── count, line 6\ntrials: 4\n")
  }

  @Test func aClaimThatAnotherNumberBreaksIsToldAndIsNoError() throws {
    let run = try tiny().book("run", "1", "--set", "trials=7")
    #expect(run.output.hasSuffix("claim differs  trials < 5  (7)\n"))
    #expect(run.status == 0)
    #expect(
      run.errors.hasSuffix(
        "1 of the chapter's claims and expected outputs is not so with these numbers\n"))
  }

  @Test func wrongNumbersAndNamesAreTold() throws {
    let tiny = try tiny()
    let unknown = try tiny.book("run", "1", "--set", "trails=4")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("trails") && unknown.errors.contains("trials"))
    let bad = try tiny.book("run", "1", "--set", "trials=many")
    #expect(bad.status == 1)
    #expect(bad.errors.contains("many") && bad.errors.contains("1...10"))
    let outside = try tiny.book("run", "1", "--set", "trials=11")
    #expect(outside.status == 1)
    #expect(outside.errors.contains("11") && outside.errors.contains("1...10"))
    let cell = try tiny.book("run", "1", "--only", "dubble")
    #expect(cell.status == 1)
    #expect(cell.errors.contains("did you mean 'double'?"))
    let chapter = try tiny.book("run", "first-stops")
    #expect(chapter.errors.contains("did you mean 'first-steps'?"))
    #expect(try tiny.book("run", "1", "--set", "trials").status == 64)
    #expect(try tiny.book("rendr").status == 64)
  }

  @Test func testCountsClaims() throws {
    let tiny = try tiny()
    #expect(
      try tiny.book("test").output == "01-first-steps: passed, 1 of 1 claims hold\n")
    try tiny.write(
      try tiny.text("chapters/01-first-steps.md").replacing("trials < 5", with: "trials < 2"),
      to: "chapters/01-first-steps.md")
    let failed = try tiny.book("test", "--quiet")
    #expect(failed.status == 1)
    #expect(failed.output == "01-first-steps: FAILED, 0 of 1 claims hold\n")
    #expect(failed.errors.hasPrefix("chapters/01-first-steps.md:11:8: error: "))
  }

  @Test func fixRewritesWhatNoLongerMatches() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter(
        "One", cell("print(\"a\")\nprint(\"c\")") + "\n```output\na\nb\n```\n\nAfter.")
    ])
    #expect(try tiny.book("render", "--quiet").status == 1)
    let diff = try tiny.book("fix", "--dry-run", "--quiet")
    #expect(
      diff.output == """
        --- a/chapters/01-one.md
        +++ b/chapters/01-one.md
        @@ -9,7 +9,7 @@
         
         ```output
         a
        -b
        +c
         ```
         
         After.

        """)
    #expect(try tiny.text("chapters/01-one.md").contains("\nb\n"))
    #expect(try tiny.book("fix", "--quiet").status == 0)
    #expect(try tiny.book("render", "--quiet").status == 0)
  }

  @Test func fixKeepsQuotesAndLengthensFences() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter(
        "One",
        """
        > ```swift
        > print("q")
        > ```
        >
        > ```output
        > zzz
        > ```

        ```swift
        print("```")
        ```

        ```output
        z
        ```
        """)
    ])
    #expect(try tiny.book("fix", "--quiet").status == 0)
    let text = try tiny.text("chapters/01-one.md")
    #expect(text.contains("> ```output\n> q\n> ```\n"))
    #expect(text.contains("````output\n```\n````\n"))
    #expect(try tiny.book("render", "--quiet").status == 0)
  }

  @Test func picturesComeAlongAndNoneFromElsewhereUnseen() throws {
    let tiny = try TinyBook([
      "chapters/img/p.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
      "chapters/01-one.md": chapter("One", "![p](img/p.svg)\n\n![q](http://q/i.png)"),
      "chapters/02-two.md": chapter("Two", "![p](gone.png)"),
    ])
    let render = try tiny.book("render")
    #expect(render.status == 1)
    #expect(try tiny.text("output/01-one.html").contains("<img src=\"img/p.svg\""))
    #expect(tiny.exists("output/img/p.svg"))
    #expect(
      render.errors.contains(
        "chapters/01-one.md:7:6: warning: the page would load a picture from elsewhere: http://q/i.png"
      ))
    #expect(
      render.errors.contains("chapters/02-two.md:5:6: error: there is no picture chapters/gone.png")
    )
  }

  @Test func linksThatLeadNowhereAreTold() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter(
        "One",
        """
        ## A part {#sec:part}

        [a](#sec-part) [b](02-two.html) [c](02-two.html#x) [d](https://example.org/a) [e](mailto:a@b.c)
        [f](index.html) and a note[^n] and @sec:part and @ch:two

        [^n]: noted
        """),
      "chapters/02-two.md": chapter(
        "Two",
        """
        [a](#sec-party) and [b](01-one.md)

        [c](03-three.html) [d](notes.txt "a title") [e](/etc/passwd)

        ## Parts
        """),
    ])
    let render = try tiny.book("render")
    #expect(render.status == 1)
    #expect(!render.errors.contains("01-one.md:"))
    for message in [
      "02-two.md:5:5: error: the link to #sec-party leads nowhere",
      "help: did you mean '#sec-parts'?",
      "02-two.md:5:25: error: the link to 01-one.md leads nowhere",
      "help: refer to a chapter as @ch:name, its file's name without number",
      "02-two.md:7:5: error: the link to 03-three.html leads nowhere",
      "02-two.md:7:24: error: the link to notes.txt leads nowhere",
      "02-two.md:7:49: error: the link to /etc/passwd leads nowhere",
    ] {
      #expect(render.errors.contains(message), "\(render.errors)")
    }
  }

  @Test func aChoiceOfValuesIsDisplayedAndOneOfActionsIsNot() throws {
    let tiny = try TinyBook([
      "chapters/01-one.md": chapter(
        "One",
        cell("let n = 3\nif n > 2 { \"many\" } else if n > 1 { \"two\" } else { \"few\" }")
          + "\n" + cell("switch n {\ncase 3: n * 2\ndefault: 0\n}")
          + "\n" + cell("var list = [1]\nif n > 2 { list.append(2) } else { list.append(3) }")
          + "\n" + cell("for i in list { if i > 1 { print(\"last\", i) } }"))
    ])
    let run = try tiny.book("run", "1")
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").filter { !$0.hasPrefix("──") }
    #expect(lines == ["many", "6", "last 2"])
  }

  @Test func newStartsAChapterThatRenders() throws {
    let tiny = try tiny()
    let new = try tiny.book("new", "Léarning: \"to\" learn")
    #expect(new.output == "chapters/02-learning-to-learn.md\n")
    let render = try tiny.book("render")
    #expect(render.status == 0, "\(render.errors)")
    #expect(
      try tiny.text("output/02-learning-to-learn.html").contains("Léarning: &quot;to&quot; learn"))
    let twice = try tiny.book("new", "Learning to learn")
    #expect(twice.status == 1)
    #expect(
      twice.errors.hasPrefix("error: chapters/02-learning-to-learn.md already has the number"))
  }

  @Test func doctorFindsThisMachineWell() throws {
    let tiny = try tiny()
    let doctor = try tiny.book("doctor")
    #expect(doctor.status == 0, "\(doctor.output)")
    let sick = try tiny.book("doctor", "--json", environment: ["BOOK_KATEX": "/nowhere"])
    #expect(sick.status == 1)
    #expect(sick.output.contains("\"mend\":\"apt-get install libjs-katex\""))
  }

  @Test func cleanEmptiesTheCachesAlone() throws {
    let tiny = try tiny()
    _ = try tiny.book("render", "--quiet")
    #expect(try tiny.book("clean").status == 0)
    #expect(!tiny.exists(".build/book"))
    #expect(tiny.exists("output/01-first-steps.html"))
    #expect(
      try tiny.book("render", "--explain").output == "01-first-steps: done; cells ran: first run\n")
  }

  @Test func everyCommandShowsExamplesAndExitCodes() throws {
    for command in ["list", "render", "run", "test", "fix", "verify", "new", "clean", "doctor"] {
      let help = try Tool.run([command, "--help"], in: "/").output
      #expect(help.contains("EXAMPLES"), "\(command)")
      #expect(help.contains("EXIT CODES"), "\(command)")
    }
    #expect(try Tool.run(["--help"], in: "/").output.contains("book run 1 --set trials=500"))
  }

  /// Paragraphs fill the 80 columns of a terminal, and no example runs over into a line of its own.
  @Test(arguments: [
    [], ["list"], ["render"], ["run"], ["test"], ["fix"], ["verify"], ["new"], ["clean"],
    ["doctor"], ["bench"], ["bench", "render"], ["bench", "training"], ["bench", "dictionary"],
  ])
  func helpFillsItsLines(of command: [String]) throws {
    let help = try Tool.run(command + ["--help"], in: "/").output
    let end = try #require(help.range(of: "USAGE:")).lowerBound
    let lines = help[..<end].components(separatedBy: "\n")
    for (line, next) in zip(lines, lines.dropFirst()) where !line.isEmpty && !next.isEmpty {
      #expect(line.count <= 80)
      if next.hasPrefix(" ") { continue }
      #expect(!line.hasPrefix(" "), "'\(next)' is what did not fit behind '\(line)'")
      let word = next.prefix { $0 != " " }
      #expect(line.count + 1 + word.count >= 80, "'\(word)' would fit behind '\(line)'")
    }
  }

  @Test func benchTellsOfTrainingInJSONAndRefusesFiguresThatThereAreNot() throws {
    let bench = ["bench", "training", "--json", "--runs", "1", "--only"]
    let line = try Tool.run(bench + ["lstm-a2c/h24/b1/"], in: "/").output
    let figure = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(line.hasSuffix("}\n") && figure?["name"] as? String == "eplstm-a2c/h24/b1/t1")
    for key in ["steps_per_second", "steps_per_cpu_second", "gflops", "fraction_of_peak"] {
      #expect(figure?[key] is Double, "\(key)")
    }
    let none = try Tool.run(bench + ["h7"], in: "/")
    #expect(none.status == 64 && none.output.isEmpty)
    #expect(none.errors.contains("no figure has 'h7' in its name"))
  }

  @Test func outsideABookTheToolSaysSo() throws {
    let away = try Tool.run(["list"], in: "/")
    #expect(away.status == 1)
    #expect(away.errors.hasPrefix("error: no book here: "))
  }
}
