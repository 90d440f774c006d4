import Foundation
import Testing

/// The `book` program beside the running tests, and what came of a call of it.
struct Tool {
  /// The exit code; a negative signal number if a signal ended it.
  var status: Int32
  /// What it wrote to stdout.
  var output: String
  /// What it wrote to stderr.
  var errors: String

  /// The path of the program: the build folder that holds the test bundle holds it too.
  static var path: String {
    let folders =
      [Bundle.main.bundlePath]
      + CommandLine.arguments.map { ($0 as NSString).deletingLastPathComponent }
    return folders.map { "\($0)/book" }.first(where: FileManager.default.isExecutableFile(atPath:))
      ?? "\(FileManager.default.currentDirectoryPath)/.build/debug/book"
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - folder: its working folder.
  ///   - environment: variables on top of this process's.
  /// - Returns: what came of it.
  /// - Throws: what kept it from starting.
  static func run(_ arguments: [String], in folder: String, environment: [String: String] = [:])
    throws -> Tool
  {
    let call = try ToolCall(arguments, in: folder, environment: environment)
    return call.finish()
  }
}

/// A call of `book` that may still be running.
final class ToolCall {
  let process = Process()
  private let output: URL
  private let errors: URL

  init(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
    let name = NSTemporaryDirectory() + "book-call-\(UUID().uuidString)"
    output = URL(fileURLWithPath: name + ".out")
    errors = URL(fileURLWithPath: name + ".err")
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
  }

  /// What it has written to stderr so far.
  var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  func finish() -> Tool {
    process.waitUntilExit()
    let status = process.terminationStatus
    return Tool(
      status: process.terminationReason == .uncaughtSignal ? -status : status,
      output: (try? String(contentsOf: output, encoding: .utf8)) ?? "", errors: errorsSoFar)
  }
}

/// A tiny book in a folder of its own, which goes when the test ends.
final class TinyBook {
  let root: String

  /// A book with these files: paths from its root.
  init(_ files: [String: String]) throws {
    root =
      URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      + "/tiny-\(UUID().uuidString)"
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: "\(root)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(name)") }

  /// Every file below a folder, by its path from there, with its bytes.
  func files(below folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let base = "\(root)/\(folder)"
    for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(
        atPath: "\(base)/\(name)", isDirectory: &isFolder)
      if isThere, !isFolder.boolValue {
        files[name] = FileManager.default.contents(atPath: "\(base)/\(name)")
      }
    }
    return files
  }

  func book(_ arguments: String..., environment: [String: String] = [:]) throws -> Tool {
    try Tool.run(arguments, in: root, environment: environment)
  }
}

/// A chapter's text: front matter with a title, then the body.
func chapter(_ title: String, _ body: String) -> String { "---\ntitle: \(title)\n---\n\n\(body)\n" }

/// A Swift fence; four lines of front matter and a blank one stand before a chapter's first line, line 5.
func cell(_ code: String, _ attributes: String = "") -> String {
  "```swift \(attributes)\n\(code)\n```\n"
}
