import Foundation
import Notebook

/// What a chapter's process knows of recorded results.
struct RecordSettings: Codable {
  /// The folder of all records: `chapters/results`.
  var folder: String
  /// Where new records are put before they are moved to their place.
  var scratch: String
  /// By step: the hash of the cells up to and including it.
  var cells: [String]
  /// Compute all again.
  var computesAll: Bool
}

/// Reads and writes recorded results in a chapter's process.
struct RecordKeeper: Recorder {
  var settings: RecordSettings

  func kept<Value: Codable>(_ name: String, step: Int, parameters: [String]) -> Value? {
    nil
  }

  func keep<Value: Codable>(
    _ value: Value, _ name: String, step: Int, parameters: [String]
  ) -> Value? {
    nil
  }
}
