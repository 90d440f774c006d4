import Analysis
import Numerics
import Tasks
import Testing

@Suite("Tables of trials")
struct TrialTableTests {
  /// What reading and converting a text says.
  private func message(
    _ text: String, separator: Character = ",", _ use: (TrialTable) throws -> Void = { _ in }
  ) -> String {
    do {
      try use(try TrialTable(csv: text, name: "class.csv", separator: separator))
      return "no error"
    } catch let error as TrialTableError {
      return error.description
    } catch {
      return "another error"
    }
  }

  @Test("names and cells, whatever the line ends, blank lines, blanks and a byte order mark")
  func forms() throws {
    let plain = try TrialTable(csv: "a,b\n1,x y\n2,\n", name: "t")
    #expect(plain.columnNames == ["a", "b"] && plain.rowCount == 2)
    #expect(try plain.texts("b") == ["x y", ""] && plain.integers("a") == [1, 2])
    for text in [
      "a,b\r\n1,x y\r\n2,\r\n", "a,b\r1,x y\r2,", "\u{FEFF}a,b\n1,x y\n2,",
      "\n\na , b\n\n 1,\tx y \n2,\n \n",
      "\"a\",b\n\"1\" , \"x y\"\n2,\"\"",
    ] {
      #expect(try TrialTable(csv: text, name: "t") == plain, "\(text.debugDescription)")
    }
    #expect(try TrialTable(csv: "a;b\n1;x y\n2;\n", name: "t", separator: ";") == plain)
    #expect(try TrialTable(csv: "a\tb\n1\tx y\n2\t\n", name: "t", separator: "\t") == plain)
  }

  @Test("a quoted cell may hold separators, line ends, blanks and doubled quotes")
  func quotes() throws {
    let table = try TrialTable(csv: "a,b\n\"x,\"\"y\"\"\r\nz \",1\n", name: "t")
    #expect(try table.texts("a") == ["x,\"y\"\r\nz "] && table.integers("b") == [1])
  }

  @Test("numbers, in range")
  func numbers() throws {
    let table = try TrialTable(csv: "x\n1\n-2.5\n1e-3\n+4.0", name: "t")
    #expect(try table.numbers("x") == [1, -2.5, 0.001, 4])
    #expect(try TrialTable(csv: "x\n1.0\n-3", name: "t").integers("x", in: -3...1) == [1, -3])
  }

