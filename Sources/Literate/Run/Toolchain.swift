import Foundation

/// The Swift toolchain that compiles chapters: the one whose standard library this program runs on.
public struct Toolchain: Hashable, Sendable {
  /// What `swift-frontend --version` says in its first line.
  public var version: String
  /// The compiler proper.
  public var frontend: String
  /// The linker.
  public var linker: String
  /// The folder of the standard library, with the object that registers a module's types.
  public var libraries: String

  /// A program that names the functions at an address; it may be missing.
  var symbolizer: String {
    URL(fileURLWithPath: frontend).deletingLastPathComponent()
      .appendingPathComponent("llvm-symbolizer").path
  }

  /// Finds the toolchain: by the standard library that this process has loaded, else by the `swiftc`
  /// on the `PATH`.
  ///
  /// - Parameters:
  ///   - search: the `PATH` to look in; `nil`: this process's, after the loaded library.
  ///   - cacheFolder: where the version is remembered: asking the compiler takes 25 ms.
  /// - Returns: the toolchain.
  /// - Throws: a diagnostic that says what to install.
  public static func find(
    search: String? = nil, cacheFolder: URL? = nil
  ) throws(Diagnostic) -> Toolchain {
    var roots: [String] = []
    if search == nil, let library = System.loadedLibrary("libswiftCore.so") {
      // …/usr/lib/swift/linux/libswiftCore.so
      roots.append(String(library.split(separator: "/").dropLast(4).joined(separator: "/")))
      roots = roots.map { "/" + $0 }
    }
    let path = search ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init)
    for folder in folders where isExecutable(folder + "/swiftc") {
      let compiler = URL(fileURLWithPath: folder + "/swiftc").resolvingSymlinksInPath()
      roots.append(compiler.deletingLastPathComponent().deletingLastPathComponent().path)
    }
    for root in roots where isExecutable(root + "/bin/swift-frontend") {
      let linkers = [root + "/bin/ld.lld"] + folders.map { $0 + "/ld.lld" }
      guard let linker = linkers.first(where: isExecutable) else {
        throw Diagnostic(
          .error, "the Swift toolchain in \(root) has no linker ld.lld",
          help: "install it: apt-get install lld")
      }
      let frontend = root + "/bin/swift-frontend"
      return Toolchain(
        version: try version(of: frontend, cacheFolder: cacheFolder), frontend: frontend,
        linker: linker,
        libraries: "\(root)/lib/swift/\(System.runtimeFolder)")
    }
    throw Diagnostic(
      .error, "no Swift compiler found",
      help: "install Swift 6.2 or later from https://swift.org/install and put swiftc on the PATH")
  }

  private static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }

  private static func version(
    of frontend: String, cacheFolder: URL?
  ) throws(Diagnostic) -> String {
    // The compiler's file, its size and its time tell whether the remembered version is its own.
    let attributes = try? FileManager.default.attributesOfItem(atPath: frontend)
    let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    let mark = "\(frontend) \(attributes?[.size] as? Int ?? 0) \(time)\n"
    let memory = cacheFolder?.appendingPathComponent("toolchain")
    if let memory, let text = try? String(contentsOf: memory, encoding: .utf8),
      text.hasPrefix(mark)
    {
      return String(text.dropFirst(mark.count))
    }
    guard let (end, text) = try Tool.run(frontend, ["-frontend", "-version"], seconds: 20),
      end == .exit(0), let line = text.split(separator: "\n").first
    else {
      throw Diagnostic(
        .error, "the Swift compiler \(frontend) does not run", help: "install the toolchain again")
    }
    if let memory {
      try? makeFolder(memory.deletingLastPathComponent().path)
      try? writeFile(Data((mark + line).utf8), to: memory.path)
    }
    return String(line)
  }
}
