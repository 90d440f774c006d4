import Foundation

@testable import Literate

/// Debian's `cmark-gfm`, the oracle of what is not our syntax.
enum CmarkProgram {
  /// Where it stands; `nil` if it is not installed.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/cmark-gfm" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  /// Every extension it has, in the order in which the library attaches them.
  static let extensions = [
    "footnotes", "table", "strikethrough", "autolink", "tagfilter", "tasklist",
  ]

  /// What it makes of documents, each by itself; `meanwhile` runs while it works.
  static func render(
    _ documents: [String], meanwhile: () -> Void = {}
  ) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, document) in documents.enumerated() {
      try Data(document.utf8).write(to: folder.appendingPathComponent("\(index).md"))
    }
    let options = extensions.map { "-e \($0)" }.joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = folder
    process.arguments = ["-c", "for f in *.md; do cmark-gfm \(options) \"$f\" > \"$f.html\"; done"]
    try process.run()
    meanwhile()
    process.waitUntilExit()
    return try documents.indices.map { index in
      let data = try Data(contentsOf: folder.appendingPathComponent("\(index).md.html"))
      return String(decoding: data, as: UTF8.self)
    }
  }
}

/// A document as the body of a chapter, rendered, without what we add to headings; what is wrong
/// with it, if anything.
func renderPlain(_ body: String) -> String {
  do {
    let source = "---\ntitle: T\n---\n" + body
    let chapter = try Chapter.parse(path: "chapters/01-x.md", source: source)
    let fragment = try renderFragment(
      chapter, run: ChapterRun(results: []), labels: LabelIndex([chapter]),
      bibliography: Bibliography(), math: MathRenderer())
    return withoutHeadingAdditions(fragment.html)
  } catch {
    return "\(error)"
  }
}

/// Headings without id, number and link.
func withoutHeadingAdditions(_ html: String) -> String {
  // Scalars, not characters: a letter's accent may stand right behind a tag.
  func find(_ text: String, in rest: Substring) -> Range<Substring.Index>? {
    rest.range(of: text, options: .literal)
  }
  var result = ""
  var rest = html[...]
  while let start = find("<h", in: rest), let end = find(">", in: rest[start.upperBound...]) {
    let tag = rest[start.lowerBound..<end.lowerBound]
    result += rest[..<start.lowerBound]
    guard let id = find(" id=", in: tag) else {
      result += tag
      rest = rest[end.lowerBound...]
      continue
    }
    result += tag[..<id.lowerBound] + ">"
    rest = rest[end.upperBound...]
    if rest.utf8.starts(with: "<span class=\"number\">".utf8),
      let close = find("</span> ", in: rest)
    {
      rest = rest[close.upperBound...]
    }
    if let anchor = find(" <a class=\"anchor\"", in: rest),
      let close = find("#</a>", in: rest[anchor.upperBound...])
    {
      result += rest[..<anchor.lowerBound]
      rest = rest[close.upperBound...]
    }
  }
  return result + rest
}
