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
  /// The most memory, in 10⁶ bytes, that the whole program has held until then.
  public let peakMemoryMegabytes: Double
  /// How many times as fast as another setting, if it is there to be compared with one.
  public let ratio: Ratio?

  /// Two settings compared: steps a second as a multiple of the other's.
  public struct Ratio: Hashable, Sendable {
    /// The name of the other setting.
    public let other: String
    /// The fastest stretch of this by the fastest of the other: what it is where nothing else disturbs
    /// either.
    public let fastest: Double
    /// The median over pairs of stretches, one after the other: what it was here and now, where cores may be
    /// shared with other programs and other machines.
    public let typical: Double
  }

  /// One line of JSON.
  public var json: String {
    "{\"name\": \"\(name)\", \"steps_per_second\": \(Int(stepsPerSecond)), "
      + "\"steps_per_cpu_second\": \(Int(stepsPerCPUSecond)), "
      + "\"gflops\": \(rounded(gigaflops, 10)), "
      + "\"fraction_of_peak\": \(rounded(fractionOfPeak, 1_000)), "
      + "\"peak_memory_mb\": \(rounded(peakMemoryMegabytes, 10))"
      + (ratio.map(json) ?? "") + "}"
  }

  private func json(_ ratio: Ratio) -> String {
    ", \"ratio\": \(rounded(ratio.fastest, 1_000)), \"ratio_to\": \"\(ratio.other)\", "
      + "\"typical_ratio\": \(rounded(ratio.typical, 1_000))"
  }

  private func rounded(_ x: Double, _ unit: Double) -> Double { (x * unit).rounded() / unit }
}

/// Measures training on the two-step task with episodes of 300 steps.
///
/// Run it in a release build; a debug build is a hundred times slower. Each setting is run in many short
/// stretches, and the fastest taken: other programs can only slow it down, and short stretches find the
/// moments when they do not. What is compared runs in turn.
///
/// - Parameters:
///   - seconds: roughly how long each stretch is.
///   - stretches: how many of each setting, at least 1; four times as many of those with two threads.
///   - trialCount: trials of an episode, two steps each.
///   - part: only settings whose name holds this; nil is all.
///   - report: gets each result as soon as it is there.
/// - Returns: an LSTM of 48 units and 10 inputs, in batches of 1 and 64 on one core, of 64 on two, and two
///   seeds side by side in batches of 1; the episodic LSTM of 48 and 24 units, which at every step looks up
///   one of up to 100 keys of 10 bits; an LSTM of 256 units behind an encoder of 64 and 128. Those with two
///   threads are compared with one, and the episodic LSTM of 48 units with the LSTM.
@discardableResult
public func benchmarkTraining(
  seconds: Double = 0.1, stretches: Int = 30, trialCount: Int = 150, only part: String? = nil,
  report: (TrainingSpeed) -> Void = { _ in }
) -> [TrainingSpeed] {
  require(stretches >= 1, "\(stretches) stretches")
  // In processor time, so that other programs do not make it less than it is.
  let peak = Kernels.measuredPeak(seconds: min(0.05, seconds), clock: processorSeconds)
  let task = TwoStepTask.wang2018(trialCount: trialCount)
  var results: [TrainingSpeed] = []
  for setting in Setting.all where setting.name.contains(part ?? setting.name) {
    let (one, other) = (Training(setting, task), setting.other.map { Training($0, task) })
    var (runs, others): ([Run], [Run]) = ([], [])
    // Two cores are seldom left alone at once.
    for _ in 0..<(setting.threadCount > 1 ? 4 * stretches : stretches) {
      if let other { others.append(other.run(seconds: seconds)) }
      runs.append(one.run(seconds: seconds))
    }
    let best = fastest(runs)
    let operations = 2 * Double(multiplicationCount(one.trainers[0].architecture))
    let result = TrainingSpeed(
      name: setting.name, stepsPerSecond: best.stepsPerSecond,
      stepsPerCPUSecond: best.stepsPerCPUSecond,
      gigaflops: operations * best.stepsPerSecond / 1e9,
      fractionOfPeak: operations * best.stepsPerCPUSecond / peak,
      peakMemoryMegabytes: peakMemory() / 1e6,
      ratio: setting.other.map {
        TrainingSpeed.Ratio(
          other: $0.name, fastest: best.stepsPerSecond / fastest(others).stepsPerSecond,
          typical: median(zip(runs, others).map { $0.stepsPerSecond / $1.stepsPerSecond }))
      })
    results.append(result)
    report(result)
  }
  return results
}

/// What is trained, and how.
private struct Setting {
  var hidden = 48
  var isEpisodic = false
  var encoder: [Int] = []
  let batch: Int
  var threads = 1
  var seeds = 1

  static let all = [
    Setting(batch: 1), Setting(batch: 64), Setting(batch: 64, threads: 2),
    Setting(batch: 1, seeds: 2), Setting(isEpisodic: true, batch: 1),
    Setting(isEpisodic: true, batch: 64), Setting(hidden: 24, isEpisodic: true, batch: 1),
    Setting(hidden: 24, isEpisodic: true, batch: 64),
    Setting(hidden: 256, encoder: [64, 128], batch: 1),
    Setting(hidden: 256, encoder: [64, 128], batch: 32),
  ]

