import Foundation

/// What the tool remembers of the pages that it wrote, so that an unchanged page costs a hash and not a render.
///
/// It only ever saves work: an entry counts if its key is the page's present one *and* the page on disk
/// still has the bytes that were written.
struct PageStore: Sendable {
  /// A page as it was written.
  struct Entry: Codable, Sendable {
    /// Hash of everything that the page depends on.
    var key: String
    /// The files that belong to it, from the output folder, and the hash of each one's bytes.
    var files: [String: String]
    /// The files of the book that it shows, such as images, and the hash of each one's bytes.
    var sources: [String: String]
    /// What the search finds in it.
    var search: [SearchEntry]
    /// What the index page shows of it.
    var listing: Listing
  }

  /// What the index page shows of a chapter.
  struct Listing: Codable, Sendable {
    var questionHTML: String
    var minutes: Int
    var keyPointsHTML: [String]
    var contents: [ContentsEntry]

    init(_ content: PageContent) {
      questionHTML = content.questionHTML
      minutes = content.minutes
      keyPointsHTML = content.keyPointsHTML
      contents = content.contents
    }
  }

  /// The folder of the entries; one an output folder.
  let folder: String
  /// Where the pages are.
  let output: String

  init(cacheFolder: String, output: String) {
    folder = "\(cacheFolder)/pages/\(SHA256.hex([output]).prefix(16))"
    self.output = output
  }

  /// What was written for a chapter, whether or not it still holds.
  func entry(for path: String) -> Entry? {
    guard let data = FileManager.default.contents(atPath: file(path)) else { return nil }
    return try? JSONDecoder().decode(Entry.self, from: data)
  }

  /// The entry of a chapter if the page on disk is what rendering would write.
  func fresh(_ path: String, key: String, in book: BookFolder) -> Entry? {
    guard let entry = entry(for: path), entry.key == key else { return nil }
    let written = entry.files.map { ("\(output)/\($0.key)", $0.value) }
    let shown = entry.sources.map { ("\(book.root)/\($0.key)", $0.value) }
    for (file, hash) in written + shown {
      guard let bytes = FileManager.default.contents(atPath: file),
        SHA256.hex([UInt8](bytes)) == hash
      else { return nil }
    }
    return entry
  }

  /// Remembers a page. A store that cannot be written costs time later and nothing else.
  func remember(_ entry: Entry, for path: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(entry) else { return }
    _ = try? Files.write([UInt8](data), to: file(path))
  }

  private func file(_ path: String) -> String { "\(folder)/\(BookFolder.stem(of: path)).json" }
}
