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
  /// - Throws: what no step is to blame for: no space to work, an unknown cell or parameter in the
  ///   settings.
  public func run(
    _ chapter: Chapter, settings: RunSettings, tell: (RunEvent) -> Void = { _ in }
  ) throws(Diagnostic) -> ChapterRun {
    try settings.checkOverrides(chapter)
    let (options, only) = try settings.selection(chapter)
    guard chapter.steps.contains(where: \.options.runs) else {
      tell(.decided(isCached: true, reason: "there is nothing to run"))
      return ChapterRun(results: chapter.steps.map { _ in StepResult(status: .notRun) })
    }
    let hashes = FileHashes.remembered(in: settings.sharedFolder ?? settings.cacheFolder)
    defer { hashes.save() }
    let key = RunKey(chapter, settings: settings, runner: self, hashes: hashes)
    let cache = RunCache(cacheFolder: settings.cacheFolder, chapter: chapter, key: key)
    let isWhole = options.end == .max
    let mayUse =
      settings.usesCache && !settings.retrains && settings.verifiesRecords == nil && isWhole
      && settings.terminal == nil
    if mayUse, let (run, records) = cache.find(chapter, hashes) {
      tell(.decided(isCached: true, reason: "nothing changed"))
      var store = RecordStore(
        settings: settings, build: build, chapter: chapter, hashes: hashes, scratch: "")
      for notice in store.staleNotices(records) { tell(.notice(notice)) }
      replay(run, tell)
      return run.checkingExpectations(of: chapter)
    }
    tell(.decided(isCached: false, reason: reason(settings, isWhole, cache)))

    let scratch = try Scratch(in: settings.cacheFolder)
    defer { scratch.remove() }
    var session = RunSession(
      runner: self, chapter: chapter, settings: settings, options: options, scratch: scratch,
      records: RecordStore(
        settings: settings, build: build, chapter: chapter, hashes: hashes,
        scratch: scratch.records))
    let run = try session.run { event in
      // Of the one cell that is wanted, everything; of the others, nothing that they show.
      switch event {
      case .output(let step, _), .errorText(let step, _), .finished(let step, _):
        if let only, step != only { return }
      default: break
      }
      tell(event)
    }
    try settings.checkOverrides(chapter, declared: run.parameters)
    if isWhole {
      let succeeded = run.results.allSatisfy { $0.failure == nil }
      do throws(Diagnostic) {
        try cache.store(
          run, of: chapter, records: session.records.used, succeeded: succeeded)
      } catch {
        tell(.notice(Diagnostic(.warning, error.message, help: error.help)))
      }
    }
    return run.checkingExpectations(of: chapter)
  }

  private func reason(_ settings: RunSettings, _ isWhole: Bool, _ cache: RunCache) -> String {
    if !isWhole { return "a part of the chapter was asked for" }
    if settings.verifiesRecords != nil { return "recorded results are compared" }
    if settings.retrains { return "recorded results are computed again" }
    if settings.terminal != nil { return "plots are drawn for the terminal" }
    return settings.usesCache ? cache.reason() : "the cache is not used"
  }

  /// Tells of a kept run as if it had just happened.
  private func replay(_ run: ChapterRun, _ tell: (RunEvent) -> Void) {
    for (step, result) in run.results.enumerated() where result.status == .ran {
      for output in result.outputs { tell(.output(step: step, output)) }
      if !result.errorText.isEmpty { tell(.errorText(step: step, result.errorText)) }
      tell(.finished(step: step, result))
    }
  }
}

extension ChapterRun {
  /// The run with cells marked failed that did not print what they must.
  ///
  /// It happens outside the cache: what a cell must print is no part of what it prints.
  fileprivate func checkingExpectations(of chapter: Chapter) -> ChapterRun {
    var copy = self
    let lines = chapter.source.split(separator: "\n", omittingEmptySubsequences: false)
    for (k, step) in chapter.steps.enumerated() {
      guard let expected = step.expected, results[k].status == .ran,
        results[k].failure == nil, let failure = expected.difference(from: results[k].text)
      else { continue }
      copy.results[k].status = .failed
      copy.results[k].failure = failure.quoting(lines)
    }
    return copy
  }
}
