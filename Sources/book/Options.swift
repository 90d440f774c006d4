import ArgumentParser
import Foundation
import Literate

/// Where the book is; every command has it.
struct BookOptions: ParsableArguments {
  @Option(
    name: .customLong("book"),
    help: ArgumentHelp(
      "The book's folder. Default: the nearest one above here with 'chapters'.", valueName: "folder"
    ),
    completion: .directory)
  var root: String?

  /// The book, found and listed.
  func folder() throws -> BookFolder {
    let here = FileManager.default.currentDirectoryPath
    return try orFail {
      guard let root else { return try BookFolder.find(from: here) }
      return try BookFolder(root: absolute(root))
    }
  }
}

/// How many chapters at once, and what is said meanwhile.
struct WorkOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Chapters to run at once. Default: the number of cores.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else {
      throw ValidationError("--jobs must lie in 1…1024, not \(jobs)")
    }
  }
}

/// The exit codes of every command; its help ends with them.
let exitCodes = """
  EXIT CODES
    0    all is well
    1    the book has an error, and stderr says where
    64   the command line is wrong
    130  stopped by Ctrl-C; nothing is half written
  """

/// An absolute path for one that may be relative to the current folder.
func absolute(_ path: String) -> String {
  URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL.path
}

/// Runs something that may throw a diagnostic, which is printed and ends the command with 1.
func orFail<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let diagnostic as Diagnostic {
    Terminal.current.note("\(diagnostic)")
    throw ExitCode(1)
  } catch let diagnostics as Diagnostics {
    for diagnostic in diagnostics.all { Terminal.current.note("\(diagnostic)") }
    throw ExitCode(1)
  }
}

/// Prints a value as one line of JSON.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  Terminal.current.write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
}

/// The chapters that a person named, as paths from the book's root; all if none is named.
func chapterPaths(_ names: [String], in folder: BookFolder) throws -> [String] {
  guard !names.isEmpty else { return folder.chapterPaths }
  var paths: [String] = []
  for name in names {
    let path = try orFail { try folder.chapterPath(named: name) }
    if !paths.contains(path) { paths.append(path) }
  }
  return paths
}

extension CompletionKind {
  /// The names of the chapters around the current folder.
  static var chapters: CompletionKind {
    .custom { _, _, _ in
      let folder = try? BookFolder.find(from: FileManager.default.currentDirectoryPath)
      return (folder?.chapterPaths ?? []).map(BookFolder.stem(of:))
    }
  }
}
