import Foundation

/// Runs that succeeded, kept under everything that they depend on.
struct RunCache {
  /// Where: a folder a chapter.
  private let folder: String
  private let key: RunKey
  private let name: String

  /// A record that a run has used, and the hash of its bits then.
  struct UsedRecord: Codable, Hashable {
    var name: String
    var folder: String
    var bits: String
  }

  /// What is kept of a run.
  private struct Entry: Codable {
    var run: ChapterRun
    var records: [UsedRecord]
  }

  /// What is remembered of a chapter's last run.
  private struct Last: Codable {
    var key: RunKey
    var succeeded: Bool
  }

  /// How many runs of a chapter are kept.
  private static let limit = 8

  /// The cache for one chapter.
  init(cacheFolder: URL, chapter: Chapter, key: RunKey) {
    let stem = chapter.path.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    folder = cacheFolder.appendingPathComponent("runs/\(String(stem))").path
    self.key = key
    name = key.digest
  }

  /// The kept run, its diagnostics moved to where the steps stand now; `nil` if there is none, if it is
  /// damaged, or if a record that it used is no longer what it was.
  ///
  /// - Parameters:
  ///   - chapter: the chapter as it is now.
  ///   - hashes: remembered hashes, of the records too: reading them all takes longer than all the rest.
  /// - Returns: the run and the records that it used.
  func find(_ chapter: Chapter, _ hashes: FileHashes) -> (run: ChapterRun, records: [UsedRecord])? {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).json"),
      let newline = data.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let body = data[(newline + 1)...]
    guard SHA256.hex(body) == String(decoding: data[..<newline], as: UTF8.self),
      let entry = try? JSONDecoder().decode(Entry.self, from: Data(body)),
      entry.run.results.count == chapter.steps.count,
      entry.records.allSatisfy({ RecordStore.bits(in: $0.folder, hashes) == $0.bits })
    else { return nil }
    return (entry.run.moved(chapter.steps) { $0.absolute(in: $1) }, entry.records)
  }

  /// Why the chapter has to run: one line.
  func reason() -> String {
    guard let last = readLast() else { return "first run" }
    if let difference = key.difference(from: last.key) { return difference }
    return last.succeeded ? "its kept run is gone, or a record changed" : "the last run failed"
  }

  /// Keeps a run that succeeded, and remembers what any run depended on.
  func store(
    _ run: ChapterRun, of chapter: Chapter, records: [UsedRecord], succeeded: Bool
  ) throws(Diagnostic) {
    try makeFolder(folder)
    let encoder = JSONEncoder()
    if succeeded {
      let entry = Entry(run: run.moved(chapter.steps) { $0.relative(to: $1) }, records: records)
      guard let body = try? encoder.encode(entry) else { return }
      try writeFile(Data((SHA256.hex(body) + "\n").utf8) + body, to: "\(folder)/\(name).json")
      prune()
    }
    if let data = try? encoder.encode(Last(key: key, succeeded: succeeded)) {
      try writeFile(data, to: "\(folder)/last")
    }
  }

  private func readLast() -> Last? {
    FileManager.default.contents(atPath: "\(folder)/last").flatMap {
      try? JSONDecoder().decode(Last.self, from: $0)
    }
  }

  /// Removes the oldest runs beyond the limit.
  private func prune() {
    let files = FileManager.default
    let names = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".json")
    }
    guard names.count > RunCache.limit else { return }
    let dated = names.map { name -> (String, Date) in
      let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(name)")
      return (name, attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    for (name, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(RunCache.limit) {
      try? files.removeItem(atPath: "\(folder)/\(name)")
    }
  }
}

extension ChapterRun {
  /// The run with every diagnostic's place changed.
  fileprivate func moved(
    _ steps: [Step], _ move: (SourceLocation, Step) -> SourceLocation
  ) -> ChapterRun {
    var copy = self
    for k in copy.results.indices {
      for w in copy.results[k].warnings.indices {
        guard let location = copy.results[k].warnings[w].location else { continue }
        copy.results[k].warnings[w].location = move(location, steps[k])
      }
    }
    return copy
  }
}

extension SourceLocation {
  /// The same place counted from a step's beginning: lines from 0, columns without the indent.
  fileprivate func relative(to step: Step) -> SourceLocation {
    let before = line == step.location.line ? step.location.column - 1 : step.indent
    return SourceLocation(path: path, line: line - step.location.line, column: column - before)
  }

  /// The inverse of `relative(to:)`.
  fileprivate func absolute(in step: Step) -> SourceLocation {
    let before = line == 0 ? step.location.column - 1 : step.indent
    return SourceLocation(path: path, line: line + step.location.line, column: column + before)
  }
}
