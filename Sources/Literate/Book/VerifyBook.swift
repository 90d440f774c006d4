import Foundation

/// A file that two renders do not agree about.
public struct RenderDifference: Hashable, Codable, Sendable {
  /// The file, from the output folder.
  public var file: String
  /// The two renders, in words: `incremental and cold`.
  public var between: String
  /// Where they part, in words.
  public var detail: String

  /// `file: between: detail`.
  public var text: String { "\(file): \(between): \(detail)" }
}

/// Proves that caches change nothing: renders with them, without any, and compares every byte, also with
/// what stands in the output folder.
///
/// - Parameters:
///   - folder: the book.
///   - output: absolute path of the rendered book that is held against both renders.
///   - request: how cells run; its chapters and output are not used.
///   - listener: told of every event of both renders.
/// - Returns: the reports of both renders and every difference; none if all is well.
/// - Throws: a `Diagnostic` if the folders for the two renders cannot be made.
public func verifyBook(
  _ folder: BookFolder, output: String, request: RenderRequest,
  listener: @escaping @Sendable (BookEvent) -> Void = { _ in }
) throws(Diagnostic) -> (reports: [BookReport], differences: [RenderDifference]) {
  let scratch = "\(folder.cacheFolder)/verify-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: scratch) }

  var incremental = request
  incremental.chapters = folder.chapterPaths
  incremental.output = "\(scratch)/incremental"
  var cold = incremental
  cold.output = "\(scratch)/cold"
  cold.settings.usesCache = false
  cold.settings.cacheFolder = URL(fileURLWithPath: "\(scratch)/cache")
  for path in [incremental.output, cold.output].compactMap(\.self) { try Files.createFolder(path) }

  let reports = [incremental, cold].map { renderBook(folder, $0, listener: listener) }
  var differences = compare(
    "\(scratch)/incremental", "\(scratch)/cold", between: "incremental and cold", byText: false)
  // With other versions of what makes the page, only its text has to be the same.
  let there = Versions(parsing: (try? Files.text("\(output)/.versions")) ?? "")
  let byText = there != Versions.current(try Toolchain.find())
  differences += compare(
    output, "\(scratch)/cold", between: "the output folder and a fresh render", byText: byText)
  return (reports, differences)
}

private func compare(
  _ first: String, _ second: String, between: String, byText: Bool
) -> [RenderDifference] {
  var differences: [RenderDifference] = []
  let names = Set(Files.all(below: first)).union(Files.all(below: second)).sorted()
  for name in names where !(byText && (name == ".versions" || !name.hasSuffix(".html"))) {
    let a = FileManager.default.contents(atPath: "\(first)/\(name)")
    let b = FileManager.default.contents(atPath: "\(second)/\(name)")
    guard let a, let b else {
      differences.append(
        RenderDifference(
          file: name, between: between, detail: "only the \(a == nil ? "second" : "first") has it"))
      continue
    }
    guard a != b else { continue }
    let old = String(decoding: a, as: UTF8.self)
    let new = String(decoding: b, as: UTF8.self)
    if byText, visibleText(old) == visibleText(new) { continue }
    let lines = zip(
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false))
    let same = lines.prefix { $0 == $1 }.count
    differences.append(
      RenderDifference(file: name, between: between, detail: "line \(same + 1) differs"))
  }
  return differences
}

/// What a reader sees of a page: its text without tags, spaces folded.
func visibleText(_ html: String) -> String {
  var text = ""
  var isTag = false
  for scalar in html.unicodeScalars {
    if scalar == "<" {
      isTag = true
      text.append(" ")
    } else if scalar == ">" {
      isTag = false
    } else if !isTag {
      text.unicodeScalars.append(scalar)
    }
  }
  return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
