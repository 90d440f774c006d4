import ArgumentParser
import Foundation
import Literate
import MetaRL

/// The command-line tool.
struct Book: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "A book that runs: chapters in Markdown, cells in Swift, pages with results.",
    discussion: """
      EXAMPLES
        book render                        the pages, running only what has changed
        book run prediction-errors         a chapter in the terminal, plots included
        book run 1 --set trials=500        the same with another number
        book test                          run every cell, check every claim

      A chapter may be named by its number, its name or its path: 1, prediction-errors, \
      01-prediction-errors, chapters/01-prediction-errors.md.

      \(exitCodes)
      """,
    version: "book 0.1.0; `book doctor` tells the versions of what it stands on",
    subcommands: [
      ListCommand.self, RenderCommand.self, RunCommand.self, TestCommand.self, FixCommand.self,
      VerifyCommand.self, NewCommand.self, CleanCommand.self, DoctorCommand.self, BenchCommand.self,
    ])
}

@main
enum Main {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // A chapter's cells run in a child of this program, which comes in here.
    if arguments.first == "__chapter" { runChapterChild(Array(arguments.dropFirst())) }
    if let word = arguments.first, !word.hasPrefix("-"), word != "help" {
      let names = Book.configuration.subcommands.map { $0._commandName }
      if !names.contains(word), let near = closest(to: word, among: names) {
        Terminal.current.note(
          "error: there is no command '\(word)'\n  help: did you mean 'book \(near)'?")
        exit(64)
      }
    }
    Book.main(arguments)
  }
}
