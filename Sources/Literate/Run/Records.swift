import Foundation
import Notebook

/// What stands beside a recorded value: everything that it depends on.
struct RecordManifest: Codable, Hashable {
  /// The chapter that computed it.
  var chapter: String
  /// The hash of the cells up to and including the one that asked for it.
  var cells: String
  /// The parameters declared until then, as `name=value`.
  var parameters: [String]
  /// The hash of the library's sources; empty if they were not there.
  var sources: String
  /// The hash of each file of the value, by its name.
  var files: [String: String]

  /// The hash of all the value's bits.
  var bits: String { SHA256.hex(files.keys.sorted().flatMap { [$0, files[$0] ?? ""] }) }

  /// Reads the manifest in a record's folder; `nil` if there is none or it is damaged.
  init?(in folder: String) {
    guard let data = FileManager.default.contents(atPath: folder + "/manifest.json"),
      let manifest = try? JSONDecoder().decode(RecordManifest.self, from: data)
    else { return nil }
    self = manifest
  }

  /// A manifest from its parts.
  init(
    chapter: String, cells: String, parameters: [String], sources: String, files: [String: String]
  ) {
    self.chapter = chapter
    self.cells = cells
    self.parameters = parameters
    self.sources = sources
    self.files = files
  }

  /// The files' contents, if they are all there and are what they were.
  func contents(in folder: String) -> [String: Data]? {
    var contents: [String: Data] = [:]
    for (name, hash) in files {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
        SHA256.hex(data) == hash
      else { return nil }
      contents[name] = data
    }
    return contents
  }

  /// The file's content: the same for the same manifest.
  var data: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return ((try? encoder.encode(self)) ?? Data()) + Data("\n".utf8)
  }
}

/// What a chapter's process knows of recorded results.
struct RecordSettings: Codable {
  /// The folder of the book's records: `chapters/results`.
  var folder: String
  /// The folder of this machine's records: those of runs with other parameters.
  var localFolder: String
  /// Where new values are put before they are moved to their place.
  var scratch: String
  /// By step: the hash of the cells up to and including it.
  var cells: [String]
  /// Compute all again.
  var computesAll: Bool
  /// Compute the first seed of each again.
  var checksFirstSeed: Bool
  /// Whether this machine's records are used: parameters were set.
  var usesLocal: Bool

  /// Where a record of this machine stands.
  func localFolder(_ name: String, cells: String, parameters: [String]) -> String {
    "\(localFolder)/\(name)-\(SHA256.hex([cells] + parameters).prefix(16))"
  }
}

/// What a chapter's process tells of a record, as the fields of a frame.
enum RecordNews {
  /// The record fits and was used: name, its folder, the hash of its bits.
  case used(name: String, folder: String, bits: String)
  /// Why the record was not used: name, a few words.
  case unusable(name: String, reason: String)
  /// The value was computed: name, cells, its files and their hashes, parameters.
  case computed(name: String, cells: String, files: [String: String], parameters: [String])
  /// The value cannot be kept: name, why.
  case unkept(name: String, reason: String)

  /// The fields of a frame.
  var fields: [String] {
    switch self {
    case .used(let name, let folder, let bits): ["used", name, folder, bits]
    case .unusable(let name, let reason): ["unusable", name, reason]
    case .computed(let name, let cells, let files, let parameters):
      ["computed", name, cells, listed(files)] + parameters
    case .unkept(let name, let reason): ["unkept", name, reason]
    }
  }

  private func listed(_ files: [String: String]) -> String {
    files.map { "\($0.key):\($0.value)" }.sorted().joined(separator: " ")
  }

  /// Reads the fields of a frame.
  init?(_ fields: [String]) {
    switch (fields.first, fields.count) {
    case ("used", 4): self = .used(name: fields[1], folder: fields[2], bits: fields[3])
    case ("unusable", 3): self = .unusable(name: fields[1], reason: fields[2])
    case ("computed", 4...):
      let files = fields[3].split(separator: " ").map { $0.split(separator: ":").map(String.init) }
      self = .computed(
        name: fields[1], cells: fields[2],
        files: Dictionary(files.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first }),
        parameters: Array(fields[4...]))
    case ("unkept", 3): self = .unkept(name: fields[1], reason: fields[2])
    default: return nil
    }
  }
}

/// Reads and writes recorded results in a chapter's process.
struct RecordKeeper: Recorder {
  var settings: RecordSettings

  var checksFirstSeed: Bool { settings.checksFirstSeed }

  func form<Value: Codable>(of type: Value.Type) -> RecordForm<Value> {
    RecordForm(
      extensions: ["json"],
      encode: { [Array(try RecordKeeper.encoder.encode($0)) + [UInt8(ascii: "\n")]] },
      decode: { try RecordKeeper.decoder.decode(Value.self, from: Data($0[0])) })
  }

  func kept<Value>(_ request: RecordRequest, _ form: RecordForm<Value>) -> [Value]? {
    guard !settings.computesAll, settings.cells.indices.contains(request.step) else { return nil }
    let cells = settings.cells[request.step]
    let (values, reason) = read(
      request, form, "\(settings.folder)/\(request.name)", cells: cells)
    if let values { return values }
    if settings.usesLocal {
      let local = settings.localFolder(
        request.name, cells: cells, parameters: request.parameters)
      if let values = read(request, form, local, cells: cells).values { return values }
    }
    tell(.unusable(name: request.name, reason: reason))
    return nil
  }

  func keep<Value>(
    _ values: [Value], _ request: RecordRequest, _ form: RecordForm<Value>
  ) -> [Value]? {
    guard settings.cells.indices.contains(request.step) else { return nil }
    do {
      let folder = "\(settings.scratch)/\(request.name)"
      try makeFolder(folder)
      var files: [String: String] = [:]
      let same = try zip(request.parts, values).map { part, value in
        let contents = try form.encode(value)
        for (ending, bytes) in zip(form.extensions, contents) {
          try writeFile(Data(bytes), to: "\(folder)/\(part).\(ending)")
          files["\(part).\(ending)"] = SHA256.hex(Data(bytes))
        }
        return try form.decode(contents)
      }
      tell(
        .computed(
          name: request.name, cells: settings.cells[request.step], files: files,
          parameters: request.parameters))
      return same
    } catch {
      tell(.unkept(name: request.name, reason: "\(error)"))
      return nil
    }
  }

  private func read<Value>(
    _ request: RecordRequest, _ form: RecordForm<Value>, _ folder: String, cells: String
  ) -> (values: [Value]?, reason: String) {
    guard FileManager.default.fileExists(atPath: folder) else { return (nil, "missing") }
    guard let manifest = RecordManifest(in: folder), let contents = manifest.contents(in: folder)
    else { return (nil, "damaged") }
    guard manifest.cells == cells else { return (nil, "cells") }
    guard manifest.parameters == request.parameters else { return (nil, "parameters") }
    let values = try? request.parts.map { part in
      try form.decode(form.extensions.map { Array(contents["\(part).\($0)"] ?? Data()) })
    }
    guard let values else { return (nil, "damaged") }
    tell(.used(name: request.name, folder: folder, bits: manifest.bits))
    return (values, "")
  }

  private func tell(_ news: RecordNews) {
    sendRecord(news.fields)
  }

  /// Numbers keep every bit: the shortest digits that read back the same, and words for what JSON has
  /// no digits for. Keys are sorted, so that the same value has the same bits.
  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