  @Test("every mistake is told with its place, its line and what to do")
  func mistakes() {
    #expect(
      message("") == """
        class.csv:1:1: error: the table is empty
          help: name the columns in the first line: subject,choice,…
        """)
    #expect(
      message("a,b\n\n") == """
        class.csv:1:1: error: there are no rows under the columns' names
          a,b
          ^
          help: write a line for each trial
        """)
    #expect(
      message("a,,b\n1,2,3") == """
        class.csv:1:3: error: column 2 has no name
          a,,b
            ^
          help: name every column in the first line
        """)
    #expect(
      message("a,b,a\n1,2,3") == """
        class.csv:1:5: error: there are two columns 'a'
          a,b,a
              ^
          help: give each column a name of its own
        """)
    #expect(
      message("a,b\n1,2\n1, 2, 3\n") == """
        class.csv:3:7: error: the row has 3 cells, the first line names 2 columns
          1, 2, 3
                ^
          help: quote a cell that holds a ',', or name the column
        """)
    #expect(
      message("a,b\r\n1\r\n") == """
        class.csv:2:1: error: the row has 1 cell, the first line names 2 columns
          1
          ^
          help: fill the missing cells, or leave the row out
        """)
    #expect(
      message("a,b\n1,\"2\n3,4\n") == """
        class.csv:2:3: error: the quote is not closed
          1,"2
            ^
          help: close it, or take it away: "…"
        """)
    #expect(
      message("a,b\n\"1\"2,3\n") == """
        class.csv:2:4: error: text after a closing quote
          "1"2,3
             ^
          help: put the whole cell in quotes, and double the quotes inside it
        """)
    #expect(
      message("a,b\n1\",3\n") == """
        class.csv:2:2: error: a quote in the middle of a cell
          1",3
           ^
          help: put the whole cell in quotes, and double the quotes inside it
        """)
  }

  @Test("and so is what a column's reader misses in it")
  func wrongCells() {
    let numbers = { (table: TrialTable) in _ = try table.numbers("x", in: 0...1) }
    #expect(
      message("s,x\nä,0\nä,fast\n", numbers) == """
        class.csv:3:4: error: 'fast' is not a number
          ä,fast
            ^
          help: correct the cell, or leave the row out
        """)
    #expect(
      message("s;x\nä;0,5\n", separator: ";", numbers) == """
        class.csv:2:4: error: '0,5' is not a number
          ä;0,5
            ^
          help: write the decimal point as '.'
        """)
    #expect(
      message("\u{FEFF}x\n1.5\n", numbers) == """
        class.csv:2:1: error: 'x' is 1.5, not in 0.0...1.0
          1.5
          ^
          help: correct the cell, or leave the row out
        """)
    #expect(
      message("x,y\n,1\n", numbers) == """
        class.csv:2:1: error: the cell is empty
          ,1
          ^
          help: leave out the trials without an answer: table.rows(where: …) { !$0.isEmpty }
        """)
    for text in ["NA", "NaN", "inf", "1e999"] {
      #expect(message("x\n\(text)\n", numbers).contains(":2:1: error: '\(text)' is not a number"))
    }
    #expect(
      message("x\n0.5\n") { _ = try $0.integers("x") }
        .contains("2:1: error: '0.5' is not a whole number"))
    #expect(
      message("X,y\n1,2\n", numbers) == """
        class.csv:1:1: error: there is no column 'x' among 'X', 'y'
          X,y
          ^
          help: call it 'x' instead of 'X' in the first line
        """)
    #expect(message("a\n1\n", numbers).hasSuffix("help: name it in the first line"))
    #expect(message("x;y\n1;2\n", numbers).hasSuffix("separated by ';': separator: \";\""))
    #expect(message("x\ty\n1\t2\n", numbers).hasSuffix("separated by tabs: separator: \"\\t\""))
    #expect(
      message("x\n1\n") { throw $0.error(row: 0, column: "x", "too slow", help: "wake up") }
        == "class.csv:2:1: error: too slow\n  1\n  ^\n  help: wake up")
  }

  @Test("the line named is that of the file, after cells of several lines and left-out rows")
  func lines() throws {
    let text = "s,x\r\n\"a\r\nb\",1\r\n\r\na,\r\nc,oops\r\n"
    #expect(
      message(text) { table in
        _ = try table.rows(where: "x") { !$0.isEmpty }.groups(by: "s")[1].table.numbers("x")
      } == """
        class.csv:6:3: error: 'oops' is not a number
          c,oops
            ^
          help: correct the cell, or leave the row out
        """)
  }

  @Test("groups come in the order in which they first come, with their rows in order")
  func groups() throws {
    let table = try TrialTable(csv: "s,x\nb,1\na,2\nb,3\n", name: "t")
    let groups = try table.groups(by: "s")
    #expect(groups.map(\.text) == ["b", "a"])
    #expect(try groups.map { try $0.table.integers("x") } == [[1, 3], [2]])
  }

  @Test("Daw's sessions: to a table and back, and counted from 1")
  func dawSessions() throws {
    let trial = { DawTrial(action: $0, state: $1, secondAction: $2, isRewarded: $3) }
    let sessions = [[trial(0, 1, 1, true), trial(1, 1, 0, false)], [trial(1, 0, 0, true)]]
    let table = TrialTable(sessions)
    #expect(
      table.csv == "subject,choice1,state,choice2,reward\n1,0,1,1,1\n1,1,1,0,0\n2,1,0,0,1\n")
    let read = try TrialTable(csv: table.csv, name: "t")
    #expect(read == table)
    let subjects = try read.dawSubjects()
    #expect(subjects.map(\.subject) == ["1", "2"] && subjects.map(\.trials) == sessions)

    let counted = "reward,choice2,state,choice1,age,subject\n1,2,2,1,20,x\n"
    #expect(
      try TrialTable(csv: counted, name: "t").dawSubjects(countingFrom: 1)[0].trials == [
        trial(0, 1, 1, true)
      ])
    #expect(
      message(counted) { _ = try $0.dawSubjects() } == """
        class.csv:2:5: error: 'state' is 2, not in 0...1
          1,2,2,1,20,x
              ^
          help: count from 0, or say countingFrom: 1 if the file counts from 1
        """)
    #expect(
      message("subject,choice1,state,choice2,reward\ns,0,0,0,2\n") { _ = try $0.dawSubjects() }
        .contains("2:9: error: 'reward' is 2, not in 0...1"))
  }

  @Test("two-step and bandit sessions, with and without episodes and conditions")
  func otherSessions() throws {
    let twoStep = try TrialTable(
      csv: "subject,episode,choice,state,reward\ns,1,0,1,1\ns,2,1,1,0\n", name: "t"
    ).twoStepSubjects()
    #expect(
      twoStep[0].episodes == [
        [TwoStepTrial(action: 0, state: 1, isRewarded: true)],
        [TwoStepTrial(action: 1, state: 1, isRewarded: false)],
      ])
    let text = "subject,choice,reward,condition\ns,2,0.5,calm\ns,0,-1,wild\n"
    let table = try TrialTable(csv: text, name: "t")
    #expect(
      try table.banditSubjects(armCount: 3, conditions: ["calm", "wild"])[0].episodes == [
        [
          BanditChoice(2, reward: 0.5, condition: 0), BanditChoice(0, reward: -1, condition: 1),
        ]
      ])
    #expect(try table.banditSubjects(armCount: 3)[0].episodes[0][1].condition == 0)
    #expect(
      message(text) { _ = try $0.banditSubjects(armCount: 3, conditions: ["calm"]) } == """
        class.csv:3:8: error: 'wild' is no condition
          s,0,-1,wild
                 ^
          help: the conditions are 'calm'
        """)
  }

  @Test("what is written is read back, whatever the cells hold; and no text stops the reader")
  func anyText() throws {
    let pieces = [
      "a", "1", ",", ";", "\"", "\n", "\r", "\r\n", " ", "\t", "\u{FEFF}", "ä", "🐁", "\u{301}",
      "\0",
    ]
    var rng = Generator(seed: 0)
    var errors = 0
    for _ in 0..<500 {
      func text() -> String {
        (0..<integer(below: 6, using: &rng)).map { _ in
          pieces[integer(below: pieces.count, using: &rng)]
        }.joined()
      }
      let cells = (0..<3).map { _ in text() }
      let one = TrialTable(columns: ["x": cells])
      let two = TrialTable(columns: ["x": cells, "y": cells.reversed()])
      #expect(try TrialTable(csv: one.csv, name: "t") == one, "\(one.csv.debugDescription)")
      #expect(try TrialTable(csv: two.csv, name: "t") == two, "\(two.csv.debugDescription)")
      do {
        _ = try TrialTable(csv: cells.joined(), name: "t").numbers("a")
      } catch {
        // A place inside the text.
        #expect(error.line >= 1 && error.column >= 1 && !error.help.isEmpty)
        errors += 1
      }
    }
    #expect(errors > 300)
  }

  @Test("the documented example: a class's choices, missed trials left out, to weights")
  func example() throws {
    let csv = """
      subject,choice1,state,choice2,reward
      anna,1,1,2,1
      anna,1,2,1,0
      anna,,,,
      anna,2,2,1,1
      """
    let table = try TrialTable(csv: csv, name: "class.csv").rows(where: "choice1") { !$0.isEmpty }
    let subjects = try table.dawSubjects(countingFrom: 1)
    let fits = DawHybrid().fits(to: subjects.map(\.trials), starts: 2, seed: 0)
    #expect(fits.count == 1 && fits[0].choiceCount == 6)
    #expect((0...1).contains(fits.values(of: "w")[0]))
  }
}