  var name: String {
    let dense = encoder.isEmpty ? "" : "/e" + encoder.map(String.init).joined(separator: "-")
    return "\(isEpisodic ? "ep" : "")lstm-a2c/h\(hidden)\(dense)/b\(batch)/t\(threads)"
      + (seeds > 1 ? "/seeds\(seeds)" : "")
  }

  /// How many threads work at once.
  var threadCount: Int { threads * seeds }

  /// What it is compared with.
  var other: Setting? {
    if threadCount > 1 { return Setting(isEpisodic: isEpisodic, batch: batch) }
    return isEpisodic && hidden == 48 ? Setting(batch: batch) : nil
  }

  var trained: A2CSettings {
    A2CSettings {
      $0.encoder = encoder
      $0.layers = [isEpisodic ? .episodicLSTM(hidden) : .lstm(hidden)]
      $0.memory.capacity = 100
      $0.environmentCount = batch
      $0.updateCount = 1_000_000
    }
  }
}

/// A setting in the midst of its training.
private struct Training {
  let setting: Setting
  let trainers: [A2CTrainer]

  init(_ setting: Setting, _ task: TwoStepTask) {
    self.setting = setting
    trainers = (0..<setting.seeds).map { seed in
      setting.isEpisodic
        ? A2CTrainer(
          TaskWithContexts(task: task), setting.trained, seed: seed, threads: setting.threads)
        : A2CTrainer(WideTask(task: task), setting.trained, seed: seed, threads: setting.threads)
    }
  }

  /// Goes on with it for some time.
  func run(seconds: Double) -> Run {
    let start = (wall: now(), processor: processorSeconds())
    // Each is used by one thread.
    nonisolated(unsafe) let trainers = trainers
    let steps = sideBySide(setting.seeds, threads: setting.seeds) { seed in
      var steps = 0
      repeat {
        guard let report = try? trainers[seed].update() else { break }
        steps += report.stepCount
      } while now() - start.wall < seconds
      return steps
    }
    let total = Double(steps.reduce(0, +))
    return Run(
      stepsPerSecond: total / (now() - start.wall),
      stepsPerCPUSecond: total / (processorSeconds() - start.processor))
  }
}

private struct Run {
  let stepsPerSecond, stepsPerCPUSecond: Double
}

private func fastest(_ runs: [Run]) -> Run {
  runs.reduce(runs[0]) { $1.stepsPerSecond > $0.stepsPerSecond ? $1 : $0 }
}

/// The multiplications of a step, there and back, in a network of LSTM layers that shares its critic: each
/// matrix multiplies once forward and once for its gradient, and all of it that has a layer or a time
/// below it once more for what is below.
private func multiplicationCount(_ shape: Architecture) -> Int {
  shape.layout.blocks.reduce(0) { count, block in
    let isLowest = shape.encoder == nil ? block.name == "layer0" : block.name == "encoder0"
    let outside = isLowest ? (shape.encoder?.inputCount ?? shape.inputCount) : 0
    return count + (2 * block.rows + block.rows - 1 - outside) * block.columns
  }
}

/// The two-step task with more room in its observations, which stays empty: the book's measurements are
/// for 10 inputs.
private struct WideTask: Environment {
  var task: TwoStepTask
  var observationCount: Int { 6 }
  var actionCount: Int { task.actionCount }
  var stepLimit: Int { task.stepLimit }

  mutating func reset(using rng: inout Generator) -> TimeStep { task.reset(using: &rng) }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    task.step(action, using: &rng)
  }
}

/// The same with a context of 10 bits for each trial: it is looked up at every step, and stored under after
/// the outcome.
private struct TaskWithContexts: Environment {
  var task: TwoStepTask
  let contexts: [[Float]]
  var stepCount = 0

  init(task: TwoStepTask) {
    self.task = task
    var rng = Generator(seed: 0)
    contexts = (0..<128).map { _ in
      (0..<10).map { _ in bernoulli(0.5, using: &rng) ? 1 : -1 }
    }
  }

  var observationCount: Int { 6 }
  var contextCount: Int { 10 }
  var actionCount: Int { task.actionCount }
  var stepLimit: Int { task.stepLimit }

  mutating func reset(using rng: inout Generator) -> TimeStep {
    stepCount = 0
    return withContext(task.reset(using: &rng))
  }

  mutating func step(_ action: Int, using rng: inout Generator) -> TimeStep {
    stepCount += 1
    return withContext(task.step(action, using: &rng))
  }

  private mutating func withContext(_ step: consuming TimeStep) -> TimeStep {
    let context = contexts[stepCount / 2 % 128]
    return step.with(
      Recall(.numbers(context), retrieves: true, stores: stepCount > 0 && stepCount % 2 == 0))
  }
}

/// A clock that only goes forward, in seconds.
func now() -> Double { seconds(CLOCK_MONOTONIC) }

private func processorSeconds() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// The most bytes of memory that the program has held.
private func peakMemory() -> Double {
  var usage = rusage()
  #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return Double(usage.ru_maxrss)
  #elseif canImport(Musl)
    getrusage(RUSAGE_SELF, &usage)
    return 1_024 * Double(usage.ru_maxrss)
  #else
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return 1_024 * Double(usage.ru_maxrss)
  #endif
}
