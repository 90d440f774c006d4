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
  /// The hash of the value's file.
  var bits: String

  /// Reads the manifest in a record's folder; `nil` if there is none or it is damaged.
  init?(in folder: String) {
    guard let data = FileManager.default.contents(atPath: folder + "/manifest.json"),
      let manifest = try? JSONDecoder().decode(RecordManifest.self, from: data)
    else { return nil }
    self = manifest
  }

  /// A manifest from its parts.
  init(chapter: String, cells: String, parameters: [String], sources: String, bits: String) {
    self.chapter = chapter
    self.cells = cells
    self.parameters = parameters
    self.sources = sources
    self.bits = bits
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
  /// The value was computed: name, cells, the hash of its bits, parameters.
  case computed(name: String, cells: String, bits: String, parameters: [String])
  /// The value cannot be kept: name, why.
  case unkept(name: String, reason: String)

  /// The fields of a frame.
  var fields: [String] {
    switch self {
    case .used(let name, let folder, let bits): ["used", name, folder, bits]
    case .unusable(let name, let reason): ["unusable", name, reason]
    case .computed(let name, let cells, let bits, let parameters):
      ["computed", name, cells, bits] + parameters
    case .unkept(let name, let reason): ["unkept", name, reason]
    }
  }

  /// Reads the fields of a frame.
  init?(_ fields: [String]) {
    switch (fields.first, fields.count) {
    case ("used", 4): self = .used(name: fields[1], folder: fields[2], bits: fields[3])
    case ("unusable", 3): self = .unusable(name: fields[1], reason: fields[2])
    case ("computed", 4...):
      self = .computed(
        name: fields[1], cells: fields[2], bits: fields[3], parameters: Array(fields[4...]))
    case ("unkept", 3): self = .unkept(name: fields[1], reason: fields[2])
    default: return nil
    }
  }
}

/// Reads and writes recorded results in a chapter's process.
struct RecordKeeper: Recorder {
  var settings: RecordSettings

  func kept<Value: Codable>(_ name: String, step: Int, parameters: [String]) -> Value? {
    guard !settings.computesAll, settings.cells.indices.contains(step) else { return nil }
    let cells = settings.cells[step]
    let (value, reason): (Value?, String) = read(
      name, "\(settings.folder)/\(name)", cells: cells, parameters: parameters)
    if let value { return value }
    if settings.usesLocal {
      let local = settings.localFolder(name, cells: cells, parameters: parameters)
      let (value, _): (Value?, String) = read(name, local, cells: cells, parameters: parameters)
      if let value { return value }
    }
    tell(.unusable(name: name, reason: reason))
    return nil
  }

  func keep<Value: Codable>(
    _ value: Value, _ name: String, step: Int, parameters: [String]
  ) -> Value? {
    guard settings.cells.indices.contains(step) else { return nil }
    do {
      let data = try RecordKeeper.encoder.encode(value) + Data("\n".utf8)
      let folder = "\(settings.scratch)/\(name)"
      try makeFolder(folder)
      try writeFile(data, to: folder + "/value.json")
      let same = try RecordKeeper.decoder.decode(Value.self, from: data)
      tell(
        .computed(
          name: name, cells: settings.cells[step], bits: SHA256.hex(data), parameters: parameters))
      return same
    } catch {
      tell(.unkept(name: name, reason: "\(error)"))
      return nil
    }
  }

  private func read<Value: Codable>(
    _ name: String, _ folder: String, cells: String, parameters: [String]
  ) -> (value: Value?, reason: String) {
    guard FileManager.default.fileExists(atPath: folder) else { return (nil, "missing") }
    guard let manifest = RecordManifest(in: folder),
      let data = FileManager.default.contents(atPath: folder + "/value.json"),
      SHA256.hex(data) == manifest.bits
    else { return (nil, "damaged") }
    guard manifest.cells == cells else { return (nil, "cells") }
    guard manifest.parameters == parameters else { return (nil, "parameters") }
    guard let value = try? RecordKeeper.decoder.decode(Value.self, from: data) else {
      return (nil, "damaged")
    }
    tell(.used(name: name, folder: folder, bits: manifest.bits))
    return (value, "")
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
