import Foundation

/// Everything that a chapter's results depend on, part by part. Prose and line numbers are not in it.
struct RunKey: Codable, Hashable {
  /// One thing that results depend on.
  struct Part: Codable, Hashable {
    /// What it is, in words that an author knows: `cell 3`, `data file x.csv`.
    var name: String
    /// Its hash or its text.
    var value: String
  }

  /// In order.
  var parts: [Part]

  /// Counts up when the way chapters are run changes what comes out.
  static let runnerVersion = "1"

  /// The key of a chapter.
  ///
  /// - Parameters:
  ///   - chapter: the chapter.
  ///   - settings: of the run.
  ///   - runner: the toolchain and the library.
  ///   - hashes: remembered hashes.
  init(
    _ chapter: Chapter, settings: RunSettings, runner: ChapterRunner, hashes: FileHashes
  ) {
    parts = [
      Part(name: "runner", value: RunKey.runnerVersion),
      Part(name: "toolchain", value: runner.toolchain.version),
      Part(name: "library", value: runner.build.identity(hashes)),
      Part(name: "path", value: chapter.path),
      Part(
        name: "parameters",
        value: SHA256.hex(
          settings.overrides.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
      ),
    ]
    let folder = settings.root.appendingPathComponent(chapter.path).deletingLastPathComponent()
    for name in chapter.front.data {
      let hash = hashes.hash(folder.appendingPathComponent(name).path) ?? "missing"
      parts.append(Part(name: "data file \(name)", value: hash))
    }
    var counts: [Step.Kind: Int] = [:]
    for step in chapter.steps {
      counts[step.kind, default: 0] += 1
      let number = counts[step.kind] ?? 0
      let name = step.id.isEmpty ? "\(step.kind.rawValue) \(number)" : "cell '\(step.id)'"
      parts.append(Part(name: name, value: RunKey.hash(step)))
    }
  }

  /// The whole key.
  var digest: String { SHA256.hex(parts.flatMap { [$0.name, $0.value] }) }

  /// A step's code and what of its fence matters for running.
  private static func hash(_ step: Step) -> String {
    let options = step.options
    var texts = [
      step.kind.rawValue, step.code, "\(options.runs)", "\(options.isLocal)",
      "\(options.timeLimit ?? 0)", "\(options.memoryLimit ?? 0)",
    ]
    switch options.failure {
    case .compile(let part): texts += ["compile", part]
    case .trap(let part): texts += ["trap", part]
    case nil: break
    }
    // Code that can see its own line depends on it.
    if step.code.contains("#line") || step.code.contains("#column") {
      texts.append("\(step.location.line):\(step.location.column)")
    }
    return SHA256.hex(texts)
  }

  /// Why a chapter with this key has to run when it last ran with another.
  func difference(from old: RunKey) -> String? {
    let before = Dictionary(old.parts.map { ($0.name, $0.value) }) { first, _ in first }
    for part in parts {
      guard let value = before[part.name] else { return "\(part.name) is new" }
      if value != part.value { return RunKey.words(part.name) }
    }
    let names = Set(parts.map(\.name))
    if let gone = old.parts.first(where: { !names.contains($0.name) }) {
      return "\(gone.name) was removed"
    }
    return old.parts.map(\.name) == parts.map(\.name) ? nil : "the order of cells changed"
  }

  private static func words(_ name: String) -> String {
    switch name {
    case "runner": "the doc-runner changed"
    case "library": "the library was rebuilt"
    case "path": "the chapter was renamed"
    case "parameters": "parameters were set differently"
    default: "\(name) changed"
    }
  }
}
