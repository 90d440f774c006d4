import Foundation

/// Which chapters to run or render, and how.
public struct RenderRequest: Sendable {
  /// Chapters as paths from the book's root, in order.
  public var chapters: [String]
  /// Absolute path of the folder for the pages; `nil`: run and check only.
  public var output: String?
  /// Chapters at once, at least 1.
  public var jobs: Int
  /// How cells run.
  public var settings: RunSettings
  /// Whether a page that is still right is written again all the same.
  public var rewritesPages = false

  /// A request.
  public init(chapters: [String], output: String?, jobs: Int, settings: RunSettings) {
    self.chapters = chapters
    self.output = output
    self.jobs = jobs
    self.settings = settings
  }
}

/// Something that happens while a book is rendered.
public enum BookEvent: Sendable {
  /// So many chapters are to be done.
  case started(Int)
  /// Something happened inside a chapter.
  case chapter(String, RunEvent)
  /// A chapter is done.
  case finished(ChapterReport)
}

/// How a chapter came out.
public struct ChapterReport: Codable, Sendable {
  /// How it came out.
  public enum Outcome: String, Codable, Sendable {
    /// Its page was right already.
    case unchanged
    /// Its page was written, or, without an output folder, its cells and checks passed.
    case done
    /// It has errors; its last good page stays.
    case failed
  }

  /// Path from the book's root.
  public var path: String
  /// How it came out.
  public var outcome: Outcome
  /// Whether its cells ran, and why or why not, in a line.
  public var reason: String
  /// Whether its cells ran.
  public var ran: Bool
  /// Claims that hold, and all of them.
  public var claims: [Int]
  /// Errors and warnings, in document order.
  public var diagnostics: [Diagnostic]

  /// A line for people: the outcome and the reason.
  public var summary: String {
    switch outcome {
    case .unchanged: "unchanged (\(reason))"
    case .done: "done (\(reason))"
    case .failed: "FAILED (\(reason))"
    }
  }
}

/// How a book came out.
public struct BookReport: Codable, Sendable {
  /// The chapters that were asked for, in order.
  public var chapters: [ChapterReport]
  /// What is wrong with the book as a whole.
  public var diagnostics: [Diagnostic]

  /// Whether there is no error.
  public var isGood: Bool {
    !diagnostics.contains { $0.severity == .error } && !chapters.contains { $0.outcome == .failed }
  }
}

extension RunSettings {
  /// The settings for a book on disk, caches in its `.build/book`.
  public init(_ folder: BookFolder) {
    self.init(
      root: URL(fileURLWithPath: folder.root), cacheFolder: URL(fileURLWithPath: folder.cacheFolder)
    )
  }
}

extension ChapterRunner {
  /// A runner with the toolchain and the library build of the running program.
  ///
  /// - Parameter folder: the book, whose cache remembers the toolchain's version.
  /// - Returns: the runner.
  /// - Throws: a `Diagnostic` that says which of them is missing.
  public static func find(for folder: BookFolder) throws(Diagnostic) -> ChapterRunner {
    let cache = URL(fileURLWithPath: folder.cacheFolder)
    return ChapterRunner(
      toolchain: try Toolchain.find(cacheFolder: cache), build: try LibraryBuild.find())
  }
}
