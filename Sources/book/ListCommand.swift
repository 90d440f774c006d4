import ArgumentParser
import Literate

/// `book list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the chapters with their cells and parameters.",
    discussion: """
      EXAMPLES
        book list            the chapters, a line each
        book list --cells    their cells and parameters, by name
        book list --json     the same for a program, one object a line

      \(exitCodes)
      """)

  @OptionGroup var book: BookOptions
  @Flag(help: "Show the cells of every chapter.") var cells = false
  @Flag(help: "Print one JSON object a line.") var json = false

  func run() throws {
    let folder = try book.folder()
    let loaded = LoadedBook.load(folder)
    for chapter in loaded.chapters {
      let cells = chapter.cellNames
      if json {
        try printJSON(
          Listing(
            chapter: BookFolder.stem(of: chapter.path), path: chapter.path,
            title: chapter.front.title,
            minutes: chapter.front.minutes.map(\.minutes).reduce(0, +), cells: cells.map(\.name),
            parameters: declaredParameters(in: chapter)))
        continue
      }
      let minutes = chapter.front.minutes.map(\.minutes).reduce(0, +)
      let number = chapter.number.map { "\($0)" } ?? "-"
      Terminal.current.write(
        "\(number.leftPadded(to: 3))  \(BookFolder.slug(of: chapter.path).rightPadded(to: 28)) "
          + "\("\(minutes)".leftPadded(to: 3)) min  \(chapter.front.title)\n")
      guard self.cells else { continue }
      for (name, step) in cells {
        Terminal.current.write("       \(name.rightPadded(to: 24)) line \(step.location.line)\n")
      }
      for name in declaredParameters(in: chapter) {
        Terminal.current.write("       --set \(name)=…\n")
      }
    }
    for diagnostic in loaded.diagnostics { Terminal.current.note("\(diagnostic)") }
    if !loaded.diagnostics.isEmpty { throw ExitCode(1) }
  }

  private struct Listing: Encodable {
    var chapter: String
    var path: String
    var title: String
    var minutes: Int
    var cells: [String]
    var parameters: [String]
  }
}

extension Chapter {
  /// The cells in order, each under the name that `--only` and `--upto` take: its id, or its number.
  var cellNames: [(name: String, step: Step)] {
    var number = 0
    return steps.filter { $0.kind == .cell }.map { step in
      if !step.options.isHidden { number += 1 }
      return (step.id.isEmpty ? (step.options.isHidden ? "hidden" : "\(number)") : step.id, step)
    }
  }
}

extension String {
  /// With spaces before it up to a width.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// With spaces behind it up to a width.
  func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
