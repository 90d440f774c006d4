import Networks
import Numerics
import Tasks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How fast training runs in one setting.
public struct TrainingSpeed: Hashable, Sendable {
  /// What was run: `lstm-a2c/h48/b64/t1` has 48 units, 64 environments and one thread.
  public let name: String
  /// Steps of environments a second, everything included: playing, sampling, learning, updating.
  public let stepsPerSecond: Double
  /// The same for a second of processor time, over all threads.
  public let stepsPerCPUSecond: Double
  /// Billions of floating-point operations a second in matrix products.
  public let gigaflops: Double
  /// What a second of processor time achieves, as a part of what a core can do at most in fused
  /// multiply-adds.
  public let fractionOfPeak: Double

  /// One line of JSON.
  public var json: String {
    "{\"name\": \"\(name)\", \"steps_per_second\": \(Int(stepsPerSecond)), "
      + "\"steps_per_cpu_second\": \(Int(stepsPerCPUSecond)), "
      + "\"gflops\": \(rounded(gigaflops, 1)), \"fraction_of_peak\": \(rounded(fractionOfPeak, 3))}"
  }

  private func rounded(_ x: Double, _ places: Int) -> Double {
    let unit = places == 1 ? 10.0 : 1_000.0
    return (x * unit).rounded() / unit
  }
}

/// Measures training on the two-step task: 48 units, 10 inputs, episodes of 300 steps.
///
/// Run it in a release build; a debug build is a hundred times slower. Each setting is repeated and the
/// fastest taken: other programs can only slow it down.
///
/// - Parameters:
///   - seconds: roughly how long each repetition of each setting runs.
///   - repetitions: how often, at least 1.
///   - trialCount: trials of an episode, two steps each.
///   - report: gets each result as soon as it is there.
/// - Returns: batches of 1 and 64 on one core, of 64 on two, and two seeds side by side with batches of 1.
@discardableResult
public func benchmarkTraining(
  seconds: Double = 1, repetitions: Int = 3, trialCount: Int = 150,
  report: (TrainingSpeed) -> Void = { _ in }
) -> [TrainingSpeed] {
  require(repetitions >= 1, "\(repetitions) repetitions")
  let peak = Kernels.measuredPeak(seconds: min(0.05, seconds), clock: now)
  let task = WideTask(task: .wang2018(trialCount: trialCount), observationCount: 6)
  var results: [TrainingSpeed] = []
  for (batch, threads, seeds) in [(1, 1, 1), (64, 1, 1), (64, 2, 1), (1, 1, 2)] {
    let name = "lstm-a2c/h48/b\(batch)/t\(threads)" + (seeds > 1 ? "/seeds\(seeds)" : "")
    let speeds = (0..<repetitions).map { _ in
      speed(name, task, batch: batch, threads: threads, seeds: seeds, seconds: seconds, peak: peak)
    }
    let best = speeds.reduce(speeds[0]) { $1.stepsPerSecond > $0.stepsPerSecond ? $1 : $0 }
    results.append(best)
    report(best)
  }
  return results
}

private func speed(
  _ name: String, _ task: WideTask, batch: Int, threads: Int, seeds: Int, seconds: Double,
  peak: Double
) -> TrainingSpeed {
  let settings = A2CSettings {
    $0.environmentCount = batch
    $0.updateCount = 1_000_000
  }
  let trainers = (0..<seeds).map {
    A2CTrainer(task, settings, seed: Int($0), threads: threads)
  }
  let start = (wall: now(), processor: processorSeconds())
  let steps = sideBySide(seeds, threads: seeds) { seed in
    var steps = 0
    repeat {
      guard let report = try? trainers[seed].update() else { break }
      steps += report.stepCount
    } while now() - start.wall < seconds
    return steps
  }
  let total = Double(steps.reduce(0, +))
  let (wall, processor) = (now() - start.wall, processorSeconds() - start.processor)
  // Forward and weight gradients of all matrices, the way back to h, and to the heads' inputs.
  let multiplications = Double(2 * 59 * 192 + 192 * 48 + 2 * 49 * 3 + 48 * 3)
  let flops = 2 * multiplications * total / wall
  return TrainingSpeed(
    name: name, stepsPerSecond: total / wall, stepsPerCPUSecond: total / processor,
    gigaflops: flops / 1e9, fractionOfPeak: flops * wall / processor / peak)
}

/// The two-step task with more room in its observations, which stays empty: the book's measurements are
/// for 10 inputs.
private struct WideTask: Environment {
  var task: TwoStepTask
  let observationCount: Int
  var actionCount: Int { task.actionCount }
  var stepLimit: Int { task.stepLimit }

  mutating func reset(using rng: inout Generator) -> TimeStep { task.reset(using: &rng) }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    task.step(action, using: &rng)
  }
}

private func now() -> Double { seconds(CLOCK_MONOTONIC) }

private func processorSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
