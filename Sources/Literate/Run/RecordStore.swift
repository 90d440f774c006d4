import Foundation

/// The book's recorded results as the doc-runner sees them: it moves new ones to their place, and says
/// what the author should know of old ones.
struct RecordStore {
  var settings: RunSettings
  var build: LibraryBuild
  var chapter: Chapter
  var hashes: FileHashes
  /// Where the chapter's process puts new values.
  var scratch: String
  /// Those that this run has used or made.
  private(set) var used: [RunCache.UsedRecord] = []
  /// Where the chapter asks for results: it is parsed for that, so once for all records.
  private lazy var calls = Literate.calls(of: "recorded", in: chapter)
  /// Records that do not agree with what the cells compute now.
  private(set) var differing: [String] = []
  /// The hash of the library's sources: many files are looked at for it, so once for all records.
  private lazy var sources = build.sourcesIdentity(hashes)

  /// The records of a run.
  init(
    settings: RunSettings, build: LibraryBuild, chapter: Chapter, hashes: FileHashes,
    scratch: String
  ) {
    self.settings = settings
    self.build = build
    self.chapter = chapter
    self.hashes = hashes
    self.scratch = scratch
  }

  /// The folder of the book's records.
  static func folder(_ settings: RunSettings) -> String {
    settings.root.appendingPathComponent("chapters/results").path
  }

  /// What the chapter's process is told.
  var childSettings: RecordSettings {
    RecordSettings(
      folder: RecordStore.folder(settings),
      localFolder: settings.cacheFolder.appendingPathComponent("records").path,
      scratch: scratch, cells: cellHashes(chapter),
      computesAll: settings.retrains || settings.verifiesRecords == .allSeeds,
      checksFirstSeed: settings.verifiesRecords == .firstSeed,
      usesLocal: !settings.overrides.isEmpty)
  }

  /// The hash of a record's bits; `nil` if there is none or it is damaged.
  static func bits(in folder: String, _ hashes: FileHashes) -> String? {
    guard let manifest = RecordManifest(in: folder),
      manifest.files.allSatisfy({ hashes.hash("\(folder)/\($0.key)") == $0.value })
    else { return nil }
    return manifest.bits
  }

  /// Hears what the chapter's process says of a record.
  mutating func hear(_ fields: [String], tell: (RunEvent) -> Void) {
    switch RecordNews(fields) {
    case .used(let name, let folder, let bits):
      used.append(.init(name: name, folder: folder, bits: bits))
      if let notice = stale(name, folder) { tell(.notice(notice)) }
    case .unusable(let name, let reason):
      if let notice = notice(name, reason) { tell(.notice(notice)) }
    case .computed(let name, let cells, let files, let parameters):
      let manifest = RecordManifest(
        chapter: chapter.path, cells: cells, parameters: parameters,
        sources: sources, files: files)
      if settings.verifiesRecords != nil {
        verify(name, manifest, tell: tell)
      } else {
        keep(name, manifest, tell: tell)
      }
    case .unkept(let name, let reason):
      tell(
        .notice(
          Diagnostic(
            .warning, at: call(name), "the result '\(name)' cannot be recorded: \(reason)",
            help: "it runs again each time")))
    case nil:
      break
    }
  }

  /// What to say of the records that a run from the cache has used.
  mutating func staleNotices(_ records: [RunCache.UsedRecord]) -> [Diagnostic] {
    var notices: [Diagnostic] = []
    for record in records {
      if let notice = stale(record.name, record.folder) { notices.append(notice) }
    }
    return notices
  }

  private mutating func verify(
    _ name: String, _ manifest: RecordManifest, tell: (RunEvent) -> Void
  ) {
    let kept = RecordManifest(in: "\(RecordStore.folder(settings))/\(name)")
    let isWhole = settings.verifiesRecords == .allSeeds || kept?.files.count == manifest.files.count
    if let kept, manifest.files.allSatisfy({ kept.files[$0.key] == $0.value }),
      !isWhole || kept.files.count == manifest.files.count
    {
      let what = isWhole ? "the result '\(name)'" : "the first seed of the result '\(name)'"
      tell(.notice(Diagnostic(.note, at: call(name), "\(what) is the same, bit for bit")))
    } else {
      differing.append(name)
    }
  }

  /// Moves a new value to its place: each file whole, the manifest last.
  private mutating func keep(
    _ name: String, _ manifest: RecordManifest, tell: (RunEvent) -> Void
  ) {
    // Results for other parameters than the book's are not the book's.
    let folder =
      settings.overrides.isEmpty
      ? "\(RecordStore.folder(settings))/\(name)"
      : childSettings.localFolder(name, cells: manifest.cells, parameters: manifest.parameters)
    do throws(Diagnostic) {
      guard let contents = manifest.contents(in: "\(scratch)/\(name)") else {
        throw Diagnostic(.error, "the new value of '\(name)' is gone", help: "run it again")
      }
      try makeFolder(folder)
      let before = RecordManifest(in: folder)
      for (file, data) in contents { try writeFile(data, to: "\(folder)/\(file)") }
      try writeFile(manifest.data, to: folder + "/manifest.json")
      for file in before?.files.keys.sorted() ?? [] where contents[file] == nil {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(file)")
      }
      used.append(.init(name: name, folder: folder, bits: manifest.bits))
    } catch {
      tell(
        .notice(
          Diagnostic(
            .warning, at: call(name), "the result '\(name)' was not recorded: \(error.message)",
            help: error.help)))
    }
  }

  private mutating func stale(_ name: String, _ folder: String) -> Diagnostic? {
    guard !sources.isEmpty, let manifest = RecordManifest(in: folder),
      !manifest.sources.isEmpty, manifest.sources != sources
    else { return nil }
    return Diagnostic(
      .note, at: call(name), "the library has changed since the result '\(name)' was recorded",
      help: "`--retrain` computes it again; `book verify --results` compares")
  }

  private mutating func notice(_ name: String, _ reason: String) -> Diagnostic? {
    let again = "it is computed now and recorded again"
    switch reason {
    case "missing":
      return Diagnostic(
        .warning, at: call(name), "the result '\(name)' is not recorded yet",
        help: "it is computed now and recorded in chapters/results/\(name)")
    case "damaged":
      return Diagnostic(
        .warning, at: call(name), "the record of the result '\(name)' is damaged", help: again)
    case "cells":
      return Diagnostic(
        .warning, at: call(name), "the cells before the result '\(name)' have changed", help: again)
    default:
      let help = settings.overrides.isEmpty ? again : "it is computed now; the book keeps its own"
      return Diagnostic(
        .warning, at: call(name), "the result '\(name)' was recorded with other parameters",
        help: help)
    }
  }

  /// Where the chapter asks for a result.
  mutating func call(_ name: String) -> SourceLocation {
    calls.first { $0.name == name }?.location
      ?? SourceLocation(path: chapter.path, line: 1)
  }
}

/// By step: the hash of the cells that run up to and including it, on which a recorded result depends.
func cellHashes(_ chapter: Chapter) -> [String] {
  var texts: [String] = []
  return chapter.steps.map { step in
    if step.kind == .cell, step.options.runs, step.options.failure == nil {
      texts.append(step.options.isLocal ? "local" : "cell")
      texts.append(step.code)
    }
    return SHA256.hex(texts)
  }
}
