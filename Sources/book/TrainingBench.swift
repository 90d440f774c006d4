import ArgumentParser
import Foundation
import Literate
import MetaRL

/// `book bench training`.
struct TrainingBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Measure how fast a recurrent network trains on the two-step task.",
    discussion: """
      Episodes of 300 steps; playing, sampling, learning and updating are all counted. Each \
      figure is that of the fastest of --runs stretches of a tenth of a second (four times as \
      many with two threads): other programs, on this machine or on one that shares its cores, \
      can only slow it down. What is compared with another runs in turn with it; the ratio is \
      that of the fastest stretches, and behind it stands the median over neighbouring ones, \
      which is lower where cores are shared. A name tells the network (an LSTM or, ep, an \
      episodic one), its units h, its encoder e, the environments b, the threads t, and seeds if \
      several are trained side by side. The peak of memory is that of the whole program until \
      then. Use a release build: `swift run -c release book bench training`.

      EXAMPLES
        book bench training           a table
        book bench training --json    one JSON object a line
        book bench training --only b64

      \(exitCodes)
      """)

  @Option(help: "Stretches of each figure, a tenth of a second each.") var runs = 30
  @Option(help: "Only the figures whose name holds this.") var only: String?
  @Flag(help: "Print one JSON object a line.") var json = false

  func validate() throws {
    guard (1...1_000).contains(runs) else {
      throw ValidationError("--runs must lie in 1…1000, not \(runs)")
    }
  }

  func run() throws {
    if !Kernels.hasFastMultiplyAdd {
      Terminal.current.note(
        "note: this processor has no fused multiply-add; the results are the same, the speed is not"
      )
    }
    let speeds = benchmarkTraining(stretches: runs, only: only) { speed in
      if json { return Terminal.current.write(speed.json + "\n") }
      let rate = "\(Int(speed.stepsPerSecond))".leftPadded(to: 10)
      Terminal.current.write(
        "\(speed.name.rightPadded(to: 30)) \(rate) steps/s  \(fixed(speed.gigaflops, 1)) GFLOPS  "
          + "\(percent(speed.fractionOfPeak)) of the peak  "
          + "\(fixed(speed.peakMemoryMegabytes, 0)) MB"
          + (speed.ratio.map {
            "  \(fixed($0.fastest, 2)) × \($0.other), typically \(fixed($0.typical, 2))"
          } ?? "")
          + "\n")
    }
    if let only, speeds.isEmpty {
      throw ValidationError("no figure has '\(only)' in its name")
    }
  }
}
