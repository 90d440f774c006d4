import Foundation

/// Compiles tangled programs.
struct Compiler {
  /// The toolchain.
  var toolchain: Toolchain
  /// What programs import.
  var build: LibraryBuild
  /// Where the compiler keeps what it makes of C headers.
  var moduleCache: String

  /// What came of it.
  enum Outcome {
    /// A shared object, and what the compiler warned of.
    case library(String, warnings: [CompilerMessage])
    /// The compiler refused the program.
    case refused([CompilerMessage])
  }

  /// Compiles and links a program.
  ///
  /// - Parameters:
  ///   - program: the program.
  ///   - folder: a scratch folder.
  /// - Returns: the shared object, or the compiler's messages.
  /// - Throws: a diagnostic if the system refuses to start it.
  func compile(_ program: TangledProgram, in folder: String) throws(Diagnostic) -> Outcome {
    var sources = ["\(folder)/main.swift"]
    try write(program.text, to: sources[0])
    if !program.secondText.isEmpty {
      sources.append("\(folder)/parts.swift")
      try write(program.secondText, to: sources[1])
    }
    let object = "\(folder)/main.o"
    // Without a primary file the compiler takes the module as a whole: one object for both files.
    var options = ["-c", "-O", "-o", object]
    // See `tangleSplit`.
    if !program.mainLoops {
      options += ["-Xllvm", "-sil-disable-pass=generic-specializer"]
      options += ["-Xllvm", "-sil-disable-pass-only-function=main"]
    }
    let text = try run(options + sources)
    let messages = CompilerMessage.read(text.output)
    guard text.isDone else { return .refused(messages.filter { $0.severity == .error }) }
    let library = "\(folder)/main.so"
    let registration = "\(toolchain.libraries)/\(System.architecture)/swiftrt.o"
    let link = ["-shared", "-o", library, registration, object, "--build-id=none"]
    guard let (end, output) = try Tool.run(toolchain.linker, link) else {
      throw Diagnostic(.error, "linking took too long", help: "try again")
    }
    guard end == .exit(0) else { throw toolFailed("linker", output) }
    return .library(library, warnings: messages.filter { $0.severity == .warning })
  }

  /// Checks a program without making anything of it.
  ///
  /// - Parameters:
  ///   - program: the program.
  ///   - folder: a scratch folder.
  ///   - name: of the file made there.
  ///   - parsesOnly: look no further than the grammar.
  /// - Returns: the compiler's errors.
  /// - Throws: a diagnostic if the system refuses to start it.
  func check(
    _ program: String, in folder: String, name: String, parsesOnly: Bool = false
  ) throws(Diagnostic) -> [CompilerMessage] {
    let source = "\(folder)/\(name).swift"
    try write(program, to: source)
    let mode = parsesOnly ? ["-parse"] : ["-emit-sil", "-Onone", "-o", "/dev/null"]
    let text = try run(mode + ["-primary-file", source])
    return CompilerMessage.read(text.output).filter { $0.severity == .error }
  }

  private func run(_ arguments: [String]) throws(Diagnostic) -> (isDone: Bool, output: String) {
    let common = [
      "-target", System.target, "-disable-objc-interop", "-I", build.modules,
      // The library's kernels are a C module; who imports the library must find its map.
      "-Xcc", "-fmodule-map-file=\(build.modules)/../CKernels.build/module.modulemap",
      "-module-cache-path", moduleCache, "-gline-tables-only", "-swift-version", "6",
      "-module-name", "chapter", "-diagnostic-style", "llvm", "-no-color-diagnostics",
    ]
    guard
      var (end, output) = try Tool.run(toolchain.frontend, ["-frontend"] + arguments + common)
    else {
      throw Diagnostic(
        .error, "compiling took longer than 300 s",
        help: "split long expressions: they take long to check")
    }
    if end != .exit(0), output.contains(".pcm'") {
      // What it made of C headers is damaged, or of another version: it is made again.
      try? FileManager.default.removeItem(atPath: moduleCache)
      if let again = try Tool.run(toolchain.frontend, ["-frontend"] + arguments + common) {
        (end, output) = again
      }
    }
    // The compiler exits with 1 for errors of the program; anything else is trouble of its own.
    let hasErrors = CompilerMessage.read(output).contains { $0.severity == .error }
    if end != .exit(0), end != .exit(1) || !hasErrors { throw toolFailed("compiler", output) }
    return (end == .exit(0), output)
  }

  private func toolFailed(_ tool: String, _ output: String) -> Diagnostic {
    let lines = output.split(separator: "\n").map(String.init)
    let line = lines.first { $0.contains("error") || $0.contains("No space") } ?? lines.first ?? ""
    return Diagnostic(
      .error, "the Swift \(tool) failed: \(line)",
      help: "is there space on the disk? does `swiftc --version` work?")
  }

  private func write(_ text: String, to path: String) throws(Diagnostic) {
    try writeFile(Data(text.utf8), to: path)
  }
}
