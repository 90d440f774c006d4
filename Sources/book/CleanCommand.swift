import ArgumentParser
import Foundation
import Literate

/// `book clean`.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Empty the caches; pages and recorded results stay.",
    discussion: """
      Only .build/book goes. The next render runs every cell again, so nothing but time is lost.

      EXAMPLES
        book clean

      \(exitCodes)
      """)

  @OptionGroup var book: BookOptions

  func run() throws {
    let folder = try book.folder()
    guard FileManager.default.fileExists(atPath: folder.cacheFolder) else { return }
    try orFail {
      do {
        try FileManager.default.removeItem(atPath: folder.cacheFolder)
      } catch {
        throw Diagnostic(
          "cannot remove \(folder.cacheFolder): \(error.localizedDescription)",
          help: "end other renders and give yourself the right to write there")
      }
    }
  }
}
