import ArgumentParser
import Foundation
import Literate

/// `book doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the toolchain, libraries and fonts, and say how to mend what is missing.",
    discussion: """
      EXAMPLES
        book doctor          a line a finding
        book doctor --json   the same for a program, one object a line

      \(exitCodes)
      """)

  @OptionGroup var book: BookOptions
  @Flag(help: "Print one JSON object a line.") var json = false

  func run() throws {
    let checkups = examineMachine(for: try? book.folder())
    for checkup in checkups {
      if json {
        try printJSON(checkup)
      } else {
        let sign = checkup.isGood ? "ok  " : "MEND"
        Terminal.current.write("\(sign)  \(checkup.name.rightPadded(to: 16))  \(checkup.found)\n")
        if !checkup.mend.isEmpty { Terminal.current.write("      \(checkup.mend)\n") }
      }
    }
    if checkups.contains(where: { !$0.isGood }) { throw ExitCode(1) }
  }
}
