import Foundation

/// The build of the library that chapters run against: the modules to compile against, and the program
/// that holds them.
public struct LibraryBuild: Hashable, Sendable {
  /// The program that a chapter's child runs: `book`.
  public var executable: String
  /// The folder of the library's compiled modules.
  public var modules: String
  /// The folder of the library's sources; `nil` where the build stands without them.
  public var sources: String?

  /// Finds the build beside the running program.
  ///
  /// - Parameter program: the running program's file; `nil`: what the system says.
  /// - Returns: the build.
  /// - Throws: a diagnostic that says how to run the tool.
  public static func find(program: String? = nil) throws(Diagnostic) -> LibraryBuild {
    guard let program = program ?? System.runningExecutable() else {
      throw Diagnostic(.error, "cannot find the running program", help: "is /proc mounted?")
    }
    let folder = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
    // In a test the running program is the test bundle, and `book` stands beside it.
    let executable = folder.appendingPathComponent("book").path
    let modules = folder.appendingPathComponent("Modules").path
    let files = FileManager.default
    guard files.isExecutableFile(atPath: executable),
      files.fileExists(atPath: modules + "/MetaRL.swiftmodule")
    else {
      throw Diagnostic(
        .error, "the library's compiled modules are not beside \(program)",
        help: "run the tool from its package: swift run book …")
    }
    // …/.build/x86_64-unknown-linux-gnu/release: the sources stand beside .build.
    var above = folder
    var sources: String?
    while above.path != "/" {
      let candidate = above.deletingLastPathComponent().appendingPathComponent("Sources").path
      if above.lastPathComponent.hasPrefix("."), files.fileExists(atPath: candidate) {
        sources = candidate
        break
      }
      above.deleteLastPathComponent()
    }
    return LibraryBuild(executable: executable, modules: modules, sources: sources)
  }
}
