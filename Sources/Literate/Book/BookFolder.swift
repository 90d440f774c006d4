import Foundation

/// A book on disk: the folder that holds `chapters/` and, once rendered, `output/`.
public struct BookFolder: Sendable {
  /// Absolute path of the folder that holds `chapters/`.
  public var root: String
  /// The chapters' paths from `root`, by number, then by name: `chapters/01-prediction-errors.md`; then the
  /// appendices, `chapters/A1-backpropagation.md`, then what has no number.
  public var chapterPaths: [String]

  /// The book in a folder.
  ///
  /// - Throws: a `Diagnostic` if `root` has no `chapters` folder.
  public init(root: String) throws(Diagnostic) {
    self.root = root
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/chapters")
    else {
      throw Diagnostic(
        "no folder 'chapters' in \(root)",
        help: "run the command inside the book, or name it with --book")
    }
    // A name's number decides, so that 2 stands before 10.
    chapterPaths =
      names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "index.md" }
      .sorted { one, other in
        switch (Self.number(in: one), Self.number(in: other)) {
        case (let a?, let b?): (a, one) < (b, other)
        case (nil, nil): one < other
        case (let a, _): a != nil
        }
      }
      .map { "chapters/\($0)" }
  }

  /// The book around a folder: the nearest one at or above it with a `chapters` folder.
  ///
  /// - Throws: a `Diagnostic` if there is none up to the root of the disk.
  public static func find(from start: String) throws(Diagnostic) -> BookFolder {
    var folder = start
    while true {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: "\(folder)/chapters", isDirectory: &isFolder),
        isFolder.boolValue
      {
        return try BookFolder(root: folder)
      }
      let above = (folder as NSString).deletingLastPathComponent
      guard above != folder, !above.isEmpty else { break }
      folder = above
    }
    throw Diagnostic(
      "no book here: neither \(start) nor a folder above it has a 'chapters' folder",
      help: "change to the book's folder, or name it with --book")
  }

  /// Where the caches are: `.build/book`, local to this checkout and never committed.
  public var cacheFolder: String { "\(root)/.build/book" }

  /// The chapter that a person means: `1`, `01`, `prediction-errors`, `01-prediction-errors`, or its path;
  /// an appendix is `A` or `A1`.
  ///
  /// - Returns: its path from `root`.
  /// - Throws: a `Diagnostic` that names the nearest chapter if there is no such one.
  public func chapterPath(named name: String) throws(Diagnostic) -> String {
    let file = (name as NSString).lastPathComponent
    let stem = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    let number = ChapterNumber(written: stem)
    for path in chapterPaths {
      let own = Self.stem(of: path)
      if own == stem || Self.slug(of: path) == stem { return path }
      if let number, Self.number(in: own) == number { return path }
    }
    let names = chapterPaths.flatMap { [Self.stem(of: $0), Self.slug(of: $0)] }
    let help =
      if let near = closest(to: stem, among: names) {
        "did you mean '\(near)'? `book list` shows every chapter"
      } else if chapterPaths.isEmpty {
        "the book has no chapters yet: `book new` starts one"
      } else {
        "`book list` shows every chapter"
      }
    throw Diagnostic("there is no chapter '\(name)'", help: help)
  }

  /// `01-prediction-errors` of `chapters/01-prediction-errors.md`.
  public static func stem(of path: String) -> String {
    let file = (path as NSString).lastPathComponent
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  /// `prediction-errors` of `chapters/01-prediction-errors.md`.
  public static func slug(of path: String) -> String {
    let stem = stem(of: path)
    guard number(in: stem) != nil, let dash = stem.firstIndex(of: "-") else { return stem }
    return String(stem[stem.index(after: dash)...])
  }

  /// 1 of `01-prediction-errors.md`, A of `A1-backpropagation.md`; `nil` for a name without a number.
  public static func number(in name: String) -> ChapterNumber? { ChapterNumber(ofName: name) }
}
