import ArgumentParser
import Literate
import MetaRL

/// `book bench dictionary`.
struct DictionaryBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dictionary",
    abstract: "Measure how fast an episodic memory finds the nearest of many keys.",
    discussion: """
      The search is exact, by comparing with every key, on one core. A name tells what is asked: \
      `memory` (the dictionary of the episodic agents) or `values` (that of neural episodic \
      control), how keys are compared, how many there are (n), how many numbers each has (d), \
      how many of the nearest are wanted (k), and how many queries share a pass over the keys \
      (q). Each figure is the fastest of --runs. Use a release build: `swift run -c release book \
      bench dictionary`.

      EXAMPLES
        book bench dictionary           a table
        book bench dictionary --json    one JSON object a line
        book bench dictionary --keys 1000 --numbers 10

      \(exitCodes)
      """)

  @Option(help: "How many keys.") var keys = 100_000
  @Option(help: "How many numbers a key has.") var numbers = 64
  @Option(help: "Repetitions of each figure; the fastest is told.") var runs = 3
  @Flag(help: "Print one JSON object a line.") var json = false

  func validate() throws {
    for (name, value, range) in [
      ("--keys", keys, 1...10_000_000), ("--numbers", numbers, 1...10_000),
      ("--runs", runs, 1...100),
    ] where !range.contains(value) {
      throw ValidationError(
        "\(name) must lie in \(range.lowerBound)…\(range.upperBound), not \(value)")
    }
  }

  func run() throws {
    benchmarkDictionary(count: keys, keyCount: numbers, repetitions: runs) { speed in
      if json { return Terminal.current.write(speed.json + "\n") }
      let rate = fixed(speed.queriesPerSecond, 0).leftPadded(to: 10)
      Terminal.current.write(
        "\(speed.name.rightPadded(to: 34)) \(rate) queries/s  "
          + "\(fixed(speed.gigabytesCompared, 1)) GB/s compared  "
          + "\(fixed(speed.gigabytesRead, 1)) GB/s read\n")
    }
  }
}
