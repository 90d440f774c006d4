import ArgumentParser
import Foundation
import Literate

/// `book bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract:
      "Measure this machine: how fast the book renders, networks train and memories answer.",
    subcommands: [RenderBench.self, TrainingBench.self, DictionaryBench.self])
}

/// `book bench render`.
struct RenderBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Measure rendering on a generated book in a temporary folder.",
    discussion: """
      Four figures, each a whole run of this program on a book of ten chapters with twelve cells: \
      cold (nothing cached), warm (nothing changed), one chapter's prose edited, one cell edited. \
      Each is the median over --runs; CPU time counts every process that the run started.

      EXAMPLES
        book bench render             a table
        book bench render --json      one JSON object a line
        book bench render --chapters 1 --runs 5

      \(exitCodes)
      """)

  @Option(help: "Chapters of the generated book.") var chapters = 10
  @Option(help: "Cells of each chapter.") var cells = 12
  @Option(help: "Runs of each figure; the median is told.") var runs = 3
  @Option(name: .shortAndLong, help: "Chapters to run at once. Default: the number of cores.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print one JSON object a line.") var json = false

  func validate() throws {
    for (name, value, range) in [
      ("--chapters", chapters, 1...999), ("--cells", cells, 1...10_000), ("--runs", runs, 1...100),
      ("--jobs", jobs, 1...1024),
    ] where !range.contains(value) {
      throw ValidationError(
        "\(name) must lie in \(range.lowerBound)…\(range.upperBound), not \(value)")
    }
  }

  func run() throws {
    let root = NSTemporaryDirectory() + "book-bench-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let trivial = TrivialBook(root: root, chapters: chapters, cells: cells)
    try orFail { try trivial.write() }

    try measure("render/cold") { _ in try? FileManager.default.removeItem(atPath: "\(root)/.build")
    }
    try measure("render/warm") { _ in }
    try measure("render/prose-edit") { run in
      try trivial.write(chapter: 1, prose: "Edited \(run) times.")
    }
    try measure("render/cell-edit") { run in try trivial.write(chapter: 1, addend: run) }

    func measure(_ name: String, prepare: (Int) throws -> Void) throws {
      var figures: [Figure] = []
      for run in 1...runs {
        try orFail { try prepare(run) }
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let usage = try orFail {
          try measureProcess([program, "render", "--book", root, "--quiet", "--jobs", "\(jobs)"])
        }
        figures.append(Figure(name: name, usage))
      }
      let median = figures.sorted { $0.seconds < $1.seconds }[figures.count / 2]
      if json {
        try printJSON(median)
      } else {
        let row = [median.seconds, median.cpu_seconds, median.peak_mb].map { number in
          String(format: "%9.3f", number)
        }
        Terminal.current.write(
          "\(name.rightPadded(to: 20)) \(row[0]) s wall \(row[1]) s CPU \(row[2]) MB peak\n")
      }
    }
  }

  private struct Figure: Encodable {
    var name: String
    var seconds: Double
    // The names that a program reads.
    var cpu_seconds: Double  // swift-format-ignore: AlwaysUseLowerCamelCase
    var peak_mb: Double  // swift-format-ignore: AlwaysUseLowerCamelCase

    init(name: String, _ usage: ProcessUsage) {
      self.name = name
      seconds = usage.seconds
      cpu_seconds = usage.cpuSeconds
      peak_mb = usage.peakMegabytes
    }
  }
}

/// A book whose cells cost nothing: what is measured is the tool.
struct TrivialBook {
  let root: String
  let chapters: Int
  let cells: Int

  /// Writes every chapter.
  func write() throws(Diagnostic) {
    for chapter in 1...chapters { try write(chapter: chapter) }
  }

  /// Writes one chapter, with other prose or another number in its first cell.
  func write(chapter: Int, prose: String = "Nothing is edited.", addend: Int = 0) throws(Diagnostic)
  {
    var text = """
      ---
      title: Chapter \(chapter)
      question: How long does it take?
      ---

      \(prose)


      """
    for cell in 1...cells {
      text += """
        ## Section \(cell)

        The cell below adds two numbers and prints the sum, as a sentence of prose says before it.

        ```swift
        let sum\(cell) = \(cell) + \(cell == 1 ? addend : 0)
        print("chapter \(chapter), cell \(cell): \\(sum\(cell))")
        ```


        """
    }
    let number = chapter < 10 ? "0\(chapter)" : "\(chapter)"
    try Files.write(Array(text.utf8), to: "\(root)/chapters/\(number)-chapter-\(chapter).md")
  }
}
