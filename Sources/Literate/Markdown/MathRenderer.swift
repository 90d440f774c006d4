import Foundation

/// Sets formulas with KaTeX.
///
/// KaTeX is loaded when a formula is met that is not in the cache. Any thread may use it: formulas
/// are set one at a time.
public final class MathRenderer: @unchecked Sendable {
  /// What KaTeX says about a formula.
  public struct Failure: Error, Hashable, Sendable {
    /// What is wrong.
    public var message: String
    /// Where in the formula, as a UTF-16 offset, if it says.
    public var position: Int?
    /// What to do.
    public var help = ""
  }

  /// The folder in which Debian's `libjs-katex` stands.
  public static let standardFolder = "/usr/share/javascript/katex"

  private let lock = NSLock()
  private let script: String
  private let cache: FormulaCache?
  private var known: [String: String] = [:]
  private var engine: KaTeX?

  /// A renderer.
  ///
  /// - Parameters:
  ///   - cacheFolder: where formulas are kept from run to run; `nil`: in memory only.
  ///   - katexFolder: the folder with `katex.min.js`.
  public init(cacheFolder: String? = nil, katexFolder: String = MathRenderer.standardFolder) {
    script = katexFolder + "/katex.min.js"
    cache = cacheFolder.map { FormulaCache(folder: $0, script: katexFolder + "/katex.min.js") }
  }

  /// Sets a formula.
  ///
  /// - Parameters:
  ///   - tex: the formula without dollar signs.
  ///   - isDisplay: whether it stands on a line of its own.
  /// - Returns: KaTeX's HTML together with MathML for screen readers.
  /// - Throws: `Failure` if the formula is wrong or KaTeX cannot be loaded.
  public func render(_ tex: String, isDisplay: Bool) throws(Failure) -> String {
    lock.lock()
    defer { lock.unlock() }
    let key = (isDisplay ? "display " : "inline ") + tex
    if let html = known[key] { return html }
    if let html = cache?.read(key) {
      known[key] = html
      return html
    }
    let katex: KaTeX
    if let engine {
      katex = engine
    } else {
      katex = try KaTeX(script: script)
      engine = katex
    }
    let html = try katex.render(tex, isDisplay: isDisplay)
    known[key] = html
    cache?.write(html, for: key)
    return html
  }
}

/// Formulas that were set before, a file each.
///
/// A file's name is a hash of the formula and of which KaTeX set it; the formula stands in its first
/// line, so that a collision is a miss. What cannot be read or written is no error: the formula is
/// set again.
private struct FormulaCache {
  let folder: String
  private let version: String

  init(folder: String, script: String) {
    self.folder = folder
    let attributes = try? FileManager.default.attributesOfItem(atPath: script)
    let size = attributes?[.size] as? Int ?? 0
    let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    version = "2 \(size) \(date)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func read(_ key: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path(key)) else { return nil }
    let header = header(key)
    guard data.count > header.count, data.starts(with: header) else { return nil }
    return String(decoding: data.dropFirst(header.count), as: UTF8.self)
  }

  func write(_ html: String, for key: String) {
    try? (header(key) + Data(html.utf8)).write(
      to: URL(fileURLWithPath: path(key)), options: .atomic)
  }

  private func header(_ key: String) -> Data {
    let line = key.replacingOccurrences(of: "\n", with: "\u{0}")
    return Data("\(version) \(line)\n".utf8)
  }

  private func path(_ key: String) -> String {
    // FNV-1a: stable from run to run, which Swift's own hashes are not.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(version) \(key)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return "\(folder)/\(String(hash, radix: 16)).html"
  }
}
