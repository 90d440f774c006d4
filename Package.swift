// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The toolchain ships SwiftParser and SwiftIDEUtils built (usr/lib/swift/host); building them from
// source would take nine minutes. They belong to the `swiftc` on the PATH, so that is looked up.
// Only `Literate` and what links it use them: the `MetaRL` library product has no unsafe flags.
let toolchainHostLibraries: String = {
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  let compilers = path.split(separator: ":").map { "\($0)/swiftc" }
  let compiler = compilers.first(where: FileManager.default.isExecutableFile(atPath:))
  let resolved = URL(fileURLWithPath: compiler ?? "/usr/bin/swiftc").resolvingSymlinksInPath()
  return resolved.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("lib/swift/host").path
}()

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let readsSwift: [SwiftSetting] = strict + [.unsafeFlags(["-I", toolchainHostLibraries])]
let linksSwiftParser: LinkerSetting = .unsafeFlags([
  "-L", toolchainHostLibraries, "-Xlinker", "-rpath", "-Xlinker", toolchainHostLibraries,
])

let package = Package(
  name: "meta-rl-book",
  products: [
    .library(name: "MetaRL", targets: ["MetaRL"]),
    .executable(name: "book", targets: ["book"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // The science.
    .target(name: "CKernels"),
    .target(name: "Numerics", dependencies: ["CKernels"], swiftSettings: strict),
    .target(name: "Tasks", dependencies: ["Numerics"], swiftSettings: strict),
    .target(name: "Networks", dependencies: ["Numerics"], swiftSettings: strict),
    .target(
      name: "Agents", dependencies: ["Tasks", "Networks", "Numerics"], swiftSettings: strict),
    .target(name: "Analysis", dependencies: ["Tasks", "Numerics"], swiftSettings: strict),
    .target(name: "Plots", swiftSettings: strict),
    .target(name: "Notebook", dependencies: ["Plots"], swiftSettings: strict),
    .target(
      name: "MetaRL",
      dependencies: [
        "Numerics", "Tasks", "Networks", "Agents", "Analysis", "Plots", "Notebook",
      ],
      swiftSettings: strict),

    // The book.
    .systemLibrary(
      name: "CCmarkGFM",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CDuktape", providers: [.apt(["duktape-dev"])]),
    .target(
      name: "Literate", dependencies: ["Notebook", "CCmarkGFM", "CDuktape"],
      swiftSettings: readsSwift, linkerSettings: [linksSwiftParser]),
    .executableTarget(
      name: "book",
      dependencies: [
        "MetaRL", "Literate",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: readsSwift,
      // A chapter is a shared object that a child of this very program loads: it finds the library here.
      linkerSettings: [linksSwiftParser, .unsafeFlags(["-Xlinker", "--export-dynamic"])]),

    // What tests count allocations with; nothing else links it.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),
    .testTarget(name: "TasksTests", dependencies: ["Tasks", "Numerics"], swiftSettings: strict),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Numerics"], swiftSettings: strict),
    .testTarget(
      name: "AgentsTests",
      dependencies: ["Agents", "Analysis", "Tasks", "Networks", "Numerics", "CAllocationCounter"],
      swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "Agents", "Tasks", "Numerics"],
      swiftSettings: strict),
    .testTarget(name: "PlotsTests", dependencies: ["Plots"], swiftSettings: strict),
    .testTarget(name: "NotebookTests", dependencies: ["Notebook"], swiftSettings: strict),
    .testTarget(
      name: "LiterateTests", dependencies: ["Literate"], swiftSettings: readsSwift,
      linkerSettings: [linksSwiftParser]),
    // The program itself, as a person calls it; the dependency is there so that it is built.
    .testTarget(name: "BookToolTests", dependencies: ["book"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
