/// All that is wrong with a file, reported at once, in the order of its lines.
public struct Diagnostics: Error, Hashable, Codable, Sendable {
  /// The problems; never empty when thrown.
  public var all: [Diagnostic]

  /// Problems, as they come.
  public init(_ all: [Diagnostic]) {
    self.all = all
  }
}

extension Diagnostics: CustomStringConvertible {
  /// The problems one below the other.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}

extension Diagnostics {
  /// The same problems in the order of their places, each with the line that it points at.
  func sorted(quoting text: SourceText) -> Diagnostics {
    let ordered = all.enumerated().sorted { a, b in
      let left = (a.element.location?.line ?? 0, a.element.location?.column ?? 0, a.offset)
      let right = (b.element.location?.line ?? 0, b.element.location?.column ?? 0, b.offset)
      return left < right
    }
    return Diagnostics(
      ordered.map { _, diagnostic in
        var quoted = diagnostic
        if quoted.excerpt == nil, let line = quoted.location?.line, line <= text.lineCount,
          quoted.location?.path == text.path
        {
          quoted.excerpt = String(decoding: text.line(line), as: UTF8.self)
        }
        return quoted
      })
  }
}
