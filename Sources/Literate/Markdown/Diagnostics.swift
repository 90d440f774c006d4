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
    // Problems of one line share its text.
    var excerpts: [Int: String] = [:]
    return Diagnostics(
      ordered.map { _, diagnostic in
        var quoted = diagnostic
        guard quoted.excerpt == nil, let place = quoted.location, place.path == text.path,
          place.line <= text.lineCount
        else { return quoted }
        let excerpt = excerpts[place.line] ?? String(decoding: text.line(place.line), as: UTF8.self)
        excerpts[place.line] = excerpt
        quoted.excerpt = excerpt
        return quoted
      })
  }
}
