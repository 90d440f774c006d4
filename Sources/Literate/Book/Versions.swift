import CCmarkGFM
import Foundation

/// The versions that decide a page's bytes, as `output/.versions` holds them.
///
/// With the same ones a render changes no byte; with others the bytes may differ and the text may not.
public struct Versions: Hashable, Sendable {
  /// Names and versions, in the order of the file.
  public var entries: [(name: String, version: String)]

  /// The versions of this machine.
  public static func current() -> Versions {
    Versions(entries: [
      ("swift", (try? Toolchain.find().version) ?? "unknown"),
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
    guard let script = try? Files.text("\(KaTeXFolders.scripts)/katex.min.js"),
      let match = script.firstMatch(of: /version:"([0-9.]+)"/)
    else { return "unknown" }
    return String(match.1)
  }
}
