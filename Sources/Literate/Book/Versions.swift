import CCmarkGFM
import Foundation

/// The versions that decide a page's bytes, as `output/.versions` holds them.
///
/// With the same ones a render changes no byte; with others the bytes may differ and the text may not.
public struct Versions: Hashable, Sendable {
  /// Names and versions, in the order of the file.
  public var entries: [(name: String, version: String)]

  /// The versions of this machine.
  ///
  /// - Parameter toolchain: the toolchain that compiles the chapters.
  /// - Returns: the three versions; "unknown" where one cannot be read.
  public static func current(_ toolchain: Toolchain) -> Versions {
    Versions(entries: [
      ("swift", toolchain.version),
      ("cmark-gfm", String(cString: cmark_version_string())),
      ("katex", katexVersion()),
    ])
  }

  /// The versions in the text of a `.versions` file.
  public init(parsing text: String) {
    entries = text.split(separator: "\n").compactMap { line in
      guard let space = line.firstIndex(of: " ") else { return nil }
      return (String(line[..<space]), String(line[line.index(after: space)...]))
    }
  }

  init(entries: [(name: String, version: String)]) { self.entries = entries }

  /// The text of a `.versions` file.
  public var text: String { entries.map { "\($0.name) \($0.version)\n" }.joined() }

  /// Where this machine differs, in words: `katex 0.16.4 → 0.16.9`.
  public func differences(from other: Versions) -> [String] {
    entries.compactMap { name, version in
      let old = other.entries.first { $0.name == name }?.version ?? "none"
      return old == version ? nil : "\(name) \(old) → \(version)"
    }
  }

  /// Whether both texts are the same.
  public static func == (a: Versions, b: Versions) -> Bool { a.text == b.text }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  private static func katexVersion() -> String {
    // The minified script carries its version as `version:"0.16.4"`.
    let mark = Data("version:\"".utf8)
    guard let script = FileManager.default.contents(atPath: "\(KaTeXFolders.scripts)/katex.min.js"),
      let start = script.range(of: mark)?.upperBound
    else { return "unknown" }
    return String(decoding: script[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}
