import Foundation

/// Runs chapters: the results of their steps, from the cache or from a run.
///
/// One runner may run several chapters at once, each in a thread of its own.
public struct ChapterRunner: Sendable {
  /// The toolchain that compiles.
  public var toolchain: Toolchain
  /// The library that chapters run against.
  public var build: LibraryBuild

  /// A runner.
  ///
  /// - Parameters:
  ///   - toolchain: the toolchain that compiles.
  ///   - build: the library that chapters run against.
  public init(toolchain: Toolchain, build: LibraryBuild) {
    self.toolchain = toolchain
    self.build = build
  }

  /// Runs a chapter and waits for it.
  ///
  /// - Parameters:
  ///   - chapter: the chapter.
  ///   - settings: how.
  ///   - tell: gets what happens, as it happens, in this thread.
  /// - Returns: one result a step; failures of steps are in it.
  /// - Throws: what no step is to blame for: no space to work, an unknown cell in the settings.
  public func run(
    _ chapter: Chapter, settings: RunSettings, tell: (RunEvent) -> Void = { _ in }
  ) throws(Diagnostic) -> ChapterRun {
    let run = try runFresh(chapter, settings: settings, tell: tell)
    return run
  }

  private func runFresh(
    _ chapter: Chapter, settings: RunSettings, tell: (RunEvent) -> Void
  ) throws(Diagnostic) -> ChapterRun {
    let scratch = try Scratch(in: settings.cacheFolder)
    defer { scratch.remove() }
    tell(.compiling)
    let compiler = Compiler(
      toolchain: toolchain, build: build,
      moduleCache: settings.cacheFolder.appendingPathComponent("clang").path)
    let program = tangle(chapter, TangleOptions())
    let outcome = try compiler.compile(program.text, in: scratch.path)
    var results = chapter.steps.map { _ in StepResult(status: .notRun) }
    switch outcome {
    case .refused(let messages):
      for (step, diagnostic) in program.diagnostics(messages) where results[step].failure == nil {
        results[step].status = .failed
        results[step].failure = diagnostic
      }
      return ChapterRun(results: results)
    case .library(let library, let warnings):
      for (step, diagnostic) in program.diagnostics(warnings) {
        results[step].warnings.append(diagnostic)
      }
      let nonce = String(
        (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }.joined())
      let childSettings = ChildSettings(
        library: library, folder: scratch.work, nonce: nonce, parent: getpid(),
        overrides: settings.overrides,
        data: chapter.front.data, place: scratch.path + "/place", terminal: settings.terminal,
        records: RecordSettings(
          folder: settings.root.appendingPathComponent("chapters/results").path,
          scratch: scratch.records, cells: [], computesAll: false))
      let data = (try? JSONEncoder().encode(childSettings)) ?? Data()
      try writeFile(data, to: scratch.path + "/child.json")
      let process = ChapterProcess(
        executable: build.executable, arguments: ["__chapter", scratch.path + "/child.json"],
        environment: ["LANG": "C.UTF-8"], nonce: nonce, limits: [:],
        standardLimits: .init(seconds: settings.timeLimit, mebibytes: settings.memoryLimit),
        outputLimit: settings.outputLimit)
      let ending = try process.run(tell: tell, record: { _ in })
      for (step, entry) in ending.transcript.entries {
        results[step].status = .ran
        results[step].outputs = entry.allOutputs
        results[step].value = entry.value
        results[step].errorText = String(decoding: entry.errorBytes, as: UTF8.self)
      }
      return ChapterRun(results: results, parameters: ending.transcript.parameters)
    }
  }
}
